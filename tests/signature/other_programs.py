"""Papers signed by a program of another maker: OpenSSL stands for the software of a device.

OpenSSL writes the machine's time into what it signs, so that these papers are signed now.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path

import pytest
from cryptography import x509
from issuing import Issued, write
from issuing import issue as issue_at
from signed_papers import AT as THEN
from signed_papers import believing, prepared

from yanpan.errors import InputRefused
from yanpan.signature import Prepared, finish_signature, prepare_signature
from yanpan.verification import Verification, verify_pdf

AT = datetime.now(THEN.tzinfo).replace(microsecond=0)
SOON = AT + timedelta(hours=3)
"""Later than any of these tests: openssl signs by the machine's clock, and the module was read long before."""
issue = partial(issue_at, now=AT)
PADES = ("-cades", "-nosmimecap")


def prepare(certificate: x509.Certificate, pdf: bytes | None = None, role: str = "officer") -> Prepared:
    return prepare_signature(pdf or prepared(), role=role, certificate=certificate, reason="同意", at=AT)


def openssl(
    folder: Path,
    data: bytes,
    who: Issued,
    *more: str,
    chain: Sequence[Issued] = (),
    form: Sequence[str] = ("-outform", "DER"),
    kind: Sequence[str] = PADES,
) -> bytes:
    """Sign with another process, which gets nothing but the bytes to sign."""
    (folder / "to-sign").write_bytes(data)
    write(folder / "key.pem", who.pkcs8)
    write(folder / "cert.pem", who.pem)
    write(folder / "chain.pem", *(item.pem for item in chain))
    words = [
        "openssl",
        "cms",
        "-sign",
        "-binary",
        "-in",
        "to-sign",
        "-signer",
        "cert.pem",
        "-inkey",
        "key.pem",
    ]
    extra = ["-certfile", "chain.pem"] if chain else []
    done = subprocess.run([*words, *extra, *form, *kind, *more], cwd=folder, check=True, capture_output=True)
    return done.stdout


def verdict(
    pdf: bytes, *, at: datetime = AT + timedelta(hours=4), crls: Sequence[bytes] = ()
) -> Verification:
    return verify_pdf(pdf, **believing(at=at, trust=[root().certificate], crls=crls, so_far=True))


@cache
def root() -> Issued:
    return issue("测试根", ca=True)


@cache
def middle() -> Issued:
    return issue("测试中级", root(), ca=True)


def refused(waiting: Prepared, data: bytes, words: str, kind: type[InputRefused] = InputRefused) -> None:
    with pytest.raises(kind, match=words):
        finish_signature(waiting, data, at=SOON)
