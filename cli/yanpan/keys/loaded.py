"""Certificates, lists, answers from bytes: one way in for each, which fails with `ValueError` and nothing else.

The library says of a version that is to come, of a bit string in a name or of an encrypted message each time something
of another kind; one kind is even no `Exception`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509 import ocsp

from yanpan.keys.quiet import quiet_libraries

quiet_libraries()

UNREADABLE = (ValueError, TypeError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType)
"""What the library raises for extensions and names that nobody can read."""


def panicked(error: BaseException) -> bool:
    """Whether an error is the end of the library's other half (Rust), which is no `Exception`; it quotes its input."""
    return type(error).__name__ == "PanicException"


def load_certificate(der: bytes) -> x509.Certificate:
    """Raises `ValueError` for what is no certificate, or of a version that the library does not know."""
    return _certificate(bytes(der))


@lru_cache(maxsize=8192)
def _certificate(der: bytes) -> x509.Certificate:
    with _in_one_kind():
        return x509.load_der_x509_certificate(der)


def load_p7b(der: bytes) -> list[x509.Certificate]:
    """The certificates of a PKCS#7 message. Raises `ValueError` for what is none, or encrypted."""
    with _in_one_kind():
        return pkcs7.load_der_pkcs7_certificates(der)


def load_list(der: bytes) -> x509.CertificateRevocationList:
    """Raises `ValueError` for what is no revocation list, or of a version that the library does not know."""
    with _in_one_kind():
        return x509.load_der_x509_crl(der)


def load_answer(der: bytes) -> ocsp.OCSPResponse:
    """Raises `ValueError` for what is no OCSP response."""
    with _in_one_kind():
        return ocsp.load_der_ocsp_response(bytes(der))


@contextmanager
def _in_one_kind() -> Iterator[None]:
    try:
        yield
    except ValueError:
        raise
    except BaseException as error:
        if isinstance(error, Exception) or panicked(error):
            raise ValueError(f"unreadable: {type(error).__name__}") from error
        raise
