"""Who signs: a certificate found fit to sign, with its private key or with the device that keeps the key."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from yanpan.keys.subjects import same_name

if TYPE_CHECKING:
    from asn1crypto import x509 as asn1_x509
    from pyhanko.sign.signers import Signer

TRIAL_ORGANISATION = "yanpan 试用身份（无法律效力）"
"""The subject O of every trial identity and its root; what marks a signature as trial."""

LARGEST_KEY_FILE = 1024 * 1024
TRY_FIRST = "检查路径；想先试用，运行 yanpan keys trial。"

SigningKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class KeyElsewhere(ABC):
    """A private key that stays where it is: in a token, or behind another program."""

    any_algorithm = False
    """Whether the certificate may be of an algorithm that this program cannot judge (SM2)."""

    @abstractmethod
    def signer(self, certificate: asn1_x509.Certificate, others: Sequence[asn1_x509.Certificate]) -> Signer:
        """pyHanko's way to this key. `others` are the intermediate certificates to put into the signature."""


@dataclass(frozen=True)
class Identity:
    """A signer: certificate, the chain above it (nearest first) and the key, which is never shown."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    key: SigningKey | KeyElsewhere = field(repr=False)

    @property
    def name(self) -> str:
        """The subject's common name."""
        return name_of(self.certificate)

    @property
    def unit(self) -> str:
        """The subject's OU: in a trial identity the title of the role it was made for, or empty."""
        return first(self.certificate.subject, NameOID.ORGANIZATIONAL_UNIT_NAME)

    @property
    def number(self) -> str:
        """The certificate's serial number, upper-case hexadecimal."""
        return f"{self.certificate.serial_number:X}"

    @property
    def any_algorithm(self) -> bool:
        """Whether its signature may be of an algorithm that this program cannot judge."""
        return isinstance(self.key, KeyElsewhere) and self.key.any_algorithm

    @property
    def trial(self) -> bool:
        """Whether the certificate is marked as a trial one."""
        return is_trial(self.certificate)


def first(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    """The first value of one attribute of a name, or empty."""
    return next((str(item.value) for item in name.get_attributes_for_oid(oid)), "")


def name_of(certificate: x509.Certificate) -> str:
    """The common name, else the whole subject; what stands in for a name that cannot be read."""
    try:
        return first(certificate.subject, NameOID.COMMON_NAME) or certificate.subject.rfc4514_string()
    except ValueError:
        return "（名称读不出来）"


def is_trial(certificate: x509.Certificate) -> bool:
    """Whether the subject carries the trial organisation."""
    return first(certificate.subject, NameOID.ORGANIZATION_NAME) == TRIAL_ORGANISATION


def key_fingerprint(certificate: x509.Certificate) -> bytes:
    """The public key's DER: two certificates of one key are one person."""
    try:
        public = certificate.public_key()
    except UnsupportedAlgorithm:
        from asn1crypto import x509 as asn1

        data = certificate.public_bytes(serialization.Encoding.DER)
        return bytes(asn1.Certificate.load(data).public_key.dump())
    return public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def same_person(one: x509.Certificate, other: x509.Certificate) -> bool:
    """Whether two certificates have one key, or one subject of one issuer, by how these read.

    An issuer gives a subject to one entity only (RFC 5280, 4.1.2.6).
    """
    named_alike = same_name(one.subject, other.subject) and same_name(one.issuer, other.issuer)
    return named_alike or key_fingerprint(one) == key_fingerprint(other)
