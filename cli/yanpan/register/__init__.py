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
    Signed,
    Standing,
    check_opinion,
    check_turn,
    opinion_for,
    register_scan,
    registered_scans,
    standing_of,
)

__all__ = [
    "PAPER",
    "Case",
    "Signed",
    "Standing",
    "check_opinion",
    "check_signable",
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
    "standing_of",
    "write_case",
]
