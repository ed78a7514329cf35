"""`yanpan explain CASE [HAZARD]` and `yanpan what-if CASE`."""

from __future__ import annotations

from typing import Annotated

import typer

from yanpan.commands.common import boundary, say_json, say_lines
from yanpan.commands.options import CaseArgument, JsonOption, QuietOption


def explain(
    case: CaseArgument,
    hazard: Annotated[
        str | None, typer.Argument(help="只讲这一个风险点（编号或名称）。", metavar="风险点")
    ] = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """为什么是这个等级：哪条规则决定，每个风险点多少分，依据哪一条。"""
    with boundary():
        from yanpan.assessment import explain as tell_all
        from yanpan.assessment import explain_hazard
        from yanpan.cases import open_case

        assessment = open_case(case).assessment
        if json:
            chosen = [h for h in assessment.hazards if hazard in (None, h.id, h.title)]
            if hazard is not None and not chosen:
                explain_hazard(assessment, hazard)
            say_json(
                {
                    "grade": assessment.grade,
                    "rules": assessment.rules,
                    "red_lines": assessment.red_lines,
                    "hazards": chosen,
                }
            )
            return
        lines = tell_all(assessment) if hazard is None else explain_hazard(assessment, hazard)
        if not quiet:
            say_lines(lines)


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
