"""`yanpan keys trial`: a marked trial identity, so that everything can be tried."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yanpan.commands.common import boundary, check_lang, load_form, now_for, passphrase_for, say, say_json
from yanpan.commands.options import (
    Command,
    Group,
    JsonOption,
    LangOption,
    OutOption,
    PassFdOption,
    PassFileOption,
    QuietOption,
)

app = typer.Typer(cls=Group, help="密钥：试用身份。", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def _group() -> None:
    """密钥：试用身份。"""


@app.command(cls=Command)
def trial(
    name: Annotated[str, typer.Option("--name", help="姓名。", metavar="姓名")] = "试用人员",
    role: Annotated[str, typer.Option("--role", help="证书里写的角色名称，可不写。", metavar="角色")] = "",
    out: OutOption = Path(),
    passphrase_file: PassFileOption = None,
    passphrase_fd: PassFdOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LangOption = "zh-Hans",
) -> None:
    """做一个试用身份（PKCS#12，权限 0600），证书上标明“试用，无法律效力”。"""
    with boundary():
        check_lang(lang)
        from yanpan.signature import make_trial_identity
        from yanpan.storage import check_case_number, check_output_folder

        check_output_folder(out)
        path = out / f"试用身份-{check_case_number(name)}.p12"
        passphrase = passphrase_for(path.name, passphrase_file, passphrase_fd, twice=True)
        made = make_trial_identity(
            path, name=name, passphrase=passphrase, now=now_for(load_form()), role_title=role
        )
        if json:
            say_json({"key": str(made.key_file), "root": str(made.root_file), "name": made.identity.name})
        elif not quiet:
            say(f"密钥：{made.key_file}")
            say(f"根证书：{made.root_file}（验签时用 --trust 指定）")
            say("这是试用身份，签出的文书没有法律效力。")
