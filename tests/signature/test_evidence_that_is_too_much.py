"""Evidence is added without a key, by anybody: how much of it there may be is told before it is read."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from attacks_certificates import issued, x509_name
from attacks_evidence import store_of
from attacks_signing import by_hand
from attacks_tools import dictionary, grown, stream
from authorities import HEAD, OFFICER, ROOT, TRUST, lists, new_key
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from forging import counted, forged, inflated, named, upside_down
from long_term_papers import signed_to, so_far_at
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.misc import PdfReadError
from signed_papers import AT, codes, prepared

from yanpan.errors import InputRefused, KeyRefused
from yanpan.keys import Identity, load_trust
from yanpan.keys.tries import MOST_SIGNATURES
from yanpan.signature import sign_pdf
from yanpan.signature.archive import add_to_archive
from yanpan.signature.pdf import SteadyWriter, open_pdf
from yanpan.signature.signatures import check_signatures

RSA_SHA256 = named("1.2.840.113549.1.1.11", b"\5\0")
LARGE = inflated(ROOT.certificate, octets=70_000)


def with_store(certificates: Sequence[bytes] = (), ocsps: Sequence[bytes] = ()) -> bytes:
    return grown(signed_to("b-b"), lambda w: store_of(w, {"Certs": certificates, "OCSPs": ocsps}))


def told(pdf: bytes) -> dict[str, str]:
    found = check_signatures(pdf, at=AT, trust=TRUST, crls=lists())
    return {item.code: item.words for item in found.findings}


def many(count: int) -> list[bytes]:
    return [
        forged(ROOT.certificate, RSA_SHA256, number=9000 + number).public_bytes(Encoding.DER)
        for number in range(count)
    ]


@pytest.mark.parametrize("widths", [(1, 1, 1), (0, 0, 0)], ids=["millions of rows", "rows of nothing"])
def test_a_small_file_of_millions_of_rows_is_not_read_to_its_end(widths: tuple[int, int, int]) -> None:
    """A cross-reference stream says how many rows it has; deflated, or without any width, they take no room."""
    rows, size = 4_000_000, sum(widths)
    data = zlib.compress(b"\1" * size * rows, 9)
    head = b"%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\nendobj\n"
    entries = b"<</Type /XRef/Size %d/W [%d %d %d]/Root 1 0 R/Filter /FlateDecode/Length %d>>" % (
        rows,
        *widths,
        len(data),
    )
    pdf = (
        head
        + b"2 0 obj\n"
        + entries
        + b"\nstream\n"
        + data
        + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head)
    )
    with pytest.raises(PdfReadError, match="more rows"):
        open_pdf(pdf)


@pytest.mark.parametrize(
    ("certificates", "ocsps", "words"),
    [
        ([LARGE], [], "证书超过 64 KB"),
        ([inflated(ROOT.certificate, parts_of_name=400)], [], "名称超过 4 KB"),
        (many(129), [], "证书超过 128 张"),
        ([inflated(ROOT.certificate, octets=60_000 + n) for n in range(5)], [], "一共超过 256 KB"),
        ([], [ROOT.ocsp(HEAD.certificate) + bytes(70_000)], "OCSP 答复超过 64 KB"),
    ],
)
def test_too_much_is_not_read(certificates: list[bytes], ocsps: list[bytes], words: str) -> None:
    assert words in told(with_store(certificates, ocsps))["TOO_COMPLEX"]
    assert so_far_at(with_store(certificates, ocsps), crls=lists()).verdict == "cannot_be_judged"


def packed(writer: SteadyWriter) -> None:
    """A certificate of 20 MB in a few KB."""
    part = stream(inflated(ROOT.certificate, octets=20_000_000))
    part.compress()
    _store(writer, [writer.add_object(part)])


def twice(writer: SteadyWriter) -> None:
    reference = writer.add_object(stream(ROOT.certificate.public_bytes(Encoding.DER)))
    _store(writer, [reference, reference])


def _store(writer: SteadyWriter, references: list[generic.IndirectObject]) -> None:
    store = dictionary()
    store[pdf_name("/Certs")] = generic.ArrayObject(references)
    writer.root["/DSS"] = writer.add_object(store)
    writer.update_root()


@pytest.mark.parametrize(("change", "words"), [(packed, "被压缩"), (twice, "放了两次")])
def test_what_this_program_never_writes_is_told_unread(
    change: Callable[[SteadyWriter], None], words: str
) -> None:
    assert words in told(grown(signed_to("b-b"), change))["EXTRA_EVIDENCE"]


def test_a_large_certificate_in_a_signature_is_not_read() -> None:
    large = x509.load_der_x509_certificate(inflated(OFFICER.certificate, octets=70_000))
    head = issued(x509_name("王某"), 91, issuer=x509_name("甲"), key=new_key("王某"))
    carrying = Identity(head.certificate, (large,), head.key)
    own = by_hand(prepared(), "officer", carrying, certify=True)
    assert "超过 64 KB" in told(own)["TOO_COMPLEX"]


def test_a_chain_stored_upside_down_is_not_looked_at_for_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = [item.public_bytes(Encoding.DER) for item in upside_down(ROOT.certificate, 60)]
    pdf = add_to_archive(signed_to("b-b"), certificates=chain, crls=(), ocsps=())
    looked = counted(monkeypatch)
    found = so_far_at(pdf, crls=lists())
    assert 0 < len(looked) < 10 * MOST_SIGNATURES
    assert found.verdict == "cannot_be_judged"
    assert "UNKNOWN_EVIDENCE" in codes(found)


def test_a_trusted_file_with_a_large_certificate_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "large.cer"
    file.write_bytes(LARGE)
    with pytest.raises(KeyRefused, match="超过 64 KB"):
        load_trust(file)


def test_whoever_signs_next_is_told_the_same() -> None:
    """Signing to a level reads what is stored before."""
    from authorities import stamp_server
    from long_term_papers import wanted

    with stamp_server() as service, pytest.raises(InputRefused, match="超过 64 KB"):
        sign_pdf(
            grown(prepared(), lambda w: store_of(w, {"Certs": [LARGE]})),
            role="officer",
            identity=OFFICER,
            reason="同意",
            at=AT,
            long_term=wanted(service, "b-lt"),
        )
