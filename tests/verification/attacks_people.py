"""Papers signed by the wrong people, with the wrong certificates, or in the wrong order."""

from __future__ import annotations

from datetime import date

from attacks_certificates import issued
from attacks_signing import (
    ALL,
    by_hand,
    complete,
    finished,
    paper_of,
    paper_of_a_pair,
    signed_by,
    without_locks,
)
from attacks_tools import Judging, forgery, gap
from authorities import HEAD, OFFICER, REVIEWER, ROOT
from cryptography import x509
from pyhanko.sign.fields import MDPPerm, SigFieldSpec
from signed_papers import assessment, prepared

from yanpan.approval import RoleRegister, fingerprint_of
from yanpan.approval.roles import Entry
from yanpan.keys import Identity

WHO, ORDER, EXTRA = "签的人不对", "次序和锁定", "多出的签名（SSA）"

OUTSIDER = ROOT.signer("赵某", serial=71)
OFFICER_AGAIN = ROOT.signer("张某", serial=72)


def _entry(role: str, who: Identity, person: str, *, until: date | None = None) -> Entry:
    return Entry(
        role=role,
        person=person,
        certificate=fingerprint_of(who.certificate),
        since=date(2026, 1, 1),
        until=until,
    )


REGISTER = RoleRegister(
    (
        _entry("officer", OFFICER, "张某"),
        _entry("co_officer", OFFICER_AGAIN, "张某"),
        _entry("legal_review", REVIEWER, "李某"),
        _entry("unit_head", HEAD, "王某"),
    )
)


def _by_register(pdf: bytes, register: RoleRegister = REGISTER) -> Judging:
    return Judging(pdf, {"roles": register})


@forgery(WHO, "单位以外的人签在承办人一栏（给了名册）")
def an_outsider_in_the_officer_s_field() -> Judging:
    return _by_register(signed_by(prepared(), [("officer", OUTSIDER), *ALL[1:]]))


@forgery(WHO, "单位以外的人签在主要负责人一栏（给了名册）")
def an_outsider_in_the_head_s_field() -> Judging:
    return _by_register(signed_by(prepared(), [*ALL[:2], ("unit_head", OUTSIDER)]))


@forgery(WHO, "审核人签在主要负责人一栏，负责人签在审核一栏（给了名册）")
def two_people_in_each_other_s_field() -> Judging:
    swapped = [("officer", OFFICER), ("legal_review", HEAD), ("unit_head", REVIEWER)]
    return _by_register(signed_by(prepared(), swapped))


@forgery(WHO, "名册里的期间已过的人签的")
def an_officer_whose_time_is_over() -> Judging:
    over = _entry("officer", OFFICER, "张某", until=date(2026, 6, 30))
    return _by_register(complete(), RoleRegister((over, *REGISTER.entries[2:])))


@forgery(WHO, "证书上写着别的角色（没有名册）")
def a_certificate_of_another_role() -> bytes:
    subject = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COMMON_NAME, "赵某"),
            x509.NameAttribute(x509.NameOID.ORGANIZATIONAL_UNIT_NAME, "主要负责人"),
        ]
    )
    return finished(by_hand(prepared(), "officer", issued(subject, 73), certify=True))


@forgery(WHO, "同一个人用同一张证书签了两名执法人员的栏")
def one_officer_in_both_fields() -> bytes:
    first = by_hand(paper_of_a_pair(), "officer", OFFICER, certify=True)
    return by_hand(first, "co_officer", OFFICER)


@forgery(WHO, "同一个人用两张证书签了两名执法人员的栏（给了名册）")
def one_officer_with_two_certificates() -> Judging:
    pair = [("officer", OFFICER), ("co_officer", OFFICER_AGAIN)]
    return _by_register(signed_by(paper_of_a_pair(), pair))


@forgery(WHO, "同一把密钥，另一个名字的证书")
def one_key_under_two_names() -> bytes:
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "孙某")])
    twin = issued(subject, 74, key=OFFICER.key)
    first = by_hand(paper_of_a_pair(), "officer", OFFICER, certify=True)
    return by_hand(first, "co_officer", twin)


# Order and locks


@forgery(ORDER, "主要负责人先签，锁定全文，别人再签")
def the_head_signs_first() -> bytes:
    pdf = by_hand(prepared(), "unit_head", HEAD, certify=True)
    return by_hand(by_hand(pdf, "officer", OFFICER), "legal_review", REVIEWER)


@forgery(ORDER, "只有主要负责人签了")
def the_head_signs_alone() -> bytes:
    return by_hand(prepared(), "unit_head", HEAD, certify=True)


@forgery(ORDER, "跳过法制审核")
def the_review_left_out() -> bytes:
    return by_hand(signed_by(prepared(), ALL[:1]), "unit_head", HEAD)


@forgery(ORDER, "协办人先签，承办人后签")
def the_second_officer_signs_first() -> bytes:
    first = by_hand(paper_of_a_pair(), "co_officer", REVIEWER, certify=True)
    return by_hand(first, "officer", OFFICER)


@forgery(ORDER, "第一个签名没有锁定全文")
def the_first_signature_locks_nothing() -> bytes:
    return finished(by_hand(prepared(), "officer", OFFICER))


@forgery(ORDER, "第一个签名锁定时还允许批注（P=3）")
def the_first_signature_allows_notes() -> bytes:
    fields = without_locks()
    return finished(by_hand(fields, "officer", OFFICER, certify=True, permission=MDPPerm.ANNOTATE))


@forgery(ORDER, "承办人不同意，别人照样签")
def signed_on_after_a_refusal() -> bytes:
    pdf = signed_by(prepared(), ALL[:1], reason="不同意，退回：证据不足")
    return finished(pdf)


@forgery(ORDER, "审核人没有权限，把等级调低")
def the_grade_lowered_without_right() -> bytes:
    pdf = by_hand(signed_by(prepared(), ALL[:1]), "legal_review", REVIEWER, reason="调低为低风险：理由")
    return finished(pdf, after=2)


@forgery(ORDER, "审核人没有权限，说是“调高”，调到的等级却更低")
def the_grade_lowered_in_the_name_of_raising_it() -> bytes:
    pdf = by_hand(signed_by(prepared(), ALL[:1]), "legal_review", REVIEWER, reason="调高为低风险：理由")
    return finished(pdf, after=2)


@forgery(ORDER, "把另一份文书里的 CMS 移过来")
def a_signature_from_another_paper() -> bytes:
    mine, other = complete(), signed_by(paper_of(assessment(case_number="粤韶执〔2026〕99号")), ALL)
    (a, b), (c, d) = gap(mine, -1), gap(other, -1)
    moved = other[c + 1 : d - 1].rstrip(b"0")
    moved += b"0" * (len(moved) % 2)
    return mine[: a + 1] + moved.ljust(b - a - 2, b"0") + mine[b - 1 :]


@forgery(ORDER, "把同一份文书里别人的 CMS 移过来")
def a_signature_from_another_field() -> bytes:
    mine = complete()
    (a, b), (c, d) = gap(mine, -1), gap(mine, 0)
    return mine[: a + 1] + mine[c + 1 : d - 1][: b - a - 2].ljust(b - a - 2, b"0") + mine[b - 1 :]


# More signatures than roles


def _box(*corners: int) -> SigFieldSpec:
    return SigFieldSpec("outsider", box=corners, on_page=0)  # type: ignore[arg-type]


@forgery(EXTRA, "别人在新的一栏里签名，看得见，签在最后一个签名之前（P=2）")
def a_visible_signature_before_the_last() -> bytes:
    pdf = by_hand(signed_by(prepared(), ALL[:2]), "outsider", OUTSIDER, new_field=_box(10, 10, 200, 90))
    return finished(pdf, after=2)


@forgery(EXTRA, "别人在新的一栏里签名，看不见，签在最后一个签名之前（P=2）")
def an_invisible_signature_before_the_last() -> bytes:
    pdf = by_hand(signed_by(prepared(), ALL[:2]), "outsider", OUTSIDER, new_field=_box(0, 0, 0, 0))
    return finished(pdf, after=2)


@forgery(EXTRA, "别人在新的一栏里签名，看得见，签在最后一个签名之后（P=1）")
def a_visible_signature_after_the_last() -> bytes:
    return by_hand(complete(), "outsider", OUTSIDER, new_field=_box(10, 10, 200, 90))


@forgery(EXTRA, "别人在新的一栏里签名，看不见，签在最后一个签名之后（P=1）")
def an_invisible_signature_after_the_last() -> bytes:
    return by_hand(complete(), "outsider", OUTSIDER, new_field=_box(0, 0, 0, 0))


@forgery(EXTRA, "签名栏比应签的人多一个，都签了")
def a_field_more_than_required() -> bytes:
    pdf = paper_of(assessment(), fields=_FOUR)
    return signed_by(pdf, [ALL[0], ("co_officer", OUTSIDER), *ALL[1:]])


_FOUR = (
    ("officer", "执法人员（承办人）"),
    ("co_officer", "执法人员（协办人）"),
    ("legal_review", "法制审核机构"),
    ("unit_head", "主要负责人"),
)
