"""May this certificate put its name on this paper, after those that are there?"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from yanpan.approval.roles import RoleRegister, check_entitled
from yanpan.errors import SignatureInvalid
from yanpan.signature.pdf import open_pdf, signature_fields


def check_may_sign(
    pdf: bytes, certificate: x509.Certificate, *, role: str, at: datetime, roles: RoleRegister | None
) -> None:
    """Raise `KeyRefused` when a register does not entitle the certificate, or its holder has signed already.

    Reads only who has signed; whether those signatures are sound is for `sign_pdf` to judge.
    """
    if roles is not None:
        check_entitled(roles, certificate, role, at, earlier=_signers(pdf))


def any_signed(pdf: bytes) -> bool:
    """Whether any role's field of the paper holds a signature. Raises `SignatureInvalid` for what is no paper."""
    try:
        return any(field.signed for field in signature_fields(open_pdf(pdf)))
    except Exception:  # noqa: BLE001 - a broken file can raise anything
        raise SignatureInvalid("文书读不了，不能签", remedy="用 yanpan verify 查看详情。") from None


def _signers(pdf: bytes) -> list[x509.Certificate]:
    found = []
    try:
        reader = open_pdf(pdf)
        for field in signature_fields(reader):
            if field.signed:
                embedded = EmbeddedPdfSignature(reader, field.dictionary, field.role)
                found.append(x509.load_der_x509_certificate(embedded.signer_cert.dump()))
    except Exception:  # noqa: BLE001 - a broken file can raise anything
        raise SignatureInvalid("已有的签名读不了，不能接着签", remedy="用 yanpan verify 查看详情。") from None
    return found
