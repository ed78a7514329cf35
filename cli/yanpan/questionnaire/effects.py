"""What duties and cures make people do, and which of it cannot stand on one paper (law 10)."""

from __future__ import annotations

from enum import StrEnum


class Effect(StrEnum):
    """What a duty, or the cure of a red line, makes people do."""

    ACT = "act"
    """Belongs to carrying the act out, there or afterwards."""
    ANNOUNCE = "announce"
    """Makes the act or its result public."""
    WITHHOLD = "withhold"
    """Keeps something from being made public."""
    FINISH = "finish"
    """Ends without delay what is overdue."""
    HOLD = "hold"
    """Puts the act off."""
    WAIT = "wait"
    """Lets a period run out."""
    STOP = "stop"
    """Ends the plan, or what is going on."""
    UNDO = "undo"
    """Releases, gives back, withdraws."""
    CURE = "cure"
    """Puts the plan right."""
    REDO = "redo"
    """Puts right by papers and decisions of this very body, which needs the power for them."""
    ROUTE = "route"
    """Hands the matter to whoever has the power."""
    RESCUE = "rescue"
    """Saves people, removes danger, before anything else."""
    REPORT = "report"
    PRESERVE = "preserve"
    """Evidence, files, secrets."""
    MANAGE = "manage"
    """What the body does all the year round."""


STAYS_WHEN_STOPPED = frozenset(
    {
        Effect.WAIT,
        Effect.STOP,
        Effect.UNDO,
        Effect.CURE,
        Effect.REDO,
        Effect.ROUTE,
        Effect.RESCUE,
        Effect.REPORT,
        Effect.PRESERVE,
    }
)
"""What is still due where the act must not happen. The rest comes up once it may, with a new assessment."""

APART = tuple(
    frozenset(pair)
    for pair in (
        (Effect.STOP, Effect.ACT),
        (Effect.STOP, Effect.ANNOUNCE),
        (Effect.STOP, Effect.FINISH),
        (Effect.STOP, Effect.HOLD),
        (Effect.STOP, Effect.RESCUE),
        (Effect.HOLD, Effect.FINISH),
        (Effect.HOLD, Effect.RESCUE),
        (Effect.WAIT, Effect.FINISH),
        (Effect.ANNOUNCE, Effect.WITHHOLD),
        (Effect.ROUTE, Effect.REDO),
    )
)
"""Effects that contradict each other: whoever reads both does not know which comes first."""

WORDS = {
    Effect.ACT: "照做",
    Effect.ANNOUNCE: "公布",
    Effect.WITHHOLD: "不公布",
    Effect.FINISH: "马上办结",
    Effect.HOLD: "暂缓",
    Effect.WAIT: "等期满",
    Effect.STOP: "停下",
    Effect.UNDO: "解除、退还",
    Effect.CURE: "改正",
    Effect.REDO: "由本单位补办",
    Effect.ROUTE: "交给有权的机关",
    Effect.RESCUE: "先救人排险",
    Effect.REPORT: "报告",
    Effect.PRESERVE: "留证、归卷",
    Effect.MANAGE: "平时管理",
}
