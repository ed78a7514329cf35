"""A paper says in every reader what the record says, and looks the same."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest
import reading
from papers import KINDS, NAMES, assessment_of, paper, printed_case, worked
from reading import squeezed

from yanpan.assessment import Assessment, digest_of
from yanpan.report.glyphs import printable
from yanpan.report.words import asked_words, grade_title

readers = pytest.mark.parametrize("reader", ["poppler", "mupdf"])
_BOXES = re.compile(r"[☐☑]")


@cache
def pages(name: str, reader: str) -> list[str]:
    """The pages' text; MuPDF writes SIGN over every empty signature field."""
    found = getattr(reading, reader)(paper(name).pdf)
    return [page.replace("SIGN", "") for page in found]


def must_say(a: Assessment) -> list[str]:
    """All that a long paper owes to its reader."""
    said = [
        grade_title(a, a.grade.initial),
        a.conclusion.title,
        a.case_number,
        digest_of(a),
        a.questionnaire.digest,
    ]
    said += [
        word
        for line in a.red_lines
        for word in (line.title, line.words, line.cure if line.curable else "不能改正")
    ]
    said += [word for hazard in a.hazards for word in (hazard.title, hazard.why)]
    said += [f"{h.likelihood}×{h.consequence}={h.points}" for h in a.hazards]
    said += [word for duty in a.duties for word in (duty.title, duty.who, duty.due_words)]
    said += [word for measure in a.measures for word in (measure.title, measure.how)]
    said += [measure.owner for measure in a.measures if measure.planned and measure.owner]
    said += [asked_words(answer.ask) for answer in a.answers]
    said += [word for answer in a.answers for word in (answer.shown, answer.note, *answer.evidence)]
    said += [word for statement in a.statements for word in (statement.who, statement.said, statement.why)]
    said += [signer.title for signer in a.signers]
    said += [*a.attachments, *a.warnings, a.conclusion.words]
    return [_BOXES.sub("", squeezed(printable(word))) for word in said if word]


@pytest.mark.long(one_in=4)
@readers
@pytest.mark.parametrize("name", [name for name in KINDS if name != "spot_fine"])
def test_every_word_that_the_paper_owes_is_read_out_of_it(name: str, reader: str) -> None:
    text = reading.bodies(pages(name, reader), printable(assessment_of(name).case_number))
    assert [word for word in must_say(assessment_of(name)) if word not in text] == []


@readers
def test_the_short_form_says_what_a_short_form_owes(reader: str) -> None:
    a = assessment_of("spot_fine")
    text = "".join(squeezed(page) for page in pages("spot_fine", reader))
    said = [a.conclusion.title, a.case_number, digest_of(a), a.facts["party_name"], a.facts["unit_name"]]
    said += [duty.title for duty in a.duties] + [signer.title for signer in a.signers]
    assert [word for word in said if squeezed(word) not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_two_readers_and_the_drawing_itself_give_the_same_text(name: str) -> None:
    drawn = ["" for _ in pages(name, "poppler")]
    for run in reading.runs(reading.read(paper(name).pdf)):
        drawn[run.page] += run.text
    one, other = ([squeezed(page) for page in pages(name, reader)] for reader in ("poppler", "mupdf"))
    assert one == [squeezed(page) for page in drawn]
    assert [Counter(page) for page in other] == [Counter(page) for page in one]


@pytest.mark.long(one_in=9)
@pytest.mark.parametrize("name", KINDS)
def test_two_readers_draw_the_same_picture(name: str) -> None:
    """In squares of two millimetres; two different pages of a paper come to 0.6 at most."""
    one, other = (reading.grey(paper(name).pdf, program) for program in ("poppler", "mupdf"))
    assert len(one) == len(other)
    assert [reading.likeness(mine, theirs) > 0.75 for mine, theirs in zip(one, other, strict=True)] == [
        True
    ] * len(one)


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(worked()))
def test_every_worked_case_is_read_out_whole(name: str) -> None:
    data, a = printed_case(name), worked()[name]
    read = (reading.poppler(data), [page.replace("SIGN", "") for page in reading.mupdf(data)])
    texts = [reading.bodies(pages, a.case_number) for pages in read]
    owed = [squeezed(digest_of(a))] if a.short_form else must_say(a)
    assert [word for word in owed for text in texts if word not in text] == []
