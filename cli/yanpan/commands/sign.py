"""`yanpan sign CASE --as ROLE`: sign the paper of a case, with a key at hand or with another program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yanpan.commands.common import (
    KeyChoice,
    boundary,
    check_lang,
    identity_for,
    load_form,
    now_for,
    roles_for,
    say,
    say_json,
)
from yanpan.commands.levels import (
    CrlOption,
    LevelOption,
    OcspOption,
    TrustOption,
    TsaOption,
    TsaPassFileOption,
    TsaUserOption,
    long_term_for,
)
from yanpan.commands.options import (
    CaseArgument,
    CertOption,
    ChainOption,
    JsonOption,
    KeyLabelOption,
    KeyOption,
    LangOption,
    PassFdOption,
    PassFileOption,
    QuietOption,
    RolesOption,
    TokenLabelOption,
    TokenOption,
)
from yanpan.errors import InputRefused, UsageError

if TYPE_CHECKING:
    from cryptography import x509

    from yanpan.register import Case
    from yanpan.signature import RoleRegister


def sign(
    case: CaseArgument,
    role: Annotated[
        str, typer.Option("--as", help="以什么角色签署，例如 officer、legal_review。", metavar="角色")
    ],
    command: Annotated[
        list[str] | None,
        typer.Argument(help="配合 --external：-- 之后是签名程序和它的参数。", metavar="[-- 程序 参数...]"),
    ] = None,
    key: KeyOption = None,
    cert: CertOption = None,
    chain: ChainOption = None,
    token: TokenOption = None,
    token_label: TokenLabelOption = "",
    key_label: KeyLabelOption = "",
    passphrase_file: PassFileOption = None,
    passphrase_fd: PassFdOption = None,
    prepare: Annotated[
        Path | None,
        typer.Option(
            "--prepare",
            help="交给别的软件签的第一步：写出签名请求（JSON）和待签数据（.bin），要给 --cert。",
            metavar="文件",
        ),
    ] = None,
    finish: Annotated[
        Path | None,
        typer.Option("--finish", help="第二步：把签好的 CMS（DER 或 PEM）放进文书。", metavar="文件"),
    ] = None,
    external: Annotated[
        bool,
        typer.Option(
            "--external", help="一步签：运行 -- 之后的程序，标准输入给待签数据，标准输出收 CMS；要给 --cert。"
        ),
    ] = False,
    roles: RolesOption = None,
    tsa: TsaOption = "",
    tsa_user: TsaUserOption = "",
    tsa_passphrase_file: TsaPassFileOption = None,
    level: LevelOption = "",
    trust: TrustOption = None,
    crl: CrlOption = None,
    ocsp: OcspOption = None,
    reason: Annotated[str, typer.Option("--reason", help="签署意见。", metavar="文字")] = "同意",
    json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LangOption = "zh-Hans",
) -> None:
    """在案件文书上签署。执法人员先签，其后按文书上的签批顺序。"""
    with boundary():
        check_lang(lang)
        choice = KeyChoice(
            key=key,
            cert=cert,
            chain=chain,
            token=token,
            token_label=token_label,
            key_label=key_label,
            passphrase_file=passphrase_file,
            passphrase_fd=passphrase_fd,
        )
        _check_way(choice, prepare, finish, external, command)
        long_term = long_term_for(
            level=level,
            tsa=tsa,
            tsa_user=tsa_user,
            tsa_passphrase_file=tsa_passphrase_file,
            trust=trust,
            crl=crl,
            ocsp=ocsp,
        )
        if long_term is not None and (prepare or finish or external):
            remedy = "先签好，再用 yanpan extend 加上时间戳和吊销数据。"
            raise UsageError("由别的软件签时，不能同时给 --tsa、--level、--trust、--crl", remedy=remedy)
        from yanpan.register import open_case, sign_case

        found = open_case(case)
        titles = {s.role: s.title for s in found.assessment.signers}
        if role not in titles:
            listed = "、".join(f"{name}（{title}）" for name, title in titles.items())
            raise InputRefused(f"这个案件不用“{role}”签署", where=str(case), remedy=f"可签的角色：{listed}。")
        task = _Task(found, role, titles[role], now_for(load_form()), reason, roles_for(roles))
        if prepare is not None:
            told, lines = _prepare(task, prepare, choice)
        elif finish is not None or external:
            told, lines = _outside(task, finish, command or [], choice)
        else:
            identity = identity_for(choice, task.at)
            sign_case(
                found,
                role=role,
                identity=identity,
                at=task.at,
                reason=reason,
                roles=task.register,
                long_term=long_term,
            )
            reached = long_term.level if long_term else "b-b"
            told = {"paper": str(found.paper), "role": role, "signer": identity.name, "level": reached}
            lines = [f"{task.title}：{identity.name} 已签署 {found.paper}"]
        if json:
            say_json(told)
        elif not quiet:
            for line in lines:
                say(line)


@dataclass(frozen=True)
class _Task:
    """Which paper is signed, as what, when and under which register."""

    case: Case
    role: str
    title: str
    at: datetime
    reason: str
    register: RoleRegister | None


Told = tuple[dict[str, str | list[str]], list[str]]
"""What came of it, for machines and for people."""


def _check_way(
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
    from yanpan.signature import read_certificates

    assert choice.cert is not None  # noqa: S101 - _check_way saw to it
    return read_certificates(choice.cert, what="证书文件")[0]


def _prepare(task: _Task, request: Path, choice: KeyChoice) -> Told:
    from yanpan.register import prepare_case

    to_sign = prepare_case(
        task.case,
        role=task.role,
        certificate=_certificate(choice),
        at=task.at,
        reason=task.reason,
        request=request,
        roles=task.register,
    )
    return {"request": str(request), "to_sign": str(to_sign), "role": task.role}, [
        f"签名请求：{request}",
        f"待签数据：{to_sign}",
        "用介质自带的软件对待签数据做分离式 CMS 签名，24 小时内运行：",
        f"  yanpan sign {task.case.folder} --as {task.role} --finish 签名.cms",
    ]


def _outside(task: _Task, answer: Path | None, command: list[str], choice: KeyChoice) -> Told:
    from yanpan.register import finish_case, sign_case_with
    from yanpan.signature import name_of

    if answer is not None:
        finished = finish_case(task.case, role=task.role, answer=answer, at=task.at, roles=task.register)
    else:
        finished = sign_case_with(
            task.case,
            command,
            role=task.role,
            certificate=_certificate(choice),
            at=task.at,
            reason=task.reason,
            roles=task.register,
        )
    signer, unjudged = name_of(finished.certificate), list(finished.unjudged)
    lines = [f"{task.title}：{signer} 已签署 {task.case.paper}"]
    if unjudged:
        lines.append(f"注意：{unjudged[0]}；yanpan verify 会说无法判断，请用签名软件自己验。")
    return {
        "paper": str(task.case.paper),
        "role": task.role,
        "signer": signer,
        "unjudged": unjudged,
    }, lines
