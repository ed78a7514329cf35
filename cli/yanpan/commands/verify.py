"""`yanpan verify FILE…`: valid, invalid or cannot be judged, by whom, over what, and does the grade recompute."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yanpan.commands.common import boundary, check_lang, load_form, now_for, say, say_json
from yanpan.commands.options import JsonOption, LangOption, PackOption, QuietOption
from yanpan.errors import InputRefused

if TYPE_CHECKING:
    from yanpan.signature import Verification

_VERDICTS = {"valid": "有效", "invalid": "无效", "cannot_be_judged": "无法判断"}
_RECOMPUTED = {
    "same": "按附带的答案重新研判，结果一致",
    "different": "按附带的答案重新研判，结果不一致",
    "no_such_questionnaire": "没有这一版问卷，不能重新研判",
    "not_done": "没有重新研判",
}
_COVERS = {"whole_file": "覆盖全文", "revision": "覆盖签署时的全文，其后又有签署", "unclear": "覆盖范围不明"}
MAX_BYTES = 50 * 1024 * 1024


def verify(
    files: Annotated[
        list[Path], typer.Argument(help="PDF 文书，或者案件文件夹；可给多个。", metavar="文件...")
    ],
    trust: Annotated[
        list[Path] | None,
        typer.Option("--trust", help="信任的根证书（PEM 或 DER）；可给多次。", metavar="文件"),
    ] = None,
    crl: Annotated[Path | None, typer.Option("--crl", help="吊销列表所在文件夹。", metavar="文件夹")] = None,
    questionnaire: PackOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LangOption = "zh-Hans",
) -> None:
    """验签：谁签的、签的是什么、改没改过、等级能不能重新算出来。退出码：有效 0，无效 5，无法判断 6。"""
    with boundary():
        check_lang(lang)
        from yanpan.report import render_pdf
        from yanpan.signature import load_crls, load_trust, verify_pdf

        forms = [load_form()] + ([load_form(questionnaire)] if questionnaire else [])
        roots = tuple(root for path in trust or () for root in load_trust(path))
        crls = load_crls(crl) if crl else ()
        results = []
        for path in files:
            found = verify_pdf(
                _read(path),
                at=now_for(forms[0]),
                trust=roots,
                crls=crls,
                questionnaires=forms,
                render=render_pdf,
            )
            results.append((path, found))
        if json:
            say_json([{"file": str(path), "result": found} for path, found in results])
        elif not quiet:
            for path, found in results:
                _say(path, found)
            if len(results) > 1:
                counts = {v: sum(f.verdict == v for _, f in results) for v in _VERDICTS}
                say("合计：" + "，".join(f"{_VERDICTS[v]} {n}" for v, n in counts.items()))
        verdicts = {found.verdict.value for _, found in results}
        raise SystemExit(5 if "invalid" in verdicts else 6 if "cannot_be_judged" in verdicts else 0)


def _read(path: Path) -> bytes:
    from yanpan.register import PAPER

    file = path / PAPER if path.is_dir() else path
    try:
        if not file.is_file():
            raise InputRefused("没有这个文件", where=str(file), remedy="给出 PDF 文书，或者案件文件夹。")
        if file.stat().st_size > MAX_BYTES:
            raise InputRefused("文件超过 50 MB，不像本工具出的文书", where=str(file))
        return file.read_bytes()
    except OSError as error:
        raise InputRefused(f"读不了这个文件（{error.strerror}）", where=str(file)) from error


def _say(path: Path, found: Verification) -> None:
    trial = "（试用身份，无法律效力）" if found.trial else ""
    say(f"{path}：{_VERDICTS[found.verdict]}{trial}")
    if found.case_number:
        say(f"  案号 {found.case_number}")
    for signature in found.signatures:
        when = f"{signature.claimed_at:%Y-%m-%d %H:%M}（自报时间）" if signature.claimed_at else "时间不明"
        say(f"  {signature.title or signature.role}：{signature.signer}，{when}，{_COVERS[signature.covers]}")
    if found.unsigned:
        say(f"  尚未签署：{'、'.join(found.unsigned)}")
    say(f"  {_RECOMPUTED[found.recomputed]}")
    for finding in found.findings:
        if finding.weight.value != "valid":
            say(f"  ✗ {finding.words}（{finding.code}）")
        elif finding.code not in ("UNSIGNED_ROLES",):
            say(f"  · {finding.words}")
