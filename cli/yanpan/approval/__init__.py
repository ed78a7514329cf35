"""The rules of approval: who must sign, in which order, with which opinion. Each is written once.

Cheap to import: what is behind loads at the first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yanpan.faces import face

if TYPE_CHECKING:
    from yanpan.approval.opinion import (
        Decision,
        InkScan,
        Opinion,
        grade_after,
        opinion_words,
        read_opinion,
    )
    from yanpan.approval.roles import (
        Entitlement,
        RoleRegister,
        SignedRole,
        check_entitled,
        entitled,
        fingerprint_of,
        load_roles,
        role_findings,
    )

__all__ = [
    "Decision",
    "Entitlement",
    "InkScan",
    "Opinion",
    "RoleRegister",
    "SignedRole",
    "check_entitled",
    "entitled",
    "fingerprint_of",
    "grade_after",
    "load_roles",
    "opinion_words",
    "read_opinion",
    "role_findings",
]

__getattr__ = face(
    __name__,
    {
        "opinion": (
            "Decision",
            "InkScan",
            "Opinion",
            "grade_after",
            "opinion_words",
            "read_opinion",
        ),
        "roles": (
            "Entitlement",
            "RoleRegister",
            "SignedRole",
            "check_entitled",
            "entitled",
            "fingerprint_of",
            "load_roles",
            "role_findings",
        ),
    },
)
