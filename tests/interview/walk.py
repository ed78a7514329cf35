"""An interview without a terminal: its pages one after another, pressed as the screen would, its drafts on a real disk."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from person import NUMBER, PACK

from yanpan.answers.draft import Revises, drafts_folder
from yanpan.answers.profile import load_profile, profile_path
from yanpan.errors import Interrupted
from yanpan.interview.flow import Interview
from yanpan.interview.pages import Flow, Screen
from yanpan.interview.session import Session
from yanpan.questionnaire import Form, compile_form, load_questionnaire

NOW = datetime(2026, 11, 24, 15, 20, tzinfo=ZoneInfo("Asia/Shanghai"))


@cache
def small() -> Form:
    return compile_form(load_questionnaire(PACK))


class Walk:
    """`taken` says which case numbers have a folder, `revises` which finished case is changed, as `session` has it."""

    def __init__(
        self,
        home: Path,
        *,
        number: str | None = None,
        taken: Callable[[str], bool] = lambda _: False,
        revises: Revises | None = None,
        session: Session | None = None,
    ) -> None:
        home.mkdir(exist_ok=True)
        self.home = home
        profile = load_profile(profile_path(home), small())
        offers = {name: answer.value for name, answer in profile.remembered.items()}
        self.interview = Interview(
            small(), lambda: NOW, profile, drafts_folder(home), taken, session or Session(small(), offers=offers),
            revises is not None, revises=revises,
        )  # fmt: skip
        self.flow = Flow(self.interview.run(Screen(), number))
        self.flow.begin()

    @property
    def page(self) -> Any:
        assert self.flow.page is not None
        return self.flow.page

    @property
    def text(self) -> str:
        lines = self.page.paint(80, None).lines
        return "\n".join("".join(text for _, text in line) for line in lines)

    @property
    def session(self) -> Session:
        return self.interview.session

    def press(self, *keys: str) -> "Walk":
        """Keys by their names; a single character is typed."""
        for key in keys:
            answer = self.page.press("text", key) if len(key) == 1 else self.page.press(key, "")
            if answer is not None:
                self.flow.answer(answer)
        return self

    def enter(self, *lines: str) -> "Walk":
        """Lines typed over what stands in the field, each with Enter."""
        for line in lines:
            self.type(line).press("enter")
        return self

    def type(self, text: str) -> "Walk":
        self.page.field.clear()
        self.page.press("paste", text)
        return self

    def see(self, *words: str) -> "Walk":
        for word in words:
            assert "".join(word.split()) in "".join(self.text.split()), self.text
        return self

    def leave(self) -> Interrupted:
        """Ctrl-C, a hang-up, a polite kill: all of them come to this."""
        with pytest.raises(Interrupted) as stop:
            self.flow.leave()
        self.interview.draft and self.interview.draft.close()
        return stop.value

    def die(self) -> None:
        """kill -9: nothing more is written, and the system drops the lock."""
        assert self.interview.draft
        self.interview.draft.close()


def begun(home: Path, **more: Any) -> Walk:
    """At the first question."""
    return Walk(home, **more).enter(NUMBER)


def answered(home: Path, reactions: str = "0", **more: Any) -> Walk:
    """At the review, or at the measures where `reactions` are gathered (1)."""
    walk = begun(home, **more).enter("某局", "张三 粤A001").press("enter", "1", "enter").enter("现在")
    walk.press("1", *reactions)
    return walk.press("enter") if reactions != "0" else walk


def again(home: Path, **more: Any) -> Walk:
    """The same case taken up."""
    return Walk(home, **more).press("1")
