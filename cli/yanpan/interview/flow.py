"""The order of screens: the case, its questions, measures, review. Screens answer; this saves and goes on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial

from yanpan.answers.model import UNKNOWN, Answer, Answers, Value
from yanpan.answers.values import taken_by_no_door
from yanpan.assessment import Assessment, assess, uncounted_lines
from yanpan.assessment.words import show_answer
from yanpan.errors import Interrupted
from yanpan.interview.choice_page import choice_page
from yanpan.interview.choose import ChoicePage, ChoicesPage
from yanpan.interview.contradictions import look_through, settle
from yanpan.interview.desk import Desk
from yanpan.interview.extras import ask_evidence, ask_note
from yanpan.interview.keeping import Keeping
from yanpan.interview.listing import ListPage
from yanpan.interview.lists import CarriedPage
from yanpan.interview.pages import Screen
from yanpan.interview.planning import TICKS, ask_measures
from yanpan.interview.question import Act, BasisPage, QuestionPage
from yanpan.interview.raising import ask_raise
from yanpan.interview.review import OF_ACT, Choice, ReviewPage, unanswered
from yanpan.interview.session import NO_TICKS, SAID, WORDS, Session
from yanpan.interview.statements import ask_statements
from yanpan.interview.write import WritePage, write_page
from yanpan.questionnaire.model import Grade, Question, QuestionType
from yanpan.questionnaire.notes import OneScreen

_CHOICES = (QuestionType.CHOICE, QuestionType.CHOICES)
_WORTH_SAYING = 2
"""Questions that an answer opens beyond what one expects after any."""


@dataclass
class Interview(Keeping):
    """One run of the screens."""

    shown: dict[str, QuestionPage] = field(default_factory=dict)

    async def run(self, screen: Screen, case_number: str | None) -> Answers:
        """Everything from the first screen to the finished answers. Raises `Interrupted`; the draft then stays."""
        try:
            await self._begin(screen, case_number)
            await self._ask(screen)
        except Interrupted as stop:
            raise self._stopped() from stop
        assert self.draft  # noqa: S101 — _begin made it
        return self.session.answers(self.draft.case_number)

    async def _ask(self, screen: Screen) -> None:
        begun = any(name.startswith(TICKS) for name in self.session.typed)
        offered, at = (bool(self.session.measures) or self.review_first) and not begun, ""
        if self.review_first and await self._review(screen, at):
            return
        carried = self.review_first
        while True:
            self._to_what_is_open()
            here = self.session.current
            if not carried and not (here and here.acts):
                carried = True
                await self._carried(screen)
            if self.session.current is not None and not self.session.ended_early:
                at = self.session.current.id
                if (sheet := self.session.screen) is not None:
                    if await self._sheet(screen, sheet):
                        continue
                elif await self._question(screen, self.session.current):
                    continue
            elif not offered and (assessment := self._treatable()):
                offered = True
                await self._measures(screen, assessment)
            if await self._review(screen, at):
                return

    def _to_what_is_open(self) -> None:
        """To the first act of which something is still open, where the one at hand is done."""
        if self.session.current is None:
            opened = (view.place for view in self.session.views if view.open is not None)
            self._turn_to(next(opened, self.session.place))

    def _turn_to(self, place: int) -> None:
        """Ask about another act. Pages that were left stay with theirs."""
        if place != self.session.place:
            self.shown.clear()
            self.session = self.session.focused(place)

    async def _carried(self, screen: Screen) -> None:
        """Facts of earlier cases, a page at a time: two or more are worth a page."""
        assert self.draft  # noqa: S101 — questions come after _begin
        names = self.session.carried
        if len(names) < 2 or self.session.given.keys() - {self.form.act_question}:
            return
        page = CarriedPage(self.session, names, self.draft.case_number)
        page.message = self._said()
        done = await screen.show(page)
        if done.name == "all":
            self._keep(self.session.accept(names))

    async def _question(self, screen: Screen, question: Question) -> bool:
        """Show one question and take what was done; False when the review is wanted."""
        page = self._page(question)
        try:
            act: Act = await screen.show(page)
        except Interrupted:
            self._hold(page)
            raise
        if act.name not in ("answer", "skip"):
            # What is typed or ticked stays on the page while another one covers it.
            self.shown[question.id] = page
            self._hold(page)
        if act.name == "review":
            return False
        if act.name == "end":
            self._end_early()
            return False
        if act.name in ("basis", "note", "evidence"):
            await self._beside(screen, act.name, question)
        elif act.name == "answer" and self._is_there(question, act.value):
            self.message = "这一样已经在这次行动里了：选另一样；不加了的，按检查回去。"
        elif act.name == "answer":
            self._answered(question, act.value, act.said)
        elif act.name == "skip":
            left = self.session.progress.left
            self._keep(self.session.skip(act.said))
            self._say_opened(left, "这一题空着")
        elif act.name == "back":
            before = self.session
            self.session = before.back()
            self.message = "" if self.session is not before else "这是第一题。"
        elif act.name == "forward":
            self.session = self.session.forward()
        return True

    async def _sheet(self, screen: Screen, sheet: OneScreen) -> bool:
        """Show several questions at once; False when the review is wanted."""
        page = self._page(sheet.question)
        try:
            act: Act = await screen.show(page)
        except Interrupted:
            self._hold(page)
            raise
        if act.name == "answer":
            self._keep(self.session.tick(sheet, act.value))
            asked = self.session.screen is None and self.session.current is not None
            if act.value == UNKNOWN and asked:
                self.message = "一题一题来：拿不准的那一题再答“不清楚”。"
            return True
        self.shown[sheet.question.id] = page
        self._hold(page)
        if act.name == "review":
            return False
        if act.name == "basis":
            await screen.show(BasisPage(self.session, sheet.question))
        elif act.name == "back":
            self.session = self.session.back()
        elif act.name in ("note", "evidence"):
            self.message = "备注、证据写在单独的题上：答完在检查里改那一题。"
        return True

    def _is_there(self, question: Question, value: Value) -> bool:
        """Whether another act of the operation is this very one."""
        act = self.form.acts.get(str(value)) if question.acts else None
        others = (own.given.get(question.id) for own in self.session.parked)
        return bool(act and act.sets) and any(answer and answer.value == value for answer in others)

    def _page(self, question: Question) -> QuestionPage:
        assert self.draft  # noqa: S101
        page = self.shown.pop(question.id, None)
        if page is None:
            make = choice_page if question.type in _CHOICES else write_page
            page = make(self.session, question, self.draft.case_number, self.now)
            if isinstance(page, ChoicesPage) and (held := self.session.typed.get(question.id)):
                page.tick(held.split("；"))
            page.told = partial(self._hold, page)
        if isinstance(page, ListPage):
            # Whoever comes back points anew: no page stands there with an answer that Enter takes.
            page.point_nowhere()
            if isinstance(page, ChoicePage) and page.searched:
                # What was looked for stands there, and has found what it found.
                page.look_for(page.searched)
        page.update(self.session)
        if isinstance(page, WritePage):
            page.words = page.words or self.session.typed.get(f"{WORDS}{question.id}", "")
        page.message = self._said() or page.message
        return page

    def _end_early(self) -> None:
        """The rest stays unasked. The guess of before and what the paper counts are not the same: it is said why."""
        left = self.session.progress.left + (self.session.current is not None)
        self._keep(replace(self.session, ended_early=True, at=None))
        count = unanswered(self.session)
        self.message = (
            f"按已有的答案，应当问的还有 {count} 题没有答，文书照此写；先前的“约剩”是估计（约 {left} 题）。"
        )

    def _hold(self, page: QuestionPage) -> None:
        """Keep what stands on a page that is left without an answer, and words that were refused for a number."""
        held = ""
        if isinstance(page, WritePage):
            words = page.words
            held = page.held()
            held = held if held.strip() else words.removeprefix(SAID) or held
            self._keep_other(self.session.hold(f"{WORDS}{page.question.id}", words))
        elif isinstance(page, ChoicesPage) and page.ticked != page.had:
            held = "；".join(page.ticked) or (NO_TICKS if isinstance(page.had, tuple) else "")
        self._keep_other(self.session.hold(page.question.id, held))

    def _keep_other(self, session: Session) -> None:
        if session is not self.session:
            self._keep(session)

    def _answered(self, question: Question, value: Value, said: str) -> None:
        """Save an answer, and say how many questions it opened: what is left never grows without a word."""
        left, contradicted = self.session.progress.left, self.session.unexplained
        self._keep(self.session.answer(value, said))
        met = [told.words for told in self.session.unexplained if told not in contradicted]
        if met and not self.message:
            self.message = f"和前面的回答对不上：{met[0]}。核对一下；检查时还会问。"
        words = show_answer(self.form, question, Answer(value=value))
        words = words if len(words) <= 16 else words[:15] + "…"
        self._say_opened(left, f"选了“{words}”")

    def _say_opened(self, left: int, why: str) -> None:
        """What is left by the head of the page is one less after each answer, or this says how many more have come."""
        if self.session.current is None:
            return
        opened = self.session.progress.left - (left - 1)
        if opened >= _WORTH_SAYING:
            told = f"{why}，多 {opened} 题。"
            self.message = "；".join(part.rstrip("。") for part in (self.message, told) if part) + "。"

    async def _beside(self, screen: Screen, name: str, question: Question) -> None:
        """Basis, note or evidence of a question."""
        if name == "basis":
            await screen.show(BasisPage(self.session, question))
            return
        await (ask_note if name == "note" else ask_evidence)(self._desk(screen), question)

    def _desk(self, screen: Screen) -> Desk:
        return Desk(screen, self.session, self._keep)

    async def _review(self, screen: Screen, at: str) -> bool:
        """True when the person is done."""
        if (said := self.session.said_acts) is not self.session:
            self.shown.clear()
            self.session = said
        while True:
            choice = await self._reviewed(screen, at)
            at = choice.question or at
            if choice.name == "done":
                if not self._within_budget():
                    continue
                settled = await self._settled(screen)
                if settled is not None:
                    return settled
            elif choice.name == "end":
                self._end_early()
            elif choice.name == "back":
                session = self.session
                if session.ended_early:
                    self._keep(replace(session, ended_early=False))
                elif session.finished and session.at is None:
                    self.session = session.back()
                return False
            elif choice.name == "full":
                self._keep(replace(self.session, full=not self.session.full))
            elif choice.name == "also":
                self.shown.clear()
                self.session = self.session.another()
                self.message = "同时还做什么？答过的共同的题不再问。"
                return False
            elif choice.name == "without":
                self.shown.clear()
                self._keep(self.session.without(self.session.place))
            elif choice.name == "contradictions":
                assert self.draft  # noqa: S101
                self._turn_to(_contradicting(self.session))
                if name := await look_through(self._desk(screen), self.draft.case_number):
                    self._reopen(name)
                    return False
            elif choice.name == "change":
                self._reopen(choice.question)
                return False
            else:
                await self._add(screen, choice)

    def _reopen(self, name: str) -> None:
        """Look at a question again. The rest is asked then, and still is when the person leaves from there."""
        self._keep_other(
            replace(self.session, ended_early=False) if self.session.ended_early else self.session
        )
        self.session = self.session.reopen(name)

    async def _settled(self, screen: Screen) -> bool | None:
        """Whether no contradiction is left; False where a question is to be put right first, None for the review."""
        assert self.draft  # noqa: S101
        while any(view.unexplained for view in self.session.views):
            self._turn_to(_contradicting(self.session))
            told = self.session.unexplained[0]
            question = await settle(self._desk(screen), told, self.draft.case_number)
            if question is None:
                return None
            if question:
                self.session = self.session.reopen(question)
                return False
        return True

    async def _reviewed(self, screen: Screen, at: str) -> Choice:
        assert self.draft  # noqa: S101
        session = self.session
        measures = session.finished and self._treatable() is not None
        page = ReviewPage(
            session,
            self.draft.case_number,
            measures=measures,
            message=self._said(),
            at=at,
            note=self._noted(),
        )
        choice: Choice = await screen.show(page)
        place, _, name = choice.question.rpartition(OF_ACT)
        if place:
            self._turn_to(int(place))
        return replace(choice, question=name)

    def _noted(self) -> bool:
        """Whether the case ends with a note, unless the full assessment is asked for."""
        if not self.session.finished or self.session.ended_early:
            return False
        return assess(self.form, replace(self.session, full=False).answers(""), self.now()).paper == "note"

    def _within_budget(self) -> bool:
        assert self.draft  # noqa: S101
        over = next(taken_by_no_door(self.session.answers(self.draft.case_number), self.form), None)
        if over is not None:
            # A list has no question of its own; the review is where it was written.
            question = self.form.question(over.question) if over.question else None
            self.message = f"{f'“{question.ask}”：' if question else ''}{over.what}。{over.remedy}"
        return over is None

    async def _add(self, screen: Screen, choice: Choice) -> None:
        """What goes with the answers, written from the review."""
        session = self.session
        if choice.name == "measures":
            if (assessment := self._treatable()) is not None:
                await self._measures(screen, assessment)
        elif choice.name == "statement":
            await ask_statements(self._desk(screen))
        elif choice.name == "raise":
            computed = self._computed()
            if computed is Grade.PROHIBITED and session.raised is None:
                self.message = "算出来的已经是不得实施，没有更高的可以调。"
            else:
                await ask_raise(self._desk(screen), computed)
        else:
            await self._beside(screen, choice.name, session.form.questions[choice.question])

    async def _measures(self, screen: Screen, assessment: Assessment) -> None:
        assert self.draft  # noqa: S101
        now = self.now()
        planned = assess(self.form, self.session.answers(""), now).measures
        lacking = frozenset(measure.id for measure in planned if measure.not_counted)
        await ask_measures(self._desk(screen), assessment, self.draft.case_number, self.now, lacking)
        titles = {measure.id: measure.title for measure in self.form.measures.values()}
        if left_out := uncounted_lines(assess(self.form, self.session.answers(""), self.now()), titles):
            self.message = f"{len(left_out)} 项措施没有计入：{'；'.join(left_out)}"

    def _computed(self) -> Grade:
        """The grade without anybody's raise, with what the measures do; low as long as it is not known."""
        session = self.session
        if not (session.finished or session.ended_early):
            return Grade.LOW
        return assess(self.form, replace(session, raised=None).answers(""), self.now()).grade.residual

    def _treatable(self) -> Assessment | None:
        """The case judged without its measures, when it is above low and measures could treat it."""
        if self.session.ended_early:
            return None
        answers = replace(self.session, measures=()).answers("")
        assessment = assess(self.form, answers, self.now())
        return assessment if assessment.measures and assessment.grade.initial is not Grade.LOW else None


def _contradicting(session: Session) -> int:
    """The act whose answers contradict each other: one of which that is not explained yet, if there is any."""
    unexplained = (view.place for view in session.views if view.unexplained)
    told = (view.place for view in session.views if view.contradictions)
    return next(unexplained, next(told, session.place))
