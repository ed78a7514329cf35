"""`yanpan extend`: renew the proof of signed papers before certificates end, with a new archive time stamp."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yanpan.commands.common import boundary, load_form, now_for, roles_for, say, say_json
from yanpan.commands.levels import long_term_for
from yanpan.commands.named import role_titles
from yanpan.commands.options import (
    JsonOption,
    QuietOption,
)
from yanpan.commands.signing_options import (
    CrlOption,
    OcspOption,
    TrustOption,
    TsaOption,
    TsaPassFileOption,
    TsaUserOption,
)
from yanpan.errors import InputRefused


def extend(
    path: Annotated[
        Path, typer.Argument(help="签署过的 PDF 文书，或者案件文件夹。", metavar="文件", readable=False)
    ],
    tsa: TsaOption,
    tsa_user: TsaUserOption = "",
    tsa_passphrase_file: TsaPassFileOption = None,
    crl: CrlOption = None,
    ocsp: OcspOption = None,
    trust: TrustOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """续存档：加上现在的吊销数据和一个存档时间戳，证书过期后仍可验。签名和内容不动。"""
    with boundary():
        from yanpan.cases import PAPER, extend_paper
        from yanpan.documents import is_folder, true_path

        wanted = long_term_for(
            level="b-lta",
            tsa=tsa,
            tsa_user=tsa_user,
            tsa_passphrase_file=tsa_passphrase_file,
            trust=trust,
            crl=crl,
            ocsp=ocsp,
        )
        if wanted is None:
            raise InputRefused("没有要做的", where=str(path))
        paper = true_path(path / PAPER) if is_folder(path) else true_path(path)
        form = load_form()
        register = roles_for(None, role_titles((form,)))
        grown = extend_paper(
            path, long_term=wanted, at=now_for(form), register=register, questionnaires=(form.questionnaire,)
        )
        if json:
            say_json({"paper": str(paper), "grown": grown})
        elif not quiet:
            say(f"已续存档：{paper}（增加 {grown / 1024:.0f} KB）")
            if not trust:
                say("没有给 --trust：没有核对证书链，验签时要给。")
