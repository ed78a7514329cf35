"""`yanpan batch SOURCE --out DIR`: the same judgement over many cases."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yanpan.commands.common import boundary, load_form, say, say_json, tell
from yanpan.commands.options import (
    JobsOption,
    JsonOption,
    NoPdfOption,
    OutOption,
    PackOption,
    QuietOption,
    ReplaceOption,
)
from yanpan.errors import BatchRowsFailed, Interrupted, UsageError

if TYPE_CHECKING:
    from yanpan.batch import BatchSummary
    from yanpan.questionnaire.compile import Form


def batch(
    source: Annotated[
        Path,
        typer.Argument(
            help="答案文件的文件夹，或者工作簿（.xlsx 等）、CSV、JSONL。", metavar="来源", readable=False
        ),
    ],
    out: OutOption,
    jobs: JobsOption = 0,
    no_pdf: NoPdfOption = False,
    replace: ReplaceOption = False,
    questionnaire: PackOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """成批研判。写 results.csv、errors.csv 和每案一个文件夹；重跑时跳过已做的。"""
    with boundary():
        from yanpan.batch import open_source, run_batch
        from yanpan.documents import true_path

        form = load_form(questionnaire)
        rows = open_source(source, form)
        if true_path(source) == true_path(out):
            raise UsageError("--out 不能就是来源文件夹", remedy="另建一个文件夹放结果。")
        with _progress(shown=sys.stderr.isatty() and not quiet) as progress:
            summary = run_batch(
                rows,
                form,
                out,
                jobs=jobs or os.cpu_count() or 1,
                paper=not no_pdf,
                replace=replace,
                progress=progress,
                interrupted=lambda: tell("等手上的几行做完；再按一次 Ctrl-C 立即停。"),
            )
        _say(summary, form, out, json=json, quiet=quiet)
        if summary.interrupted:
            raise Interrupted("已中断，做完的都在", remedy="再运行一次同样的命令，接着做剩下的。")
        if summary.failed:
            raise BatchRowsFailed(
                f"{summary.failed} 行没有做成",
                where=str(out / "errors.csv"),
                remedy="按 errors.csv 逐行改正后重跑，已做的会跳过。",
            )


def _say(summary: BatchSummary, form: Form, out: Path, *, json: bool, quiet: bool) -> None:
    if json:
        counts = {"done": summary.done, "skipped": summary.skipped, "failed": summary.failed}
        say_json(
            {
                **counts,
                "grades": dict(summary.grades),
                "notes": summary.notes,
                "results": str(out / "results.csv"),
            }
        )
        return
    if quiet:
        return
    say(f"新做 {summary.done}，已有 {summary.skipped}，没做成 {summary.failed}。")
    titles = {g.id.value: g.title for g in form.questionnaire.header.grades}
    say(
        "措施后等级："
        + "，".join(f"{title} {summary.grades.get(grade, 0)}" for grade, title in titles.items())
    )
    if summary.notes:
        say(f"其中 {summary.notes} 案不需要全面研判，各出一页说明。")
    say(f"结果：{out / 'results.csv'}    错误：{out / 'errors.csv'}")


@contextmanager
def _progress(*, shown: bool) -> Iterator[Callable[[int], None]]:
    """A progress line on standard error, only when a person is watching."""
    if not shown:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("已做 {task.completed} 案"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done: bar.update(task, completed=done)
