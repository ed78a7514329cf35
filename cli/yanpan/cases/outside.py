"""Signing the paper of a case with another program, in two steps: a request goes out, a signature comes in.

Between the two the case folder keeps the paper as it waits for its signature. Only one waits at a time:
once the paper is signed by anyone, a request made before is void.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from yanpan.cases.case_folder import MAX_PAPER_BYTES, Case
from yanpan.documents import is_there, read_plain, read_sidecar
from yanpan.errors import InputRefused, OutputRefused
from yanpan.storage import write_file, write_over

if TYPE_CHECKING:
    from cryptography import x509

    from yanpan.cases.door import Turn
    from yanpan.signature import Finished, Prepared

WAITING, REQUEST = ".waiting.pdf", ".waiting.json"
_LARGEST_ANSWER = 64 * 1024
_AGAIN = "重新运行 yanpan sign --prepare。"


def prepare_case(
    turn: Turn, *, role: str, certificate: x509.Certificate, words: str, at: datetime, request: Path
) -> Path:
    """Write what another program has to sign: `request` (JSON), and the bytes beside it, whose path is returned.

    `words` is the opinion as /Reason. Raises what `Turn.check` raises, and `OutputRefused` when either file is there
    already.
    """
    from yanpan.signature import prepare_signature

    if not request.name:
        raise OutputRefused("没有写文件名", where=str(request), remedy="例如 --prepare 请求.json。")
    to_sign = request.with_name(f"{request.name}.bin")
    for path in (request, to_sign):
        if is_there(path):
            raise OutputRefused("这个文件已经有了", where=str(path), remedy="换一个文件名，或者先移开它。")
    at = turn.claimed(at)
    turn.check(role, at=at, words=words, certificate=certificate)
    folder = turn.case.folder
    with turn.held():
        prepared = prepare_signature(turn.pdf, role=role, certificate=certificate, reason=words, at=at)
        told = msgspec.json.format(msgspec.json.encode(prepared.request), indent=2) + b"\n"
        try:
            write_file(to_sign, prepared.to_sign)
            write_file(request, told)
            write_file(folder / WAITING, prepared.pdf)
            write_file(folder / REQUEST, told)
        except BaseException:
            # Both were not there before; left behind, they would refuse the next try.
            for path in (to_sign, request):
                with suppress(OSError):
                    path.unlink()
            raise
    return to_sign


def finish_case(turn: Turn, *, role: str, answer: Path, at: datetime) -> Finished:
    """Put the CMS signature of a file into the paper that waits for it.

    Raises `InputRefused` and `KeyRefused` when it does not fit, see `finish_signature`, and what `Turn.check` raises:
    much may have happened since it was prepared.
    """
    from yanpan.signature import finish_signature

    turn.check(role, at=at)
    data = _read(answer, _LARGEST_ANSWER, "没有这个签名文件", "检查 --finish 的路径。")
    folder = turn.case.folder
    with turn.held():
        finished = finish_signature(_waiting(turn.case, turn.pdf, role), data, at=at)
        _check_finished(turn, role, finished, at)
        write_over(turn.case.paper, finished.pdf)
        for name in (WAITING, REQUEST):
            with suppress(OSError):
                (folder / name).unlink()
    return finished


def sign_case_with(
    turn: Turn,
    command: Sequence[str],
    *,
    role: str,
    certificate: x509.Certificate,
    words: str,
    at: datetime,
) -> Finished:
    """Sign in one step with a program of the person's choice, which is run while the folder is held.

    Raises what `prepare_case` and `finish_case` raise.
    """
    from yanpan.processes import run_program
    from yanpan.signature import finish_signature, prepare_signature

    at = turn.claimed(at)
    turn.check(role, at=at, words=words, certificate=certificate)
    with turn.held():
        prepared = prepare_signature(turn.pdf, role=role, certificate=certificate, reason=words, at=at)
        answer = run_program(command, prepared.to_sign, most=_LARGEST_ANSWER)
        finished = finish_signature(prepared, answer, at=at)
        _check_finished(turn, role, finished, at)
        write_over(turn.case.paper, finished.pdf)
    return finished


def _check_finished(turn: Turn, role: str, finished: Finished, at: datetime) -> None:
    """Ask what `verify` will ask: whether all that was added is ours, since it lay in a folder in between; and the rules,
    for now, for when the other program says it signed, and for when the paper does."""
    from yanpan.verification import added_findings

    for finding in added_findings(turn.pdf, finished.pdf, at=at):
        raise InputRefused(
            f"准备好的文书被改动：{finding.words}", where=str(turn.case.folder / WAITING), remedy=_AGAIN
        )
    stated = finished.stated_at or at
    if turn.claimed(stated).utcoffset() != stated.utcoffset():
        where = str(turn.case.folder / WAITING)
        raise InputRefused("准备好的文书里签署时间写的是另一个时区", where=where, remedy=_AGAIN)
    for moment in dict.fromkeys((at, max(at, finished.told_at or at), stated)):
        turn.check(role, at=moment, words=finished.reason, certificate=finished.certificate)


def _waiting(case: Case, pdf: bytes, role: str) -> Prepared:
    from yanpan.signature import Prepared, SignatureRequest

    words = "这个案件没有等着签名的文书"
    data = _read(case.folder / REQUEST, _LARGEST_ANSWER, words, "先运行 yanpan sign --prepare。")
    where = str(case.folder / REQUEST)
    request = read_sidecar(data, SignatureRequest, what="准备签署的记录坏了", where=where, remedy=_AGAIN)
    if request.field != role:
        raise InputRefused(
            f"等着签名的是“{request.title}”（{request.field}），不是“{role}”",
            where=str(case.folder),
            remedy=f"用 --as {request.field}，或者为这个角色重新 --prepare。",
        )
    if hashlib.sha256(pdf).hexdigest() != request.paper:
        raise InputRefused("准备签署之后文书变了", where=str(case.paper), remedy=_AGAIN)
    waiting = _read(case.folder / WAITING, MAX_PAPER_BYTES, words, _AGAIN)
    if not waiting.startswith(pdf):
        raise InputRefused("准备好的文书被改动", where=str(case.folder / WAITING), remedy=_AGAIN)
    return Prepared(waiting, request)


def _read(path: Path, most: int, missing: str, remedy: str) -> bytes:
    if not is_there(path):
        raise InputRefused(missing, where=str(path), remedy=remedy)
    return read_plain(path, most=most, remedy=remedy)
