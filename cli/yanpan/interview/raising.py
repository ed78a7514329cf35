"""The grade raised above the computed one. Lowering is not offered: only a higher signer may (law 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from yanpan.answers import WrongValue
from yanpan.answers.model import RaisedGrade
from yanpan.assessment import owner_lacks
from yanpan.interview.desk import Desk
from yanpan.interview.extras import named, needed
from yanpan.interview.line import LinePage, Typed
from yanpan.questionnaire.model import Grade

RAISE = "raise:"
"""Begins the names under which a raise is kept that is only half written."""
_GRADES: Mapping[str, Literal["medium", "high", "prohibited"]] = {
    "1": "medium", "中风险": "medium", "2": "high", "高风险": "high", "3": "prohibited", "不得实施": "prohibited",
}  # fmt: skip
_TITLES: Mapping[str, str] = {value: title for title, value in _GRADES.items() if not title.isdigit()}
_TAKE_BACK = "c-t"


class GradePage(LinePage):
    """To which grade, of those above the computed one.

    A raise that stands is taken back by a key of its own, pressed twice; never by an empty line.
    """

    def __init__(self, raised: RaisedGrade | None, computed: Grade = Grade.LOW) -> None:
        self.above = {key: grade for key, grade in _GRADES.items() if Grade(grade).rank > computed.rank}
        self.offers = "　".join(
            f"{key} {_TITLES[grade]}" for key, grade in self.above.items() if key.isdigit()
        )
        words = "" if computed is Grade.LOW else f"算出来的已经是{_TITLES[computed.value]}。"
        super().__init__(
            "调高等级",
            "调高到哪一级？",
            help=f"{self.offers or '没有更高的了'}。{words}只能调高，不能调低。",
            text=_TITLES[raised.grade] if raised else "",
            check=self._grade,
        )
        self.raised = raised
        self.sure = False
        self.more = ("Ctrl-T 撤销调高",) if raised else ()

    def _grade(self, text: str) -> str:
        if text.strip() in self.above:
            return text.strip()
        back = "；要撤销调高，按 Ctrl-T" if self.raised else ""
        if text.strip() in _GRADES or not self.above:
            raise WrongValue(
                "只能调得比算出来的高",
                f"{'可以写：' + self.offers if self.above else '没有更高的了'}{back}。",
            )
        keys = "、".join(key for key in self.above if key.isdigit())
        raise WrongValue(f"写 {keys}", f"{self.offers.replace('　', '，')}{back}。")

    def takes(self, key: str) -> bool:
        return super().takes(key) or (key == _TAKE_BACK and self.raised is not None)

    def changed(self) -> None:
        super().changed()
        self.sure = False

    def press(self, key: str, typed: str) -> Typed | None:
        if key != _TAKE_BACK or self.raised is None:
            self.sure = False
            return super().press(key, typed)
        if self.sure:
            return Typed("")
        self.sure = True
        words = f"{_TITLES[self.raised.grade]}，{self.raised.by}"
        self.message = f"撤销调高（{words}）？再按一次 Ctrl-T 就撤销，按别的键不撤销。"
        return None


def _person(text: str) -> str:
    """Who decides: somebody by name, with the post or without."""
    name = named(text)
    if lacks := owner_lacks(name):
        raise WrongValue(lacks.replace("责任人", "决定的人"), "写姓名，例如 张三，或者 张三 副局长。")
    return name


async def ask_raise(desk: Desk, computed: Grade) -> None:
    """Raise the grade above the computed one, with name and reason; what stands is shown first and can be changed or
    taken back."""
    raised = desk.session.raised
    grade = await desk.line(f"{RAISE}grade", GradePage(raised, computed))
    if grade == "":
        desk.save(replace(desk.forget(RAISE), raised=None))
        return
    if grade is None:
        return
    by = await desk.line(
        f"{RAISE}by",
        LinePage(
            "调高等级", "谁决定调高？", help="姓名，可以加职务：张三，张三 副局长。",
            text=raised.by if raised else "", check=_person,
        ),
    )  # fmt: skip
    if by is None:
        return
    help_ = "写明题目里没有反映的情况。"
    reason = await desk.line(
        f"{RAISE}reason",
        LinePage("调高等级", "理由是什么？", help=help_, text=raised.reason if raised else "", check=needed),
    )
    if reason is None:
        return
    made = RaisedGrade(grade=_GRADES[grade], by=by, reason=reason)
    desk.save(replace(desk.forget(RAISE), raised=made))
