"""`yanpan assess`: ask (or read), judge, write the case folder, sign."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yanpan.commands.assessed import Wanted, finish, placed_in, signer_for
from yanpan.commands.common import (
    KeyChoice,
    boundary,
    home_folder,
    load_form,
    now_for,
    path_words,
    press_for,
    tell,
)
from yanpan.commands.levels import long_term_for
from yanpan.commands.named import grade_named
from yanpan.commands.options import (
    AnswersOption,
    CaseNumberOption,
    FailOnOption,
    GradeOption,
    JsonOption,
    LikeOption,
    NoPdfOption,
    OutOption,
    PackOption,
    PlainOption,
    QuietOption,
    ReplaceOption,
)
from yanpan.commands.signing_options import (
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
    SignAsOption,
    TokenLabelOption,
    TokenOption,
    TrustOption,
    TsaOption,
    TsaPassFileOption,
    TsaUserOption,
)
from yanpan.errors import InputRefused, UsageError
from yanpan.interrupts import hear

if TYPE_CHECKING:
    from yanpan.answers.model import Answers
    from yanpan.questionnaire.compile import Form


def assess(
    answers: AnswersOption = None,
    out: OutOption = Path(),
    case_number: CaseNumberOption = None,
    like: LikeOption = None,
    plain: PlainOption = False,
    sign_as: SignAsOption = None,
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
    no_pdf: NoPdfOption = False,
    replace: ReplaceOption = False,
    fail_on: FailOnOption = "",
    grade: GradeOption = "",
    raised_by: Annotated[
        str, typer.Option("--raised-by", help="谁调高的（姓名、职务）。", metavar="姓名")
    ] = "",
    reason: ReasonOption = "",
    questionnaire: PackOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """研判一个案件：逐题作答（或者读答案文件），判等级，写案件文件夹，出文书，签署。"""
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
        _check_options(sign_as, choice, no_pdf)
        _check_sources(answers, like)
        _check_raise(grade, raised_by, reason, answers)
        from yanpan.storage import check_output_folder

        # Before anything that takes time: a questionnaire of one's own is checked when it is read first.
        check_output_folder(out)
        with press_for(not no_pdf, asks=answers is None) as press:
            form = load_form(questionnaire)
            grade, fail_on = _above_low(form, grade, "--grade"), _above_low(form, fail_on, "--fail-on")
            wanted = Wanted(
                out=out, no_pdf=no_pdf, replace=replace, json=json, quiet=quiet, fail_on=fail_on, press=press
            )
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
                wanted.signer = signer_for(sign_as, choice, roles, form, long_term)
            if answers is not None:
                from yanpan.answers import load_answers, with_raise

                given = _numbered(load_answers(answers, form), case_number, answers)
                if grade:
                    given = with_raise(given, grade=grade, by=raised_by, reason=reason)
                with placed_in(answers):
                    finish(form, given, wanted)
            else:
                _ask(form, case_number, like, wanted, plain=plain, again=_again(out, questionnaire))


def _numbered(answers: Answers, case_number: str | None, path: Path) -> Answers:
    """The answers under the case number of the command line, else their own."""
    import msgspec

    from yanpan.storage import check_new_number

    number = case_number or answers.case_number
    if not number:
        raise InputRefused(
            "没有案号",
            where=path.name,
            remedy="加 --case-number 粤韶执〔2026〕12号，或者在文件里写 case_number。",
        )
    return msgspec.structs.replace(answers, case_number=check_new_number(number))


def _ask(
    form: Form, case_number: str | None, like: Path | None, wanted: Wanted, *, plain: bool, again: str
) -> None:
    """Ask in the terminal. The draft goes only when the case folder stands."""
    from yanpan.answers import load_answers
    from yanpan.cases import open_case
    from yanpan.documents import is_there
    from yanpan.interview import run_interview
    from yanpan.storage import check_new_number

    number = check_new_number(case_number) if case_number else None
    earlier = load_answers(open_case(like).answers, form) if like else None
    interviewed = run_interview(
        form,
        now=lambda: now_for(form),
        case_number=number,
        like=earlier,
        home=home_folder(),
        taken=lambda name: not wanted.replace and is_there(wanted.out / name),
        plain=plain,
        shown=wanted.press.warm if wanted.press else None,
        again=again,
        edits=lambda name: f"yanpan edit {path_words(wanted.out / name)}",
    )
    hear()  # The screens let go of the signals that they had taken.
    if not (wanted.no_pdf or wanted.quiet):
        tell("正在出文书…")
    finish(form, interviewed.answers, wanted, filed=interviewed.done)


def _again(out: Path, questionnaire: Path | None) -> str:
    """The command that goes on with what was left, for the same folder and by the same questionnaire."""
    words = ["yanpan assess"]
    if out.absolute() != Path.cwd():
        words.append(f"--out {_quoted(out)}")
    if questionnaire is not None:
        words.append(f"--questionnaire {_quoted(questionnaire)}")
    return " ".join(words)


def _quoted(path: Path) -> str:
    words = path_words(path)
    return f'"{words}"' if any(c.isspace() for c in words) else words


def _above_low(form: Form, grade: str, option: str) -> str:
    """The grade that was named, or empty where none was. Raises `UsageError`."""
    from yanpan.answers import grade_titles
    from yanpan.questionnaire import Grade

    return grade and grade_named(grade, grade_titles(form, above=Grade.LOW), option)


def _check_options(
    sign_as: str | None,
    choice: KeyChoice,
    no_pdf: bool,
) -> None:
    if (sign_as is not None) is not bool(choice):
        raise UsageError(
            "--sign-as 和 --key（或者 --token）要一起给", remedy="例如 --sign-as officer --key 张某.p12。"
        )
    if sign_as and no_pdf:
        raise UsageError("--no-pdf 时没有文书可签", remedy="去掉其中一个。")


def _check_raise(grade: str, by: str, reason: str, answers: Path | None) -> None:
    if grade and answers is None:
        raise UsageError("--grade 要和 --answers 一起给", remedy="逐题作答时，在检查的一屏上按 g 调高。")
    if bool(grade) is not bool(by.strip() and reason.strip()):
        raise UsageError(
            "调高等级要写明是谁、什么理由", remedy="--grade 等级 --raised-by 姓名 --reason 理由 一起给。"
        )


def _check_sources(answers: Path | None, like: Path | None) -> None:
    if answers is not None and like is not None:
        raise UsageError("--answers 和 --like 只能给一个", remedy="有答案文件就不用 --like。")
