"""`yanpan pack slips`: which prohibited plans a single wrong answer would let through (law 9)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from yanpan.commands.common import load_form, say_json, say_lines
from yanpan.commands.packs import pack_folder
from yanpan.errors import InputRefused

if TYPE_CHECKING:
    from yanpan.batch.case_slips import CaseSlips
    from yanpan.questionnaire.form import Form


def count_slips(pack: Path | None, files: list[Path], *, json: bool, quiet: bool) -> None:
    """List them. Raises `InputRefused` where a whole case falls by content, or more than a tenth by structure."""
    from yanpan.answers import load_answers
    from yanpan.batch.case_slips import aim_missed, slips_of_answers, slips_of_cases

    folder = pack_folder(pack)
    form = load_form(folder)
    found = slips_of_cases(folder, form)
    found += [slips_of_answers(form, load_answers(file, form), file.name) for file in files]
    if not found:
        raise InputRefused(
            "没有不得实施的案例",
            where=str(folder / "cases"),
            remedy="在 cases 文件夹里写案例，或者用 --case 给答案文件。",
        )
    if json:
        say_json(found)
    elif not quiet:
        say_lines(_lines(form, found))
    if aim_missed(found):
        raise InputRefused(
            "有案例答错一处就成了低风险",
            where=str(folder),
            remedy="把决定红线的事分开问：数额、日期、做过什么；让两个回答互相对得上。",
        )


def _lines(form: Form, found: list[CaseSlips]) -> Iterator[str]:
    for case in found:
        if case.slips:
            yield f"{case.id}  {case.title}{'' if case.whole else '（成对的案例，不计）'}"
        for slip in case.slips:
            kind = "类别" if slip.structural else "内容"
            also = f"，另答 {len(slip.opened)} 题" if slip.opened else ""
            act = f"{slip.act}：" if slip.act else ""
            yield f"    {kind}  {act}{_ask(form, slip.question)}  {slip.said} → {slip.instead}{also}"
    for words, cases in (("完整的案例", [c for c in found if c.whole]), ("全部", found)):
        content, structural = (sum(c.by(structural=kind) for c in cases) for kind in (False, True))
        yield f"{words}：{len(cases)} 个不得实施，答错一处成为低风险的：内容 {content}，类别 {structural}。"


def _ask(form: Form, name: str) -> str:
    """Of a question, or of several that are asked on one screen."""
    return (form.questions[name] if name in form.questions else form.screens[name].question).ask
