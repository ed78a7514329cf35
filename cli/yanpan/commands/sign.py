"""`yanpan sign CASE --as ROLE`: sign the paper of a case."""

from __future__ import annotations

from typing import Annotated

import typer

from yanpan.commands.common import boundary, check_lang, identity_for, load_form, now_for, say, say_json
from yanpan.commands.options import (
    CaseArgument,
    JsonOption,
    KeyOption,
    LangOption,
    PassFdOption,
    PassFileOption,
    QuietOption,
)
from yanpan.errors import InputRefused, UsageError


def sign(
    case: CaseArgument,
    role: Annotated[
        str, typer.Option("--as", help="以什么角色签署，例如 officer、legal_review。", metavar="角色")
    ],
    key: KeyOption = None,
    passphrase_file: PassFileOption = None,
    passphrase_fd: PassFdOption = None,
    reason: Annotated[str, typer.Option("--reason", help="签署意见。", metavar="文字")] = "同意",
    json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LangOption = "zh-Hans",
) -> None:
    """在案件文书上签署。执法人员先签，其后按文书上的签批顺序。"""
    with boundary():
        check_lang(lang)
        if key is None:
            raise UsageError("没有给密钥", remedy="加 --key 密钥.p12；试用可先运行 yanpan keys trial。")
        from yanpan.register import open_case, sign_case

        found = open_case(case)
        titles = {s.role: s.title for s in found.assessment.signers}
        if role not in titles:
            listed = "、".join(f"{name}（{title}）" for name, title in titles.items())
            raise InputRefused(f"这个案件不用“{role}”签署", where=str(case), remedy=f"可签的角色：{listed}。")
        at = now_for(load_form())
        identity = identity_for(key, passphrase_file, passphrase_fd, at)
        sign_case(found, role=role, identity=identity, at=at, reason=reason)
        if json:
            say_json({"paper": str(found.paper), "role": role, "signer": identity.name})
        elif not quiet:
            say(f"{titles[role]}：{identity.name} 已签署 {found.paper}")
