"""`yanpan pack print`: the empty questionnaire of an act, to fill in by hand where there is no computer."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from yanpan.commands.common import load_form, path_words, say, say_json
from yanpan.errors import UsageError

if TYPE_CHECKING:
    from yanpan.questionnaire.form import Form


def print_form(
    pack: Path | None,
    *,
    act: list[str] | None,
    out: Path | None,
    list_acts: bool,
    json: bool,
    quiet: bool,
) -> None:
    """List the acts, or write the form of one."""
    if list_acts:
        if out is not None or act:
            raise UsageError("--list 只列出行为，不写文件", remedy="去掉 --list，或者去掉 --act 和 --out。")
        _list(load_form(pack), json=json, quiet=quiet)
        return
    form = load_form(pack)
    _check_act(form, act)
    if out is None:
        raise UsageError("没有说写成哪个文件", remedy="加 --out 文件.pdf。")
    if out.suffix.lower() != ".pdf":
        raise UsageError(f"--out 的结尾“{out.suffix or out.name}”不认识", remedy="写成 .pdf。")
    from yanpan.questionnaire.acts import name_act
    from yanpan.report import render_form
    from yanpan.storage import check_free, write_file

    named = name_act(form, act or [])
    check_free(out, "文件已经有了，不覆盖")
    write_file(out, render_form(named), remedy="用 --out 另写一个文件。")
    if json:
        say_json({"paper": path_words(out), "acts": named.settled, "questions": [q.id for q in named.asked]})
    elif not quiet:
        say(f"空白问卷：{out}（{len(named.asked)} 题）")


def _check_act(form: Form, act: list[str] | None) -> None:
    """An act must be named where the questionnaire knows several, and only there."""
    from yanpan.questionnaire.acts import acts_of

    if acts_of(form) and not act:
        raise UsageError(
            "没有说是哪一种行为", remedy="加 --act，例如 --act 拆除；yanpan pack print --list 列出全部。"
        )
    if act and not acts_of(form):
        raise UsageError("这份问卷不分行为", remedy="去掉 --act。")


def _list(form: Form, *, json: bool, quiet: bool) -> None:
    from yanpan.questionnaire.acts import acts_of

    acts = acts_of(form)
    if json:
        say_json([{"question": a.question, "value": a.value, "label": a.label} for a in acts])
    elif not quiet:
        for question, found in groupby(acts, key=lambda act: act.question):
            say(form.questions[question].ask)
            for act in found:
                say(f"  {act.value}：{act.label}")
        if form.acts:
            say(f"也可以写具体行为：{'、'.join(name for name, act in form.acts.items() if act.sets)}")
