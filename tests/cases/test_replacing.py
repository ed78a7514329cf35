"""Whoever replaces a case names the very one that he moves aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from signing_desk import AT, desk_of, form
from yanpan.answers import Answers
from yanpan.assessment import answers_of, assess
from yanpan.cases import naming_replaced, open_case, write_case
from yanpan.errors import InputRefused


def test_what_was_changed_after_it_was_named_is_not_replaced(tmp_path: Path) -> None:
    case = desk_of("E41", tmp_path).case
    out, answers = case.folder.parent, answers_of(case.assessment, form())

    def replaced_by(answers: Answers) -> str:
        write_case(out, form(), answers, assess(form(), answers, AT), paper=None, replace=True)
        return open_case(case.folder).digest

    mine = naming_replaced(answers, out)
    assert mine.supersedes == case.digest
    others = replaced_by(naming_replaced(answers, out))
    before = sorted(path.name for path in out.iterdir())
    for late in (mine, answers):
        with pytest.raises(InputRefused, match="刚刚有别人改了这个案件"):
            replaced_by(late)
        assert sorted(path.name for path in out.iterdir()) == before
        assert open_case(case.folder).digest == others
    assert replaced_by(naming_replaced(answers, out)) != others
    assert open_case(case.folder).assessment.supersedes == others


def test_what_is_no_case_is_replaced_without_a_name(tmp_path: Path) -> None:
    case = desk_of("E41", tmp_path).case
    answers = answers_of(case.assessment, form())
    (case.folder / "assessment.json").write_bytes(b"{}")
    assert naming_replaced(answers, case.folder.parent).supersedes == ""
    assessment = assess(form(), answers, AT)
    write_case(case.folder.parent, form(), answers, assessment, paper=None, replace=True)
    assert open_case(case.folder).assessment == assessment
