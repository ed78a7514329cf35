"""The order of screens: which case, the questions, measures, review. Screens answer; this saves and goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from yanpan.answers.check import WrongValue
from yanpan.answers.draft import Draft, SavedDraft, unfinished
from yanpan.answers.model import Answers
from yanpan.answers.profile import Profile, next_case_number
from yanpan.assessment import Assessment, assess
from yanpan.errors import InputRefused, Interrupted, OutputRefused
from yanpan.interview.choose import choice_page
from yanpan.interview.extras import ask_evidence, ask_measures, ask_note, ask_statement
from yanpan.interview.line import LinePage
from yanpan.interview.lists import ResumePage
from yanpan.interview.question import Act, BasisPage, QuestionPage
from yanpan.interview.review import ReviewPage
from yanpan.interview.session import Session
from yanpan.interview.terminal import Screen
from yanpan.interview.write import write_page
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.model import Grade, Question, QuestionType
from yanpan.storage import check_case_number

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
            f"已停下，{self.draft.case_number} 答过的 {number} 题都存好了", remedy="再运行 yanpan assess 就接着做。"
        )

    # ---- which case ----

    def _begin(self, screen: Screen, case_number: str | None) -> None:
        self.message = self.profile.warning
        if case_number:
            self._numbered(screen, case_number)
            return
        while self.draft is None:
            found = unfinished(self.drafts)
            number = self._resume(screen, found) if found else None
            if number:
                self._open(number, resume=True)
            else:
                self._new(screen)

    def _numbered(self, screen: Screen, case_number: str) -> None:
        """A number from the command line: go on with its draft if the person wants to."""
        found = [draft for draft in unfinished(self.drafts) if draft.case_number == case_number]
        wanted = self._resume(screen, found, only=True) if found else None
        self._open(case_number, resume=bool(wanted))

    def _resume(self, screen: Screen, found: list[SavedDraft], *, only: bool = False) -> str | None:
        """The case to go on with, or None for another (or the same from the start)."""
        while found:
            act = screen.show(ResumePage(found, self.now(), only=only))
            if act.name == "go on":
                return act.case_number
            if act.name == "new":
                return None
            Draft.begin(self.drafts, act.case_number).discard()
            found = [draft for draft in found if draft.case_number != act.case_number]
        return None

    def _new(self, screen: Screen) -> None:
        """Ask for a number until one is free."""
        suggestion = next_case_number(self.profile.last_case_number, self.now())
        while suggestion and (self.taken(suggestion) or self._has_draft(suggestion)):
            suggestion = next_case_number(suggestion, self.now())
        while True:
            back = "Esc 回上一屏" if unfinished(self.drafts) else ""
            number = ask_case_number(screen, suggestion, self._check_number, self.message, back)
            self.message = ""
            if number is None:
                return  # Back to the unfinished cases.
            try:
                self._open(number, resume=False)
                return
            except InputRefused as busy:
                self.message = str(busy)

    def _check_number(self, text: str) -> str:
        number = check_case_number(text)
        if self.taken(number):
            raise WrongValue(f"{number} 的案件文件夹已经有了", "换一个案号；确要重做的退出后加 --replace。")
        if self._has_draft(number):
            raise WrongValue(f"{number} 有没做完的草稿", "换一个案号；要接着做的，按 Esc 回到上一屏选它。")
        return number

    def _has_draft(self, number: str) -> bool:
        return any(draft.case_number == number for draft in unfinished(self.drafts))

    def _open(self, number: str, *, resume: bool) -> None:
        """Take the case, with what its draft kept when it is resumed."""
        self.draft = Draft.begin(self.drafts, number)
        kept = self.draft.load(self.form) if resume else None
        if kept is not None:
            self.session = self.session.resumed(kept)
            self.message = "；".join(kept.dropped) or f"接着做：已答 {len(self.session.given)} 题。"

    # ---- questions, measures, review ----

    def _ask(self, screen: Screen) -> None:
        offered, at = bool(self.session.measures), ""
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
                return True
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


def ask_case_number(
    screen: Screen, suggestion: str, check: Callable[[str], str], message: str = "", cancel: str = ""
) -> str | None:
    """The number of a new case, checked; None to go back."""
    page = LinePage(
        "研判 · 新案件",
        "案号是什么？",
        help="案件文件夹以它命名。写成 粤韶执〔2026〕12号 的样子；括号用〔〕、（）、[] 都可以。",
        text=suggestion,
        check=check,
        echo=lambda text: "" if check(text) == text else f"= {check(text)}",
        cancel=cancel,
        message=message,
    )
    return (screen.show(page)).text
