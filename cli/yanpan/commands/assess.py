"""`yanpan assess`: ask (or read), judge, write the case folder, sign."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yanpan.commands.common import (
    KeyChoice,
    boundary,
    check_lang,
    home_folder,
    identity_for,
    load_form,
    now_for,
    roles_for,
    say,
    tell,
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
    CertOption,
    ChainOption,
    JsonOption,
    KeyLabelOption,
    KeyOption,
    LangOption,
    OutOption,
    PackOption,
    PassFdOption,
    PassFileOption,
    QuietOption,
    RolesOption,
    TokenLabelOption,
    TokenOption,
)
from yanpan.errors import GradeReached, InputRefused, UsageError

if TYPE_CHECKING:
    from yanpan.answers.model import Answers
    from yanpan.assessment import Assessment
    from yanpan.questionnaire.compile import Form
    from yanpan.report import MissingGlyph
    from yanpan.signature import Identity, LongTerm, RoleRegister

GRADES = ("medium", "high", "prohibited")


def assess(
    answers: Annotated[
        Path | None,
        typer.Option("--answers", help="答案文件（YAML 或 JSON）；不给就在终端里逐题问。", metavar="文件"),
    ] = None,
    out: OutOption = Path(),
    case_number: Annotated[
        str | None, typer.Option("--case-number", help="案号，例如 粤韶执〔2026〕12号。", metavar="案号")
    ] = None,
    like: Annotated[
        Path | None, typer.Option("--like", help="从以前的案件文件夹带出答案，再逐题核对。", metavar="案件")
    ] = None,
    sign_as: Annotated[
        str | None, typer.Option("--sign-as", help="出文书后以这个角色签署，例如 officer。", metavar="角色")
    ] = None,
    key: KeyOption = None,
    cert: CertOption = None,
    chain: ChainOption = None,
    token: TokenOption = None,
    token_label: TokenLabelOption = "",
    key_label: KeyLabelOption = "",
    passphrase_file: PassFileOption = None,
    passphrase_fd: PassFdOption = None,
    roles: RolesOption = None,
    tsa: TsaOption = "",
    tsa_user: TsaUserOption = "",
    tsa_passphrase_file: TsaPassFileOption = None,
    level: LevelOption = "",
    trust: TrustOption = None,
    crl: CrlOption = None,
    ocsp: OcspOption = None,
    no_pdf: Annotated[bool, typer.Option("--no-pdf", help="不出 PDF 文书。")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="案号已有时重做；原来的文件夹留在旁边。")
    ] = False,
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on", help="措施后等级达到它就以 9 退出：medium、high、prohibited。", metavar="等级"
        ),
    ] = None,
    questionnaire: PackOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LangOption = "zh-Hans",
) -> None:
    """研判一个案件：逐题作答（或者读答案文件），判等级，写案件文件夹，出文书，签署。"""
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
        _check_options(sign_as, choice, no_pdf, fail_on, answers, like)
        form = load_form(questionnaire)
        wanted = _Wanted(out=out, no_pdf=no_pdf, replace=replace, json=json, quiet=quiet, fail_on=fail_on)
        long_term = long_term_for(
            level=level,
            tsa=tsa,
            tsa_user=tsa_user,
            tsa_passphrase_file=tsa_passphrase_file,
            trust=trust,
            crl=crl,
            ocsp=ocsp,
        )
        if long_term is not None and not sign_as:
            remedy = "加 --sign-as 角色和密钥，或者以后用 yanpan sign 签。"
            raise UsageError("--tsa、--level、--trust、--crl 要和 --sign-as 一起给", remedy=remedy)
        if sign_as:
            wanted.signer = _signer(sign_as, choice, roles, now_for(form), long_term)
        if answers is not None:
            from yanpan.answers import load_answers

            _finish(form, _numbered(load_answers(answers, form), case_number, answers), wanted)
        else:
            _ask(form, case_number, like, wanted)


@dataclass
class _Signer:
    role: str
    identity: Identity
    roles: RoleRegister | None
    long_term: LongTerm | None


def _signer(
    role: str, choice: KeyChoice, roles: Path | None, at: datetime, long_term: LongTerm | None
) -> _Signer:
    """Who signs, refused now rather than after all the questions."""
    from yanpan.signature import check_entitled

    register = roles_for(roles)
    identity = identity_for(choice, at)
    if register is not None:
        check_entitled(register, identity.certificate, role, at)
    return _Signer(role, identity, register, long_term)


@dataclass(kw_only=True)
class _Wanted:
    """What the options ask for."""

    out: Path
    no_pdf: bool
    replace: bool
    json: bool
    quiet: bool
    fail_on: str | None
    signer: _Signer | None = None


def _numbered(answers: Answers, case_number: str | None, path: Path) -> Answers:
    """The answers under the case number of the command line, else their own."""
    import msgspec

    from yanpan.storage import check_case_number

    number = case_number or answers.case_number
    if not number:
        raise InputRefused(
            "没有案号",
            where=path.name,
            remedy="加 --case-number 粤韶执〔2026〕12号，或者在文件里写 case_number。",
        )
    return msgspec.structs.replace(answers, case_number=check_case_number(number))


def _ask(form: Form, case_number: str | None, like: Path | None, wanted: _Wanted) -> None:
    """Ask in the terminal. The draft goes only when the case folder stands."""
    from yanpan.answers import load_answers
    from yanpan.interview import run_interview
    from yanpan.register import open_case
    from yanpan.storage import check_case_number, check_output_folder

    check_output_folder(wanted.out)
    number = check_case_number(case_number) if case_number else None
    earlier = load_answers(open_case(like).answers, form) if like else None
    interviewed = run_interview(
        form,
        now=lambda: now_for(form),
        case_number=number,
        like=earlier,
        home=home_folder(),
        taken=lambda name: not wanted.replace and (wanted.out / name).exists(),
    )
    _finish(form, interviewed.answers, wanted, filed=interviewed.done)


def _finish(form: Form, answers: Answers, wanted: _Wanted, filed: Callable[[], None] = lambda: None) -> None:
    """Judge, make the paper, sign it, write the case folder, say what came out. `filed` is told once it stands."""
    from yanpan.assessment import assess as judge
    from yanpan.register import check_signable, make_paper, write_case
    from yanpan.storage import check_output_folder

    at = now_for(form)
    assessment = judge(form, answers, at)
    check_output_folder(wanted.out)
    paper: bytes | None = None
    missing: tuple[MissingGlyph, ...] = ()
    if not wanted.no_pdf:
        if wanted.signer:
            check_signable(assessment, at)
        paper, missing = make_paper(assessment)
        if wanted.signer:
            from yanpan.signature import check_may_sign, sign_pdf

            role, identity = wanted.signer.role, wanted.signer.identity
            check_may_sign(paper, identity.certificate, role=role, at=at, roles=wanted.signer.roles)
            paper = sign_pdf(
                paper,
                role=role,
                identity=identity,
                reason="同意",
                at=at,
                long_term=wanted.signer.long_term,
            )
    folder = write_case(wanted.out, form, answers, assessment, paper=paper, replace=wanted.replace)
    filed()
    for glyph in missing:
        tell(
            f"注意：没有字体能印“{glyph.character}”（{glyph.code}，{glyph.place}），文书里以〓代替并注明编码。"
        )
    _say_result(assessment, folder, wanted)
    if wanted.fail_on:
        _check_grade(assessment, wanted.fail_on)


def _check_grade(assessment: Assessment, limit: str) -> None:
    from yanpan.questionnaire.model import Grade

    if assessment.grade.residual.rank >= Grade(limit).rank:
        title = assessment.titles[f"grade.{assessment.grade.residual}"]
        raise GradeReached(f"措施后等级为{title}，达到 --fail-on {limit}")


def _say_result(assessment: Assessment, folder: Path, wanted: _Wanted) -> None:
    from yanpan.assessment import encode
    from yanpan.commands.summary import coloured, paper_line, summary_lines
    from yanpan.register import PAPER

    if wanted.json:
        sys.stdout.buffer.write(encode(assessment))
        sys.stdout.buffer.flush()
        return
    if wanted.quiet:
        return
    for line in summary_lines(assessment, colour=coloured()):
        say(line)
    signer = wanted.signer.identity.name if wanted.signer else ""
    say(paper_line(None if wanted.no_pdf else folder / PAPER, signer))


def _check_options(
    sign_as: str | None,
    choice: KeyChoice,
    no_pdf: bool,
    fail_on: str | None,
    answers: Path | None,
    like: Path | None,
) -> None:
    if (sign_as is not None) is not bool(choice):
        raise UsageError(
            "--sign-as 和 --key（或者 --token）要一起给", remedy="例如 --sign-as officer --key 张某.p12。"
        )
    if sign_as and no_pdf:
        raise UsageError("--no-pdf 时没有文书可签", remedy="去掉其中一个。")
    if fail_on is not None and fail_on not in GRADES:
        raise UsageError(f"--fail-on 不认识“{fail_on}”", remedy=f"可用：{'、'.join(GRADES)}。")
    if answers is not None and like is not None:
        raise UsageError("--answers 和 --like 只能给一个", remedy="有答案文件就不用 --like。")
