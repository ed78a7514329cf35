"""What is typed is held to the text budget at once, and the whole case before it is done."""

from __future__ import annotations

import pytest

from strategies import AT, gd563
from yanpan.answers import WrongValue
from yanpan.interview.extras import _evidence_line, named
from yanpan.interview.session import Session
from yanpan.interview.write import PeoplePage, WritePage

NUMBER = "粤韶执〔2026〕12号"


def typed(name: str, text: str) -> WritePage:
    """The page of a question with this text typed."""
    form = gd563()
    kind = PeoplePage if name == "officers" else WritePage
    page = kind(Session(form), form.questions[name], NUMBER, AT)
    page.press("paste", text)
    return page


@pytest.mark.parametrize(("name", "longest"), [("unit_name", 60), ("action_summary", 300), ("place", 120)])
def test_a_text_that_is_too_long_stays_on_the_page_and_its_limit_is_said(name: str, longest: int) -> None:
    page = typed(name, "长" * longest)
    assert page.press("enter", "") is not None
    page = typed(name, "长" * (longest + 1))
    assert page.press("enter", "") is None
    assert f"{longest + 1} 字，最多 {longest} 字" in page.message
    assert page.field.text == "长" * (longest + 1)


def test_a_person_whose_name_is_too_long_is_not_taken() -> None:
    page = typed("officers", "长" * 61 + " 粤A001")
    assert page.press("enter", "") is None
    assert "姓名有 61 字" in page.message
    assert isinstance(page, PeoplePage)
    assert page.people == []


def test_owners_and_names_of_evidence_are_held_to_it() -> None:
    assert named("周" * 60)
    with pytest.raises(WrongValue, match="最多 60 字"):
        named("周" * 61)
    assert _evidence_line("照片；笔录")
    with pytest.raises(WrongValue, match="最多 120 字"):
        _evidence_line("照片；" + "长" * 121)
    with pytest.raises(WrongValue, match="最多 50 项"):
        _evidence_line("；".join(f"照片{i}" for i in range(51)))
