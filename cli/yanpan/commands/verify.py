"""`yanpan verify FILE…`: valid, invalid or cannot be judged; by whom and when; does the grade recompute."""

from __future__ import annotations

import hashlib
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
)
from yanpan.commands.verified import say_summary, say_verified
from yanpan.errors import InputRefused, UsageError, os_words

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
    crl: CrlOption = None,
    ocsp: OcspOption = None,
    at: AtOption = "",
    roles: RolesOption = None,
    so_far: Annotated[
        bool, typer.Option("--so-far", help="只问已签的真不真：还没签齐、已退回的不算缺。")
    ] = False,
    no_reprint: Annotated[
        bool,
        typer.Option("--no-reprint", help="不重新排印来比对，一次验许多份时快些；签之前盖住一块就看不出来。"),
    ] = False,
    seconds: Annotated[
        float, typer.Option("--seconds", help="一份文件最多判断多久，超过就停下。", min=0.1, metavar="秒")
    ] = 60,
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
        view = ReadersView.of(
            [root for path in trust or () for root in load_trust(path)],
            at=_moment(at, now_for(forms[0])),
            crls=load_crls(crl) if crl else (),
            ocsps=load_ocsps(ocsp) if ocsp else (),
            questionnaires=tuple(form.questionnaire for form in forms),
            roles=register,
            so_far=so_far,
            reprint=not no_reprint,
        )
        papers = [paper for path in files for paper in _papers(path)]
        for paper in papers:
            _check_there(_paper_of(paper))
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

    if not path.is_dir() or (path / PAPER).exists():
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
    from yanpan.cases import SCAN_FOLDER
    from yanpan.verification import ToJudge

    pdf = _bytes_of(_paper_of(path))
    if not path.is_dir():
        return ToJudge(pdf)
    result, scans = path / "assessment.json", path / SCAN_FOLDER
    files = sorted(file for file in scans.iterdir() if file.is_file()) if scans.is_dir() else []
    return ToJudge(
        pdf,
        _bytes_of(result) if result.is_file() else None,
        {file.name: hashlib.sha256(_bytes_of(file)).hexdigest() for file in files},
    )


def _paper_of(path: Path) -> Path:
    from yanpan.cases import PAPER

    return path / PAPER if path.is_dir() else path


def _check_there(file: Path) -> None:
    if not file.is_file():
        raise InputRefused("没有这个文件", where=str(file), remedy="给出 PDF 文书，或者案件文件夹。")


def _bytes_of(file: Path) -> bytes:
    try:
        _check_there(file)
        if file.stat().st_size > MAX_BYTES:
            raise InputRefused("文件超过 50 MB，不像本工具出的文书", where=str(file))
        return file.read_bytes()
    except OSError as error:
        raise InputRefused(f"读不了这个文件（{os_words(error)}）", where=str(file)) from error
