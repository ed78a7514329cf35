"""What a paper carries: the record as it is stored, and the questionnaire that judged it."""

from __future__ import annotations

from datetime import UTC
from functools import cache
from hashlib import md5
from pathlib import Path
from typing import Any

import papers
import pytest
import reading

from yanpan.assessment import Assessment, assess, digest_of_bytes, encode, read_record
from yanpan.errors import ReportFailed
from yanpan.questionnaire import Form, compile_form, read_embedded
from yanpan.report import Press, render_html, render_html_page, render_pdf

OLD = Path(__file__).parents[1] / "records" / "before-0.1.0" / "spot_fine.json"


def form() -> Form:
    return papers.form()


@cache
def case() -> Assessment:
    return papers.live(papers.SPOT_FINE)


@cache
def carrying() -> bytes:
    return render_pdf(case(), encode(case()), form().embedded).pdf


@cache
def plain() -> bytes:
    return render_pdf(case(), encode(case())).pdf


@cache
def document(pdf: bytes) -> Any:
    return reading.read(pdf)


def files(pdf: bytes) -> dict[str, Any]:
    return {str(spec.F): spec for spec in document(pdf).Root.AF}


@pytest.mark.long
def test_the_questionnaire_goes_along_byte_for_byte() -> None:
    spec = files(carrying())["questionnaire.json"]
    data = spec.EF.F.read_bytes()
    assert data == form().embedded
    assert digest_of_bytes(data) == case().questionnaire.digest
    assert str(spec.UF) == "questionnaire.json"
    assert "问卷" in str(spec.Desc)
    assert spec.AFRelationship == "/Supplement"
    assert spec.EF.F.Filter == "/FlateDecode"
    assert spec.EF.F.Subtype in ("/application/json", "/application#2fjson")
    assert int(spec.EF.F.Params.Size) == len(data)
    assert bytes(spec.EF.F.Params.CheckSum) == md5(data, usedforsecurity=False).digest()
    assert str(spec.EF.F.Params.ModDate) == f"D:{case().assessed_at.astimezone(UTC):%Y%m%d%H%M%S}Z"


def test_both_files_are_listed_once_and_in_order() -> None:
    pdf = document(carrying())
    assert list(files(carrying())) == ["assessment.json", "questionnaire.json"]
    names = [str(name) for name in list(pdf.Root.Names.EmbeddedFiles.Names)[::2]]
    assert names == ["assessment.json", "questionnaire.json"]


def test_whoever_has_the_paper_alone_can_judge_again() -> None:
    found = files(carrying())
    record = read_record(found["assessment.json"].EF.F.read_bytes())
    carried = compile_form(read_embedded(found["questionnaire.json"].EF.F.read_bytes()))
    from yanpan.assessment import answers_of

    assert encode(assess(carried, answers_of(record, carried), record.assessed_at)) == encode(case())


def test_without_one_only_the_record_goes_along() -> None:
    assert list(files(plain())) == ["assessment.json"]


def test_what_is_read_is_the_same_with_it_and_without() -> None:
    assert reading.poppler(carrying()) == reading.poppler(plain())


@pytest.mark.long
def test_the_same_paper_has_the_same_bytes_here_and_in_a_press() -> None:
    assert render_pdf(case(), encode(case()), form().embedded).pdf == carrying()
    with Press() as press:
        assert press.print(case(), questionnaire=form().embedded).pdf == carrying()
        assert press.print(case()).pdf == plain()


def test_it_adds_less_than_a_hundred_and_ten_thousand_bytes() -> None:
    assert len(carrying()) - len(plain()) < 110_000


def test_another_questionnaire_than_the_one_that_judged_is_refused() -> None:
    with pytest.raises(ReportFailed, match="问卷"):
        render_pdf(case(), encode(case()), form().embedded + b" ")


def test_the_digest_on_a_paper_is_that_of_the_record_as_it_is_stored() -> None:
    data = OLD.read_bytes()
    record = read_record(data)
    digest = digest_of_bytes(data)
    made = render_pdf(record, data).pdf
    assert digest in reading.squeezed("".join(reading.poppler(made)))
    assert files(made)["assessment.json"].EF.F.read_bytes() == data
    assert digest in render_html(record, data)
    assert digest in render_html_page(record, data)
