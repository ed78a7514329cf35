"""May this certificate put its name on this paper, after those that are there?"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from yanpan.errors import KeyRefused, SignatureInvalid
from yanpan.signature.keys import name_of, same_person
from yanpan.signature.pdf import open_pdf, signature_fields
from yanpan.signature.roles import RoleRegister, check_entitled


def check_may_sign(
    pdf: bytes, certificate: x509.Certificate, *, role: str, at: datetime, roles: RoleRegister | None
) -> None:
    """Raise `KeyRefused` when the holder has signed already, or when a register does not entitle the certificate.

    Reads only who has signed; whether those signatures are sound is for `sign_pdf` to judge.
    """
    earlier = signers(pdf)
    for title, other in earlier:
        if same_person(certificate, other):
            raise KeyRefused(
                f"这张证书已经签过“{title}”，一人不能签两个角色",
                where=name_of(certificate),
                remedy="由另一个人用自己的证书签署。",
            )
    if roles is not None:
        check_entitled(roles, certificate, role, at, earlier=[other for _, other in earlier])


def signers(pdf: bytes) -> list[tuple[str, x509.Certificate]]:
    """The titles of the signed roles of a paper and the certificates they were signed with. Raises `SignatureInvalid`."""
    found = []
    try:
        reader = open_pdf(pdf)
        for field in signature_fields(reader):
            if field.signed:
                embedded = EmbeddedPdfSignature(reader, field.dictionary, field.role)
                certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
                found.append((field.title, certificate))
    except Exception:  # noqa: BLE001 - a broken file can raise anything
        raise SignatureInvalid("已有的签名读不了，不能接着签", remedy="用 yanpan verify 查看详情。") from None
    return found
