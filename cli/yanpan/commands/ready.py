"""`yanpan ready CASE`: may it be carried out now, and what is still wanting; tick preconditions off with evidence."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yanpan.commands.common import boundary, say, say_json
from yanpan.commands.options import CaseArgument, JsonOption, PackOption, QuietOption
from yanpan.commands.signing_options import CrlOption, OcspOption, RolesOption, TrustOption, TrustPackOption
from yanpan.errors import InputRefused, UsageError

if TYPE_CHECKING:
    from yanpan.assessment.model import Precondition
    from yanpan.cases import Case, Readiness


def ready(
    case: CaseArgument,
    met: Annotated[
        str | None,
        typer.Option("--met", help="这一项前置条件办妥了：序号、编号或者名称。", metavar="前置条件"),
    ] = None,
    evidence: Annotated[
        list[Path] | None,
        typer.Option(
            "--evidence", help="证明办妥的文件，拷进案件文件夹；可给多份。", metavar="文件", readable=False
        ),
    ] = None,
    on: Annotated[
        str, typer.Option("--on", help="和 --met 一起：哪一天办妥的；不写就是今天。", metavar="日期")
    ] = "",
    reopen: Annotated[
        str, typer.Option("--reopen", help="登记错了：这一项其实没有办妥。", metavar="前置条件")
    ] = "",
    trust: TrustOption = None,
    trust_pack: TrustPackOption = None,
    crl: CrlOption = None,
    ocsp: OcspOption = None,
    roles: RolesOption = None,
    questionnaire: PackOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """现在能不能实施：等级、有效期、签批、前置条件，缺什么说什么。能，退出码 0；不能，9。

    文书照 yanpan verify 验一遍，签署人的根证书用 --trust 给出；验不过的，不能实施。登记不改文书，签名仍然有效。
    """
    with boundary():
        from datetime import datetime
        from functools import partial
        from zoneinfo import ZoneInfo

        from yanpan.cases import check_current, meet_step, open_case, readiness_of, reopen_step, stand_of
        from yanpan.commands.verify_named import Named, read_named
        from yanpan.commands.verify_view import readers_view
        from yanpan.verification import verify_many

        if met is not None and not met.strip():
            raise UsageError("--met 后面是空的", remedy="写序号、编号或者名称。")
        if evidence and not met:
            raise UsageError("--evidence 要和 --met 一起给", remedy="写 --met 前置条件 --evidence 文件。")
        if on and not met:
            raise UsageError("--on 要和 --met 一起给", remedy="写 --met 前置条件 --on 日期 --evidence 文件。")
        if met and reopen:
            raise UsageError("--met 和 --reopen 只能给一个", remedy="分两次登记。")
        found = open_case(case)
        now = datetime.now(ZoneInfo("Asia/Shanghai"))
        if met or reopen:
            check_current(found, remedy="登记到现行的那一份：{later}")
            step = _named(found, met or reopen)
            if met:
                meet_step(found, step, evidence or [], now, _day(on))
            else:
                reopen_step(found, step, now)
        before = stand_of(found.folder)
        view, forms = readers_view(
            at=lambda _: now,
            trust=trust,
            trust_pack=trust_pack,
            crl=crl,
            ocsp=ocsp,
            roles=roles,
            questionnaire=questionnaire,
        )
        (judged,) = verify_many([partial(read_named, Named(found.folder), alone=False, faults={})], view)
        standing = readiness_of(found, now, judged, forms, before)
        if json:
            say_json(_told(standing))
        elif not quiet:
            _say(standing, found.assessment.titles)
        if not standing.ready:
            raise SystemExit(9)


def _day(text: str) -> date | None:
    """A day as it is written; None for none. Raises `UsageError`."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--on 不是日期：“{text}”", remedy="写成 2026-05-01 的样子。") from None


def _named(case: Case, word: str) -> str:
    """The id of the precondition that is called by its number, id or title. Raises `InputRefused`."""
    from yanpan.assessment.act_labels import with_labels
    from yanpan.naming import Misnamed, named

    steps = with_labels(case.assessment).preconditions
    if not steps:
        raise InputRefused("这个案件没有前置条件", where=str(case.folder), remedy="不用登记。")
    if word.strip().isdecimal() and len(word) < 10 and 0 < int(word) <= len(steps):
        return steps[int(word) - 1].id
    parts = [step.id for step in steps if word.strip() in step.title]
    if len(parts) == 1:
        return parts[0]
    try:
        return named(word.strip(), {step.id: step.title for step in steps})
    except Misnamed as wrong:
        listed = "；".join(f"{i} {step.title}（{step.id}）" for i, step in enumerate(steps, 1))
        raise InputRefused(
            wrong.words("前置条件"), where=str(case.folder), remedy=f"可写：{listed}。"
        ) from None


def _say(standing: Readiness, titles: dict[str, str]) -> None:
    from yanpan.assessment.words import show_moment

    found = standing.overview
    say(f"案号        {found.case_number}")
    say(f"等级        {found.title(found.signed_grade)}")
    for i, state in enumerate(standing.steps):
        box = "☑" if state.met else "□"
        label = "" if i else "前置条件"
        say(f"{label}{' ' * (12 - 2 * len(label))}{box} {i + 1} {_step_words(state.step)}")
        if state.event is not None:
            proof = "、".join(item.name for item in state.event.evidence)
            say(f"{' ' * 14}{state.fault or f'{state.event.at:%Y-%m-%d %H:%M} 登记，证据：{proof}'}")
        else:
            say(f"{' ' * 14}凭：{state.step.proof}")
    if standing.ready:
        words = titles.get(f"conclusion.{found.signed_grade}", "")
        when = f"计划 {show_moment(standing.planned)}。" if standing.planned else ""
        say(f"可以了      {words}。{when}动手前再看一眼：情况变了、改了时间，重新研判。")
    for i, note in enumerate(standing.notes):
        say(f"{'' if i else '注意'}{' ' * (12 if i else 8)}{note}")
    if standing.ready:
        return
    for i, obstacle in enumerate(standing.obstacles):
        say(f"{'' if i else '还不能实施'}{' ' * (12 if i else 2)}{obstacle.words}")


def _step_words(step: Precondition) -> str:
    return f"{step.before_words}：{step.title}"


def _told(standing: Readiness) -> dict[str, object]:
    """For machines; the keys are stable."""
    return {
        "ready": standing.ready,
        "case_number": standing.overview.case_number,
        "grade": standing.overview.signed_grade,
        "planned": standing.planned,
        "notes": list(standing.notes),
        "obstacles": [{"code": item.code, "words": item.words} for item in standing.obstacles],
        "preconditions": [
            {
                "id": state.step.id,
                "title": state.step.title,
                "before": state.step.before_words,
                "met": state.met,
                "met_at": state.event.at if state.event is not None and state.met else None,
                "fault": state.fault or None,
                "evidence": [item.name for item in state.event.evidence] if state.event is not None else [],
            }
            for state in standing.steps
        ],
    }
