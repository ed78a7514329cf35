"""The order of screens: the case, its questions, measures, review. Screens answer; this saves and goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from yanpan.answers.budget import over_budget
from yanpan.answers.draft import Draft
from yanpan.answers.model import Answers
from yanpan.answers.profile import Profile
from yanpan.assessment import Assessment, assess
from yanpan.errors import Interrupted, OutputRefused
from yanpan.interview.choose import choice_page
from yanpan.interview.extras import ask_evidence, ask_measures, ask_note, ask_raise, ask_statement
from yanpan.interview.opening import Opening
from yanpan.interview.question import Act, BasisPage, QuestionPage
from yanpan.interview.review import ReviewPage
from yanpan.interview.session import Session
from yanpan.interview.terminal import Screen
from yanpan.interview.write import write_page
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import Grade, Question, QuestionType

_CHOICES = (QuestionType.CHOICE, QuestionType.CHOICES)


@dataclass
class Interview:
    """One run of the screens. `draft` is None until the case has a number."""

    form: Form
    now: Callable[[], datetime]
    profile: Profile
    drafts: Path
    taken: Callable[[str], bool]
    session: Session
    review_first: bool = False
    draft: Draft | None = None
    message: str = ""
    shown: dict[str, QuestionPage] = field(default_factory=dict)

    def run(self, screen: Screen, case_number: str | None) -> Answers:
        """Everything from the first screen to the finished answers. Raises `Interrupted`; the draft then stays."""
        try:
            self._begin(screen, case_number)
            self._ask(screen)
        except Interrupted as stop:
            raise self._stopped() from stop
        assert self.draft  # noqa: S101 — _begin made it
        return self.session.answers(self.draft.case_number)

    def _stopped(self) -> Interrupted:
        number = len(self.session.given)
        if self.draft is None or not self.draft.path.exists():
            return Interrupted("已停下，还没有答题")
        return Interrupted(
            f"已停下，{self.draft.case_number} 答过的 {number} 题都存好了",
            remedy="再运行 yanpan assess 就接着做。",
        )

    def _begin(self, screen: Screen, case_number: str | None) -> None:
        opening = Opening(
            self.drafts, self.profile.last_case_number, self.now, self.taken, self.profile.warning
        )
        opened = opening.run(screen, case_number)
        self.draft, self.message = opened.draft, opening.message
        kept = self.draft.load(self.form) if opened.resumed else None
        if kept is not None:
            self.session = self.session.resumed(kept)
            self.message = "；".join(kept.dropped) or f"接着做：已答 {len(self.session.given)} 题。"

    def _ask(self, screen: Screen) -> None:
        offered, at = bool(self.session.measures) or self.review_first, ""
        if self.review_first and self._review(screen, at):
            return
        while True:
            if self.session.current is not None:
                at = self.session.current.id
                if self._question(screen, self.session.current):
                    continue
            elif not offered and (assessment := self._treatable()):
                offered = True
                self._measures(screen, assessment)
            if self._review(screen, at):
                return

    def _question(self, screen: Screen, question: Question) -> bool:
        """Show one question and take what was done; False when the review is wanted."""
        assert self.draft  # noqa: S101 — questions come after _begin
        page = self.shown.pop(question.id, None)
        if page is None:
            make = choice_page if question.type in _CHOICES else write_page
            page = make(self.session, question, self.draft.case_number, self.now())
        page.update(self.session)
        page.message, self.message = self.message or page.message, ""
        act: Act = screen.show(page)
        if act.name == "review":
            return False
        if act.name in ("basis", "note", "evidence"):
            # What is typed or ticked stays on the page while another one covers it.
            self.shown[question.id] = page
            self._beside(screen, act.name, question)
        elif act.name == "answer":
            self._keep(self.session.answer(act.value, act.said))
        elif act.name == "skip":
            self._keep(self.session.skip())
        elif act.name == "back":
            before = self.session
            self.session = before.back()
            self.message = "" if self.session is not before else "这是第一题。"
        elif act.name == "forward":
            self.session = self.session.forward()
        return True

    def _beside(self, screen: Screen, name: str, question: Question) -> None:
        """Basis, note or evidence of a question."""
        if name == "basis":
            screen.show(BasisPage(self.session, question))
            return
        asked = (ask_note if name == "note" else ask_evidence)(screen, self.session, question)
        if asked is not self.session:
            self._keep(asked)

    def _review(self, screen: Screen, at: str) -> bool:
        """True when the person is done."""
        assert self.draft  # noqa: S101
        while True:
            session = self.session
            assessment = self._treatable() if session.finished else None
            page = ReviewPage(
                session, self.draft.case_number, measures=assessment is not None, message=self.message, at=at
            )
            self.message = ""
            choice = screen.show(page)
            at = choice.question
            if choice.name == "done":
                over = next(over_budget(session.answers(self.draft.case_number), self.form), None)
                if over is None:
                    return True
                # A list has no question of its own; the review is where it was written.
                at = over.question or at
                self.message = f"{over.what}。{over.remedy}"
                continue
            if choice.name == "back":
                self.session = session.back() if session.finished and session.at is None else session
                return False
            if choice.name == "change":
                self.session = session.reopen(choice.question)
                return False
            if choice.name == "measures" and assessment:
                self._measures(screen, assessment)
            elif choice.name == "statement":
                self._keep(ask_statement(screen, session))
            elif choice.name == "raise":
                self._keep(ask_raise(screen, session))
            else:
                self._beside(screen, choice.name, session.form.questions[choice.question])

    def _measures(self, screen: Screen, assessment: Assessment) -> None:
        assert self.draft  # noqa: S101
        self._keep(ask_measures(screen, self.session, assessment, self.draft.case_number, self.now()))

    def _treatable(self) -> Assessment | None:
        """The case judged without its measures, when it is above low and measures could treat it."""
        answers = replace(self.session, measures=()).answers("")
        assessment = assess(self.form, answers, self.now())
        return assessment if assessment.measures and assessment.grade.initial is not Grade.LOW else None

    def _keep(self, session: Session) -> None:
        """Save at once. A full disk is said and must not throw away what is on screen."""
        self.session = session
        assert self.draft  # noqa: S101
        try:
            self.draft.save(
                session.answers(self.draft.case_number),
                self.form,
                self.now(),
                skipped=session.skipped,
                remarks=session.remarks,
            )
        except OutputRefused as error:
            self.message = f"没有存下：{error.what}。{error.remedy}"
