"""The profile: what does not change from case to case (unit, officers, places), kept on this machine and offered.

Only questions marked `remember: true` go in, and only when a case is finished. A YAML file people can read and change.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from yanpan.answers.check import read_answers
from yanpan.answers.draft import HERE, set_aside
from yanpan.answers.load import plain_answer
from yanpan.answers.model import UNKNOWN, Answer, Answers
from yanpan.documents import as_written, load_document
from yanpan.errors import AnswersRefused, CaseNumberRefused, DocumentUnreadable
from yanpan.questionnaire.compile import Form
from yanpan.storage import check_case_number, refused_output, take_lock, write_file

HEAD = "# 常用资料：下次作答时自动带出。可以改，可以删；删掉整个文件也不要紧。\n"
VERSION = 1
"""Of what the profile holds; a file without a version is of the first. One of a later version is left as it is."""

_NUMBER = re.compile(
    r"\A(?P<head>.*?[〔\[（(【]?)(?P<year>(?:19|20)\d{2})(?P<mid>[〕\]）)】]?\D{0,6}?)(?P<n>\d+)(?P<tail>\D*)\Z"
)


class _Dumper(yaml.SafeDumper):
    """Writes a number that was read as it stood, in quotes where it was digits: somebody may have typed 0898 without."""


def _as_it_stood(dumper: yaml.SafeDumper, value: float) -> yaml.ScalarNode:
    text = str(as_written(value))
    kind = ("int" if isinstance(value, int) else "float") if text == f"{value + 0}" else "str"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", text)


_Dumper.add_multi_representer(int, _as_it_stood)
_Dumper.add_multi_representer(float, _as_it_stood)


@dataclass(frozen=True)
class Profile:
    """Remembered answers by question, the last case number, and a word when the file could not be used."""

    path: Path
    remembered: Mapping[str, Answer] = field(default_factory=dict)
    last_case_number: str = ""
    warning: str = ""


def profile_path(home: Path) -> Path:
    """Where the profile stands under yanpan's own folder."""
    return home / "profile.yaml"


def load_profile(path: Path, form: Form) -> Profile:
    """Read the profile. A damaged file is set aside with a warning, never an error: it only saves typing.

    One that a later yanpan wrote is not used, with a warning, and stays where it is.
    """
    if not path.exists():
        return Profile(path)
    try:
        document, _ = load_document(path)
        if not isinstance(document, dict) or not isinstance(document.get("answers") or {}, dict):
            raise DocumentUnreadable("最外层应是键值表")
    except DocumentUnreadable as fault:
        return Profile(
            path, warning=f"常用资料读不了（{fault.what}），已移到 {set_aside(path).name}，这次从头填。"
        )
    if _is_newer(document):
        what = f"常用资料是更新的 yanpan 写的（{path}），这次不用它，也不改它"
        return Profile(path, warning=f"{what}：升级 yanpan 后再用；不要了的，删掉这个文件。")
    remembered: dict[str, Answer] = {}
    wrong = []
    for name, item in (document.get("answers") or {}).items():
        question = form.question(name)
        if question is None or not question.remember or (name != question.id and question.id in remembered):
            continue
        try:
            remembered |= read_answers({"answers": {name: item}}, form).answers
        except AnswersRefused as fault:
            wrong.append(f"{name}：{fault.what}")
    number = document.get("last_case_number")
    try:
        number = check_case_number(number) if isinstance(number, str) else ""
    except CaseNumberRefused:
        number = ""
    return Profile(path, remembered, number, f"常用资料里有不能用的：{'；'.join(wrong)}" if wrong else "")


def update_profile(path: Path, form: Form, answers: Answers) -> None:
    """Remember what this finished case said. What other questionnaires wrote stays. Raises `OutputRefused`.

    A file that a later yanpan wrote stays as it is.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = take_lock(path.with_name(f".{path.name}.lock"), seconds=5, remedy=HERE)
        if lock is None:
            return  # Another case is being finished this very moment; its profile is as good.
        try:
            document = _existing(path)
            if _is_newer(document):
                return
            kept = dict(document.get("answers") or {})
            for question in form.order:
                answer = answers.answers.get(question.id)
                if question.remember and answer is not None and answer.value not in (UNKNOWN, ""):
                    kept[question.id] = plain_answer(Answer(value=answer.value))
            document = {"version": VERSION} | document | {"answers": kept}
            if answers.case_number:
                document["last_case_number"] = answers.case_number
            text = HEAD + yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
            write_file(path, text.encode())
        finally:
            lock.release()
    except OSError as error:
        raise refused_output(path, error) from error


def next_case_number(last: str, now: datetime) -> str:
    """The number after `last`; a new year starts again at 1. Empty when `last` has no running number.

    >>> next_case_number("粤韶执〔2026〕12号", datetime(2026, 11, 24))
    '粤韶执〔2026〕13号'
    >>> next_case_number("粤韶执〔2026〕12号", datetime(2027, 1, 4))
    '粤韶执〔2027〕1号'
    """
    found = _NUMBER.match(last)
    if not found:
        return ""
    number = int(found["n"]) + 1 if int(found["year"]) == now.year else 1
    return f"{found['head']}{now.year}{found['mid']}{number:0{len(found['n']) if found['n'].startswith('0') else 1}d}{found['tail']}"


def _is_newer(document: Mapping[str, Any]) -> bool:
    """Whether a later yanpan wrote it. What is no number was not written by any."""
    version = document.get("version", VERSION)
    return isinstance(version, int) and version > VERSION


def _existing(path: Path) -> dict[str, Any]:
    with contextlib.suppress(DocumentUnreadable):
        document, _ = load_document(path)
        if isinstance(document, dict) and isinstance(document.get("answers") or {}, dict):
            return document
    return {}
