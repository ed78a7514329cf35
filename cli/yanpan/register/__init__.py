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

__all__ = ["PAPER", "Case", "check_signable", "make_paper", "open_case", "sign_case", "write_case"]
