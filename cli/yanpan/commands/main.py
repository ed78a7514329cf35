"""The command line, wired. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer

from yanpan import __version__
from yanpan.commands import (
    assess,
    batch,
    doctor,
    edit,
    explain,
    extend,
    keys,
    list_cases,
    pack,
    ready,
    report,
    schema,
    show,
    sign,
    verify,
)
from yanpan.commands.common import boundary
from yanpan.commands.output import UNSAID, prepare_streams, say, standard_output, tell_error, tell_interrupted
from yanpan.commands.usage import Command, Group, usage_words
from yanpan.errors import UsageError

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        with boundary():
            say(f"yanpan {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", help="显示版本。", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """研判：行政执法事前风险评估（粤司函〔2020〕563号）。先判合法性、社会稳定性、风险可控性，再动手。"""


app.command("assess", cls=Command)(assess.assess)
app.command("show", cls=Command)(show.show)
app.command("list", cls=Command)(list_cases.list_cases)
app.command("edit", cls=Command)(edit.edit)
app.command("ready", cls=Command)(ready.ready)
app.command("report", cls=Command)(report.report)
app.command("explain", cls=Command)(explain.explain)
app.command("what-if", cls=Command)(explain.what_if)
app.command("batch", cls=Command)(batch.batch)
app.command("sign", cls=Command)(sign.sign)
app.command("verify", cls=Command)(verify.verify)
app.command("extend", cls=Command)(extend.extend)
app.add_typer(keys.app, name="keys")
app.add_typer(pack.app, name="pack")
app.command("schema", cls=Command)(schema.schema)
app.command("doctor", cls=Command)(doctor.doctor)

_UsageError: Any = typer.BadParameter.__mro__[1]
"""The library's base of wrong usage; it exports only this child of it."""


def run() -> None:
    """Entry point. Wrong usage is said in Chinese and exits with 2."""
    prepare_streams()
    try:
        code = app(prog_name="yanpan", standalone_mode=False)
    except _UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            with boundary(), standard_output():
                sys.stdout.write(f"{error.format_message()}\n")
            raise SystemExit(2) from None
        remedy = "运行 yanpan --help，或者在命令后加 --help 看用法。"
        tell_error(UsageError(usage_words(error), remedy=remedy))
        raise SystemExit(2) from None
    except OSError:
        # Of the help page; whatever a command cannot write it says itself.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        tell_error(UNSAID)
        raise SystemExit(UNSAID.exit_code) from None
    except (typer.Abort, KeyboardInterrupt):
        tell_interrupted()
        raise SystemExit(130) from None
    raise SystemExit(code if isinstance(code, int) else 0)
