"""`yanpan verify FILE…`: valid, invalid or cannot be judged; by whom and when; does the grade recompute."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yanpan.commands.common import boundary, check_lang, load_form, now_for, roles_for, say, say_json
from yanpan.commands.options import (
    AtOption,
    CrlOption,
    JsonOption,
    LangOption,
    OcspOption,
    PackOption,
    QuietOption,
    RolesOption,
    TrustOption,
    TrustPackOption,
)
from yanpan.commands.trusted import trusted_packs
from yanpan.commands.verified import say_summary, say_verified
from yanpan.documents import check_plain, is_folder, read_plain
from yanpan.errors import InputRefused, UsageError

if TYPE_CHECKING:
    from yanpan.verification import ToJudge

MAX_BYTES = 50 * 1024 * 1024
MOST_PAPERS = 100_000


def verify(
    files: Annotated[
        list[Path],
        typer.Argument(help="PDF 文书、案件文件夹，或者有许多案件的文件夹；可给多个。", metavar="文件..."),
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
        float, typer.Option("--seconds", help="一份文件最多判断多久，超过就停下。", min=0.1, metavar="秒")
    ] = 50,
    questionnaire: PackOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LangOption = "zh-Hans",
) -> None:
    """验签：谁签的、签齐没有、改没改过、等级能不能重新算出来。退出码：有效 0，无效 5，无法判断 6。"""
    with boundary():
        check_lang(lang)
        from yanpan.keys import load_crls, load_ocsps, load_trust
        from yanpan.verification import ReadersView, verify_many

        register = roles_for(roles)
        forms = [load_form()] + ([load_form(questionnaire)] if questionnaire else [])
        # A folder that the reader names here is trusted by name, under either option.
        named = tuple(form.questionnaire for form in forms)
        trusted = trusted_packs(trust_pack or ())
        view = ReadersView.of(
            [root for path in trust or () for root in load_trust(path)],
            at=_moment(at, now_for(forms[0])),
            crls=load_crls(crl) if crl else (),
            ocsps=load_ocsps(ocsp) if ocsp else (),
            questionnaires=(*named, *trusted.questionnaires),
            trusted_packs=trusted.digests | {pack.digest for pack in named},
            roles=register,
            so_far=so_far,
        )
        papers = [paper for path in files for paper in _papers(path)]
        for paper in papers:
            # Before the first is judged: one that is not there must not be found out after an hour.
            check_plain(_paper_of(paper), remedy="给出 PDF 文书，或者案件文件夹。")
        if register is not None and not json and not quiet:
            say(f"按角色名册核对签署人：{register.name}")
        results = []
        reading: list[Callable[[], ToJudge]] = [partial(_read, paper) for paper in papers]
        judged = verify_many(reading, view, seconds=seconds, jobs=min(len(papers), os.cpu_count() or 1))
        for path, found in zip(papers, judged, strict=True):
            results.append((path, found))
            if not json and not quiet:
                say_verified(path, found)
        if json:
            say_json([{"file": str(path), "result": found} for path, found in results])
        elif not quiet and len(results) > 1:
            say_summary([found for _, found in results])
        verdicts = {found.verdict.value for _, found in results}
        raise SystemExit(5 if "invalid" in verdicts else 6 if "cannot_be_judged" in verdicts else 0)


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


def _papers(path: Path) -> list[Path]:
    """A file, a case folder, or every case folder below a folder."""
    from yanpan.cases import PAPER

    if not is_folder(path) or (path / PAPER).exists():
        return [path]
    found = sorted(
        file.parent for file in path.rglob(PAPER) if not any(part.startswith(".") for part in file.parts)
    )
    if not found:
        raise InputRefused(
            "这个文件夹里没有文书", where=str(path), remedy="给出 PDF 文书，或者放案件文件夹的文件夹。"
        )
    if len(found) > MOST_PAPERS:
        raise InputRefused(f"文书超过 {MOST_PAPERS} 份", where=str(path), remedy="分几次验。")
    return found


def _read(path: Path) -> ToJudge:
    """The paper, and what lies beside it when a case folder was given: the result, and scans of ink."""
    from yanpan.cases import scan_files
    from yanpan.verification import ToJudge

    pdf = _bytes_of(_paper_of(path))
    if not is_folder(path):
        return ToJudge(pdf)
    result = path / "assessment.json"
    return ToJudge(pdf, _bytes_of(result) if result.is_file() else None, scan_files(path))


def _paper_of(path: Path) -> Path:
    from yanpan.cases import PAPER

    return path / PAPER if is_folder(path) else path


def _bytes_of(file: Path) -> bytes:
    return read_plain(file, most=MAX_BYTES, remedy="给出 PDF 文书，或者案件文件夹。")
