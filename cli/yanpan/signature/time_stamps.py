"""Time-stamp tokens (RFC 3161): their one right form, what they say, and whether they stamp what they should."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from asn1crypto import cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.sign.validation.generic_cms import message_imprint_checker, validate_tst_signed_data
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from yanpan.findings import (
    Finding,
    invalid,
    unjudged,
)
from yanpan.keys import (
    later,
    name_of,
    oddity,
    strong_enough,
    unfit_for_stamps,
)
from yanpan.signature.cms_algorithms import DIGESTS, algorithm_as_due
from yanpan.signature.cms_shape import names_its_certificate, only_a_time_stamp
from yanpan.signature.der import first_of, fits
from yanpan.signature.der_form import TOKEN
from yanpan.signature.signed_attributes import OF_A_TOKEN, says_no_more, signer_fields

_SIGNATURES = frozenset({"rsassa_pkcs1v15", "rsassa_pss", "ecdsa"})


@dataclass(frozen=True)
class Token:
    """A token in its place. `imprint` gives the digest that it should hold, `revision` is where it stands."""

    der: bytes
    imprint: Callable[[str], bytes]
    revision: int

    @cached_property
    def data(self) -> cms.SignedData:
        data: cms.SignedData = cms.ContentInfo.load(self.der, strict=True)["content"]
        return data

    @property
    def information(self) -> tsp.TSTInfo:
        information: tsp.TSTInfo = self.data["encap_content_info"]["content"].parsed
        return information

    @property
    def time(self) -> datetime:
        """When the authority says that it saw the digest."""
        moment: datetime = self.information["gen_time"].native
        return moment

    @property
    def latest(self) -> datetime:
        """By when it saw it at the latest: its clock is as good as it says (RFC 3161, 2.4.2)."""
        accuracy = self.information["accuracy"].native or {}
        parts = {"seconds": "seconds", "millis": "milliseconds", "micros": "microseconds"}
        try:
            off = timedelta(**{ours: int(accuracy.get(name) or 0) for name, ours in parts.items()})
        except OverflowError:
            off = timedelta.max
        return later(self.time, off)

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate that the token names as its signer's."""
        return x509.load_der_x509_certificate(self._named().dump())

    @property
    def others(self) -> tuple[asn1_x509.Certificate, ...]:
        """The other certificates that the token carries."""
        named = self._named().dump()
        return tuple(item.chosen for item in self.data["certificates"] or () if item.chosen.dump() != named)

    def _named(self) -> asn1_x509.Certificate:
        named = self.data["signer_infos"][0]["sid"].chosen
        found: asn1_x509.Certificate = next(
            item.chosen
            for item in self.data["certificates"]
            if item.chosen.issuer.dump() == named["issuer"].dump()
            and item.chosen.serial_number == named["serial_number"].native
        )
        return found

    async def check(self, context: ValidationContext) -> TimestampSignatureStatus:
        """Whether the digest and the signature hold, and whether the authority is trusted under `context`."""
        known = await validate_tst_signed_data(self.data, context, self.imprint)
        return TimestampSignatureStatus(**known)


def signature_token(embedded: EmbeddedPdfSignature) -> Token | None:
    """The time stamp over a signature's value, which stands among its unsigned attributes."""
    attributes = embedded.signer_info["unsigned_attrs"]
    if isinstance(attributes, core.Void) or not only_a_time_stamp(embedded.signer_info):
        return None
    # As it stands there: what asn1crypto would write may be less.
    _, attribute = signer_fields(first_of(embedded.pkcs7_content))[-1].parts[0].parts
    return Token(
        attribute.parts[0].encoded,
        message_imprint_checker(embedded.signer_info),
        int(embedded.signed_revision),
    )


def document_token(embedded: EmbeddedPdfSignature) -> Token:
    """The token of a document time stamp, which covers all bytes before it (ETSI EN 319 142-1, 5.4.3)."""
    return Token(first_of(embedded.pkcs7_content), embedded.compute_digest, int(embedded.signed_revision))


def token_findings(token: Token, role: str) -> Iterator[Finding]:
    """What in a token is not as RFC 3161 and RFC 5652 want it; its form is asked before anything is read from it."""
    if not fits(TOKEN, token.der):
        yield invalid("TIME_STAMP_SHAPE", "时间戳的结构不规范或者被改动", role)
        return
    data = token.data
    signer = data["signer_infos"][0]
    kinds = [item["type"].native for item in signer["signed_attrs"]]
    regular = (
        [item.native for item in data["digest_algorithms"]] == [signer["digest_algorithm"].native]
        and len(set(kinds)) == len(kinds)
        and {"content_type", "message_digest"} <= set(kinds)
        and bool({"signing_certificate", "signing_certificate_v2"} & set(kinds))
        and names_its_certificate(data, signer)
        and algorithm_as_due(signer)
    )
    if not regular:
        yield invalid("TIME_STAMP_SHAPE", "时间戳的结构不规范或者被改动", role)
    elif not says_no_more(token.der, OF_A_TOKEN):
        yield unjudged("TIME_STAMP_ATTRIBUTES", "时间戳带有本程序不认识的签名属性，不能判断", role)


def unusable(token: Token, role: str) -> Finding | None:
    """What to say of a token that proves nothing, whoever gave it: with an algorithm that this program does not know, or
    that is too weak, or by a certificate that is none of a time-stamping service."""
    signer = token.data["signer_infos"][0]
    imprint = token.information["message_imprint"]["hash_algorithm"]["algorithm"].native
    try:
        known = (
            not oddity(token.certificate)
            and strong_enough(token.certificate.public_key())
            and signer["digest_algorithm"]["algorithm"].native in DIGESTS
            and imprint in DIGESTS
            and signer["signature_algorithm"].signature_algo in _SIGNATURES
        )
    except (UnsupportedAlgorithm, ValueError):
        known = False
    if known:
        why = unfit_for_stamps(token.certificate)
        words = f"时间戳（{name_of(token.certificate)}）不能信任：{why}"
        return unjudged("TIME_STAMP_UNTRUSTED", words, role) if why else None
    words = "时间戳用了本程序不认识或者不够安全的算法（例如国密 SM2、SHA-1），不能判断"
    return unjudged("TIME_STAMP_ALGORITHM", words, role)
