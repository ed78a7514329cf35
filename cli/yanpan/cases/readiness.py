"""Whether a case may be carried out now, and everything that still stands in the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from yanpan.answers import Answer
from yanpan.assessment import Assessment, answers_of, assess
from yanpan.assessment.act_labels import with_labels
from yanpan.assessment.model import FiredHazard, HitRedLine
from yanpan.assessment.timing import recorded_start
from yanpan.assessment.words import show_moment
from yanpan.cases.case_folder import MAX_PAPER_BYTES, PAPER, RESULT, Case
from yanpan.cases.later import later_than
from yanpan.cases.overview import Overview, Signing, overview_of
from yanpan.cases.steps_met import StepState, step_states
from yanpan.cases.superseded import is_replaced
from yanpan.documents import look_at, read_plain, true_path
from yanpan.errors import YanpanError
from yanpan.findings import Verdict
from yanpan.questionnaire import read_embedded
from yanpan.questionnaire.compile import Form, compile_form
from yanpan.questionnaire.facts import calendar_known, holiday, night
from yanpan.questionnaire.model import Grade
from yanpan.storage import is_old_version

if TYPE_CHECKING:
    from yanpan.verification import Verification


@dataclass(frozen=True)
class Obstacle:
    """What stands in the way: a stable code, and words."""

    code: str
    words: str


@dataclass(frozen=True)
class Readiness:
    """How a case stands, step by step, and what keeps it from being carried out; nothing where it may be."""

    overview: Overview
    steps: tuple[StepState, ...]
    obstacles: tuple[Obstacle, ...]
    planned: datetime | None = None
    notes: tuple[str, ...] = ()
    """What `verify` has to say of a paper beside that it is valid: that somebody signed with a trial identity."""

    @property
    def ready(self) -> bool:
        return not self.obstacles


def readiness_of(
    case: Case,
    at: datetime,
    found: Verification,
    forms: Sequence[Form] = (),
    before: Stand | None = None,
) -> Readiness:
    """Whether the case may be carried out at the moment `at`; `found` is what `verify` says of its folder.

    Whatever keeps a paper from being valid keeps the act from being done. `forms`: questionnaires at hand, to judge anew
    an act at another hour than planned. `before`: how its files stood before the first of them was read (`stand_of`).
    Raises `InputRefused` for what cannot be read.
    """
    overview, steps = overview_of(case, at), step_states(case, at)
    form = _form_of(case, found, forms)
    obstacles = [
        *_obstacles(case, overview, steps, found, at),
        *_term(case, at, _standing(overview, found), form),
    ]
    if _standing(overview, found) is not Grade.PROHIBITED:
        # What is prohibited is so at any hour; one that ended early has nothing to be judged anew.
        try:
            obstacles += _at_another_hour(case, at, form)
        except OverflowError:
            obstacles.append(Obstacle("start", "计划实施的时间在日历的尽头，推算不了：改时间重新研判"))
    if before is not None and stand_of(case.folder) != before:
        obstacles.append(Obstacle("changed", CHANGED))
    notes = tuple(finding.words for finding in found.findings if finding.weight is Verdict.VALID)
    return Readiness(overview, steps, tuple(obstacles), recorded_start(case.assessment), notes)


Stand = tuple[tuple[int, int, int, int] | None, ...]
"""Which files stand in a case folder, and since when."""

_OCCASION = timedelta(hours=6)
CHANGED = "读的时候这个案件正在改：等改好再问"


def stand_of(folder: Path) -> Stand:
    """How the files of a case stand now. Raises `InputRefused` where it cannot be told."""
    place, *files = [look_at(place) for place in (folder, folder / RESULT, folder / PAPER)]
    # The folder itself also changes where something is put into it.
    own = (place.st_dev, place.st_ino, 0, 0) if place else None
    return own, *((x.st_dev, x.st_ino, x.st_size, x.st_mtime_ns) if x else None for x in files)


def _term(case: Case, at: datetime, grade: Grade, form: Form | None) -> Iterator[Obstacle]:
    """That the term has ended which the grade has to which a signer raised it: the higher, the shorter."""
    record = case.assessment
    if grade.rank <= record.grade.residual.rank or at > record.validity.expires_at:
        return  # What the record says stands, or has told already.
    if form is None:
        yield Obstacle("expired", "等级调高了，这一等级的有效期多长，没有问卷看不出：重新研判")
        return
    until = record.assessed_at + timedelta(days=form.questionnaire.header.validity.days[grade])
    if at > until:
        yield Obstacle("expired", f"等级调高了，照这一等级研判已于 {show_moment(until)} 过期：重新研判")


def _at_another_hour(case: Case, at: datetime, form: Form | None) -> Iterator[Obstacle]:
    """That now would be judged otherwise: at another hour than planned, at night, on a holiday that was not known then."""
    start = recorded_start(case.assessment)
    if start is None:
        return
    early, late = at < start, at - start >= timedelta(minutes=1)
    planned = f"计划 {show_moment(start)} 实施，{'还没有到' if early else '已经过了' if late else '就是现在'}"
    remedy = (
        "到时候再问；要提前的，改时间重新研判（yanpan edit）"
        if early
        else "改了时间，重新研判（yanpan edit）"
    )
    if form is None:
        # Without its questionnaire nobody knows what an hour does.
        worse = zip(_bad_hours(at), _bad_hours(start), strict=True)
        if any(now and not then for now, then in worse):
            yield Obstacle("start", f"{planned}，现在是夜间、节假日，或者这一年的放假安排还不知道：{remedy}")
        return
    given = answers_of(case.assessment, form)
    asked = case.assessment.meanings.start
    # The hour is that of the questionnaire's zone, wherever this is asked.
    here = at.astimezone(ZoneInfo(form.questionnaire.header.timezone)).replace(microsecond=0)
    moved = {**given.answers, asked: replace(given.answers[asked], value=here)}
    also = given.also
    if not _same_occasion(start.astimezone(here.tzinfo), here):
        # Urgent that night, no holiday that day: said of the plan, and of no other time.
        moved, *further = (_but_of_the_hour(form, act, asked) for act in (moved, *also))
        also = tuple(further)
    # A person's raise says nothing of the hour, and may have been taken back.
    plain = replace(given, raised=None)
    hour = replace(plain, answers=moved, also=also)
    was = assess(form, plain, case.assessment.assessed_at) if given.raised else case.assessment
    now = assess(form, hour, here)
    then = assess(form, hour, case.assessment.assessed_at) if early else was
    if why := _more(was, now) or _less_done(was, then):
        yield Obstacle("start", f"{planned}，按现在的时间{why}：{remedy}")


def _but_of_the_hour(form: Form, answers: Mapping[str, Answer], start: str) -> dict[str, Answer]:
    """The answers without those to questions that the hour of the start brings up."""
    return {
        name: answer
        for name, answer in answers.items()
        if name not in form.when or start not in form.when[name].names
    }


def _form_of(case: Case, found: Verification, forms: Sequence[Form]) -> Form | None:
    """The questionnaire of the case: one at hand, or what a valid paper carries."""
    wanted = case.assessment.questionnaire.digest
    at_hand = next((item for item in forms if item.questionnaire.digest == wanted), None)
    if at_hand is not None or found.verdict is not Verdict.VALID:
        return at_hand
    from yanpan.verification import embedded_questionnaire

    try:
        carried = embedded_questionnaire(read_plain(case.paper, most=MAX_PAPER_BYTES))
        pack = read_embedded(carried) if carried is not None else None
        return compile_form(pack) if pack is not None and pack.digest == wanted else None
    except YanpanError:
        return None


def _same_occasion(start: datetime, now: datetime) -> bool:
    """Whether what was said of the planned time holds now: a few hours apart, on the same day or in the same night."""
    near = abs(now - start) <= _OCCASION
    return near and (start.date() == now.date() or (night(start) and night(now)))


def _bad_hours(at: datetime) -> tuple[bool, bool, bool]:
    """At night, on a holiday, in a year whose holidays are not known."""
    return night(at), holiday(at), not calendar_known(at)


def _more(was: Assessment, now: Assessment) -> str:
    """What the present hour adds to what was judged and signed; empty for nothing.

    Measures do not count here: their deadlines lie before the planned time.
    """
    now = with_labels(now)
    if more := _new(was, was.red_lines, now.red_lines):
        return f"触到红线（{'、'.join(more)}）"
    if more := _new(was, was.hazards, now.hazards):
        return f"多了风险点（{'、'.join(more)}）"
    if _worse(was.grade.initial, now.grade.initial) is not was.grade.initial:
        return f"判是{now.titles.get(f'grade.{now.grade.initial}', now.grade.initial)}"
    if more := [x.title for x in now.preconditions if x.id not in {y.id for y in was.preconditions}]:
        return f"多了前置条件（{'、'.join(more)}）"
    if set(now.missing) - set(was.missing):
        return "还有问题要答"
    if now.unexplained and not was.unexplained:
        return f"回答互相矛盾（{now.unexplained[0].words}）"
    if more := [x.title for x in now.signers if x.role not in {y.role for y in was.signers}]:
        return f"还要{'、'.join(more)}签批"
    return ""


def _less_done(was: Assessment, then: Assessment) -> str:
    """What measures lower no more that are due later than now; empty for nothing."""
    if _worse(was.grade.residual, then.grade.residual) is was.grade.residual:
        return ""
    return f"有的措施还没到期限，判是{then.titles.get(f'grade.{then.grade.residual}', then.grade.residual)}"


def _new(
    case: Assessment,
    before: Iterable[HitRedLine | FiredHazard],
    now: Iterable[HitRedLine | FiredHazard],
) -> list[str]:
    """The titles of what stands now in an act in which it did not before."""
    acts = tuple(act.id for act in case.acts)
    had = {(x.id, act) for x in before for act in x.acts or acts or ("",)}
    return [x.title for x in now if not had.issuperset((x.id, act) for act in x.acts or acts or ("",))]


def _obstacles(
    case: Case, found: Overview, steps: tuple[StepState, ...], judged: Verification, at: datetime
) -> Iterator[Obstacle]:
    if words := _superseded(case, found):
        yield Obstacle("superseded", words)
    if judged.record and judged.record != found.digest:
        # The two were read one after the other: what was judged must be what is told.
        yield Obstacle("changed", CHANGED)
    grade = _standing(found, judged)
    if grade is Grade.PROHIBITED:
        yield Obstacle("prohibited", f"{found.title(Grade.PROHIBITED)}：改方案后重新研判")
    elif grade is Grade.HIGH:
        yield Obstacle("high", f"{found.title(Grade.HIGH)}：暂缓实施并报告，落实措施后重新研判")
    if found.expired:
        yield Obstacle("expired", f"研判已于 {show_moment(found.expires_at)} 过期：重新研判")
    for state in steps:
        if not state.met:
            why = f"（{state.fault}）" if state.fault else ""
            yield Obstacle(f"precondition.{state.step.id}", f"前置条件没有办妥：{state.step.title}{why}")
        elif state.earliest is not None and at < state.earliest:
            soonest = show_moment(state.earliest.date())
            yield Obstacle(f"precondition.{state.step.id}", f"{state.step.title}：最早 {soonest}才能实施")
    unsigned = _unsigned(found)
    if unsigned:
        yield Obstacle(f"signing.{found.signing.value}", unsigned)
    elif judged.verdict is Verdict.VALID and not (judged.complete and judged.record):
        yield Obstacle("signing.open", "文书没有签齐")
    for finding in judged.findings:
        # Of one that is not signed by all, only what is false: what is wanting has been told.
        if finding.weight is Verdict.INVALID or (not unsigned and finding.weight is not Verdict.VALID):
            yield Obstacle(f"verify.{finding.code}", f"文书验不过：{finding.words}")


def _standing(found: Overview, judged: Verification) -> Grade:
    """The grade as it stands after all who signed: a person's raise may have been taken back."""
    return _worse(found.signed_grade, judged.signed_grade)


def _worse(one: Grade, other: Grade | None) -> Grade:
    return one if other is None else max(one, other, key=list(Grade).index)


def _superseded(case: Case, found: Overview) -> str:
    """That another assessment took the place of this one: by where it lies, and by what the one above or beside names.

    What could not be looked through keeps it from being carried out as well.
    """
    if found.superseded_by is not None:
        return f"这一份已被替代，现行的在 {found.superseded_by}"
    place = true_path(case.folder)
    if is_old_version(place.name) or is_replaced(place.name, found.case_number):
        return "这是以前的一份，已经重做"
    later = later_than(case)
    if not later.whole:
        return "附近的案件太多，看不完有没有被替代：把案件按年、按月分到几个文件夹里再问"
    if later.closed is not None:
        return f"看不了有没有被替代：打不开 {later.closed}，它也叫这个案号"
    if later.place is None:
        return ""
    if later.place.parent == place or is_replaced(later.place.name, found.case_number):
        return f"这是以前的一份，已经重做（{later.place} 是同一份，或者替代了它）：找回现行的那一份"
    return f"这一份已被替代，现行的在 {later.place}"


def _unsigned(found: Overview) -> str:
    return {
        Signing.COMPLETE: "",
        Signing.TURN: f"文书没有签齐：轮到{found.turn[1]}",
        Signing.SENT_BACK: "签批人不同意，已退回",
        Signing.MORE_SIGNERS: "等级已调高，要重出文书再签",
        Signing.OPEN_ANSWERS: "有必答题没有答，或者回答互相矛盾",
        Signing.NO_PAPER: "没有文书：yanpan report",
        Signing.UNREADABLE: "文书读不了",
    }[found.signing]
