"""Strict data files: YAML 1.2 (core schema) and JSON to plain values, with the line of every value.

Standard libraries parse; this adds what law as data needs: `yes`/`no` stay words, aliases, tags and
duplicate keys are refused, size is capped, and every value remembers its line.
"""

from yanpan.documents.convert import convert_items, explain_validation
from yanpan.documents.kinds import not_a_pdf
from yanpan.documents.lines import Lines
from yanpan.documents.places import (
    entries,
    is_file,
    is_folder,
    is_link,
    is_there,
    look_at,
    subfolders,
    true_path,
    walk,
)
from yanpan.documents.plain import check_plain, read_plain
from yanpan.documents.read import MAX_BYTES, load_document, read_document, read_json_line
from yanpan.documents.sidecar import read_sidecar
from yanpan.documents.written import as_written

__all__ = [
    "MAX_BYTES",
    "Lines",
    "as_written",
    "check_plain",
    "convert_items",
    "entries",
    "explain_validation",
    "is_file",
    "is_folder",
    "is_link",
    "is_there",
    "load_document",
    "look_at",
    "not_a_pdf",
    "read_document",
    "read_json_line",
    "read_plain",
    "read_sidecar",
    "subfolders",
    "true_path",
    "walk",
]
