"""The review screen: everything asked and answered, what each answer raised, and any of it can be changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from yanpan.answers.operation import MOST_ALSO
from yanpan.assessment.note import all_rights
from yanpan.assessment.words import show_answer
from yanpan.interview.besides import besides_into, left_behind
from yanpan.interview.frame import action_words, foot, head, met_rows
from yanpan.interview.item import Item
from yanpan.interview.listing import ListPage, command
from yanpan.interview.paint import Body, Line, Picture, clip, compose, fill
from yanpan.interview.session import Session
from yanpan.questionnaire.model import Question

NOTE = (
    "问完了，到此为止：这件事不碰{}，按563号4.2不用做全面研判。按 y 完成，出一页说明，照样签名；"
    "想做全面研判、出评估报告的，先按 w。"
)
FULL = "照您说的做全面研判，出评估报告。改回一页说明的，按 w。"
OF_ACT = "/"
"""Between the place of an act and a question, where the row is not of the act at hand."""


@dataclass(frozen=True)
class Choice:
    """`done`, `end`, `back`, `change`, `note`, `evidence`, `statement`, `contradictions`, `measures`, `also`, `without`, `full`;
    `question` names the row it is about, behind the place of its act where that is not the one at hand.
    """

    name: str
    question: str = ""


@dataclass(frozen=True)
class _Row:
    """`view` is the session of its act, `own` says that it is of this act alone."""

    question: Question
    number: int
    view: Session
    aside: bool = False
    own: bool = False

    @property
    def act(self) -> str:
        """What stands over the rows that an act has for itself."""
        return f"【{action_words(self.view)}】" if self.own else ""


_KEYS = {
    " ": "change", "right": "change", "n": "note", "e": "evidence", "s": "statement", "g": "raise", "m": "measures", "?": "basis",
    "c": "contradictions", "+": "also", "-": "without",
    "b": "back", "left": "back", "r": "back", "escape": "back", "y": "done", "x": "end", "w": "full",
}  # fmt: skip
_FILTERS = ("全部", "没答的", "不清楚的", "有风险的")
_JUMPS = {"j": 1, "k": -1}


def unanswered(session: Session) -> int:
    """As many as the paper of a case that ended early lists: what was left empty has no answer either."""
    open_ = {
        (question.id, question.id not in session.form.shared and view.place)
        for view in session.views
        for question in view.asked
        if question.id not in view.given
    }
    return len(open_)


def may_add(session: Session) -> bool:
    """Whether one more act can be picked: the questionnaire has several, all that is there is answered."""
    said = all(view.form.act_question in view.given for view in session.views)
    return bool(session.form.shared) and said and session.finished and len(session.parked) < MOST_ALSO


class ReviewPage(ListPage):
    """All answers in one list. y is done when nothing is open; Enter changes the row pointed at."""

    plain = (
        "y 完成或者接着答；打序号改那一题；n、e、? 加序号：那一题的备注、证据、依据；f 筛选；s 陈述申辩；g 调高等级；"
        "m 措施；< 回去；q 存下再走"
    )

    def __init__(
        self,
        session: Session,
        case_number: str,
        *,
        measures: bool = False,
        message: str = "",
        at: str = "",
        note: bool = False,
    ) -> None:
        self.session = session
        self.case_number = case_number
        self.measures = measures
        self.message = message
        self.filter = 0
        self.near = at
        self.warned = False
        self.tells = False
        """Whether it is told right now what would be left behind: that is what is to be seen then."""
        self.letters = f"{self.letters}+-"
        self.sure = ""
        """The row whose act is to be taken away, once y says so."""
        self.contradicted = any(view.contradictions for view in session.views)
        if self.contradicted:
            self.plain = f"{self.plain}；c 对不上的"
        if may_add(session):
            self.plain = f"{self.plain}；+ 同时还做别的"
        if session.parked:
            self.plain = f"{self.plain}；- 加序号：去掉那一件"
        self.note = note
        """Whether no full assessment is due: it is made only where it is asked for."""
        if note:
            self.plain = f"{self.plain}；w {self._other_paper}"
        self.all = _rows(session)
        self.by_id = {self._id(row): row for row in self.all}

    @property
    def _other_paper(self) -> str:
        return "改回一页说明" if self.session.full else "要全面研判"

    def _id(self, row: _Row) -> str:
        here = row.view.place == self.session.place
        return row.question.id if here else f"{row.view.place}{OF_ACT}{row.question.id}"

    def items(self) -> Sequence[Item]:
        titles = {item.id: item.title for item in self.session.form.questionnaire.header.sections}
        found, heading = list[Item](), ""
        for row in self.all:
            if not self._passes(row):
                continue
            title = row.act + ("答了但现在不用问的（不计入）" if row.aside else titles[row.question.section])
            if title != heading:
                found.append(Item(None, title, heading=True))
                heading = title
            found.append(Item(self._id(row), row.question.ask))
        return found

    @property
    def ready(self) -> bool:
        """Whether it can be done with: everything is answered, or the person ends at a certain red line."""
        return self.session.finished or self.session.ended_early

    def numbered(self, number: int) -> Item | None:
        """By the number that stands before it."""
        shown = [item for item, _ in self.shown() if not item.heading]
        return next((item for item in shown if self.by_id[item.value].number == number), None)

    def _passes(self, row: _Row) -> bool:
        answer = row.view.given.get(row.question.id)
        if self.filter == 1:
            return not row.aside and not row.view.done(row.question)
        if self.filter == 2:
            return not row.aside and answer is not None and answer.value == "unknown"
        if self.filter == 3:
            return self._raises(row)
        # What is still to come is only counted: a list of sixty open questions hides what was answered.
        return row.aside or row.view.done(row.question) or row.question is row.view.open

    def _raises(self, row: _Row) -> bool:
        return not row.aside and bool(self._raised(row))

    def _raised(self, row: _Row) -> tuple[str, ...]:
        """What an answer raised, or has a part in: a shared one in any act."""
        views = [row.view] if row.own else self.session.views
        return tuple(
            dict.fromkeys(name for view in views for name in view.met.raised_by.get(row.question.id, ()))
        )

    def paint(self, width: int, height: int | None) -> Picture:
        session, body = self.session, Body()
        if self.note:
            body.block("class:good", FULL if session.full else NOTE.format(all_rights()), width)
            body.add("")
        if self.filter:
            body.block("class:given", f"只看{_FILTERS[self.filter]}（f 换）", width)
        pointed = self.pointed()
        for item, here in self.shown():
            if item.heading:
                body.add("class:head", f" {item.title}")
                continue
            if here or (pointed is None and item.value == self.near):
                body.focus = len(body.lines)
            body.lines.append(self._line(self.by_id[item.value], width, here=here))
        if not self.rows.standing:
            body.block("class:dim", "没有。", width, indent=3)
        besides_into(body, session, width, measures=self.measures)
        if self.tells:
            body.focus = len(body.lines) - 1
        count = sum(not row.aside for row in self.all)
        state = f"共 {count} 题，{'都答了' if session.finished else '还有没答的'}"
        if self.ready and not session.finished:
            state = f"提前结束，{unanswered(session)} 题没有答"
        right = state + (f"，不清楚 {n} 题" if (n := self._unknown()) else "")
        rows = [*self._detail(width), *(row for view in session.views for row in met_rows(width, view))]
        return compose(
            height, head(width, f"{self.case_number} · 检查答案", right), body,
            foot(width, rows, self.message, self._key_words()),
        )  # fmt: skip

    def _key_words(self) -> list[str]:
        finish = "y 完成" if self.ready else "y 接着答"
        end = ["x 到此为止"] if self.session.may_end and not self.ready else []
        return [
            finish, "↑↓选 回车改", "j k 有风险的", "f 筛选", "n备注", "e证据", "s陈述申辩", "g调高等级",
            *([f"w {self._other_paper}"] if self.note else []),
            *(["m措施"] if self.measures else []), *(["c对不上的"] if self.contradicted else []), "?依据",
            *(["+ 同时还做别的"] if may_add(self.session) else []), *(["- 去掉一件"] if self.session.parked else []),
            *end, "←回去", "Ctrl-C存下再走",
        ]  # fmt: skip

    def _line(self, row: _Row, width: int, *, here: bool) -> Line:
        answer = row.view.given.get(row.question.id)
        shown = self._shown(row)
        marks = ("注" if answer and answer.note else "") + ("证" if answer and answer.evidence else "")
        right = (width - 15) * 4 // 9
        ask = fill(row.question.ask, width - 15 - right)
        number = f"{row.number:>3}" if row.number else "  ·"
        style = "class:chosen" if here else "class:dim" if row.aside else ""
        unsettled = shown in ("不清楚", "还没答")
        answer_style = "class:chosen" if here else "class:warn" if unsettled else style or "class:given"
        mark, mark_style = self._mark(row)
        return [
            (style, f"{'›' if here else ' '}{number} "),
            (mark_style, f"{mark} "),
            (style, f"{ask} "),
            (answer_style, fill(shown, right)),
            ("class:dim", f" {fill(marks, 4)}"),
        ]

    def _mark(self, row: _Row) -> tuple[str, str]:
        """红 for an answer behind a red line, 险 for one behind a hazard."""
        raised = self._raised(row) if not row.aside else ()
        if any(name in view.met.red_lines for view in self.session.views for name in raised):
            return "红", "class:danger"
        return ("险", "class:warn") if raised else ("  ", "")

    def _shown(self, row: _Row) -> str:
        answer = row.view.given.get(row.question.id)
        if answer is None:
            return "（没有填）" if row.view.done(row.question) else "还没答"
        return show_answer(self.session.form, row.question, answer)

    def _detail(self, width: int) -> list[Line]:
        """The row under the marker in full, with what it raised, note and evidence: columns above may be clipped."""
        found = self.pointed()
        if found is None:
            return []
        row, form = self.by_id[found.value], self.session.form
        remark = row.view.remark(row.question.id)
        words = f"{row.question.ask} {self._shown(row)}"
        words += f"　备注：{remark.note}" if remark.note else ""
        words += f"　证据：{'；'.join(remark.evidence)}" if remark.evidence else ""
        lines: list[Line] = [[("class:dim", f" {clip(words, width - 3)}")]]
        raised = self._raised(row) if not row.aside else ()
        titles = [(form.red_lines.get(name) or form.hazards[name]).title for name in raised]
        answer = row.view.given.get(row.question.id)
        if answer is not None:
            steps = form.steps_said(row.question.id, answer.value)
            titles += (f"前置条件：{form.preconditions[wanted].title}" for _, wanted in steps)
        if titles:
            lines.append([("class:warn", f" {clip('引出：' + '；'.join(titles), width - 3)}")])
        return lines

    def _unknown(self) -> int:
        answers = (row.view.given.get(row.question.id) for row in self.all if not row.aside)
        return sum(1 for answer in answers if answer is not None and answer.value == "unknown")

    def move(self, name: str) -> bool:
        """The first arrow points at where the person came from."""
        if name in ("up", "down") and self.pointed() is None and self.near:
            self._point(self.near)
            if self.pointed() is not None:
                return True
        return super().move(name)

    def _point(self, name: str) -> None:
        for choice in self.rows.standing:
            if choice.value == name:
                self.rows.point(choice)

    def _jump(self, step: int) -> None:
        """To the next answer that raised something, round and round."""
        names = [str(choice.value) for choice in self.rows.standing]
        risky = [name for name in names if self._raises(self.by_id[name])]
        if not risky:
            self.message = "没有引出风险点或者红线的答案。"
            return
        here = self.pointed()
        at = names.index(here.value) if here else (-1 if step > 0 else len(names))
        after = [name for name in risky if (names.index(name) - at) * step > 0]
        self._point((after or risky)[0 if step > 0 else -1])

    def press(self, key: str, typed: str) -> Choice | None:
        name = command(key, typed)
        self.message, self.tells = "", False
        sure, self.sure = self.sure, ""
        if name == "y" and sure:
            # The key that asks is not the one that does it: a key held down would be both.
            return Choice("without", sure)
        if self.move(name):
            return None
        if name in _JUMPS:
            self._jump(_JUMPS[name])
        elif name == "f":
            self.filter = (self.filter + 1) % len(_FILTERS)
            self.refill()
        elif name == "enter":
            return self._on_row(
                "change",
                "还没有选：↑↓选一题再回车就是改，按 y 就是" + ("完成。" if self.ready else "接着答。"),
            )
        else:
            return self._act(_KEYS.get(name, ""))
        return None

    def _act(self, act: str) -> Choice | None:
        if act in ("change", "note", "evidence", "basis"):
            return self._on_row(act, "还没有选：先用↑↓选一题。")
        if act == "done" and self.ready and self._leaves_behind():
            return None
        if act == "done":
            return Choice("done" if self.ready else "back")
        if act == "end" and (self.ready or not self.session.may_end):
            return None
        if act == "measures" and not self.measures:
            return None
        if act == "contradictions" and not self.contradicted:
            return None
        if act == "full" and not self.note:
            return None
        if act == "also" and not may_add(self.session):
            return None
        if act == "without":
            self._ask_to_leave_out()
            return None
        return Choice(act) if act else None

    def _ask_to_leave_out(self) -> None:
        """Which act is to go is said by a row of its own."""
        found = self.pointed() if self.session.parked else None
        row = self.by_id[found.value] if found else None
        if self.session.parked and (row is None or not row.own):
            self.message = "先用↑↓选要去掉的那一件自己的一题。"
        elif found is not None and row is not None:
            place = row.view.place
            self.sure = f"{place}{OF_ACT}" if place != self.session.place else found.value
            own = len([name for name in row.view.given if name not in self.session.form.shared])
            self.message = f"去掉{row.act}和它自己的 {own} 个答案？要去掉按 y，按别的键不去。"

    def _leaves_behind(self) -> bool:
        """Say once what would not be in the paper."""
        words = left_behind(self.session, measures=self.measures)
        if not words or self.warned:
            return False
        self.warned = self.tells = True
        # What to do comes first: of a long list only the beginning stands here, and the whole above.
        self.message = f"有 {len(words)} 样印不进文书，就这样完成的，再按一次 y：{'。'.join(words)}。"
        return True

    def _on_row(self, act: str, otherwise: str) -> Choice | None:
        found = self.pointed()
        if found is None:
            self.message = otherwise
            return None
        if self.by_id[found.value].aside and act == "change":
            self.message = "这一题按现在的案情不用问，改不改都不计入。"
            return None
        return Choice(act, found.value)


def _rows(session: Session) -> list[_Row]:
    """Every answer: what the acts share, then what each has for itself. Of a single act all are its own questions."""
    form, views = session.form, session.views
    if len(views) == 1:
        done = [_Row(q, i, session) for i, q in enumerate(session.asked, 1)]
        return [*_by_section(session, done), *(_Row(q, 0, session, aside=True) for q in session.aside)]
    asking = {q.id: view for view in (*reversed(views), session) for q in view.asked}
    shared = [_Row(q, 1, asking[q.id]) for q in session.order if q.id in form.shared and q.id in asking]
    found = _by_section(session, shared)
    for view in views:
        own = [_Row(q, 1, view, own=True) for q in view.asked if q.id not in form.shared]
        found += _by_section(session, own)
    numbered = [replace(row, number=n) for n, row in enumerate(found, 1)]
    asides = [q for q in session.aside if q.id in form.shared and q.id not in asking]
    numbered += [_Row(q, 0, session, aside=True) for q in asides]
    for view in views:
        numbered += [_Row(q, 0, view, aside=True, own=True) for q in view.aside if q.id not in form.shared]
    return numbered


def _by_section(session: Session, rows: list[_Row]) -> list[_Row]:
    titles = [item.id for item in session.form.questionnaire.header.sections]
    return sorted(rows, key=lambda row: (titles.index(row.question.section), row.number))
