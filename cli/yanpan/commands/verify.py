"""`yanpan verify FILE…`: valid, invalid or cannot be judged; by whom and when; does the grade recompute."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yanpan.commands.common import boundary, say, say_json
from yanpan.commands.options import (
    AtOption,
    JsonOption,
    PackOption,
    QuietOption,
)
from yanpan.commands.signing_options import (
    CrlOption,
    OcspOption,
    RolesOption,
    TrustOption,
    TrustPackOption,
)
from yanpan.commands.verified import say_summary, say_verified
from yanpan.commands.verify_named import Named, read_named
from yanpan.commands.verify_place import with_its_place
from yanpan.commands.verify_view import readers_view
from yanpan.commands.verify_where import papers_named
from yanpan.errors import UsageError

if TYPE_CHECKING:
    from yanpan.verification import Verification


FIRST_YEAR, LAST_YEAR = 2000, 2200
LEAST_SECONDS, MOST_SECONDS = 0.1, 86_400.0


def verify(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="PDF 文书、案件文件夹，或者有许多案件的文件夹；可给多个。", metavar="文件...", readable=False
        ),
    ],
    trust: TrustOption = None,
    trust_pack: TrustPackOption = None,
    crl: CrlOption = None,
    ocsp: OcspOption = None,
    at: AtOption = "",
    roles: RolesOption = None,
    so_far: Annotated[
        bool, typer.Option("--so-far", help="只问已签的真不真：还没签齐、已退回的不算缺。")
    ] = False,
    seconds: Annotated[
        float, typer.Option("--seconds", help="一份文件最多判断多久，超过就停下。", metavar="秒")
    ] = 50,
    questionnaire: PackOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """验签：谁签的、签齐没有、改没改过、等级能不能重新算出来。退出码：有效 0，无效 5，无法判断 6。"""
    with boundary():
        _check_seconds(seconds)
        _check_year(at)
        from yanpan.verification import verify_many

        papers = papers_named(files)
        view, forms = readers_view(
            at=lambda now: _moment(at, now), trust=trust, trust_pack=trust_pack, crl=crl, ocsp=ocsp, roles=roles,
            questionnaire=questionnaire, so_far=so_far,
        )  # fmt: skip
        register = view.roles
        if register is not None and not json and not quiet:
            say(f"按角色名册核对签署人：{register.name}")
        alone = len(papers) == 1
        faults: dict[Path, str] = {}
        by_name = view.trusted_packs - (view.known_packs or frozenset())
        place = partial(with_its_place, faults=faults, packs=by_name, forms=forms)
        reading = [partial(read_named, item, alone=alone, faults=faults) for item in papers]
        judged = verify_many(reading, view, seconds=seconds, jobs=min(len(papers), os.cpu_count() or 1))
        results = [
            (item.path, found)
            for item, found in zip(
                papers, _told(papers, judged, place, aloud=not json and not quiet), strict=True
            )
        ]
        if json:
            say_json([{"file": str(path), "result": found} for path, found in results])
        elif not quiet and len(results) > 1:
            say_summary(results)
        verdicts = {found.verdict.value for _, found in results}
        raise SystemExit(5 if "invalid" in verdicts else 6 if "cannot_be_judged" in verdicts else 0)


def _told(
    papers: list[Named],
    judged: Iterable[Verification],
    place: Callable[[Named, Verification], Verification],
    *,
    aloud: bool,
) -> Iterator[Verification]:
    """Each verdict as it comes, with what its place says, said where it is wanted."""
    for item, alone in zip(papers, judged, strict=True):
        found = place(item, alone)
        if aloud:
            say_verified(item.path, found)
        yield found


def _moment(text: str, now: datetime) -> datetime:
    """The moment of judging: now, or the end of the day that was named, or the very time."""
    if not text:
        return now
    try:
        if len(text) == len("2031-05-01"):
            day = date.fromisoformat(text)
            return now if day == now.date() else datetime.combine(day, time(23, 59, 59), now.tzinfo)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"--at 不是日期：“{text}”", remedy="写成 2031-05-01 或者 2031-05-01T09:30。"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def _check_year(text: str) -> None:
    """Raise `UsageError` for a date at which no certificate of ours could be, and no zone can be reckoned with."""
    if ("--at", "") in pairwise(sys.argv) or "--at=" in sys.argv:
        raise UsageError("--at 后面是空的", remedy="写成 2031-05-01 的样子；要按现在判断的，去掉 --at。")
    year = text.strip()[:4]
    if year.isascii() and year.isdigit() and not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise UsageError(
            f"--at 的年份不在 {FIRST_YEAR} 到 {LAST_YEAR} 之间：“{text}”", remedy="写成 2031-05-01 的样子。"
        )


def _check_seconds(seconds: float) -> None:
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise UsageError(
            f"--seconds 的值“{seconds:g}”不对：应不小于 {LEAST_SECONDS:g}、不大于 {MOST_SECONDS:g}",
            remedy="一般不用给；机器慢、文件大的，给几百。",
        )
