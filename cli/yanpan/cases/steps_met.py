"""前置条件 ticked off: events in the case folder, each with its evidence, until all are met. The record stays as it is.

An event is one line of `events.jsonl` and names the record by its digest: what was proven for an earlier assessment counts
for none that superseded it. Of a step the last event counts. A step whose evidence is gone or changed is not met.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from yanpan.assessment import digest_of_bytes
from yanpan.assessment.act_labels import with_labels
from yanpan.assessment.model import Precondition
from yanpan.assessment.steps import earliest
from yanpan.cases.case_folder import MAX_PAPER_BYTES, PAPER, Case
from yanpan.documents import is_folder, is_link, is_there, read_plain, read_sidecar
from yanpan.errors import InputRefused, OutputRefused
from yanpan.storage import locked, make_folder, write_over

EVENTS, EVIDENCE_FOLDER = "events.jsonl", "evidence"
VERSION = 1
MOST_EVIDENCE = 20
CLOCKS_DIFFER = timedelta(minutes=10)
_LARGEST = 4 * 1024 * 1024
_NAME = 120
_BACK = "从备份恢复；没有备份的，把 events.jsonl 移出案件文件夹，再逐项用 yanpan ready --met 登记。"


class Evidence(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file that proves a step: what it was called, its copy in the case folder, its SHA-256 (hex)."""

    name: str
    file: str
    sha256: str


class StepEvent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That a step was met, or that it turned out not to be. `record` is the digest of the assessment that wants it.

    `on` is the day on which the step was taken, where that was before it was ticked off.
    """

    version: Annotated[int, msgspec.Meta(ge=1)]
    event: Literal["precondition_met", "precondition_reopened"]
    at: Annotated[datetime, msgspec.Meta(tz=True)]
    record: str
    precondition: str
    on: date | None = None
    evidence: Annotated[tuple[Evidence, ...], msgspec.Meta(max_length=MOST_EVIDENCE)] = ()


@dataclass(frozen=True)
class StepState:
    """A step of the case, the event by which it is met, and why it is not met after all; empty where it is."""

    step: Precondition
    event: StepEvent | None
    fault: str = ""

    @property
    def met(self) -> bool:
        return self.event is not None and not self.fault

    @property
    def earliest(self) -> datetime | None:
        """The first moment at which the act may begin: the days that must lie between run from when the step was taken."""
        planned, event = self.step.earliest, self.event
        if planned is None or event is None:
            return planned
        taken = event.on or event.at.astimezone(planned.tzinfo).date()
        at = datetime.combine(taken, time(), planned.tzinfo)
        waited = earliest(at, self.step.lead_days, self.step.lead_workdays)
        return max(planned, waited) if waited else planned


def step_states(case: Case, at: datetime) -> tuple[StepState, ...]:
    """Every precondition of the assessment and how it stands at a moment.

    Raises `InputRefused` where the events cannot be read.
    """
    last: dict[str, StepEvent] = {}
    for event in _events(case.folder):
        if event.record == case.digest:
            last[event.precondition] = event
    return tuple(
        _state(case, step, last.get(step.id), at) for step in with_labels(case.assessment).preconditions
    )


def meet_step(case: Case, step: str, evidence: list[Path], at: datetime, on: date | None = None) -> None:
    """Tick a step off, with what proves it, as taken on the day `on` (else: that of `at`).

    Raises `InputRefused` and `OutputRefused`; then nothing is ticked.
    """
    if not 0 < len(evidence) <= MOST_EVIDENCE:
        raise InputRefused(
            "没有给证据" if not evidence else f"证据多于 {MOST_EVIDENCE} 份",
            remedy="加 --evidence 文件，例如送达回证的扫描件；多的合成一份。",
        )
    if on is not None and not case.assessment.assessed_at.date() <= on <= at.date():
        raise InputRefused(
            f"办妥的日子 {on} 不对",
            remedy=f"写研判那天（{case.assessment.assessed_at.date()}）到今天之间的日子；研判以前就办妥的，用 yanpan edit 改答案。",
        )
    remedy = "给出 50 MB 以内的文件。"
    read = [(path, read_plain(path, most=MAX_PAPER_BYTES, remedy=remedy)) for path in evidence]
    for path, data in read:
        if not data:
            raise InputRefused("证据是空文件", where=str(path), remedy=remedy)
    with locked(case.folder):
        kept = tuple(_keep(case.folder, step, path.name, data) for path, data in read)
        _append(case, step, "precondition_met", at, kept, on)


def reopen_step(case: Case, step: str, at: datetime) -> None:
    """Take a tick back: what was held to be proven is not. Raises `InputRefused` and `OutputRefused`."""
    with locked(case.folder):
        _append(case, step, "precondition_reopened", at, ())


def _state(case: Case, step: Precondition, event: StepEvent | None, at: datetime) -> StepState:
    assessed = case.assessment.assessed_at
    if event is None or event.event != "precondition_met":
        return StepState(step, None)
    fault = ""
    if not event.evidence:
        fault = "登记里没有证据"
    elif not assessed - CLOCKS_DIFFER <= event.at <= at + CLOCKS_DIFFER:
        fault = f"登记的时间 {event.at:%Y-%m-%d %H:%M} 不对"
    elif event.on and not assessed.date() <= event.on <= event.at.astimezone(assessed.tzinfo).date():
        fault = f"登记的办妥日子 {event.on} 不对"
    else:
        fault = next(filter(None, (_missing(case.folder, item) for item in event.evidence)), "")
    return StepState(step, event, fault)


def _missing(folder: Path, item: Evidence) -> str:
    """Why a piece of evidence proves nothing: it must lie in the case folder itself, as it was registered."""
    place = folder / EVIDENCE_FOLDER
    file = place / item.file
    if file.parent != place or is_link(place) or is_link(file):
        return f"证据“{item.name}”不在案件文件夹里"
    try:
        same = hashlib.sha256(read_plain(file, most=MAX_PAPER_BYTES)).hexdigest() == item.sha256
    except InputRefused:
        return f"证据“{item.name}”不在了"
    return "" if same else f"证据“{item.name}”和登记时不一样"


def _keep(folder: Path, step: str, name: str, data: bytes) -> Evidence:
    digest = hashlib.sha256(data).hexdigest()
    place = folder / EVIDENCE_FOLDER
    if is_link(place) or (is_there(place) and not is_folder(place)):
        raise OutputRefused(
            f"{EVIDENCE_FOLDER} 不是文件夹，或者是链接", where=str(place), remedy="移走它后重试。"
        )
    if not is_there(place):
        make_folder(place, like=folder)
    ending = Path(name).suffix.lower()
    file = f"{step}-{digest[:12]}{ending if re.fullmatch(r'[.][a-z0-9]{1,8}', ending) else '.bin'}"
    write_over(place / file, data, like=folder / PAPER)
    shown = name.encode("utf-8", "replace").decode()
    return Evidence(name=shown[:_NAME], file=file, sha256=digest)


def _append(
    case: Case,
    step: str,
    event: Literal["precondition_met", "precondition_reopened"],
    at: datetime,
    evidence: tuple[Evidence, ...],
    on: date | None = None,
) -> None:
    before = list(_events(case.folder))  # nothing is added to what cannot be read
    if digest_of_bytes(case.record()) != case.digest:
        # What stands there is held by now: the step was shown for another assessment.
        raise InputRefused(
            "刚刚有别人改了这个案件", where=str(case.folder), remedy="用 yanpan ready 看看现在要办哪几项。"
        )
    made = StepEvent(
        version=VERSION,
        event=event,
        at=at,
        record=case.digest,
        precondition=step,
        on=on,
        evidence=evidence,
    )
    lines = [msgspec.json.encode(item) for item in (*before, made)]
    write_over(case.folder / EVENTS, b"\n".join(lines) + b"\n", like=case.paper)


def listed_evidence(folder: Path, record: str) -> frozenset[tuple[str, str]]:
    """File name and SHA-256 (hex) of all evidence that the events of a case name for a record (its digest).

    Raises `InputRefused` where they cannot be read.
    """
    return frozenset(
        (item.file, item.sha256)
        for event in _events(folder)
        if event.record == record
        for item in event.evidence
    )


def _events(folder: Path) -> Iterator[StepEvent]:
    file = folder / EVENTS
    if not is_there(file):
        return
    if is_link(file):
        raise InputRefused("前置条件的登记是链接", where=str(file), remedy=_BACK)
    data = read_plain(file, most=_LARGEST, remedy=_BACK)
    for number, line in enumerate(data.splitlines(), 1):
        where = f"{file}:{number}"
        event = read_sidecar(line, StepEvent, what="前置条件的登记读不懂", where=where, remedy=_BACK)
        if event.version > VERSION:
            raise InputRefused(
                f"前置条件的登记是第 {event.version} 版格式，本程序只认到第 {VERSION} 版",
                where=where,
                remedy="升级 yanpan。",
            )
        yield event
