"""Options for how far a signature is to be provable, and what they come to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from yanpan.errors import UsageError

if TYPE_CHECKING:
    from yanpan.signature import LongTerm

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
    typer.Option("--tsa-passphrase-file", help="存时间戳服务口令的文件（权限 0600）。", metavar="文件"),
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
    typer.Option("--trust", help="信任的根证书（PEM 或 DER）；可给多次。", metavar="文件"),
]
CrlOption = Annotated[
    Path | None, typer.Option("--crl", help="吊销列表：文件夹（*.crl、*.pem）或者一个文件。", metavar="路径")
]
OcspOption = Annotated[
    Path | None,
    typer.Option("--ocsp", help="OCSP 答复：文件夹（*.ocsp、*.ors、*.der）或者一个文件。", metavar="路径"),
]


def long_term_for(
    *,
    level: str,
    tsa: str,
    tsa_user: str,
    tsa_passphrase_file: Path | None,
    trust: list[Path] | None,
    crl: Path | None,
    ocsp: Path | None,
) -> LongTerm | None:
    """What the options ask for; None when they ask for nothing beyond a plain signature. Raises `UsageError`."""
    if level and level not in ("b-b", "b-t", "b-lt", "b-lta"):
        raise UsageError(f"--level 不认识“{level}”", remedy="可用：b-b、b-t、b-lt、b-lta。")
    if (tsa_user or tsa_passphrase_file) and not tsa:
        raise UsageError("没有给时间戳服务的地址", remedy="加 --tsa 地址。")
    if level == "b-b" and tsa:
        raise UsageError("b-b 级不用时间戳", remedy="去掉 --tsa，或者改 --level b-t。")
    if not (level or tsa or trust or crl or ocsp):
        return None
    from yanpan.signature import (
        Level,
        LongTerm,
        TimeStampService,
        load_crls,
        load_ocsps,
        load_trust,
        read_passphrase_file,
    )

    service = None
    if tsa:
        secret = read_passphrase_file(tsa_passphrase_file) if tsa_passphrase_file else None
        service = TimeStampService(tsa, tsa_user, secret)
    return LongTerm(
        level=cast(Level, level or ("b-t" if tsa else "b-b")),
        service=service,
        trust=tuple(root for path in trust or () for root in load_trust(path)),
        crls=load_crls(crl) if crl else (),
        ocsps=load_ocsps(ocsp) if ocsp else (),
    )
