"""The case folder: one folder a case, everything of the case inside it, changed whole or not at all.

Make it (`make_paper`, `write_case`), read it (`open_case`), see whose turn it is (`turn_of`), sign it (`sign_case` and
its kin). Cheap to import: what is behind loads at the first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yanpan.faces import face

if TYPE_CHECKING:
    from yanpan.cases.case_folder import PAPER, Case, make_paper, open_case, write_case
    from yanpan.cases.door import Turn, first_turn, turn_of
    from yanpan.cases.outside import finish_case, prepare_case, sign_case_with
    from yanpan.cases.renew import extend_paper
    from yanpan.cases.scans import SCAN_FOLDER, RegisteredScan, scan_files
    from yanpan.cases.signing import register_scan, same_scan, sign_case, signed_paper, withdraw_scan
    from yanpan.cases.standing import Signed, Standing, again_command, opinion_for

__all__ = [
    "Case",
    "PAPER",
    "RegisteredScan",
    "SCAN_FOLDER",
    "Signed",
    "Standing",
    "Turn",
    "again_command",
    "extend_paper",
    "finish_case",
    "first_turn",
    "make_paper",
    "open_case",
    "opinion_for",
    "prepare_case",
    "register_scan",
    "same_scan",
    "scan_files",
    "sign_case",
    "sign_case_with",
    "signed_paper",
    "turn_of",
    "withdraw_scan",
    "write_case",
]

__getattr__ = face(
    __name__,
    {
        "case_folder": (
            "Case",
            "PAPER",
            "make_paper",
            "open_case",
            "write_case",
        ),
        "door": (
            "Turn",
            "first_turn",
            "turn_of",
        ),
        "outside": (
            "finish_case",
            "prepare_case",
            "sign_case_with",
        ),
        "renew": ("extend_paper",),
        "scans": (
            "RegisteredScan",
            "SCAN_FOLDER",
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
    },
)
