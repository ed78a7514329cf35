"""A time stamp covers what stands before it in the file, other time stamps among it: it is not older than they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from attacks_stamps import Unasking
from authorities import HEAD, ROOT, STAMPS, TRUST, Authority, StampServer, lists, stamp_server
from long_term_papers import ALL, judged_at, sign_to, stamping_at, wanted
from signed_papers import AT, codes, prepared

from yanpan.findings import Verdict
from yanpan.signature import LongTerm
from yanpan.signature.archive import add_to_archive
from yanpan.signature.evidence import collect
from yanpan.signature.levels import add_document_stamp
from yanpan.signature.order import Dated, Moment, order_findings
from yanpan.signature.pdf import open_pdf
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


@pytest.mark.long(one_in=4)
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


@pytest.mark.long(one_in=4)
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


DAY = timedelta(days=1)


def with_evidence(pdf: bytes, at: datetime, kind: str = "list") -> bytes:
    """The paper with revocation data of some moment in its store."""
    crls = (ROOT.crl(at), STAMPS.crl(at)) if kind == "list" else ()
    ocsps = (ROOT.ocsp(HEAD.certificate, at),) if kind == "answer" else ()
    found = collect(open_pdf(pdf), also=(), extra=TRUST, at=at, crls=crls, ocsps=ocsps)
    return add_to_archive(pdf, certificates=found.certificates, crls=found.crls, ocsps=found.ocsps)


def archived(pdf: bytes, at: datetime) -> bytes:
    with stamping_at(at) as service:
        stamper = wanted(service, "b-lta", crls=lists(at)).stamper(at)
        assert stamper is not None
        return add_document_stamp(pdf, stamper)


@pytest.mark.long(one_in=2)
@pytest.mark.parametrize("kind", ["list", "answer"])
def test_an_archive_stamp_is_no_older_than_the_evidence_that_it_covers(kind: str) -> None:
    signed = paper([None, None, None], [])
    issued = AT + 10 * DAY
    given = with_evidence(signed, issued, kind)
    judged = judged_at(archived(given, AT + HOUR), issued + DAY, crls=lists(issued + DAY))
    assert (judged.verdict, codes(judged) & {"TIMES_BACKWARDS"}) == ("invalid", {"TIMES_BACKWARDS"})
    # A list says that it is an hour old; a little ahead of the stamp is what clocks differ.
    for ahead in (timedelta(), 5 * MINUTE):
        good = archived(given, issued - ahead - (HOUR if kind == "list" else timedelta()))
        judged = judged_at(good, issued + DAY, crls=lists(issued + DAY))
        assert judged.verdict == "valid", codes(judged)


def test_an_own_token_and_a_claimed_time_are_no_older_than_the_evidence_before_them() -> None:
    (first, officer), *rest = ALL
    issued = AT + 10 * DAY
    begun = with_evidence(sign_to(prepared(), first, officer, LongTerm(), at=AT), issued)
    claimed = begun
    for role, who in rest:
        claimed = sign_to(claimed, role, who, LongTerm(), at=AT + HOUR)
    judged = judged_at(claimed, issued + DAY, crls=lists(issued + DAY))
    assert (judged.verdict, "TIMES_BACKWARDS" in codes(judged)) == ("invalid", True)
    with stamping_at(issued) as service:
        honest = sign_to(begun, *rest[0], wanted(service, "b-t", crls=lists(issued)), at=issued)
    assert "TIMES_BACKWARDS" not in codes(judged_at(honest, issued + DAY, crls=lists(issued + DAY)))


def test_a_token_is_older_than_nothing_dated_in_its_own_revision_or_before() -> None:
    stamp = Moment(3, AT, True, "officer", "主办")
    for revision, trusted, told in [
        (2, True, ["TIMES_BACKWARDS"]),
        (3, True, ["TIMES_BACKWARDS"]),
        (4, True, []),
        (2, False, ["TIME_STAMP_ORDER"]),
    ]:
        dated = Dated(revision, AT + HOUR, trusted, "证书")
        assert [item.code for item in order_findings([stamp], [dated])] == told
        assert list(order_findings([stamp], [Dated(revision, AT + 9 * MINUTE, trusted, "证书")])) == []


def stamped_by(service: StampServer, moment: datetime) -> bytes:
    """A paper with an archive stamp that the service gives whatever the time is."""
    service.clock = moment
    return add_document_stamp(paper([None, None, None], []), Unasking(service))


def test_a_time_stamp_is_of_the_time_of_its_certificate() -> None:
    old, now = Authority("某老时间戳根"), AT + 200 * DAY
    young = Authority(old.name, begins=AT + 100 * DAY)  # the same key
    certificate, key = young.issue("新时间戳服务", serial=77, stamping=True)
    given = {"crls": (*lists(now), old.crl(now)), "trust": (*TRUST, old.certificate)}
    with stamp_server(old) as service:
        service.certificate, service.key = certificate, key
        before = judged_at(stamped_by(service, AT + HOUR), now, **given)  # type: ignore[arg-type]
        after = judged_at(stamped_by(service, AT + 101 * DAY), now, **given)  # type: ignore[arg-type]
    assert (before.verdict, codes(before) & {"TIME_STAMP_FALSE"}) == ("invalid", {"TIME_STAMP_FALSE"})
    assert before.signatures[0].proven_at is None
    assert after.verdict == "valid", codes(after)


def test_a_time_stamp_is_of_the_time_of_the_authorities_above_it() -> None:
    now = AT + 200 * DAY
    root = Authority("某时间戳总根")
    early = Authority("某时间戳中级", above=root)
    late_root = Authority(root.name, begins=AT + 100 * DAY)
    late = Authority(early.name, above=late_root)  # renewed, with the same key
    with stamp_server(early) as service:
        given = {"crls": (*lists(now), root.crl(now), early.crl(now)), "trust": (*TRUST, root.certificate)}
        service.chain = (late.certificate,)
        alone = judged_at(stamped_by(service, AT + HOUR), now, **given)  # type: ignore[arg-type]
        service.chain = (late.certificate, early.certificate)
        both = judged_at(stamped_by(service, AT + HOUR), now, **given)  # type: ignore[arg-type]
    assert (alone.verdict, codes(alone) & {"TIME_STAMP_UNTRUSTED"}) == (
        "cannot_be_judged",
        {"TIME_STAMP_UNTRUSTED"},
    )
    assert both.verdict == "valid", codes(both)
