"""A changed paper is never valid, whoever changed it and however."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from attacks import ATTACKS, gap, revisions
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from signed_papers import (
    AT,
    CASE,
    assessment,
    codes,
    identity,
    judged,
    prepared,
    print_paper,
    sign,
    signed_by_all,
    signed_once,
    signed_twice,
)

from yanpan.assessment import encode
from yanpan.signature import prepare_fields
from yanpan.signature.pdf import SteadyWriter
from yanpan.signature.sign import _signer


@pytest.mark.parametrize("name", ATTACKS)
@pytest.mark.parametrize("paper", ["once", "twice", "by_all"])
def test_a_changed_paper_is_not_valid(name: str, paper: str) -> None:
    pdf = {"once": signed_once, "twice": signed_twice, "by_all": signed_by_all}[paper]()
    assert judged(pdf).verdict == "valid"
    changed = ATTACKS[name](pdf)
    verification = judged(changed)
    if name == "cut_back_to_the_unsigned_paper":
        assert (verification.verdict, codes(verification)) == ("cannot_be_judged", {"NO_SIGNATURE"})
    else:
        assert verification.verdict == "invalid", codes(verification)


def test_a_paper_cut_back_to_an_earlier_signature_names_who_is_missing() -> None:
    """A file alone cannot tell that a later signature was cut off; the roles left open are said."""
    verification = judged(signed_by_all()[: revisions(signed_by_all())[-2]])
    assert verification.verdict == "valid"
    assert verification.unsigned == ("主要负责人",)


def by_hand(
    pdf: bytes, field: str, who: str, *, md: str = "sha256", certify: bool = False, **spec: object
) -> bytes:
    """Sign with pyHanko directly, as somebody who does not care for our rules."""
    metadata = PdfSignatureMetadata(
        field_name=field, md_algorithm=md, certify=certify, subfilter=SigSeedSubFilter.PADES
    )
    new = SigFieldSpec(field, **spec) if spec else None
    signer = PdfSigner(metadata, _signer(identity(who)), new_field_spec=new)
    out = BytesIO()
    signer.sign_pdf(SteadyWriter(pdf), existing_fields_only=not spec, output=out)
    return out.getvalue()


def now(pdf: bytes) -> set[str]:
    """Codes, judged long after signing by hand, which takes the machine's clock."""
    verification = judged(
        pdf, at=max(AT, identity("张某").certificate.not_valid_after_utc - timedelta(days=1))
    )
    assert verification.verdict == "invalid"
    return codes(verification)


def test_a_signature_in_a_new_field_is_none_of_the_required_ones() -> None:
    assert {"ROSTER", "ILLEGAL_MODIFICATION"} <= now(
        by_hand(signed_once(), "outsider", "李某", box=(10, 10, 100, 60), on_page=0)
    )


def test_an_invisible_extra_signature_is_none_of_the_required_ones() -> None:
    assert "ROSTER" in now(by_hand(signed_once(), "outsider", "李某", box=(0, 0, 0, 0), on_page=0))


def test_somebody_else_may_not_sign_first() -> None:
    assert "NOT_CERTIFIED" in now(by_hand(prepared(), "unit_head", "王某", certify=True))


def test_the_first_signature_must_lock_the_paper() -> None:
    assert "NOT_CERTIFIED" in now(by_hand(prepared(), "officer", "张某"))


def test_one_key_may_not_stand_for_two_roles() -> None:
    assert codes_of_same_key() >= {"SAME_PERSON"}


def codes_of_same_key() -> set[str]:
    return now(by_hand(signed_once(), "legal_review", "张某"))


def test_the_certificate_of_another_role_does_not_count() -> None:
    from yanpan.signature import keys

    who = identity("赵某", "主要负责人")
    metadata = PdfSignatureMetadata(
        field_name="officer", md_algorithm="sha256", certify=True, subfilter=SigSeedSubFilter.PADES
    )
    out = BytesIO()
    PdfSigner(metadata, _signer(who)).sign_pdf(
        SteadyWriter(prepared()), existing_fields_only=True, output=out
    )
    assert isinstance(who, keys.Identity)
    assert "ROLE" in now(out.getvalue())


def test_sha_1_is_not_accepted() -> None:
    assert "WEAK_HASH" in now(by_hand(prepared(), "officer", "张某", md="sha1", certify=True))


def test_a_signature_moved_from_another_paper_does_not_fit() -> None:
    other = assessment(case_number="粤韶执〔2026〕99号")
    paper = print_paper(other, encode(other))
    theirs = sign(prepare_fields(paper.pdf, paper.boxes), "officer", identity("张某"))
    mine = signed_once()
    (a, b), (c, d) = gap(mine), gap(theirs)
    moved = theirs[c + 1 : d - 1].ljust(b - a - 2, b"0")[: b - a - 2]
    assert "HASH_FAILURE" in codes(judged(mine[: a + 1] + moved + mine[b - 1 :]))


def test_a_root_of_the_same_name_is_not_the_root(tmp_path: object) -> None:
    from signed_papers import PASSPHRASE

    from yanpan.signature import load_trust, make_trial_identity

    fake = make_trial_identity(tmp_path / "张某.p12", name="张某", passphrase=PASSPHRASE, now=AT)
    verification = judged(signed_once(), trust=load_trust(fake.root_file))
    assert verification.verdict == "cannot_be_judged"


def test_a_paper_that_says_another_grade_than_its_data_is_not_valid() -> None:
    shown = assessment()
    for words in ({"grade": "低风险"}, {"case": "粤韶执〔2026〕13号"}):
        paper = print_paper(shown, encode(shown), **words)
        pdf = sign(prepare_fields(paper.pdf, paper.boxes), "officer", identity("张某"))
        assert codes(judged(pdf)) == {"TEXT_MISMATCH"}


def test_data_with_another_digest_than_the_printed_one_is_not_valid() -> None:
    paper = print_paper(assessment(), encode(assessment(warnings=["改动"])))
    pdf = sign(prepare_fields(paper.pdf, paper.boxes), "officer", identity("张某"))
    assert codes(judged(pdf)) == {"DIGEST_MISMATCH"}


def test_fields_that_are_not_those_of_the_required_signers_are_not_valid() -> None:
    paper = print_paper(assessment(), encode(assessment()))
    for boxes in (paper.boxes[:2], (paper.boxes[0], paper.boxes[2], paper.boxes[1])):
        pdf = sign(prepare_fields(paper.pdf, boxes), "officer", identity("张某"))
        assert codes(judged(pdf)) == {"ROSTER"}


def test_an_update_between_two_signatures_is_seen() -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed_once()))
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    assert {"EXTRA_REVISION", "METADATA_CHANGED"} <= now(by_hand(out.getvalue(), "legal_review", "李某"))


def test_the_case_number_is_reported() -> None:
    assert judged(signed_once()).case_number == CASE
