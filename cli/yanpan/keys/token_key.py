"""Signing with a key that stays in its token."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pkcs11 import Attribute, Mechanism, ObjectClass
from pkcs11.exceptions import AttributeSensitive, AttributeTypeInvalid
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from yanpan.errors import KeyRefused
from yanpan.keys.identity import KeyElsewhere
from yanpan.keys.passphrase import Passphrase
from yanpan.keys.token_words import said


@dataclass(frozen=True)
class TokenKey(KeyElsewhere):
    """A private key in a token: its handle, and the PIN for devices that want it again for each signature."""

    session: Any = field(repr=False)
    handle: Any = field(repr=False)
    certificate: x509.Certificate = field(repr=False)
    pin: Passphrase | None
    where: str

    @classmethod
    def find(
        cls,
        session: Any,
        key_id: bytes,
        label: str,
        certificate: x509.Certificate,
        pin: Passphrase | None,
        where: str,
    ) -> TokenKey:
        """The private key that goes with a certificate: of the same id, else of the same label."""
        ties: list[dict[Attribute, Any]] = [{Attribute.ID: key_id}] if key_id else []
        for tie in (*ties, {Attribute.LABEL: label}):
            found = list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY} | tie))
            if len(found) > 1:
                raise KeyRefused(
                    "令牌里有几把私钥配这张证书", where=where, remedy="请发证机构清理介质，每张证书留一把。"
                )
            if found:
                needs_pin = pin if _asks_each_time(found[0]) else None
                return cls(session, found[0], certificate, needs_pin, where)
        raise KeyRefused("令牌里没有配这张证书的私钥", where=where, remedy="换一张证书（--key-label）。")

    def signer(
        self, certificate: asn1_x509.Certificate, others: Sequence[asn1_x509.Certificate]
    ) -> PKCS11Signer:
        return _Signer(self, certificate, others)


def _asks_each_time(key: Any) -> bool:
    try:
        return bool(key[Attribute.ALWAYS_AUTHENTICATE])
    except (AttributeTypeInvalid, AttributeSensitive):
        return False


class _Signer(PKCS11Signer):
    """pyHanko's signer over a handle already found; errors in words, and the answer checked."""

    def __init__(
        self, key: TokenKey, certificate: asn1_x509.Certificate, others: Sequence[asn1_x509.Certificate]
    ) -> None:
        rsa_key = isinstance(key.certificate.public_key(), rsa.RSAPublicKey)
        with said(key.where):
            known = key.session.token.slot.get_mechanisms()
        whole = Mechanism.SHA256_RSA_PKCS if rsa_key else Mechanism.ECDSA_SHA256
        super().__init__(
            key.session,
            signing_cert=certificate,
            key_label=" ",
            # Many tokens sign a digest and cannot make it.
            use_raw_mechanism=whole not in known,
        )
        self._key = key
        self._others = SimpleCertificateStore()
        self._others.register_multiple(others)

    @property
    def cert_registry(self) -> SimpleCertificateStore:
        """Without the signer's own certificate, which pyHanko would else write twice into the signature."""
        return self._others

    def _pull_signing_key_handle(self) -> Any:
        return self._key.handle

    def sign_kwargs(self, data_to_sign: bytes) -> dict[str, Any]:  # noqa: ARG002 - pyHanko's signature
        return {"pin": self._key.pin.reveal().decode()} if self._key.pin else {}

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        with said(self._key.where):
            signature: bytes = await super().async_sign_raw(data, digest_algorithm, dry_run=dry_run)
        if not dry_run:
            self._check(signature, data, digest_algorithm)
        return signature

    def _check(self, signature: bytes, data: bytes, digest_algorithm: str) -> None:
        """Nothing proves that key and certificate belong together until the key has signed."""
        digest = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
        public = self._key.certificate.public_key()
        try:
            if isinstance(public, rsa.RSAPublicKey):
                public.verify(signature, data, padding.PKCS1v15(), digest[digest_algorithm])
            elif isinstance(public, ec.EllipticCurvePublicKey):
                public.verify(signature, data, ec.ECDSA(digest[digest_algorithm]))
        except InvalidSignature:
            raise KeyRefused(
                "令牌里的私钥和证书不是一对", where=self._key.where, remedy="请发证机构检查介质。"
            ) from None
