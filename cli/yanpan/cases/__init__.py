"""The case folder: one folder a case, everything of the case inside it, changed whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yanpan.faces import face

if TYPE_CHECKING:
    from yanpan.cases.case_folder import (
        PAPER,
        Case,
        check_signable,
        make_paper,
        open_case,
        paper_to_sign,
        sign_case,
        write_case,
    )
    from yanpan.cases.earlier import check_may_sign
    from yanpan.cases.outside import finish_case, prepare_case, sign_case_with
    from yanpan.cases.renew import extend_paper
    from yanpan.cases.workflow import (
        SCAN_FOLDER,
        Signed,
        Standing,
        again_command,
        check_opinion,
        check_still,
        check_turn,
        opinion_for,
        register_scan,
        registered_scans,
        standing_after,
        standing_of,
    )

__all__ = [
    "Case",
    "PAPER",
    "SCAN_FOLDER",
    "Signed",
    "Standing",
    "again_command",
    "check_may_sign",
    "check_opinion",
    "check_signable",
    "check_still",
    "check_turn",
    "extend_paper",
    "finish_case",
    "make_paper",
    "open_case",
    "opinion_for",
    "paper_to_sign",
    "prepare_case",
    "register_scan",
    "registered_scans",
    "sign_case",
    "sign_case_with",
    "standing_after",
    "standing_of",
    "write_case",
]

__getattr__ = face(
    __name__,
    {
        "case_folder": (
            "Case",
            "PAPER",
            "check_signable",
            "make_paper",
            "open_case",
            "paper_to_sign",
            "sign_case",
            "write_case",
        ),
        "earlier": ("check_may_sign",),
        "outside": (
            "finish_case",
            "prepare_case",
            "sign_case_with",
        ),
        "renew": ("extend_paper",),
        "workflow": (
            "SCAN_FOLDER",
            "Signed",
            "Standing",
            "again_command",
            "check_opinion",
            "check_still",
            "check_turn",
            "opinion_for",
            "register_scan",
            "registered_scans",
            "standing_after",
            "standing_of",
        ),
    },
)
