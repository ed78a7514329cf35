"""Every attack on a signed paper, and every paper that was made wrongly, by name.

After the attacks of pdf-insecurity.org (USF, ISA, SWA, shadow, certification), pyHanko's own tests, and what readers
of PDF are known to stumble over. `ATTACKS` change the bytes of any good paper; `FORGERIES` are papers by themselves.
"""

from __future__ import annotations

import attacks_attributes as attributes
import attacks_authorities as authorities
import attacks_bombs as bombs
import attacks_bytes as places
import attacks_certificates as certificates
import attacks_cms as envelopes
import attacks_content as content
import attacks_document as document
import attacks_evidence as evidence
import attacks_forms as forms
import attacks_pages as pages
import attacks_people as people
import attacks_records as records
import attacks_structure as structure
import attacks_tokens as tokens
import attacks_unseen as unseen
from attacks_tools import ATTACKS, FORGERIES, Attack, Forgery, Judging, flip, gap, grown, revisions

GROUPS = (
    *(places.BYTES, places.RANGES, places.ENDS, forms.ROLLBACK),
    *(
        pages.PAGES,
        pages.LOOKS,
        pages.NOTES,
        document.DATA,
        document.WORDS,
        document.ACTIONS,
        document.CATALOG,
    ),
    *(forms.FORM, forms.LOOKS, people.EXTRA),
    *(structure.TABLES, structure.HIDDEN, structure.LOCKED, bombs.READINGS, bombs.BOMBS),
    *(people.WHO, records.BEFORE, certificates.WITH, people.ORDER, records.RECORDS),
    *(envelopes.UNCOVERED, attributes.ATTRIBUTES),
    *(tokens.STAMP, evidence.STORE, evidence.SWAPPED, authorities.FALSE),
    *(content.DATA, content.SHADOW, unseen.COVERED),
)
"""The headings of docs/attacks.md in their order."""

__all__ = [
    "ATTACKS",
    "FORGERIES",
    "GROUPS",
    "Attack",
    "Forgery",
    "Judging",
    "flip",
    "gap",
    "grown",
    "revisions",
]
