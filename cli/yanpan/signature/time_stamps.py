"""Time-stamp tokens (RFC 3161): their one right form, what they say, and whether they stamp what they should."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

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
    oddity,
    strong_enough,
)
from yanpan.signature.cms_algorithms import DIGESTS, algorithm_as_due, no_parameters
from yanpan.signature.cms_shape import check_few_certificates, names_its_certificate
from yanpan.signature.signed_attributes import in_order

_SIGNATURES = frozenset({"rsassa_pkcs1v15", "rsassa_pss", "ecdsa"})

_NONCE_BITS = 128
"""RFC 3161, 2.4.1 says of a nonce that it is large, with 64 bits or more."""


@dataclass(frozen=True)
class Token:
    """A token in its place. `imprint` gives the digest that it should hold, `revision` is where it stands."""

    content: cms.ContentInfo
    imprint: Callable[[str], bytes]
    revision: int

    @property
    def data(self) -> cms.SignedData:
        data: cms.SignedData = self.content["content"]
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
    if isinstance(attributes, core.Void) or not len(attributes):
        return None
    content = attributes[0]["values"][0]
    return Token(content, message_imprint_checker(embedded.signer_info), int(embedded.signed_revision))


def document_token(embedded: EmbeddedPdfSignature) -> Token:
    """The token of a document time stamp, which covers all bytes before it (ETSI EN 319 142-1, 5.4.3)."""
    content = cms.ContentInfo.load(embedded.pkcs7_content)
    return Token(content, embedded.compute_digest, int(embedded.signed_revision))


def token_findings(token: Token, role: str) -> Iterator[Finding]:
    """What in a token is not as RFC 3161 and RFC 5652 want it. Raises on what is no token at all."""
    data = token.data
    check_few_certificates(data)
    signers = data["signer_infos"]
    signer = signers[0]
    content = data["encap_content_info"]
    kinds = [item["type"].native for item in signer["signed_attrs"]]
    regular = (
        token.content["content_type"].native == "signed_data"
        and data["version"].native == "v3"
        and len(signers) == 1
        and signer["version"].native == "v1"
        and signer["sid"].name == "issuer_and_serial_number"
        and content["content_type"].native == "tst_info"
        and isinstance(token.information, tsp.TSTInfo)
        and [item.native for item in data["digest_algorithms"]] == [signer["digest_algorithm"].native]
        and all(no_parameters(item) for item in (signer["digest_algorithm"], *data["digest_algorithms"]))
        and isinstance(data["crls"], core.Void)
        and isinstance(signer["unsigned_attrs"], core.Void)
        and all(choice.name == "certificate" for choice in data["certificates"])
        and len(set(kinds)) == len(kinds)
        and {"content_type", "message_digest"} <= set(kinds)
        and bool({"signing_certificate", "signing_certificate_v2"} & set(kinds))
        and names_its_certificate(data, signer)
        and algorithm_as_due(signer)
        and in_order(signer["signed_attrs"])
        and _plain_nonce(token.information)
    )
    if not regular:
        yield invalid("TIME_STAMP_SHAPE", "时间戳的结构不规范或者被改动", role)


def _plain_nonce(information: tsp.TSTInfo) -> bool:
    """Whoever asks for a token chooses this number: as long as a random one is, not as long as a text."""
    nonce = information["nonce"].native
    return nonce is None or 0 <= nonce < 1 << _NONCE_BITS


def unknown_algorithm(token: Token, role: str) -> Finding | None:
    """What to say of a token with an algorithm that this program does not know, or that is too weak to prove anything."""
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
        return None
    words = "时间戳用了本程序不认识或者不够安全的算法（例如国密 SM2、SHA-1），不能判断"
    return unjudged("TIME_STAMP_ALGORITHM", words, role)
