"""`yanpan show CASE`: the result again, and how the case stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from yanpan.commands.common import boundary, say, say_json
from yanpan.commands.options import CaseArgument, JsonOption, QuietOption

if TYPE_CHECKING:
    from yanpan.cases import Case, Overview


def show(case: CaseArgument, json: JsonOption = False, quiet: QuietOption = False) -> None:
    """再看一遍研判结果；还说轮到谁签、有效期到什么时候、有没有被替代。

    只看文书上签了谁；签名真不真，用 yanpan verify 看。
    """
    with boundary():
        from yanpan.cases import open_case, overview_of

        found = open_case(case)
        overview = overview_of(found, datetime.now(UTC))
        if json:
            from msgspec.structs import asdict

            from yanpan.commands.overview import told

            say_json(asdict(told(overview)) | {"assessment": found.assessment})
        elif not quiet:
            _say(found, overview)


def _say(case: Case, overview: Overview) -> None:
    from yanpan.commands.summary import coloured, state_lines, summary_lines

    colour = coloured()
    for line in summary_lines(case.assessment, colour=colour):
        say(line)
    if overview.signing != "no_paper":
        # Never wrapped: the path can be copied whole.
        say(f"文书        {case.paper}")
    for line in state_lines(_states(case, overview), case.assessment, colour=colour):
        say(line)


def _states(case: Case, overview: Overview) -> Iterator[tuple[str, str]]:
    from yanpan.assessment.words import show_moment
    from yanpan.cases import step_states, superseded_version
    from yanpan.commands.overview import signing_words

    if overview.superseded_by is not None:
        yield "已被替代", f"现行的研判在 {overview.superseded_by}；这一份不能再签。"
    else:
        role = f"（{overview.turn[0]}）" if overview.turn[0] and not overview.expired else ""
        counts = f"，{overview.signers} 人里签了 {overview.signed} 人" if overview.signed else ""
        yield "签批", f"{signing_words(overview)}{role}{counts}"
    if overview.signed_grade != overview.residual:
        yield "", f"签批把等级调整为{overview.title(overview.signed_grade)}"
    if states := step_states(case, datetime.now(UTC)):
        yield (
            "前置条件",
            f"{len(states)} 项里登记办妥 {sum(state.met for state in states)} 项（能不能实施，看 yanpan ready）",
        )
    until = show_moment(overview.expires_at)
    over = f"已于 {until} 过期：按现在的情况重新研判。" if overview.expired else f"到 {until}"
    yield "有效期", over
    if overview.supersedes:
        kept = superseded_version(case)
        where = f"在 {kept.name}" if kept else "旁边没有那一份"
        yield "替代了", f"以前的研判（{where}，SHA-256 {overview.supersedes[:16]}…）"
