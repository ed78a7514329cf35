"""`yanpan sign CASE --as ROLE`: sign the paper of a case, with a key at hand or with another program."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yanpan.commands.common import (
    KeyChoice,
    boundary,
    load_form,
    now_for,
    roles_for,
    say,
    say_json,
)
from yanpan.commands.levels import long_term_for
from yanpan.commands.named import grade_named, grades_of, role_named, role_titles
from yanpan.commands.options import (
    CaseArgument,
    GradeOption,
    JsonOption,
    QuietOption,
)
from yanpan.commands.sign_outside import check_way, prepare_outside, sign_outside
from yanpan.commands.sign_ways import Task, sign_here, sign_in_ink, withdraw_ink
from yanpan.commands.signing_options import (
    AsOption,
    CertOption,
    ChainOption,
    CrlOption,
    KeyLabelOption,
    KeyOption,
    LevelOption,
    OcspOption,
    PassFdOption,
    PassFileOption,
    ReasonOption,
    RolesOption,
    TokenLabelOption,
    TokenOption,
    TrustOption,
    TsaOption,
    TsaPassFileOption,
    TsaUserOption,
)
from yanpan.commands.standing import show_standing
from yanpan.errors import UsageError

if TYPE_CHECKING:
    from yanpan.cases import Turn


def sign(
    case: CaseArgument,
    role: AsOption = None,
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
            readable=False,
        ),
    ] = None,
    finish: Annotated[
        Path | None,
        typer.Option(
            "--finish", help="第二步：把签好的 CMS（DER 或 PEM）放进文书。", metavar="文件", readable=False
        ),
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
    reason: ReasonOption = "",
    refuse: Annotated[bool, typer.Option("--refuse", help="不同意，退回执法人员。")] = False,
    grade: GradeOption = "",
    scan: Annotated[
        Path | None,
        typer.Option(
            "--scan", help="登记手签页的扫描件，代替这个角色的电子签名。", metavar="文件", readable=False
        ),
    ] = None,
    withdraw: Annotated[
        bool,
        typer.Option("--withdraw-scan", help="撤回这个角色登记的扫描件；下一个人签进去以后就撤不回。"),
    ] = False,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """在案件文书上签署。执法人员先签，其后按文书上的签批顺序。"""
    with boundary():
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
        if role is None:
            if key or token or external or prepare or finish or scan or grade or refuse or withdraw:
                raise UsageError("没有说签哪一栏", remedy="加 --as 角色；不加选项，看轮到谁。")
            show_standing(case, json=json, quiet=quiet)
            return
        if grade and refuse:
            raise UsageError("--refuse 和 --grade 只能给一个", remedy="退回的不用调等级。")
        if scan is not None and withdraw:
            raise UsageError("--scan 和 --withdraw-scan 只能给一个", remedy="先撤回，再登记。")
        if scan is None and not withdraw:
            check_way(choice, prepare, finish, external, command)
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
        from yanpan.approval import opinion_words
        from yanpan.cases import open_case, opinion_for, turn_of

        found = open_case(case)
        titles = {s.role: s.title for s in found.assessment.signers}
        role = role_named(role, titles, where=str(case))
        grade = grade and grade_named(grade, grades_of(found.assessment), "--grade")
        form = load_form()
        at = now_for(form)
        if withdraw:
            _say(*withdraw_ink(found, role, titles[role], at), json, quiet)
            return
        register = roles_for(roles, role_titles((form,)) | titles)
        turn = turn_of(found, at, forms=(form,), register=register, long_term=long_term)
        if scan is not None:
            _say(*sign_in_ink(turn, role, scan, at), json, quiet)
            return
        words = None
        if finish is None:
            opinion = opinion_for(turn.standing, refuse=refuse, grade=grade, reason=reason)
            words = opinion_words(opinion)
        # Refused now rather than after a passphrase was typed.
        turn.check(role, at=at, words=words)
        task = Task(turn, role, titles[role], at, words or "")
        if prepare is not None:
            told, lines = prepare_outside(task, prepare, choice)
        elif finish is not None or external:
            told, lines = sign_outside(task, finish, command or [], choice)
        else:
            told, lines = sign_here(task, choice, long_term)
        _say(told, lines, json, quiet)


def _doubts(turn: Turn, titles: dict[str, str]) -> Iterator[str]:
    """What a signer has to know: what could not be judged, and whose pages in ink went in with the signature."""
    for words in turn.doubts:
        yield f"注意：{words}"
    for page in turn.standing.open_scans:
        title = titles.get(page.role, page.role)
        yield f"注意：“{title}”的手签扫描件一并收进了签名（sha256 {page.sha256[:16]}…）"


def _say(told: dict[str, str | list[str]], lines: list[str], json: bool, quiet: bool) -> None:
    if json:
        say_json(told)
    elif not quiet:
        for line in lines:
            say(line)
