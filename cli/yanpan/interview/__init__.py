"""Screens that ask: one question a screen, saved as it is answered. `run_interview` is the one door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from yanpan.answers.draft import Draft, Revises, drafts_folder
from yanpan.answers.model import UNKNOWN, Answers, Value
from yanpan.answers.profile import load_profile, profile_path, update_profile
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import QuestionType

__all__ = ["Interviewed", "Revises", "run_interview"]


@dataclass(frozen=True)
class Interviewed:
    """Finished answers, and the draft behind them."""

    answers: Answers
    form: Form
    profile: Path
    draft: Draft

    def done(self) -> None:
        """The case is filed: remember what does not change from case to case, drop the draft.

        Until this is called the draft stays, so that nothing is lost when the paper cannot be made.
        """
        self.draft.discard()
        update_profile(self.profile, self.form, self.answers)


def run_interview(
    form: Form,
    *,
    now: Callable[[], datetime],
    case_number: str | None,
    like: Answers | None,
    home: Path,
    taken: Callable[[str], bool] = lambda _: False,
    plain: bool = False,
    start: Answers | None = None,
    shown: Callable[[], None] | None = None,
    revises: Revises | None = None,
    again: str = "yanpan assess",
    edits: Callable[[str], str] = lambda _: "yanpan edit",
) -> Interviewed:
    """Ask until the person is done, on whole screens or (`plain`) line by line.

    `taken` says which case numbers have a folder already.

    `shown` is called once, when the first page stands.

    With `start`, the answers of a finished case, the review comes first, and all of it can be changed there; `revises`
    then says which case it is. Its draft is another than that of a new case with this number.

    `again` is the command that goes on after the person has left, `edits` the one that changes the case of a number.

    Raises `TerminalRefused` where there is no fit terminal, `Interrupted` (130) when the person leaves: what was
    answered is then kept and offered the next time.
    """
    from yanpan.interview.pages import Screen
    from yanpan.interview.plain import plain_stream, run_plain
    from yanpan.interview.terminal import check_terminal, run_on_terminal

    out = plain_stream() if plain else check_terminal()
    show = run_plain if plain else run_on_terminal
    from yanpan.interview.flow import Interview
    from yanpan.interview.session import Session

    profile = load_profile(profile_path(home), form)
    offers = {name: answer.value for name, answer in profile.remembered.items()}
    if like is not None:
        offers |= _offers(form, like)
    session = Session(form, offers=offers)
    if start is not None:
        from yanpan.interview.finished import begun_with

        session = begun_with(session, start)
    interview = Interview(
        form, now, profile, drafts_folder(home), taken, session, start is not None, revises=revises, again=again,
        edits=edits,
    )  # fmt: skip
    try:
        answers = show(out, interview.run(Screen(), case_number), shown)
    except BaseException:
        if interview.draft is not None:
            interview.draft.close()
        raise
    assert interview.draft  # noqa: S101 — a finished interview has its draft
    return Interviewed(answers, form, profile.path, interview.draft)


def _offers(form: Form, like: Answers) -> dict[str, Value]:
    """What an earlier case said, to be accepted one by one. Not its dates, and not what it did not know."""
    moments = (QuestionType.DATE, QuestionType.DATETIME)
    return {
        name: answer.value
        for name, answer in like.answers.items()
        if answer.value != UNKNOWN and form.questions[name].type not in moments
    }
