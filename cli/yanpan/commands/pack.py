"""`yanpan pack …`: for authors of questionnaires, and the questionnaire on paper."""

from __future__ import annotations

import typer

from yanpan.commands.common import boundary, load_form, say, say_json, say_lines, tell
from yanpan.commands.options import (
    ActOption,
    CaseFilesOption,
    JsonOption,
    ListOption,
    OutFileOption,
    PackArgument,
    PackOption,
    QuietOption,
)
from yanpan.commands.packs import one_pack, pack_folder
from yanpan.commands.usage import Command, Group
from yanpan.data import data_folder
from yanpan.errors import InputRefused, QuestionnaireBroken

app = typer.Typer(
    cls=Group, help="问卷：查看、检查、试跑、印成纸。", no_args_is_help=True, rich_markup_mode=None
)


@app.callback()
def _group() -> None:
    """问卷：查看、检查、试跑、印成纸。"""


@app.command("list", cls=Command)
def list_packs(json: JsonOption = False, quiet: QuietOption = False) -> None:
    """列出自带的问卷。"""
    with boundary():
        from yanpan.documents import is_file
        from yanpan.questionnaire import load_questionnaire

        packs = [
            load_questionnaire(folder)
            for folder in sorted(data_folder("questionnaires").iterdir())
            if is_file(folder / "questionnaire.yaml")
        ]
        if json:
            say_json(
                [
                    {
                        "id": q.header.id,
                        "version": q.header.version,
                        "title": q.header.title,
                        "digest": q.digest,
                    }
                    for q in packs
                ]
            )
        elif not quiet:
            for q in packs:
                say(
                    f"{q.header.id}  {q.header.version}  {q.header.title}  问题 {len(q.questions)}  红线 {len(q.red_lines)}"
                )


@app.command(cls=Command)
def show(
    pack: PackArgument = None,
    questionnaire: PackOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """把一份问卷从头到尾列出来：问题、选项、触发什么、依据哪条。"""
    with boundary():
        from yanpan.questionnaire import compile_form, load_questionnaire

        form = compile_form(load_questionnaire(pack_folder(one_pack(pack, questionnaire))))
        if json:
            say_json(form.questionnaire)
        elif not quiet:
            from yanpan.commands.pack_text import pack_lines

            say_lines(pack_lines(form))


@app.command(cls=Command)
def lint(
    pack: PackArgument = None,
    questionnaire: PackOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """检查问卷：写法、引用、条件、单调性、依据是否在施行期、政策要求是否都落实。"""
    with boundary():
        from datetime import datetime
        from zoneinfo import ZoneInfo

        from yanpan.questionnaire.lint import lint_pack

        folder = pack_folder(one_pack(pack, questionnaire))
        found = lint_pack(folder, datetime.now(ZoneInfo("Asia/Shanghai")).date())
        if json:
            rows = [("error", e) for e in found.errors] + [("warning", w) for w in found.warnings]
            say_json([{"level": lv, "where": e.where, "what": e.what, "remedy": e.remedy} for lv, e in rows])
        elif not quiet:
            for warning in found.warnings:
                first, *rest = warning.lines()
                for line in (f"提醒 {first}", *rest):
                    tell(line)
        if found.errors:
            raise QuestionnaireBroken(tuple(found.errors), where=str(folder))
        if not json and not quiet:
            say(f"{folder.name}：没有错误，{len(found.warnings)} 条提醒。")


@app.command(cls=Command)
def test(
    pack: PackArgument = None,
    questionnaire: PackOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """试跑问卷所附的案例：等级、决定的规则、红线、职责是否如所写。"""
    with boundary():
        from yanpan.batch.worked_cases import run_cases

        folder = pack_folder(one_pack(pack, questionnaire))
        form = load_form(folder)
        results = run_cases(folder, form)
        failed = [r for r in results if r.faults]
        if json:
            say_json(
                [
                    {"id": r.case.id, "title": r.case.title, "where": r.where, "faults": r.faults}
                    for r in results
                ]
            )
        elif not quiet:
            for r in results:
                say(f"{'✗' if r.faults else '✓'} {r.case.id}  {r.case.title}")
                for fault in r.faults:
                    # What refused the case may have said why in several lines, each inert already.
                    for line in fault.splitlines():
                        say(f"    {r.where}：{line}")
            say(f"{len(results)} 个案例，{len(failed)} 个不符。")
        if failed:
            raise InputRefused(
                f"{len(failed)} 个案例与所写不符",
                where=str(folder),
                remedy="改问卷，或者改案例的 expect；新加了必答题的，给案例补上 answers。",
            )
        if not results:
            raise InputRefused("没有案例", where=str(folder / "cases"), remedy="在 cases 文件夹里写案例。")


@app.command(cls=Command)
def slips(
    pack: PackArgument = None,
    case: CaseFilesOption = None,
    questionnaire: PackOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """查一处答错会不会放行：不得实施的案例，逐个换掉一个回答，看有没有变成低风险的。"""
    with boundary():
        from yanpan.commands.pack_slips import count_slips

        count_slips(one_pack(pack, questionnaire), case or [], json=json, quiet=quiet)


@app.command("print", cls=Command)
def print_questions(
    pack: PackArgument = None,
    questionnaire: PackOption = None,
    act: ActOption = None,
    out: OutFileOption = None,
    list_acts: ListOption = False,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """把一种行为的空白问卷印成 PDF，没有电脑的场合用笔填：--act 拆除 --out 拆除.pdf。"""
    with boundary():
        from yanpan.commands.pack_print import print_form

        print_form(
            one_pack(pack, questionnaire),
            act=act, out=out, list_acts=list_acts, json=json, quiet=quiet,
        )  # fmt: skip
