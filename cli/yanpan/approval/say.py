"""What they said: an opinion in a form that everyone reads alike, and grades moved only by whom and where they may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yanpan.approval.opinion import Decision, Opinion
from yanpan.approval.signing import Papers, Signing
from yanpan.approval.wording import has_hidden
from yanpan.assessment.model import Assessment
from yanpan.findings import Finding, invalid, note, unjudged
from yanpan.questionnaire.model import Grade


def opinion_findings(papers: Papers, signings: Sequence[Signing]) -> Iterator[Finding]:
    """Opinions that are none of ours, and grades that somebody moved who may not (law 11).

    Hidden characters make two readers read two things, which no honest program writes: invalid. Other words may be an
    honest person's, signed with another program; whether they agree is for a person to read: cannot be judged. Both
    are no opinion, so that the grade stays. What somebody adds to 同意 is shown to whoever reads: no list of words tells
    whether it takes the opinion back.
    """
    for item in signings:
        if item.opinion is not None:
            if item.opinion.decision is Decision.AGREE and item.opinion.reason:
                words = f"“{item.title}”同意时另写了话，请读一读：{item.opinion.reason}"
                yield note("WORDS_BESIDE", words, item.role)
            continue
        if has_hidden(item.reason):
            yield invalid("OPINION_HIDDEN", f"“{item.title}”的意见里有看不见的字符", item.role)
        else:
            words = (
                f"“{item.title}”的意见不是本工具的写法，同意还是不同意要看原文：{item.reason or '（空白）'}"
            )
            yield unjudged("OPINION_FORM", words, item.role)
    if papers.assessment is not None:
        yield from _grades(papers.assessment, signings)


def _grades(assessment: Assessment, signings: Sequence[Signing]) -> Iterator[Finding]:
    grade = assessment.grade.residual
    for item in signings:
        if item.opinion is not None and item.opinion.grade is not None:
            yield from _moved(assessment, item, item.opinion, item.opinion.grade, grade)
            grade = item.opinion.grade


def _moved(
    assessment: Assessment, item: Signing, opinion: Opinion, to: Grade, before: Grade
) -> Iterator[Finding]:
    """Only a rank that may lowers the grade, and never across a red line, whatever the opinion calls it."""
    if opinion.decision is Decision.RAISE and to.rank > before.rank:
        return
    if opinion.decision is Decision.RAISE:
        yield invalid("NOT_RAISED", f"“{item.title}”写的是调高，等级却没有变高", item.role)
    elif to.rank >= before.rank:
        yield invalid("NOT_LOWERED", f"“{item.title}”写的是调低，等级却没有变低", item.role)
    if to.rank < before.rank or opinion.decision is Decision.LOWER:
        may_lower = {signer.role for signer in assessment.signers if signer.may_lower}
        if assessment.red_lines:
            yield invalid("LOWERED_RED_LINE", f"触了红线的案件被“{item.title}”调低了等级", item.role)
        if item.role not in may_lower:
            yield invalid("LOWERED_WITHOUT_RIGHT", f"“{item.title}”无权调低等级", item.role)
