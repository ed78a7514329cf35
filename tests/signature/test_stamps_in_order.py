"""A time stamp covers what stands before it in the file, other time stamps among it: it is not older than they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from authorities import TRUST, lists
from long_term_papers import ALL, sign_to, stamping_at, wanted
from signed_papers import AT, prepared

from yanpan.findings import Verdict
from yanpan.signature import LongTerm
from yanpan.signature.levels import add_document_stamp
from yanpan.signature.order import Moment, order_findings
from yanpan.signature.signatures import check_signatures

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def paper(tokens: Sequence[datetime | None], archive: Sequence[datetime]) -> bytes:
    pdf = prepared()
    for (role, who), moment in zip(ALL, tokens, strict=False):
        if moment is None:
            pdf = sign_to(pdf, role, who, LongTerm(), at=AT)
            continue
        with stamping_at(moment) as service:
            pdf = sign_to(pdf, role, who, wanted(service, "b-t", crls=lists(moment)), at=moment)
    for moment in archive:
        with stamping_at(moment) as service:
            stamper = wanted(service, "b-lta", crls=lists(moment)).stamper(moment)
            assert stamper is not None
            pdf = add_document_stamp(pdf, stamper)
    return pdf


def against(pdf: bytes) -> dict[str, str]:
    at = AT + 30 * HOUR
    judged = check_signatures(pdf, at=at, trust=TRUST, crls=(*lists(AT), *lists(at)))
    found = [item for item in judged.findings if item.weight is not Verdict.VALID]
    return {item.code: item.weight.value for item in found if "TIME" in item.code}


LATE = AT + 20 * HOUR


@pytest.mark.parametrize(
    ("tokens", "archive"),
    [
        ([AT, AT], [AT]),
        ([AT, LATE], [LATE, LATE + HOUR]),
        ([LATE], [LATE - 9 * MINUTE]),
        ([None, AT], [AT + HOUR]),
    ],
)
def test_what_stands_later_is_later(tokens: list[datetime | None], archive: list[datetime]) -> None:
    assert against(paper(tokens, archive)) == {}


@pytest.mark.parametrize(
    ("tokens", "archive"),
    [
        ([LATE, LATE], [AT + HOUR]),  # both own ones are newer
        ([AT, LATE], [AT + HOUR]),  # one of them
        ([LATE], [LATE - 11 * MINUTE]),
        ([AT], [LATE, AT + HOUR]),  # archive under archive
        ([LATE], [LATE, AT + HOUR]),
    ],
)
def test_no_time_stamp_is_older_than_one_that_it_covers(
    tokens: list[datetime | None], archive: list[datetime]
) -> None:
    assert against(paper(tokens, archive)) == {"TIMES_BACKWARDS": "invalid"}


def test_a_token_is_no_older_than_the_token_before_it() -> None:
    moments = [Moment(1, LATE, True, "officer", "主办"), Moment(2, AT, True, "head", "负责人")]
    assert [(item.code, item.role) for item in order_findings(moments)] == [("TIMES_BACKWARDS", "head")]
    assert [item.code for item in order_findings(reversed(moments))] == ["TIMES_BACKWARDS"]


def test_a_stamp_between_that_is_not_trusted_hides_nothing() -> None:
    moments = [Moment(1, LATE, True), Moment(2, LATE + HOUR, False), Moment(3, AT, True)]
    assert [item.code for item in order_findings(moments)] == ["TIMES_BACKWARDS"]
    mild = [Moment(1, LATE, False), Moment(2, AT, True)]
    assert [(item.code, item.weight.value) for item in order_findings(mild)] == [
        ("TIME_STAMP_ORDER", "cannot_be_judged")
    ]
