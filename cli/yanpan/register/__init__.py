"""The case folder: one folder a case, everything of the case inside it, changed whole or not at all."""

from yanpan.register.case_folder import (
    PAPER,
    Case,
    check_signable,
    make_paper,
    open_case,
    paper_to_sign,
    sign_case,
    write_case,
)
from yanpan.register.outside import finish_case, prepare_case, sign_case_with
from yanpan.register.renew import extend_paper
from yanpan.register.workflow import (
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
    "PAPER",
    "SCAN_FOLDER",
    "Case",
    "Signed",
    "Standing",
    "again_command",
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
