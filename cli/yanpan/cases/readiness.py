"""Whether a case may be carried out now, and everything that still stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from yanpan.assessment.words import show_moment
from yanpan.cases.case_folder import Case
from yanpan.cases.overview import Overview, Signing, overview_of
from yanpan.cases.steps_met import StepState, step_states
from yanpan.questionnaire.model import Grade


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

    @property
    def ready(self) -> bool:
        return not self.obstacles


def readiness_of(case: Case, at: datetime) -> Readiness:
    """Whether the case may be carried out at the moment `at`. Raises `InputRefused` for what cannot be read.

    Who signed is taken from the paper as it says; `verify` judges it.
    """
    overview, steps = overview_of(case, at), step_states(case)
    return Readiness(overview, steps, tuple(_obstacles(overview, steps)))


def _obstacles(found: Overview, steps: tuple[StepState, ...]) -> Iterator[Obstacle]:
    if found.superseded_by is not None:
        yield Obstacle("superseded", f"这一份已被替代，现行的在 {found.superseded_by}")
    if found.signed_grade is Grade.PROHIBITED:
        yield Obstacle("prohibited", f"{found.title(Grade.PROHIBITED)}：改方案后重新研判")
    elif found.signed_grade is Grade.HIGH:
        yield Obstacle("high", f"{found.title(Grade.HIGH)}：暂缓实施并报告，落实措施后重新研判")
    if found.expired:
        yield Obstacle("expired", f"研判已于 {show_moment(found.expires_at)} 过期：重新研判")
    for state in steps:
        if not state.met:
            why = f"（{state.fault}）" if state.fault else ""
            yield Obstacle(f"precondition.{state.step.id}", f"前置条件没有办妥：{state.step.title}{why}")
    if words := _unsigned(found):
        yield Obstacle(f"signing.{found.signing.value}", words)


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
