"""Real papers that no door of this program lets through, signed by people with valid keys who skip the door.

The record does not hold, or the time or the opinion does not; the paper is set by the true engine from that record, so
that what is printed and what is carried agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from attacks_tools import Judging, forgery
from authorities import lists, new_key
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from long_term_papers import extended
from signed_papers import AT
from structured_book import Book
from structured_papers import (
    TOP,
    Services,
    base,
    form,
    record,
    register,
    render,
    roles_of,
    signed,
    signed_by_all,
    signer,
)

from yanpan.answers import load_answers
from yanpan.answers.model import Answer, Answers
from yanpan.assessment import Assessment, assess, encode
from yanpan.keys import Identity
from yanpan.report import render_pdf
from yanpan.verification.judged_again import judge_again

RECORDS, BEFORE = "没有过关的文书（内容和印的一致，用有效的密钥签）", "签署人没有资格"
HERE = Services("b-b", None)


def real(pdf: bytes, **more: Any) -> Judging:
    """Judged by a reader who knows the questionnaire, has the register and prints anew."""
    given: dict[str, Any] = {
        "questionnaires": [form()],
        "trusted": {form().questionnaire.digest},
        "render": render,
        "judge_again": judge_again,
        "roles": register(),
    }
    return Judging(pdf, given | more)


def answers(path: str) -> Answers:
    return load_answers(TOP / path, form())


SHORT, RED_LINE = "demo/L01-当场处罚.yaml", "docs/examples/demolition.yaml"


def signed_one_by_one(
    shown: Assessment,
    *,
    reasons: Mapping[str, str] | None = None,
    times: Callable[[int], datetime] = lambda _: AT,
    data: bytes | None = None,
    embedded: bool = True,
) -> bytes:
    """The paper of a record, signed by all, each with a reason and at a time."""
    held = encode(shown) if data is None else data
    pdf = render_pdf(shown, held, form().embedded if embedded else None).pdf
    for number, item in enumerate(shown.signers):
        reason = (reasons or {}).get(item.role, "同意")
        pdf = signed(pdf, item.role, HERE, reason=reason, at=times(number))
    return pdf


@forgery(RECORDS, "触了红线的案件，协办人写“调高为低风险”")
def a_red_line_raised_to_low() -> Judging:
    shown = assess(form(), answers(RED_LINE), AT)
    return real(signed_one_by_one(shown, reasons={"co_officer": "调高为低风险：情况好转"}))


@forgery(RECORDS, "必答题没有答，跳过命令行的检查照样签齐")
def required_answers_missing() -> Judging:
    there = answers(SHORT)
    fewer = {
        key: value for key, value in there.answers.items() if key not in ("legal_basis_exists", "unit_name")
    }
    shown = assess(form(), msgspec.structs.replace(there, answers=fewer), AT)
    assert not shown.signable
    return real(signed_one_by_one(shown))


@forgery(RECORDS, "研判过期以后才签")
def signed_after_it_expired() -> Judging:
    return real(signed_one_by_one(assess(form(), answers(SHORT), AT - timedelta(days=40))))


@forgery(RECORDS, "研判的时间比签署晚三天")
def assessed_after_it_was_signed() -> Judging:
    return real(signed_one_by_one(assess(form(), answers(SHORT), AT + timedelta(days=3))))


@forgery(RECORDS, "后签的人自报的时间比先签的早")
def times_that_run_backwards() -> Judging:
    shown = record("short")
    return real(signed_one_by_one(shown, times=lambda number: AT - timedelta(minutes=20 * number)))


@forgery(RECORDS, "两天后盖了存档时间戳，再后面签的人自称第一天签")
def signed_after_a_stamp_that_it_says_came_later() -> Judging:
    shown, late = record("short"), AT + timedelta(days=2)
    pdf = signed(render_pdf(shown, encode(shown), form().embedded).pdf, "officer", HERE)
    pdf = signed(extended(pdf, late), "co_officer", HERE, at=AT + timedelta(minutes=1))
    return real(pdf, at=late + timedelta(hours=1), crls=lists(late))


@forgery(RECORDS, "“做什么”写了两千字，收答案的地方不收这么长的")
def texts_that_no_door_takes() -> Judging:
    given = answers(SHORT)
    long = {**given.answers, "action_summary": Answer(value="某" * 2000)}
    return real(signed_one_by_one(assess(form(), msgspec.structs.replace(given, answers=long), AT)))


def _numbered(number: str) -> Judging:
    given = msgspec.structs.replace(answers(SHORT), case_number=number)
    return real(signed_one_by_one(assess(form(), given, AT)))


@forgery(RECORDS, "案号叫“旧版-1”，那是旧版文件夹的名字")
def a_case_called_an_earlier_version() -> Judging:
    return _numbered("旧版-1")


@forgery(RECORDS, "案号以“（原1）”结尾，那是换下来的一份的名字")
def a_case_called_one_set_aside() -> Judging:
    return _numbered("测〔2026〕9号（原1）")


@forgery(RECORDS, "案号写“待定”，签齐")
def a_case_without_a_number() -> Judging:
    return _numbered("待定")


@forgery(RECORDS, "协办人写“本人不同意，证据不足”")
def an_opinion_that_refuses_in_its_own_words() -> Judging:
    return real(signed_one_by_one(record("short"), reasons={"co_officer": "本人不同意，证据不足"}))


@forgery(RECORDS, "意见里夹着看不见的字")
def an_opinion_with_letters_that_nobody_sees() -> Judging:
    return real(signed_one_by_one(record("short"), reasons={"co_officer": "同意\u200b"}))


def _made_up(**changes: Any) -> Assessment:
    plain = msgspec.to_builtins(record("short"))
    for key, value in changes.items():
        plain[key] = {**plain[key], **value} if isinstance(value, dict) else value
    return msgspec.convert(plain, Assessment)


@forgery(RECORDS, "问卷的摘要值是编的，等级和签署人随便写，一个人签")
def an_unknown_questionnaire() -> Judging:
    signers = msgspec.to_builtins(record("short"))["signers"][:1]
    shown = _made_up(questionnaire={"digest": "0" * 64}, signers=signers)
    return real(signed_one_by_one(shown, embedded=False))


@forgery(RECORDS, "放假安排自称一年也不知道")
def a_calendar_of_nobody() -> Judging:
    return real(signed_one_by_one(_made_up(calendar_until=0)))


@forgery(RECORDS, "等级改低，回答不动，自称由别的版本作出")
def another_grade_by_another_version() -> Judging:
    plain = msgspec.to_builtins(record("medium"))
    plain["grade"].update(initial="low", residual="low", best="low")
    plain["tool_version"] = "0.1.9"
    return real(signed_one_by_one(msgspec.convert(plain, Assessment)))


@forgery(RECORDS, "等级改低，回答不动，自称有别的年份的节假日")
def another_grade_by_another_calendar() -> Judging:
    plain = msgspec.to_builtins(record("medium"))
    plain["grade"].update(initial="low", residual="low", best="low")
    plain["calendar_until"] = 2099
    return real(signed_one_by_one(msgspec.convert(plain, Assessment)))


@forgery(RECORDS, "附的数据里多一个谁也不认的字段，摘要值照印")
def a_field_that_nobody_knows() -> Judging:
    data = encode(record("short")).replace(b"{\n", '{\n  "结论": "低风险，可以实施",\n'.encode(), 1)
    return real(signed_one_by_one(record("short"), data=data))


@forgery(RECORDS, "附的数据里同一个字段写两遍，摘要值照印")
def a_field_that_stands_twice() -> Judging:
    data = encode(record("short"))
    data = data.replace(b'"case_number":', '"case_number": "别的案号",\n  "case_number":'.encode(), 1)
    return real(signed_one_by_one(record("short"), data=data))


@forgery(RECORDS, "附的数据后面接一千个空格，摘要值照印")
def white_space_after_the_record() -> Judging:
    return real(signed_one_by_one(record("short"), data=encode(record("short")) + b" " * 1000))


@forgery(RECORDS, "附的数据塞进三万条意见，排印要很久（不用密钥）")
def a_record_that_takes_for_ever_to_print() -> Judging:
    plain = msgspec.to_builtins(record("short"))
    one = {"who": "甲", "said": "乙", "kind": "dissent", "adopted": "no", "why": "丙"}
    plain["statements"] = [one] * 30_000
    book = Book.of(base("short", "same"))
    book.refill(book.attachment, encode(msgspec.convert(plain, Assessment)))
    return real(signed_by_all(book.written(), roles_of("short"), "b-b"))


@forgery(BEFORE, "签署人的证书当根用：拿着它的人给别人发证")
def a_signer_s_certificate_as_root() -> Judging:
    leaf = signer("officer")
    issued = {role: _below(leaf, role) for role in roles_of("short")}
    pdf = base("short", "same")
    for role in roles_of("short"):
        pdf = signed(pdf, role, HERE, who=issued[role])
    return real(pdf, trust=(leaf.certificate,), roles=None, crls=lists())


def _below(above: Identity, name: str) -> Identity:
    """A certificate that a signer issues, who is no authority."""
    key = new_key(f"冒{name}")
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"冒{name}")]))
        .issuer_name(above.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(AT - timedelta(days=1))
        .not_valid_after(AT + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.56"), b"\5\0"), critical=False
        )
        .sign(above.key, hashes.SHA256())  # type: ignore[arg-type]
    )
    return Identity(certificate, (above.certificate,), key)
