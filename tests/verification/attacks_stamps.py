"""Papers whose time stamps are false, by somebody who is not trusted, or of something else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

from asn1crypto import algos, cms, tsp
from attacks_signing import by_hand, complete, signed_by
from attacks_tools import Judging, dictionary, forgery, gap, stream, text
from authorities import (
    HEAD,
    OFFICER,
    STAMPS,
    TRUST,
    Authority,
    StampServer,
    lists,
    stamp_server,
)
from long_term_papers import ALL, all_signed, sign_to, stamping_at, wanted
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp
from signed_papers import AT, prepared

from yanpan.signature import TimeStampService
from yanpan.signature.levels import add_document_stamp
from yanpan.signature.pdf import SteadyWriter, run

STAMP = "时间戳"

STRANGERS = Authority("别人的时间戳根")
SAME_NAME = Authority(STAMPS.name, years=31, kind="rsa")


@cache
def complete_to(level: str) -> bytes:
    """Signed by all three to a level."""
    pdf = prepared()
    with stamp_server() as service:
        for role, who in ALL:
            pdf = sign_to(pdf, role, who, wanted(service, level))
    return pdf


def stamped_by(authority: Authority) -> bytes:
    """Signed by all three, each with a time stamp of any authority."""
    pdf = prepared()
    with stamp_server(authority) as service:
        for role, who in ALL:
            pdf = by_hand(pdf, role, who, certify=role == "officer", stamper=Unasking(service))
    return pdf


def document_stamp(
    pdf: bytes,
    authority: Authority = STAMPS,
    *,
    at: datetime = AT,
    spec: SigFieldSpec | None = None,
    before: Callable[[SteadyWriter], Any] | None = None,
    md: str = "sha256",
) -> bytes:
    """A document time stamp by somebody who does not care for our rules."""
    with stamping_at(at, authority) as service:
        given = (*lists(at), authority.crl(at)) if authority is not STAMPS else lists(at)
        trust = (*TRUST, authority.certificate)
        stamper = TimeStampService(service.url).stamper(at, trust, given)
        writer = SteadyWriter(pdf)
        if before:
            before(writer)
        out = BytesIO()
        if spec is None:
            run(PdfTimeStamper(stamper, "stamp").async_timestamp_pdf(writer, md, output=out))
            return out.getvalue()
        work = PdfCMSEmbedder(spec).write_cms(spec.sig_field_name, writer)
        next(work)
        work.send(SigObjSetup(DocumentTimestamp(bytes_reserved=16384)))
        digest, out = work.send(SigIOSetup(md, output=out))
        work.send(run(stamper.async_timestamp(digest.document_digest, md)))
        return out.getvalue()


def another_page(writer: SteadyWriter) -> None:
    page, _ = writer.find_page_for_modification(0)
    page.get_object()["/Contents"] = writer.add_object(stream(b"q 1 1 1 rg 0 0 600 800 re f Q"))
    writer.mark_update(page)


def an_action(writer: SteadyWriter) -> None:
    writer.root["/OpenAction"] = dictionary(S=generic.pdf_name("/JavaScript"), JS=text("x"))
    writer.update_root()


@forgery(STAMP, "签名时间戳来自不信任的机构")
def signature_time_stamps_of_strangers() -> bytes:
    return stamped_by(STRANGERS)


@forgery(STAMP, "签名时间戳来自与信任的机构同名的机构")
def signature_time_stamps_of_the_same_name() -> bytes:
    return stamped_by(SAME_NAME)


@forgery(STAMP, "签好以后，别人加一个不信任的机构的存档时间戳")
def a_document_time_stamp_of_strangers() -> bytes:
    return document_stamp(complete(), STRANGERS)


@forgery(STAMP, "已存档的文书，别人再加一个不信任的机构的存档时间戳")
def a_second_document_time_stamp_of_strangers() -> bytes:
    return document_stamp(all_signed(), STRANGERS)


@forgery(STAMP, "存档时间戳画得看得见")
def a_time_stamp_that_can_be_seen() -> bytes:
    seen = SigFieldSpec("stamp", box=(10, 10, 300, 200), on_page=0)  # type: ignore[arg-type]
    return document_stamp(complete_to("b-lt"), spec=seen)


@forgery(STAMP, "存档时间戳夹带一页新内容")
def a_time_stamp_that_brings_a_page() -> bytes:
    return document_stamp(complete_to("b-lt"), before=another_page)


@forgery(STAMP, "存档时间戳夹带打开时的动作")
def a_time_stamp_that_brings_an_action() -> bytes:
    return document_stamp(complete_to("b-lt"), before=an_action)


@forgery(STAMP, "把别的文书的存档时间戳移过来")
def a_time_stamp_of_another_paper() -> bytes:
    mine, theirs = all_signed(), document_stamp(complete_to("b-lt"))
    return _moved(mine, theirs)


def _moved(mine: bytes, theirs: bytes) -> bytes:
    """The last CMS of one file in the place of another's."""
    (a, b), (c, d) = gap(mine, -1), gap(theirs, -1)
    held = theirs[c + 1 : d - 1].rstrip(b"0")
    held += b"0" * (len(held) % 2)
    return mine[: a + 1] + held.ljust(b - a - 2, b"0") + mine[b - 1 :]


@forgery(STAMP, "把别的签名的时间戳放过来")
def a_time_stamp_of_another_signature() -> bytes:
    with stamp_server() as service:
        stamper = Unasking(service, other=True)
        return by_hand(signed_by(prepared(), ALL[:2]), "unit_head", HEAD, stamper=stamper)


@forgery(STAMP, "时间戳的时间在将来")
def a_time_stamp_of_next_month() -> bytes:
    return document_stamp(complete(), at=AT + timedelta(days=30))


@forgery(STAMP, "后加的存档时间戳比先加的时间早")
def time_stamps_in_the_wrong_order() -> bytes:
    return document_stamp(all_signed(), at=AT - timedelta(days=2))


@forgery(STAMP, "存档时间戳比它盖住的签名时间戳早十九个小时")
def an_archive_older_than_what_it_covers() -> Judging:
    signed, stamped = AT + timedelta(hours=20), AT + timedelta(hours=1)
    return _stamped_at((signed,) * len(ALL), stamped)


@forgery(STAMP, "存档时间戳比最后一个签名的时间戳早，比前面的晚")
def an_archive_older_than_the_last_signature() -> Judging:
    return _stamped_at((AT, AT, AT + timedelta(hours=20)), AT + timedelta(hours=1))


def _stamped_at(tokens: Sequence[datetime], archive: datetime) -> Judging:
    """Signed by all three with time stamps of these moments, and an archive time stamp; all by the trusted service."""
    pdf = prepared()
    for (role, who), moment in zip(ALL, tokens, strict=True):
        with stamping_at(moment) as service:
            pdf = sign_to(pdf, role, who, wanted(service, "b-t", crls=lists(moment)), at=moment)
    with stamping_at(archive) as service:
        stamper = wanted(service, "b-lta", crls=lists(archive)).stamper(archive)
        assert stamper is not None
        pdf = add_document_stamp(pdf, stamper)
    at = max(*tokens, archive) + timedelta(hours=1)
    return Judging(pdf, {"at": at, "crls": (*lists(AT), *lists(at))})


@forgery(STAMP, "时间戳机构的证书已被吊销，拿它把吊销以后签的说成吊销以前")
def a_time_stamp_of_a_revoked_service() -> Judging:
    given = lists(signers={13: AT + timedelta(minutes=10)}, stamps={21: AT - timedelta(days=2)})
    return Judging(complete_to("b-t"), {"crls": given})


@forgery(STAMP, "签名时间戳由签署人自己的证书签发（没有时间戳用途）")
def a_time_stamp_by_a_signer() -> bytes:
    with stamp_server() as service:
        service.certificate, service.key = OFFICER.certificate, OFFICER.key  # type: ignore[assignment]
        stamper = Unasking(service)
        return by_hand(signed_by(prepared(), ALL[:2]), "unit_head", HEAD, stamper=stamper)


@forgery(STAMP, "签名时间戳里的摘要用 SHA-1")
def a_time_stamp_over_sha_1() -> bytes:
    with stamp_server() as service:
        stamper = Unasking(service, "sha1")
        return by_hand(signed_by(prepared(), ALL[:2]), "unit_head", HEAD, stamper=stamper)


@forgery(STAMP, "签名时间戳里用随机数写字")
def words_as_a_number() -> bytes:
    with stamp_server() as service:
        stamper = Unasking(service, words="本签名非本人意愿，应属无效".encode())
        return by_hand(signed_by(prepared(), ALL[:2]), "unit_head", HEAD, stamper=stamper)


class Unasking:
    """A client of a time-stamping service that takes whatever comes; `other` has it stamp something else."""

    def __init__(
        self, service: StampServer, md: str = "sha256", *, other: bool = False, words: bytes = b""
    ) -> None:
        self.service, self.md, self.other, self.words = service, md, other, words

    async def async_dummy_response(self, md: str) -> cms.ContentInfo:
        return await self.async_timestamp(bytes(32), md)

    async def async_timestamp(self, digest: bytes, md: str) -> cms.ContentInfo:
        stamped = hashlib.new(self.md, b"other" if self.other else digest).digest()
        if self.md == md and not self.other:
            stamped = digest
        imprint = {"hash_algorithm": algos.DigestAlgorithm({"algorithm": self.md}), "hashed_message": stamped}
        request = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "cert_req": True})
        if self.words:
            request["nonce"] = int.from_bytes(self.words, "big")
        return tsp.TimeStampResp.load(self.service.reply(request.dump()))["time_stamp_token"]
