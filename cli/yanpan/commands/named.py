"""The roles and grades that people name after an option, as ids."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from yanpan.errors import InputRefused, UsageError
from yanpan.naming import Misnamed, Titles, listed, named

if TYPE_CHECKING:
    from yanpan.assessment import Assessment
    from yanpan.questionnaire.compile import Form


def role_titles(forms: Iterable[Form]) -> dict[str, str]:
    """Id → title of every role that some questionnaires know."""
    return {role.id: role.title for form in forms for role in form.questionnaire.signoff.roles}


def role_named(word: str, titles: Titles, *, where: str = "") -> str:
    """The role that a word means. Raises `InputRefused`."""
    try:
        return named(word, titles)
    except Misnamed as wrong:
        words = wrong.words("角色") if wrong.several else f"这个案件不用“{wrong.word}”签署{wrong.hint}"
        raise InputRefused(words, where=where, remedy=f"可签的角色：{listed(titles)}。") from None


def grade_named(word: str, titles: Titles, option: str) -> str:
    """The grade that the word after an option means. Raises `UsageError`."""
    try:
        return named(word, titles)
    except Misnamed as wrong:
        what = f"{option} 不认识“{wrong.word}”{wrong.hint}"
        raise UsageError(what, remedy=f"可用：{listed(titles)}。") from None


def grades_of(a: Assessment) -> dict[str, str]:
    """Id → title of the grades as a judgement has them, low to high."""
    return {
        name.removeprefix("grade."): title for name, title in a.titles.items() if name.startswith("grade.")
    }
