"""The judgement: pure, complete, explained. `assess` is its one door; `record` keeps what it gave."""

from yanpan.assessment.assess import assess
from yanpan.assessment.certain import may_end_early
from yanpan.assessment.counting import Window, deadline_lacks, why_not_counted, window_of
from yanpan.assessment.explain import (
    Part,
    explain,
    explain_part,
    part_named,
    section_words,
    uncounted_lines,
    what_if_words,
)
from yanpan.assessment.model import Assessment
from yanpan.assessment.persons import owner_lacks
from yanpan.assessment.record import (
    NewerRecord,
    Outcome,
    Recomputation,
    answers_of,
    digest_of,
    digest_of_bytes,
    encode,
    is_canonical,
    json_schema,
    judged_by,
    read_record,
    recompute,
)
from yanpan.assessment.slips import Slip, is_prohibited, slips_of, slips_to

read_assessment = read_record
"""The name by which callers of before the record had a room of its own know `read_record`."""

__all__ = [
    "Assessment",
    "NewerRecord",
    "Outcome",
    "Part",
    "Recomputation",
    "Slip",
    "Window",
    "answers_of",
    "assess",
    "deadline_lacks",
    "digest_of",
    "digest_of_bytes",
    "encode",
    "explain",
    "explain_part",
    "is_canonical",
    "is_prohibited",
    "json_schema",
    "judged_by",
    "may_end_early",
    "owner_lacks",
    "part_named",
    "read_assessment",
    "read_record",
    "recompute",
    "section_words",
    "slips_of",
    "slips_to",
    "uncounted_lines",
    "what_if_words",
    "why_not_counted",
    "window_of",
]
