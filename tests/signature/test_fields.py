"""The empty signature fields."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from signed_papers import ROLES, blank_paper, codes, judged, prepared

from yanpan.errors import ReportFailed
from yanpan.signature import prepare_fields


def test_every_required_role_has_a_field_before_anyone_signs() -> None:
    with pikepdf.open(BytesIO(prepared())) as pdf:
        fields = pdf.Root.AcroForm.Fields
        assert [(str(f.T), str(f.TU)) for f in fields] == list(ROLES)
        for field, box in zip(fields, blank_paper().boxes, strict=True):
            assert [float(n) for n in field.Rect] == pytest.approx([box.x1, box.y1, box.x2, box.y2], abs=0.01)
            assert field.AP.N.read_bytes() == b"", "no grey box in print"
        *others, last = fields
        for field in others:
            lock = field.Lock
            assert (str(lock.Action), list(lock.Fields), lock.P) == ("/Include", [field.T], 2)
        assert (str(last.Lock.Action), last.Lock.P) == ("/All", 1), "the last forbids further change"


def test_the_same_paper_gives_the_same_bytes() -> None:
    paper = blank_paper()
    assert prepare_fields(paper.pdf, paper.boxes) == prepared()


def test_metadata_stay_as_rendered() -> None:
    with pikepdf.open(BytesIO(blank_paper().pdf)) as before, pikepdf.open(BytesIO(prepared())) as after:
        assert before.Root.Metadata.read_bytes() == after.Root.Metadata.read_bytes()
        assert dict(before.docinfo) == dict(after.docinfo)
        assert before.trailer.ID[0] == after.trailer.ID[0]


def test_an_unsigned_paper_cannot_be_judged() -> None:
    for pdf in (blank_paper().pdf, prepared()):
        verification = judged(pdf)
        assert verification.verdict != "valid"
    assert codes(judged(prepared())) == {"NO_SIGNATURE"}
    assert judged(prepared()).verdict == "cannot_be_judged"


def test_boxes_that_do_not_fit_are_refused() -> None:
    paper = blank_paper()
    first = paper.boxes[0]
    for boxes in (
        (),
        (first, first),
        (replace(first, page=9),),
        (replace(first, x2=first.x1),),
        (replace(first, role="a.b"),),
    ):
        with pytest.raises(ReportFailed):
            prepare_fields(paper.pdf, boxes)
    with pytest.raises(ReportFailed, match="读不了"):
        prepare_fields(b"no pdf", paper.boxes)
