"""The ways of `yanpan sign` in which another program makes the signature."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yanpan.commands.common import KeyChoice
from yanpan.commands.sign_ways import Task, Told, opinion_line
from yanpan.commands.standing import what_next
from yanpan.errors import UsageError

if TYPE_CHECKING:
    from cryptography import x509


def check_way(
    choice: KeyChoice, prepare: Path | None, finish: Path | None, external: bool, command: list[str] | None
) -> None:
    """Raise `UsageError` unless the options name one way of signing."""
    ways = [
        name for name, on in (("--prepare", prepare), ("--finish", finish), ("--external", external)) if on
    ]
    if len(ways) > 1:
        raise UsageError(f"{'、'.join(ways)} 只能给一个", remedy="先 --prepare，签好之后再 --finish。")
    if ways and choice:
        raise UsageError(f"{ways[0]} 由别的软件签，不用 --key、--token", remedy="去掉 --key 或者 --token。")
    if ways and not finish and choice.cert is None:
        raise UsageError(f"{ways[0]} 要给签署人的证书", remedy="加 --cert 证书.pem（从介质软件导出）。")
    if external and not command:
        raise UsageError(
            "--external 后面没有签名程序",
            remedy="写成 yanpan sign 案件 --as 角色 --cert 证书.pem --external -- 程序 参数…",
        )
    if command and not external:
        raise UsageError(
            f"多了参数：{' '.join(command)}", remedy="一次签一个案件；运行签名程序加 --external。"
        )
    if not ways and not choice:
        raise UsageError("没有给密钥", remedy="加 --key 密钥.p12；试用可先运行 yanpan keys trial。")


def _certificate(choice: KeyChoice) -> x509.Certificate:
    from yanpan.keys import read_certificates

    assert choice.cert is not None  # noqa: S101 - _check_way saw to it
    return read_certificates(choice.cert, what="证书文件")[0]


def prepare_outside(task: Task, request: Path, choice: KeyChoice) -> Told:
    from yanpan.cases import prepare_case

    to_sign = prepare_case(
        task.turn,
        role=task.role,
        certificate=_certificate(choice),
        words=task.words,
        at=task.at,
        request=request,
    )
    return {"request": str(request), "to_sign": str(to_sign), "role": task.role}, [
        f"签名请求：{request}",
        f"待签数据：{to_sign}",
        "用介质自带的软件对待签数据做分离式 CMS 签名，24 小时内运行：",
        f"  yanpan sign {task.turn.case.folder} --as {task.role} --finish 签名.cms",
    ]


def sign_outside(task: Task, answer: Path | None, command: list[str], choice: KeyChoice) -> Told:
    from yanpan.cases import finish_case, sign_case_with
    from yanpan.keys import name_of

    if answer is not None:
        finished = finish_case(task.turn, role=task.role, answer=answer, at=task.at)
    else:
        finished = sign_case_with(
            task.turn,
            command,
            role=task.role,
            certificate=_certificate(choice),
            words=task.words,
            at=task.at,
        )
    signer, unjudged, case = name_of(finished.certificate), list(finished.unjudged), task.turn.case
    lines = [f"{task.title}：{signer} 已签署 {case.paper}", opinion_line(finished.reason)]
    if unjudged:
        lines.append(f"注意：{unjudged[0]}；yanpan verify 会说无法判断，请用签名软件自己验。")
    after = task.turn.after(task.role, finished.certificate, finished.reason, task.at)
    return {
        "paper": str(case.paper),
        "role": task.role,
        "signer": signer,
        "opinion": finished.reason,
        "unjudged": unjudged,
    }, [*lines, *what_next(case, after)]
