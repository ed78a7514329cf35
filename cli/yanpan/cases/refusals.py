"""A rule's finding as the refusal of the signature that would break it: what is wrong, where, what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from yanpan.approval import Papers, Rule, Signing, ask_the_keeper
from yanpan.assessment.words import show_moment
from yanpan.cases.case_folder import Case
from yanpan.cases.standing import Standing, again_command
from yanpan.errors import InputRefused, KeyRefused, SignatureNotJudged, YanpanError
from yanpan.findings import Finding

_CLOCK = "检查电脑的日期和时间。"
_ANEW = "按现在的情况重新研判。"


@dataclass(frozen=True)
class Attempt:
    """Who wants to sign which case, and how that stands. `earlier` are the signatures that are there."""

    case: Case
    papers: Papers
    standing: Standing
    earlier: Sequence[Signing]
    mine: Signing

    @property
    def name(self) -> str:
        """The signer's, as far as it is known."""
        from yanpan.keys import name_of

        return name_of(self.mine.certificate) if self.mine.certificate is not None else self.mine.title


def refusal(finding: Finding, attempt: Attempt) -> YanpanError:
    """The error for a finding that stops this signature."""
    whole_paper = (Rule.OPEN_ANSWERS, Rule.NO_ZONE, Rule.ASSESSED_LATER)
    if finding.role != attempt.mine.role and finding.code not in (
        *whole_paper,
        Rule.SCAN_MISSING,
        Rule.SCAN_CHANGED,
    ):
        # Somebody else's, of before: what verify cannot judge no further signature mends.
        return SignatureNotJudged(
            f"已有的签名无法判断，不能接着签：{finding.words}",
            where=str(attempt.case.paper),
            remedy="查清它；查不清的，重新研判（yanpan edit 案件，原来的留作旧版；答案不改的用 yanpan assess --replace）。",
        )
    return _BY_RULE.get(Rule(finding.code), _in_its_words)(finding, attempt)


def _in_its_words(finding: Finding, attempt: Attempt) -> YanpanError:
    return InputRefused(finding.words, where=str(attempt.case.folder), remedy="yanpan sign 案件 可看轮到谁。")


def _open_answers(_: Finding, attempt: Attempt) -> YanpanError:
    assessment = attempt.case.assessment
    asks = {answer.question: answer.ask for answer in assessment.answers}
    named = "；".join(asks.get(name, name) for name in assessment.missing[:5])
    if not assessment.missing and (open_ones := assessment.unexplained):
        return InputRefused(
            f"有 {len(open_ones)} 处回答互相矛盾，没有说明，不能签署：{'；'.join(c.words for c in open_ones[:5])}",
            where=assessment.case_number,
            remedy="改正答错的一题，或者写明两个回答怎样都对，重新研判（yanpan edit 案件）。",
        )
    return InputRefused(
        f"还有 {len(assessment.missing)} 道必答题没有答，不能签署：{named}",
        where=assessment.case_number,
        remedy="补答后重新研判（yanpan assess）。查不清的答“不清楚”。",
    )


def _expired(_: Finding, attempt: Attempt) -> YanpanError:
    until = show_moment(attempt.case.assessment.validity.expires_at)
    return InputRefused(
        f"研判已于 {until} 过期，不能再签署", where=attempt.case.assessment.case_number, remedy=_ANEW
    )


def _ahead(_: Finding, attempt: Attempt) -> YanpanError:
    assessed = show_moment(attempt.case.assessment.assessed_at)
    words = f"研判的时间（{assessed}）比现在还晚，不能签署"
    return InputRefused(
        words, where=attempt.case.assessment.case_number, remedy=f"{_CLOCK}没有错的，重新研判。"
    )


def _backwards(_: Finding, attempt: Attempt) -> YanpanError:
    times = [item.claimed_at for item in attempt.earlier if item.claimed_at is not None]
    times += [item.proven_at for item in attempt.earlier if item.stamped and item.proven_at is not None]
    words = f"前面的人签署的时间是 {show_moment(max(times))}，比现在还晚，不能签署"
    return InputRefused(
        words, where=str(attempt.case.paper), remedy=f"{_CLOCK}没有错的，过了那个时间再签，或者重新研判。"
    )


def _no_such_role(_: Finding, attempt: Attempt) -> YanpanError:
    listed = "、".join(f"{role}（{title}）" for role, title in attempt.papers.roster)
    return InputRefused(
        f"这个案件不用“{attempt.mine.role}”签署",
        where=str(attempt.case.folder),
        remedy=f"可签的角色：{listed}。",
    )


def _twice(_: Finding, attempt: Attempt) -> YanpanError:
    return InputRefused(
        f"{attempt.mine.title}已经签过了",
        where=str(attempt.case.folder),
        remedy="yanpan sign 案件 可看轮到谁。",
    )


def _out_of_turn(finding: Finding, attempt: Attempt) -> YanpanError:
    following = attempt.standing.next_role
    if following is None or following == attempt.mine.role:
        return _in_its_words(finding, attempt)
    title = attempt.papers.title(following)
    return InputRefused(
        f"还没轮到{attempt.mine.title}，现在轮到{title}（{following}）",
        where=str(attempt.case.folder),
        remedy=f"先由{title}签署。",
    )


def _after_refusal(_: Finding, attempt: Attempt) -> YanpanError:
    refused = attempt.standing.refused
    who = f"{refused.title}（{refused.signer}）" if refused else "前面的人"
    reason = refused.opinion.reason if refused and refused.opinion else ""
    return InputRefused(
        f"{who}已不同意并退回：{reason}",
        where=str(attempt.case.folder),
        remedy="按退回的理由改正，重新研判（yanpan edit 案件，原来的留作旧版）。",
    )


def _after_raise(_: Finding, attempt: Attempt) -> YanpanError:
    return InputRefused(
        f"等级已调高，要加签的人不在这份文书上：{'、'.join(attempt.standing.beyond_paper)}",
        where=str(attempt.case.folder),
        remedy=f"按调高后的等级重出文书：{again_command(attempt.case, attempt.standing)}",
    )


def _other_role(_: Finding, attempt: Attempt) -> YanpanError:
    from yanpan.approval import (
        other_role,
    )

    mine, titles = attempt.mine, [title for _, title in attempt.papers.roster]
    unit = other_role(mine.certificate, mine.title, titles) if mine.certificate is not None else ""
    return KeyRefused(
        f"这张证书是“{unit}”的，不能签“{mine.title}”", where=attempt.name, remedy="换本角色的证书。"
    )


def _same_person(finding: Finding, attempt: Attempt) -> YanpanError:
    from yanpan.keys import (
        same_person,
    )

    mine = attempt.mine.certificate
    for other in attempt.earlier:
        if mine is not None and other.certificate is not None and same_person(other.certificate, mine):
            return KeyRefused(
                f"这张证书（或者这把密钥）已经签过“{other.title}”，一人不能签两个角色",
                where=attempt.name,
                remedy="由另一个人用自己的证书签署。",
            )
    register = attempt.papers.register
    words = f"{finding.words}：用另一张证书也不行，一人不能签两个角色"
    return KeyRefused(
        words,
        where=register.name if register else attempt.name,
        remedy=ask_the_keeper(register) if register else "由另一个人签署。",
    )


def _not_entitled(finding: Finding, attempt: Attempt) -> YanpanError:
    register = attempt.papers.register
    words = finding.words.partition("：")[2] or finding.words
    return KeyRefused(
        words,
        where=register.name if register else attempt.name,
        remedy=ask_the_keeper(register) if register else "",
    )


def _no_opinion(_: Finding, attempt: Attempt) -> YanpanError:
    return InputRefused(
        "意见不是本工具的写法，或者有看不见的字符",
        where=attempt.name,
        remedy="用 --reason、--refuse、--grade 写意见。",
    )


def _not_raised(_: Finding, attempt: Attempt) -> YanpanError:
    title = attempt.case.assessment.titles.get(
        f"grade.{attempt.standing.grade}", attempt.standing.grade.value
    )
    return InputRefused(f"现在已是{title}，不是调高", remedy="同意就不用写 --grade。")


def _no_right(_: Finding, attempt: Attempt) -> YanpanError:
    may = "、".join(signer.title for signer in attempt.case.assessment.signers if signer.may_lower) or "没有"
    return InputRefused(
        f"{attempt.mine.title}不能调低等级", remedy=f"可以调低的：{may}；或者 --refuse 退回。"
    )


def _red_line(_: Finding, __: Attempt) -> YanpanError:
    return InputRefused("触了红线的，谁也不能调低", remedy="改变方案后重新研判。")


def _scan(finding: Finding, attempt: Attempt) -> YanpanError:
    return InputRefused(
        finding.words, where=str(attempt.case.folder), remedy="放回原来的扫描件；找不到的，重新研判。"
    )


_BY_RULE: dict[Rule, Callable[[Finding, Attempt], YanpanError]] = {
    Rule.OPEN_ANSWERS: _open_answers,
    Rule.EXPIRED: _expired,
    Rule.ASSESSED_LATER: _ahead,
    Rule.BEFORE_ASSESSMENT: _ahead,
    Rule.TIMES_BACKWARDS: _backwards,
    Rule.NO_SUCH_ROLE: _no_such_role,
    Rule.ROLE_TWICE: _twice,
    Rule.OUT_OF_ORDER: _out_of_turn,
    Rule.AFTER_REFUSAL: _after_refusal,
    Rule.AFTER_RAISE: _after_raise,
    Rule.ROLE: _other_role,
    Rule.SAME_PERSON: _same_person,
    Rule.WRONG_ROLE: _not_entitled,
    Rule.OPINION_FORM: _no_opinion,
    Rule.OPINION_HIDDEN: _no_opinion,
    Rule.NOT_RAISED: _not_raised,
    Rule.LOWERED_WITHOUT_RIGHT: _no_right,
    Rule.LOWERED_RED_LINE: _red_line,
    Rule.SCAN_CHANGED: _scan,
    Rule.SCAN_MISSING: _scan,
}
