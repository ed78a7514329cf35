"""The grade raised above the computed one. Lowering is not offered: only a higher signer may (law 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from yanpan.answers import WrongValue
from yanpan.answers.model import RaisedGrade
from yanpan.interview.desk import Desk
from yanpan.interview.extras import named, needed
from yanpan.interview.line import LinePage, Typed

RAISE = "raise:"
"""Begins the names under which a raise is kept that is only half written."""
_GRADES: Mapping[str, Literal["medium", "high", "prohibited"]] = {
    "1": "medium", "中风险": "medium", "2": "high", "高风险": "high", "3": "prohibited", "不得实施": "prohibited",
}  # fmt: skip
_TITLES = {value: title for title, value in _GRADES.items() if not title.isdigit()}
_TAKE_BACK = "c-t"


class GradePage(LinePage):
    """To which grade. A raise that stands is taken back by a key of its own, pressed twice; never by an empty line."""

    def __init__(self, raised: RaisedGrade | None) -> None:
        super().__init__(
            "调高等级",
            "调高到哪一级？",
            help="1 中风险　2 高风险　3 不得实施。只能调高，不能调低。",
            text=_TITLES[raised.grade] if raised else "",
            check=self._grade,
        )
        self.raised = raised
        self.sure = False
        self.more = ("Ctrl-T 撤销调高",) if raised else ()

    def _grade(self, text: str) -> str:
        if text.strip() in _GRADES:
            return text.strip()
        back = "；要撤销调高，按 Ctrl-T" if self.raised else ""
        raise WrongValue("写 1、2 或者 3", f"1 中风险，2 高风险，3 不得实施{back}。")

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


async def ask_raise(desk: Desk) -> None:
    """Raise the grade, with name and reason; what stands is shown first and can be changed or taken back."""
    raised = desk.session.raised
    grade = await desk.line(f"{RAISE}grade", GradePage(raised))
    if grade == "":
        desk.save(replace(desk.forget(RAISE), raised=None))
        return
    if grade is None:
        return
    by = await desk.line(
        f"{RAISE}by",
        LinePage(
            "调高等级", "谁决定调高？", help="姓名、职务。", text=raised.by if raised else "", check=named
        ),
    )
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
