"""`yanpan explain CASE [PART]` and `yanpan what-if CASE`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from yanpan.commands.common import boundary, say_json, say_lines
from yanpan.commands.options import CaseArgument, JsonOption, QuietOption

if TYPE_CHECKING:
    from yanpan.assessment import Assessment, Part


def explain(
    case: CaseArgument,
    part: Annotated[
        str | None,
        typer.Argument(help="只讲这一项：红线、风险点或者研判项，写编号或名称。", metavar="哪一项"),
    ] = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """为什么是这个等级：哪条规则决定，每个风险点多少分，依据哪一条。"""
    with boundary():
        from yanpan.assessment import explain as tell_all
        from yanpan.assessment import explain_part, part_named
        from yanpan.cases import open_case

        assessment = open_case(case).assessment
        asked = part_named(assessment, part) if part is not None else None
        if json:
            say_json(_facts(assessment, asked))
        elif not quiet:
            say_lines(tell_all(assessment) if asked is None else explain_part(assessment, asked))


def _facts(a: Assessment, asked: Part | None) -> dict[str, object]:
    """The rules that decide, and all that stands; of what a person asked about that alone."""
    return {
        "grade": a.grade,
        "rules": a.rules,
        "sections": asked.sections if asked else a.sections,
        "red_lines": asked.red_lines if asked else a.red_lines,
        "hazards": asked.hazards if asked else a.hazards,
    }


def what_if(case: CaseArgument, json: JsonOption = False, quiet: QuietOption = False) -> None:
    """怎样才能降低等级：红线怎么改正，最少要哪几项措施，先弄清哪件事。"""
    with boundary():
        from yanpan.assessment import what_if_words
        from yanpan.cases import open_case

        assessment = open_case(case).assessment
        if json:
            say_json(
                {
                    "what_if": assessment.what_if,
                    "if_cured": assessment.if_cured,
                    "unknowns": assessment.unknowns,
                }
            )
        elif not quiet:
            say_lines(what_if_words(assessment))
