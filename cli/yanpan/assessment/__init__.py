"""The judgement: pure, complete, explained. `assess` is its one door."""

from yanpan.assessment.assess import assess, red_lines_met
from yanpan.assessment.document import answers_of, digest_of, encode, json_schema, read_assessment
from yanpan.assessment.explain import explain, explain_hazard, section_words, what_if_words
from yanpan.assessment.model import Assessment

__all__ = [
    "Assessment",
    "answers_of",
    "assess",
    "digest_of",
    "encode",
    "explain",
    "explain_hazard",
    "json_schema",
    "read_assessment",
    "red_lines_met",
    "section_words",
    "what_if_words",
]
