"""The case folder: one folder a case, everything of the case inside it, changed whole or not at all."""

from yanpan.register.case_folder import (
    PAPER,
    Case,
    check_signable,
    make_paper,
    open_case,
    sign_case,
    write_case,
)
from yanpan.register.outside import finish_case, prepare_case, sign_case_with
from yanpan.register.renew import extend_paper

__all__ = [
    "PAPER",
    "Case",
    "check_signable",
    "extend_paper",
    "finish_case",
    "make_paper",
    "open_case",
    "prepare_case",
    "sign_case",
    "sign_case_with",
    "write_case",
]
