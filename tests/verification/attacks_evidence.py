"""Papers whose revocation data are false, somebody else's, or swapped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from attacks_certificates import issued, x509_name
from attacks_signing import ALL, by_hand, signed_by
from attacks_stamps import an_action, another_page, complete_to
from attacks_tools import Judging, dictionary, forgery, grown, numbers, stream, text
from authorities import (
    HEAD,
    OFFICER,
    REVIEWER,
    ROOT,
    STAMPS,
    TRUST,
    Authority,
    lists,
    new_key,
)
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from signed_papers import AT, prepared

from yanpan.keys import Identity
from yanpan.signature.archive import add_to_archive
from yanpan.signature.pdf import SteadyWriter

STORE, SWAPPED = "存进文书的吊销数据（DSS）", "换掉的吊销列表"


def store_of(writer: SteadyWriter, parts: dict[str, Sequence[bytes]], **more: Any) -> None:
    """A store made by hand."""
    store = dictionary(**more)
    for key, contents in parts.items():
        store[pdf_name("/" + key)] = generic.ArrayObject(
            [writer.add_object(stream(data)) for data in contents]
        )
    writer.root["/DSS"] = writer.add_object(store)
    writer.update_root()


def _a_signature_taken_out(writer: SteadyWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"].raw_get(0)
    del field.get_object()["/V"]
    writer.mark_update(field.reference)


def _page_as_evidence(writer: SteadyWriter) -> None:
    page = writer.find_page_for_modification(0)[0]
    writer.root["/DSS"] = writer.add_object(dictionary(CRLs=generic.ArrayObject([page])))
    writer.update_root()


def _widget_as_evidence(writer: SteadyWriter) -> None:
    store_of(
        writer, {"CRLs": lists()}, Certs=generic.ArrayObject([writer.add_object(dictionary(Rect=numbers(0)))])
    )


_STORES: dict[str, tuple[str, Callable[[SteadyWriter], Any]]] = {
    "garbage_as_evidence": ("存进去的不是吊销列表", lambda w: store_of(w, {"CRLs": [b"no list"]})),
    "a_list_with_a_tail": (
        "吊销列表后面接着别的字节",
        lambda w: store_of(w, {"CRLs": [lists()[0] + b"more"]}),
    ),
    "a_store_with_another_key": (
        "DSS 里夹带别的东西",
        lambda w: store_of(w, {"CRLs": lists()}, Payload=text("hello")),
    ),
    "a_page_as_evidence": ("把一页当成吊销列表存进去", _page_as_evidence),
    "a_widget_as_evidence": ("把一个批注当成证书存进去", _widget_as_evidence),
    "evidence_and_a_page": ("存吊销数据时夹带一页新内容", lambda w: (_good(w), another_page(w))),
    "evidence_and_an_action": ("存吊销数据时夹带打开时的动作", lambda w: (_good(w), an_action(w))),
    "evidence_and_a_signature_taken_out": (
        "存吊销数据时摘掉一个签名",
        lambda w: (_good(w), _a_signature_taken_out(w)),
    ),
    "five_hundred_lists": ("存五百份吊销列表", lambda w: store_of(w, {"CRLs": _many()})),
}


def _good(writer: SteadyWriter) -> None:
    store_of(writer, {"CRLs": lists()})


def _many() -> list[bytes]:
    return [ROOT.crl(AT - timedelta(minutes=n)) for n in range(500)]


def _stored(key: str, words: str, change: Callable[[SteadyWriter], Any]) -> None:
    def make() -> bytes:
        return grown(complete_to("b-t"), change)

    make.__name__ = key
    forgery(STORE, words)(make)


for _key, (_words, _change) in _STORES.items():
    _stored(_key, _words, _change)


def _issued_each_other() -> tuple[Identity, list[x509.Certificate]]:
    """A signer, and two dozen certificates above him of which each could have issued half of the others."""
    one, two, key = x509_name("甲机构"), x509_name("乙机构"), new_key("甲乙")
    above = [
        issued(mine, 300 + number, issuer=other, key=key, ca=True).certificate
        for number, (mine, other) in enumerate([(one, two), (two, one)] * 12)
    ]
    return issued(x509_name("王某"), 91, issuer=one, key=new_key("王某")), above


@forgery(STORE, "存二十四张互相签发的证书，可能的链条有几十万亿条")
def certificates_that_issued_each_other() -> bytes:
    head, above = _issued_each_other()
    pdf = by_hand(signed_by(prepared(), ALL[:2]), "unit_head", head)
    ders = [item.public_bytes(Encoding.DER) for item in above]
    return add_to_archive(pdf, certificates=ders, crls=lists(), ocsps=())


@forgery(STORE, "签名里夹带二十四张互相签发的证书")
def certificates_that_issued_each_other_in_a_signature() -> bytes:
    head, above = _issued_each_other()
    carrying = Identity(head.certificate, tuple(above), head.key)
    return by_hand(signed_by(prepared(), ALL[:2]), "unit_head", carrying)


# Swapped lists


def _swapped(key: str, words: str, change: Callable[[SteadyWriter], Any]) -> None:
    def make() -> bytes:
        return grown(complete_to("b-lt"), change)

    make.__name__ = key
    forgery(SWAPPED, words)(make)


def _list_over(writer: SteadyWriter, data: bytes) -> None:
    reference = writer.root["/DSS"]["/CRLs"].raw_get(0).reference
    writer.objects[(0, reference.idnum)] = stream(data)


def _store_taken_out(writer: SteadyWriter) -> None:
    del writer.root["/DSS"]
    writer.update_root()


def _list_taken_out(writer: SteadyWriter) -> None:
    store = writer.root["/DSS"]
    del store["/CRLs"][0]
    writer.update_container(store)


_FORGED = Authority(ROOT.name, years=28, kind="rsa")

for _key, _words, _change in (
    ("the_store_taken_out", "更新里把 DSS 去掉", _store_taken_out),
    ("a_list_taken_out", "更新里去掉一份吊销列表", _list_taken_out),
    ("the_store_exchanged", "更新里另立一个 DSS", _good),
    (
        "a_list_made_older",
        "更新里把吊销列表换成更早的",
        lambda w: _list_over(w, ROOT.crl(AT - timedelta(days=20))),
    ),
    ("a_list_of_another_issuer", "更新里把吊销列表换成另一家的", lambda w: _list_over(w, STAMPS.crl())),
    (
        "a_list_forged",
        "更新里把吊销列表换成假的（机构同名，密钥不同）",
        lambda w: _list_over(w, _FORGED.crl()),
    ),
):
    _swapped(_key, _words, _change)

_REVOKED = lists(signers={13: AT - timedelta(hours=5)})


def _with_lists(*crls: bytes, ocsps: Sequence[bytes] = ()) -> bytes:
    """A time-stamped paper by a head who was revoked before, with a store by the forger."""
    certificates = [item.public_bytes(Encoding.DER) for item in TRUST]
    return add_to_archive(complete_to("b-t"), certificates=certificates, crls=crls, ocsps=ocsps)


@forgery(SWAPPED, "签署人已被吊销；存进去的是吊销以前的旧列表，已过期")
def an_old_list_instead_of_the_one_that_revokes() -> Judging:
    return Judging(_with_lists(*lists(AT - timedelta(days=20))), {"crls": (STAMPS.crl(),)})


@forgery(SWAPPED, "签署人已被吊销；存进去的是另一家机构的列表")
def another_issuer_s_list_instead_of_the_one_that_revokes() -> Judging:
    return Judging(_with_lists(STAMPS.crl()), {"crls": ()})


@forgery(SWAPPED, "签署人已被吊销；存进去的是假列表（机构同名，密钥不同）")
def a_forged_list_instead_of_the_one_that_revokes() -> Judging:
    return Judging(_with_lists(_FORGED.crl(), STAMPS.crl()), {"crls": ()})


@forgery(SWAPPED, "签署人已被吊销；存进去的旧列表还没有过期，验签的人给了新的")
def an_old_list_beside_the_one_that_revokes() -> Judging:
    old = ROOT.crl(AT - timedelta(hours=10))
    return Judging(_with_lists(old, STAMPS.crl()), {"crls": _REVOKED})


@forgery(SWAPPED, "签署人已被吊销；存进去的是假的 OCSP 答复")
def a_forged_answer_instead_of_the_one_that_revokes() -> Judging:
    forged = _FORGED.ocsp(HEAD.certificate)
    return Judging(_with_lists(STAMPS.crl(), ocsps=[forged]), {"crls": ()})


@forgery(SWAPPED, "签署人已被吊销；存进去的是别人的 OCSP 答复")
def another_s_answer_instead_of_the_one_that_revokes() -> Judging:
    answers = [ROOT.ocsp(OFFICER.certificate), ROOT.ocsp(REVIEWER.certificate)]
    return Judging(_with_lists(STAMPS.crl(), ocsps=answers), {"crls": ()})


@forgery(SWAPPED, "签署人已被吊销；旧的 OCSP 答复说没有，验签的人给了新列表")
def an_answer_beside_the_list_that_revokes() -> Judging:
    answer = ROOT.ocsp(HEAD.certificate, AT - timedelta(hours=10))
    return Judging(_with_lists(STAMPS.crl(), ocsps=[answer]), {"crls": _REVOKED})


@forgery(SWAPPED, "吊销列表的签名里翻一个比特")
def a_list_with_a_flipped_bit() -> Judging:
    crl = ROOT.crl()
    return Judging(_with_lists(crl[:-3] + bytes([crl[-3] ^ 1]) + crl[-2:], STAMPS.crl()), {"crls": ()})


# Rows of the table that one reader takes by lines and another by twenty bytes


def _with_rows(end: bytes) -> bytes:
    """A paper that all have signed, with more evidence behind it, whose table is spelled otherwise."""
    pdf = complete_to("b-t")
    certificate = ROOT.certificate.public_bytes(Encoding.DER)
    more = add_to_archive(pdf, certificates=(certificate,), crls=lists(), ocsps=())[len(pdf) :]
    changed = more.replace(b" 00000 n \n", b" 00000 n" + end)
    assert changed != more
    return pdf + changed


@forgery(STORE, "追加一份存档证据，交叉引用表每行少一个字节（不用密钥）")
def evidence_with_short_rows() -> bytes:
    return _with_rows(b"\n")


@forgery(STORE, "追加一份存档证据，交叉引用表每行多一个字节（不用密钥）")
def evidence_with_long_rows() -> bytes:
    return _with_rows(b" \r\n")


# Evidence by anybody, with words in it


def _with_evidence(authority: Authority, *, list_too: bool = False) -> bytes:
    certificate = authority.certificate.public_bytes(Encoding.DER)
    made = (authority.crl(),) if list_too else ()
    return add_to_archive(complete_to("b-t"), certificates=(certificate,), crls=(*lists(), *made), ocsps=())


@forgery(STORE, "追加的证书是自己做的，名字是一句话（不用密钥）")
def a_certificate_that_says_something() -> bytes:
    return _with_evidence(Authority("签字人本人不同意，签名作废"))


@forgery(STORE, "追加的证书和吊销列表是自己做的，名字是一句话（不用密钥）")
def a_list_that_says_something() -> bytes:
    return _with_evidence(Authority("签字人本人不同意，签名作废"), list_too=True)


@forgery(STORE, "追加的证书和发证机构同名，密钥不同（不用密钥）")
def a_namesake_of_the_authority() -> bytes:
    return _with_evidence(Authority(ROOT.name, kind="rsa"))


@forgery(STORE, "追加的吊销列表和发证机构同名，签名是假的（不用密钥）")
def a_list_by_a_namesake() -> bytes:
    forged = Authority(ROOT.name, kind="rsa").crl()
    return add_to_archive(complete_to("b-t"), certificates=(), crls=(*lists(), forged), ocsps=())


@forgery(STORE, "追加一份和谁都无关的 OCSP 答复（不用密钥）")
def an_answer_about_nobody() -> bytes:
    other = Authority("别的机构")
    answer = other.ocsp(other.signer("赵某", serial=91).certificate)
    return add_to_archive(complete_to("b-t"), certificates=(), crls=lists(), ocsps=(answer,))
