"""What the options come to that say how far a signature is to be provable."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from yanpan.commands.output import tell
from yanpan.errors import UsageError

if TYPE_CHECKING:
    from yanpan.signature import LongTerm


def long_term_for(
    *,
    level: str,
    tsa: str,
    tsa_user: str,
    tsa_passphrase_file: Path | None,
    trust: list[Path] | None,
    crl: list[Path] | None,
    ocsp: list[Path] | None,
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
    from yanpan.keys import load_given, load_trust, read_passphrase_file, unreadable_lists
    from yanpan.signature import LongTerm, TimeStampService

    service = None
    if tsa:
        secret = read_passphrase_file(tsa_passphrase_file) if tsa_passphrase_file else None
        service = TimeStampService(tsa, tsa_user, secret)
    roots = tuple(root for path in trust or () for root in load_trust(path))
    given = load_given(crl or (), ocsp or (), trust or ())
    for words in unreadable_lists(given.crls):
        tell(f"注意：{words}。")
    return LongTerm(
        level=cast("Literal['b-b', 'b-t', 'b-lt', 'b-lta']", level or ("b-t" if tsa else "b-b")),
        service=service,
        trust=roots,
        crls=given.crls,
        ocsps=given.ocsps,
    )
