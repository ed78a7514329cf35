"""The record: an assessment as bytes that stay readable, and judged again as it was judged.

- `encode(assessment)` gives `assessment.json`, `digest_of(assessment)` its SHA-256,
- `read_record(data)` gives the assessment of any schema version there ever was, and takes nothing but what `encode` of
  its time wrote; `NewerRecord` says that a later yanpan wrote it,
- `recompute(record, form)` judges its answers again by the version of the judgement that it names, with the public
  holidays that were known, and says what differs.
"""

from yanpan.assessment.record.answers import answers_of
from yanpan.assessment.record.recompute import Outcome, Recomputation, judged_by, recompute
from yanpan.assessment.record.stored import (
    MAX_BYTES,
    NewerRecord,
    digest_of,
    digest_of_bytes,
    encode,
    is_canonical,
    json_schema,
    read_record,
)

__all__ = [
    "MAX_BYTES",
    "NewerRecord",
    "Outcome",
    "Recomputation",
    "answers_of",
    "digest_of",
    "digest_of_bytes",
    "encode",
    "is_canonical",
    "json_schema",
    "judged_by",
    "read_record",
    "recompute",
]
