"""The case folder: one folder a case, everything of the case inside it, changed whole or not at all.

Make it (`make_paper`, `write_case`), read it (`open_case`), see whose turn it is (`turn_of`), sign it (`sign_case` and
its kin), change it (`begin_revision`), look at many (`overviews`). Cheap to import: what is behind loads at the first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yanpan.faces import face

if TYPE_CHECKING:
    from yanpan.cases.case_folder import (
        ANSWERS,
        PAPER,
        Case,
        make_paper,
        naming_replaced,
        open_case,
        write_case,
    )
    from yanpan.cases.door import Turn, first_turn, turn_of
    from yanpan.cases.later import check_current
    from yanpan.cases.outside import WAITING, finish_case, prepare_case, sign_case_with
    from yanpan.cases.overview import Overview, Signing, Unreadable, overview_of, overviews
    from yanpan.cases.readiness import Obstacle, Readiness, readiness_of, stand_of
    from yanpan.cases.renew import extend_paper
    from yanpan.cases.revise import Revision, begin_revision
    from yanpan.cases.scans import (
        SCAN_FOLDER,
        RegisteredScan,
        is_scan,
        listed_scan_files,
        listed_scans,
        scan_files,
    )
    from yanpan.cases.signing import register_scan, same_scan, sign_case, signed_paper, withdraw_scan
    from yanpan.cases.standing import Signed, Standing, again_command, opinion_for
    from yanpan.cases.steps_met import (
        EVIDENCE_FOLDER,
        StepState,
        listed_evidence,
        meet_step,
        reopen_step,
        step_states,
    )
    from yanpan.cases.superseded import (
        MOST_VERSIONS,
        earlier_versions,
        superseded_by,
        superseded_version,
    )

__all__ = [
    "naming_replaced",
    "check_current",
    "step_states",
    "stand_of",
    "reopen_step",
    "meet_step",
    "StepState",
    "readiness_of",
    "Readiness",
    "Obstacle",
    "EVIDENCE_FOLDER",
    "MOST_VERSIONS",
    "listed_evidence",
    "listed_scan_files",
    "listed_scans",
    "ANSWERS",
    "Case",
    "Overview",
    "PAPER",
    "RegisteredScan",
    "Revision",
    "SCAN_FOLDER",
    "Signed",
    "Signing",
    "Standing",
    "Turn",
    "Unreadable",
    "WAITING",
    "again_command",
    "begin_revision",
    "earlier_versions",
    "extend_paper",
    "finish_case",
    "first_turn",
    "is_scan",
    "make_paper",
    "open_case",
    "opinion_for",
    "overview_of",
    "overviews",
    "prepare_case",
    "register_scan",
    "same_scan",
    "scan_files",
    "sign_case",
    "sign_case_with",
    "signed_paper",
    "superseded_by",
    "superseded_version",
    "turn_of",
    "withdraw_scan",
    "write_case",
]

__getattr__ = face(
    __name__,
    {
        "case_folder": (
            "ANSWERS",
            "Case",
            "PAPER",
            "make_paper",
            "naming_replaced",
            "open_case",
            "write_case",
        ),
        "door": (
            "Turn",
            "first_turn",
            "turn_of",
        ),
        "later": ("check_current",),
        "outside": (
            "WAITING",
            "finish_case",
            "prepare_case",
            "sign_case_with",
        ),
        "overview": (
            "Overview",
            "Signing",
            "Unreadable",
            "overview_of",
            "overviews",
        ),
        "readiness": (
            "Obstacle",
            "Readiness",
            "readiness_of",
            "stand_of",
        ),
        "renew": ("extend_paper",),
        "revise": (
            "Revision",
            "begin_revision",
        ),
        "scans": (
            "RegisteredScan",
            "SCAN_FOLDER",
            "is_scan",
            "listed_scan_files",
            "listed_scans",
            "scan_files",
        ),
        "signing": (
            "register_scan",
            "same_scan",
            "sign_case",
            "signed_paper",
            "withdraw_scan",
        ),
        "standing": (
            "Signed",
            "Standing",
            "again_command",
            "opinion_for",
        ),
        "steps_met": (
            "EVIDENCE_FOLDER",
            "StepState",
            "listed_evidence",
            "meet_step",
            "reopen_step",
            "step_states",
        ),
        "superseded": (
            "MOST_VERSIONS",
            "earlier_versions",
            "superseded_by",
            "superseded_version",
        ),
    },
)
