"""The form as data: read a pack, check it, compile it. Modules load when a name is first asked for (PEP 562)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yanpan.questionnaire.carried import MAX_EMBEDDED_BYTES, NewerQuestionnaire, read_embedded
    from yanpan.questionnaire.compile import Form, compile_form
    from yanpan.questionnaire.embedded import encode_pack
    from yanpan.questionnaire.known import known_digests, load_trusted
    from yanpan.questionnaire.load import load_questionnaire, read_pack
    from yanpan.questionnaire.model import Grade, Question, Questionnaire, QuestionType, Section

__all__ = [
    "MAX_EMBEDDED_BYTES",
    "Form",
    "Grade",
    "NewerQuestionnaire",
    "Question",
    "QuestionType",
    "Questionnaire",
    "Section",
    "compile_form",
    "encode_pack",
    "known_digests",
    "load_questionnaire",
    "load_trusted",
    "read_embedded",
    "read_pack",
]

_HOME = {
    "Form": "compile",
    "compile_form": "compile",
    "MAX_EMBEDDED_BYTES": "carried",
    "NewerQuestionnaire": "carried",
    "encode_pack": "embedded",
    "known_digests": "known",
    "load_trusted": "known",
    "load_questionnaire": "load",
    "read_embedded": "carried",
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
