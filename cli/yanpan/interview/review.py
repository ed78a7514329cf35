"""The review screen: everything asked and answered, any of it can be changed; what was added besides."""

from __future__ import annotations

from dataclasses import dataclass

from yanpan.assessment.words import show_answer
from yanpan.interview.frame import foot, head, red_line_rows
from yanpan.interview.paint import Body, Line, Picture, clip, compose, fill
from yanpan.interview.session import Session
from yanpan.questionnaire.model import Question


@dataclass(frozen=True)
class Choice:
    """`done`, `back`, `change`, `note`, `evidence`, `statement`, `measures`; `question` names the row it is about."""

    name: str
    question: str = ""


@dataclass(frozen=True)
class _Row:
    question: Question
    number: int
    aside: bool = False


_KEYS = {
    " ": "change", "right": "change", "n": "note", "e": "evidence", "s": "statement", "g": "raise", "m": "measures", "?": "basis",
    "b": "back", "left": "back", "r": "back", "escape": "back",
}  # fmt: skip


class ReviewPage:
    """All answers in one list. Enter is done when nothing is open, else it goes on with the questions."""

    def __init__(
        self, session: Session, case_number: str, *, measures: bool = False, message: str = "", at: str = ""
    ) -> None:
        self.session = session
        self.case_number = case_number
        self.measures = measures
        self.message = message
        asked = session.asked
        self.rows = [_Row(q, i) for i, q in enumerate(asked, 1) if session.done(q) or q is session.open]
        self.rows += [_Row(q, 0, aside=True) for q in session.aside]
        ids = [row.question.id for row in self.rows]
        self.row = ids.index(at) if at in ids else 0

    def paint(self, width: int, height: int) -> Picture:
        session, body = self.session, Body()
        titles = {item.id: item.title for item in session.form.questionnaire.header.sections}
        heading = ""
        for i, row in enumerate(self.rows):
            title = "答了但现在不用问的（不计入）" if row.aside else titles[row.question.section]
            if title != heading:
                body.add("class:head", f" {title}")
                heading = title
            if i == self.row:
                body.focus = len(body.lines)
            body.lines.append(self._line(row, width, here=i == self.row))
        self._besides(body, width)
        done = session.finished
        state = f"共 {len(session.asked)} 题，{'都答了' if done else '还有没答的'}"
        right = state + (f"，不清楚 {n} 题" if (n := self._unknown()) else "")
        finish = "回车 完成" if done else "回车 接着答"
        measures = ["m措施"] if self.measures else []
        keys = [
            finish,
            "↑↓选",
            "空格 改这一题",
            "n备注",
            "e证据",
            "s陈述申辩",
            "g调高等级",
            *measures,
            "?依据",
            "←回去",
            "Ctrl-C存下再走",
        ]
        rows = [*self._detail(width), *red_line_rows(width, session)]
        return compose(
            height,
            head(width, f"{self.case_number} · 检查答案", right),
            body,
            foot(width, rows, self.message, keys),
        )

    def _line(self, row: _Row, width: int, *, here: bool) -> Line:
        answer = self.session.given.get(row.question.id)
        shown = self._shown(row)
        marks = ("注" if answer and answer.note else "") + ("证" if answer and answer.evidence else "")
        right = (width - 12) * 4 // 9
        ask = fill(row.question.ask, width - 12 - right)
        number = f"{row.number:>3}" if row.number else "  ·"
        style = "class:chosen" if here else "class:dim" if row.aside else ""
        answer_style = (
            "class:chosen"
            if here
            else "class:warn"
            if shown in ("不清楚", "还没答")
            else style or "class:given"
        )
        start = "›" if here else " "
        return [
            (style, f"{start}{number} {ask} "),
            (answer_style, fill(shown, right)),
            ("class:dim", f" {fill(marks, 4)}"),
        ]

    def _shown(self, row: _Row) -> str:
        answer = self.session.given.get(row.question.id)
        if answer is None:
            return "（没有填）" if self.session.done(row.question) else "还没答"
        return show_answer(self.session.form, row.question, answer)

    def _detail(self, width: int) -> list[Line]:
        """The row under the marker in full, with note and evidence: columns above may be clipped."""
        if not self.rows:
            return []
        row = self.rows[self.row]
        remark = self.session.remark(row.question.id)
        words = f"{row.question.ask} {self._shown(row)}"
        words += f"　备注：{remark.note}" if remark.note else ""
        words += f"　证据：{'；'.join(remark.evidence)}" if remark.evidence else ""
        return [[("class:dim", f" {clip(words, width - 3)}")]]

    def _besides(self, body: Body, width: int) -> None:
        form = self.session.form
        if self.session.measures:
            body.add("class:head", " 防范化解措施")
        for measure in self.session.measures:
            entry = form.measures.get(measure.id)
            words = f"{entry.title if entry else measure.id}（{measure.owner or '没有责任人'}，{measure.deadline or '没有时限'}）"
            body.block("", words, width, first="   · ")
        if raised := self.session.raised:
            titles = {item.id.value: item.title for item in form.questionnaire.header.grades}
            body.add("class:head", " 人工调高等级")
            words = f"调到{titles[raised.grade]}，{raised.by}：{raised.reason}"
            body.block("class:warn", words, width, first="   · ")
        if self.session.statements:
            body.add("class:head", " 陈述申辩")
        for statement in self.session.statements:
            adopted = {"yes": "采纳", "no": "不采纳", "partly": "部分采纳"}[statement.adopted]
            body.block("", f"{statement.who}：{statement.said}（{adopted}）", width, first="   · ")

    def _unknown(self) -> int:
        given, asked = self.session.given, self.session.asked
        return sum(1 for q in asked if q.id in given and given[q.id].value == "unknown")

    def press(self, key: str, typed: str) -> Choice | None:
        from yanpan.interview.choose import command

        name = command(key, typed)
        self.message = ""
        steps = {
            "up": -1,
            "down": 1,
            "pageup": -8,
            "pagedown": 8,
            "home": -len(self.rows),
            "end": len(self.rows),
        }
        if name in steps and self.rows:
            self.row = min(max(self.row + steps[name], 0), len(self.rows) - 1)
            return None
        if name == "enter":
            return Choice("done" if self.session.finished else "back")
        act = _KEYS.get(name, "")
        here = self.rows[self.row] if self.rows else None
        if act in ("change", "note", "evidence", "basis"):
            if here is None:
                return None
            if here.aside and act == "change":
                self.message = "这一题按现在的案情不用问，改不改都不计入。"
                return None
            return Choice(act, here.question.id)
        if act == "measures" and not self.measures:
            return None
        return Choice(act) if act else None
