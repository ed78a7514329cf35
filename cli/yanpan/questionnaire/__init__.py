"""The form as data: read a pack, check it, compile it. Modules load when a name is first asked for (PEP 562)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yanpan.questionnaire.compile import Form, compile_form
    from yanpan.questionnaire.load import load_questionnaire, read_pack
    from yanpan.questionnaire.model import Grade, Question, Questionnaire, QuestionType, Section

__all__ = [
    "Form",
    "Grade",
    "Question",
    "QuestionType",
    "Questionnaire",
    "Section",
    "compile_form",
    "load_questionnaire",
    "read_pack",
]

_HOME = {
    "Form": "compile",
    "compile_form": "compile",
    "load_questionnaire": "load",
    "read_pack": "load",
    "Grade": "model",
    "Question": "model",
    "Questionnaire": "model",
    "QuestionType": "model",
    "Section": "model",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
