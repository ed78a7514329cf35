"""`--json`: exactly one JSON document on standard output, for every command; `--quiet`: nothing at all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from program import ANSWERS, SMALL, Keys, Run, Stamps
from test_help import commands

from yanpan.assessment import Assessment

Case = Callable[[str], Path]
LOW = ANSWERS / "low.yaml"

# Command → its arguments; words in {} are filled in below.
COMMANDS: dict[str, list[str]] = {
    "assess": ["assess", "--answers", str(LOW), "--out", "{out}", "--questionnaire", str(SMALL), "--no-pdf"],
    "show": ["show", "{case}"],
    "list": ["list", "{case}"],
    "edit": ["edit", "{case}", "--answers", str(LOW), "--questionnaire", str(SMALL), "--no-pdf"],
    "report": ["report", "{case}", "--out", "{out}/again.pdf"],
    "explain": ["explain", "{case}"],
    "explain hazard": ["explain", "{case}", "crowd_gathers"],
    "what-if": ["what-if", "{case}"],
    "batch": [
        "batch",
        "{source}",
        "--out",
        "{out}",
        "--questionnaire",
        str(SMALL),
        "--no-pdf",
        "--jobs",
        "1",
    ],
    "sign": ["sign", "{case}", "--as", "officer", "--key", "{key}", "--passphrase-file", "{passphrase}"],
    "extend": ["extend", "{signed}", "--tsa", "{tsa}", "--crl", "{lists}"],
    "verify": ["verify", "{signed}", "--trust", "{root}", "--questionnaire", str(SMALL)],
    "ready": ["ready", "{signed}", "--trust", "{root}", "--trust-questionnaire", str(SMALL)],
    "keys show": ["keys", "show", "{root}"],
    "keys trial": ["keys", "trial", "--out", "{out}", "--passphrase-file", "{passphrase}"],
    "schema": ["schema"],
    "doctor": ["doctor"],
    "pack list": ["pack", "list"],
    "pack show": ["pack", "show", str(SMALL)],
    "pack lint": ["pack", "lint", str(SMALL)],
    "pack print": ["pack", "print", str(SMALL), "--out", "{out}/form.pdf"],
    "pack test": ["pack", "test", str(SMALL)],
    "pack slips": ["pack", "slips", str(SMALL)],
}


def test_every_command_is_tried() -> None:
    """A new command belongs into COMMANDS above."""
    groups = {words[:-1] for words in commands() if words}
    assert {" ".join(words) for words in commands() if words not in groups} <= set(COMMANDS)


@pytest.fixture
def filled(
    case: Case, signed: Path, keys: Keys, out: Path, stamps: Stamps, tmp_path: Path
) -> Callable[[list[str]], list[str]]:
    def filled(arguments: list[str]) -> list[str]:
        text = " ".join(arguments)
        words = {
            "out": str(out),
            "key": str(keys.officer),
            "passphrase": str(keys.passphrase),
            "root": str(keys.roots[0]),
        }
        if "{case}" in text:
            words["case"] = str(case("high"))
        if "{source}" in text:
            words["source"] = str(tmp_path / "source")
            (tmp_path / "source").mkdir()
            shutil.copy(LOW, tmp_path / "source")
        if "{signed}" in text:
            words["signed"] = str(signed)
        if "{tsa}" in text:
            words |= {"tsa": stamps.url, "lists": str(stamps.lists)}
        return [argument.format(**words) if "{" in argument else argument for argument in arguments]

    return filled


@pytest.mark.long(one_in=24)
@pytest.mark.parametrize("name", COMMANDS)
def test_json_is_one_document_and_nothing_else(
    name: str, run: Run, filled: Callable[[list[str]], list[str]]
) -> None:
    done = run(*filled(COMMANDS[name]), "--json")
    assert (done.code, done.err) == (0, "")
    assert isinstance(done.json, dict | list)
    assert "\\u" not in done.out


@pytest.mark.long(one_in=24)
@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "schema"])
def test_quiet_says_nothing_when_all_is_well(
    name: str, run: Run, filled: Callable[[list[str]], list[str]]
) -> None:
    done = run(*filled(COMMANDS[name]), "--quiet")
    assert (done.code, done.out, done.err) == (0, "", "")


@pytest.mark.long
def test_verify_gives_its_reasons_as_json(run: Run, case: Case) -> None:
    done = run("verify", case("medium"), "--questionnaire", SMALL, "--json")
    assert done.code in (5, 6)
    (found,) = done.json
    assert found["result"]["verdict"] in ("invalid", "cannot_be_judged")
    assert all(finding["code"] for finding in found["result"]["findings"])


def test_without_json_a_refusal_leaves_standard_output_empty(run: Run, tmp_path: Path) -> None:
    done = run("explain", tmp_path)
    assert (done.code, done.out) == (3, "")


# ── the schema describes what is written ──


def _faults(value: Any, schema: dict[str, Any], whole: dict[str, Any], place: str = "$") -> Iterator[str]:
    """Where a value does not fit its schema: the part of JSON Schema that msgspec writes."""
    if "$ref" in schema:
        yield from _faults(value, whole["$defs"][schema["$ref"].rpartition("/")[2]], whole, place)
        return
    if "anyOf" in schema:
        if all(list(_faults(value, way, whole, place)) for way in schema["anyOf"]):
            yield f"{place}: none of the ways"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: {value!r} is not in the list"
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
    }
    kind = schema.get("type")
    if kind == "null" and value is not None:
        yield f"{place}: should be null"
    elif kind in kinds and (
        not isinstance(value, kinds[kind]) or (kind == "integer" and isinstance(value, bool))
    ):
        yield f"{place}: should be {kind}"
    elif kind == "array":
        for i, item in enumerate(value):
            yield from _faults(item, schema.get("items") or {}, whole, f"{place}[{i}]")
    elif kind == "object":
        known = schema.get("properties", {})
        yield from (f"{place}: lacks {name}" for name in schema.get("required", []) if name not in value)
        for name, item in value.items():
            rest = schema.get("additionalProperties", True)
            if name in known:
                yield from _faults(item, known[name], whole, f"{place}.{name}")
            elif isinstance(rest, dict):
                yield from _faults(item, rest, whole, f"{place}.{name}")
            elif known or rest is False:
                yield f"{place}: {name} is not described"


@pytest.mark.parametrize("grade", ["low", "medium", "high", "prohibited"])
def test_the_schema_describes_every_field_of_a_real_result(grade: str, run: Run, assess: Run) -> None:
    schema = run("schema").json
    result = assess(f"{grade}.yaml", "--json")
    assert list(_faults(result.json, schema, schema)) == []
    assert msgspec.json.decode(result.out, type=Assessment, strict=True).grade.initial.value == grade


@pytest.mark.parametrize(
    ("field", "value"),
    [("grade", "high"), ("case_number", 7), ("signable", "yes"), ("sections", {}), ("more", 1)],
)
def test_the_schema_refuses_what_is_not_a_result(field: str, value: object, run: Run, assess: Run) -> None:
    schema = run("schema").json
    result = assess("low.yaml", "--json").json
    assert list(_faults(result | {field: value}, schema, schema)) != []


def test_the_grades_stand_where_the_design_says(assess: Run) -> None:
    grade = assess("high.yaml", "--json").json["grade"]
    assert {"initial", "residual", "best", "decided_by"} <= set(grade)
