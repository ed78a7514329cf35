"""What was said about a case: read, checked, saved."""

from yanpan.answers.budget import over_budget
from yanpan.answers.check import read_answers
from yanpan.answers.load import load_answers, plain_answers, render_answers
from yanpan.answers.model import UNKNOWN, Answer, Answers, Person, PlannedMeasure, RaisedGrade, Statement
from yanpan.answers.raised import grade_titles, with_raise
from yanpan.answers.values import check_deadline, read_value
from yanpan.answers.wrong import WrongValue

__all__ = [
    "UNKNOWN",
    "Answer",
    "Answers",
    "Person",
    "PlannedMeasure",
    "RaisedGrade",
    "Statement",
    "WrongValue",
    "check_deadline",
    "grade_titles",
    "load_answers",
    "over_budget",
    "plain_answers",
    "read_answers",
    "read_value",
    "render_answers",
    "with_raise",
]
