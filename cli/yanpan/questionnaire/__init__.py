"""The form as data: read a pack, check it, compile it."""

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
