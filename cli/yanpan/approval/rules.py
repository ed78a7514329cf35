"""The rules of approval, each written once. `verify` asks them of all signatures, `sign` of those there and one more.

So what sign refuses verify refuses, and what verify calls invalid nobody signs onto. Two weights:

- **invalid**: the signed paper itself shows the breach, and nothing that anybody could still bring heals it.
- **cannot be judged**: something is wanting that may yet come (a signature, a scan, a proof of the time), or a person
  must read what no rule can; and a paper that its signers sent back, which is genuine but no approval.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from yanpan.approval import order, people, say, times
from yanpan.approval.signing import Papers, Signing
from yanpan.assessment.model import Assessment
from yanpan.findings import Finding, Verdict, invalid


class Rule(StrEnum):
    """The codes of findings that stop a signature. Each has its reasons where the rule stands."""

    OPEN_ANSWERS = "OPEN_ANSWERS"
    NO_ZONE = "NO_ZONE"
    EXPIRED = "EXPIRED"
    NOT_PROVEN_IN_TIME = "NOT_PROVEN_IN_TIME"
    ASSESSED_LATER = "ASSESSED_LATER"
    BEFORE_ASSESSMENT = "BEFORE_ASSESSMENT"
    TIMES_BACKWARDS = "TIMES_BACKWARDS"
    NO_SUCH_ROLE = "NO_SUCH_ROLE"
    ROLE_TWICE = "ROLE_TWICE"
    OUT_OF_ORDER = "OUT_OF_ORDER"
    AFTER_REFUSAL = "AFTER_REFUSAL"
    AFTER_RAISE = "AFTER_RAISE"
    ROLE = "ROLE"
    SAME_PERSON = "SAME_PERSON"
    WRONG_ROLE = "WRONG_ROLE"
    OPINION_FORM = "OPINION_FORM"
    OPINION_HIDDEN = "OPINION_HIDDEN"
    NOT_RAISED = "NOT_RAISED"
    NOT_LOWERED = "NOT_LOWERED"
    LOWERED_WITHOUT_RIGHT = "LOWERED_WITHOUT_RIGHT"
    LOWERED_RED_LINE = "LOWERED_RED_LINE"
    SCAN_OUT_OF_ORDER = "SCAN_OUT_OF_ORDER"
    SCAN_TWICE = "SCAN_TWICE"
    SCAN_CHANGED = "SCAN_CHANGED"
    SCAN_MISSING = "SCAN_MISSING"


_STOPPING = frozenset(rule.value for rule in Rule)


def rule_findings(papers: Papers, signings: Sequence[Signing], *, so_far: bool = False) -> Iterator[Finding]:
    """Everything that the rules say of these signatures, in the order of the file.

    With `so_far` what keeps genuine signatures from being a whole approval is a note: the reader asks only whether
    what is signed so far is genuine and in order. Nothing signed breaks no rule.
    """
    if not signings:
        return
    if papers.assessment is not None and open_answers(papers.assessment):
        what = "还有必答题没有答" if papers.assessment.missing else "有回答互相矛盾，没有说明"
        yield invalid(Rule.OPEN_ANSWERS, f"{what}，本不能签署：{_asks(papers.assessment)}")
    yield from times.time_findings(papers, signings)
    yield from order.order_findings(papers, signings)
    yield from people.people_findings(papers, signings)
    yield from say.opinion_findings(papers, signings)
    yield from order.scan_findings(papers, signings, so_far=so_far)
    yield from order.approval_findings(papers, signings, so_far=so_far)


def stopping(papers: Papers, signings: Sequence[Signing]) -> Iterator[Finding]:
    """What forbids the last of these signatures: the findings that bring breaches, not those that await something."""
    for finding in rule_findings(papers, signings, so_far=True):
        # Who signs stands at the case folder: a scan that is not there is lost.
        lost = finding.code == Rule.SCAN_MISSING and papers.scans is not None
        if lost or (finding.weight is not Verdict.VALID and finding.code in _STOPPING):
            yield finding


def open_answers(assessment: Assessment) -> bool:
    """Whether a required question is open (law 6), or answers contradict each other unexplained (law 9), so that nobody
    may sign: invalid, the law forbids the signature.

    An assessment that a certain red line ended early may have open ones: it forbids the act, whatever they are. One
    that only an unknown answer brings about is not certain.
    """
    if assessment.signable and not assessment.missing and not assessment.unexplained:
        return False
    certain = any(not line.by_unknown for line in assessment.red_lines)
    return not (assessment.ended_early and certain)


def _asks(assessment: Assessment) -> str:
    asks = {answer.question: answer.ask for answer in assessment.answers}
    words = [asks.get(name, name) for name in assessment.missing] or [c.words for c in assessment.unexplained]
    return "；".join(words[:5])
