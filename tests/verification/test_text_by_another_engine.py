"""Texts that the engine sets in uncommon ways, in papers of another engine's name: held against a re-set, they are alike."""

from __future__ import annotations

import msgspec
import pytest
from attacks_records import SHORT, answers
from structured_book import Book
from structured_papers import AT, Services, form, judge, renamed, signed

from yanpan.answers.model import Answer
from yanpan.assessment import assess, encode
from yanpan.report import render_pdf

TEXTS = {
    "a mark that the font has no letter for": "沿江路Ê̄号",
    "another": "沿江路Ê̌3㎡̄",
    "a mark at the end": "沿江路Ê̇",
    "tones of Chinese": "沿江路〩〪",
    "Tibetan": "བོད་ལྗོངས",
    "many": "a̐éö̲x̂ŷ̄",
}


@pytest.mark.long(one_in=8)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_set_above_the_line_is_no_forgery(text: str) -> None:
    given = answers(SHORT)
    given = msgspec.structs.replace(given, answers={**given.answers, "place": Answer(value=text)})
    shown = assess(form(), given, AT)
    book = Book.of(render_pdf(shown, encode(shown), form().embedded).pdf)
    renamed(book)
    pdf = book.written()
    for signer in shown.signers:
        pdf = signed(pdf, signer.role, Services("b-b", None))
    found = judge(pdf)
    assert found.verdict.value == "valid", found.findings
