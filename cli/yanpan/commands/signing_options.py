"""The options of signing and of judging signatures: who, with which key, how far it is provable, what is trusted.

Their words stand in the table of `yanpan.commands.options`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yanpan.commands import complete

AsOption = Annotated[
    str | None,
    typer.Option(
        "--as",
        help="以什么角色签署，例如 承办人、officer；不给就只看轮到谁。",
        metavar="角色",
        autocompletion=complete.roles,
    ),
]
SignAsOption = Annotated[
    str | None,
    typer.Option(
        "--sign-as",
        help="出文书后以这个角色签署，例如 承办人、officer。",
        metavar="角色",
        autocompletion=complete.roles,
    ),
]
ReasonOption = Annotated[
    str, typer.Option("--reason", help="意见、理由；退回、调高、调低时必写。", metavar="文字")
]
KeyOption = Annotated[
    Path | None,
    typer.Option(
        "--key", help="密钥文件：PKCS#12，或者 PEM 私钥（另给 --cert）。", metavar="文件", readable=False
    ),
]
CertOption = Annotated[
    Path | None,
    typer.Option("--cert", help="签署人的证书（PEM、DER 或 p7b）。", metavar="文件", readable=False),
]
ChainOption = Annotated[
    Path | None, typer.Option("--chain", help="证书链（PEM），配合 --cert。", metavar="文件", readable=False)
]
TokenOption = Annotated[
    Path | None,
    typer.Option(
        "--token",
        help="用令牌（USB 介质）里的密钥：给出它的 PKCS#11 驱动库。",
        metavar="驱动库",
        readable=False,
    ),
]
TokenLabelOption = Annotated[
    str, typer.Option("--token-label", help="令牌的名字；只插着一个时可不写。", metavar="名字")
]
KeyLabelOption = Annotated[
    str,
    typer.Option("--key-label", help="令牌里证书的名字；只有一张签名证书时可不写。", metavar="名字"),
]
RolesOption = Annotated[
    Path | None,
    typer.Option(
        "--roles",
        help="角色名册（YAML）：谁可以签什么；不给就用资料文件夹里的 roles.yaml，没有就不核对。",
        metavar="文件",
        readable=False,
    ),
]
PassFileOption = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        help="存口令或者 PIN 的文件（权限 0600）；不给就提示输入。",
        metavar="文件",
        readable=False,
    ),
]
PassFdOption = Annotated[
    int | None, typer.Option("--passphrase-fd", help="从这个文件描述符读口令或者 PIN。", metavar="编号")
]

TsaOption = Annotated[
    str,
    typer.Option("--tsa", help="时间戳服务（RFC 3161）的地址；给了就取时间戳，只连这一处。", metavar="地址"),
]
TsaUserOption = Annotated[
    str,
    typer.Option("--tsa-user", help="时间戳服务要用户名时给，配合 --tsa-passphrase-file。", metavar="用户名"),
]
TsaPassFileOption = Annotated[
    Path | None,
    typer.Option(
        "--tsa-passphrase-file", help="存时间戳服务口令的文件（权限 0600）。", metavar="文件", readable=False
    ),
]
LevelOption = Annotated[
    str,
    typer.Option(
        "--level",
        help="签到哪一级：b-b 只签，b-t 加时间戳，b-lt 加吊销数据，b-lta 加存档时间戳。"
        "不给：有 --tsa 是 b-t，没有是 b-b。",
        metavar="级别",
    ),
]
TrustOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--trust",
        help="信任的发证机构证书，可含中间证书（PEM、DER、p7b）；可给多次。",
        metavar="文件",
        readable=False,
    ),
]
TrustPackOption = Annotated[
    list[str] | None,
    typer.Option(
        "--trust-questionnaire",
        help="信任的问卷：问卷文件夹、questionnaire.json，或者 64 位摘要；可给多次。自带的不用给。",
        metavar="问卷或摘要",
    ),
]
CrlOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--crl",
        help="吊销列表：文件夹或者一个文件；PEM、DER、p7b，可含多份，每份不超过 32 MB；可给多次。",
        metavar="路径",
        readable=False,
    ),
]
OcspOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--ocsp",
        help="OCSP 答复：文件夹或者一个文件，可含多份，每份不超过 32 MB；可给多次。",
        metavar="路径",
        readable=False,
    ),
]
