"""The rules of approval: who must sign, in which order, with which opinion. Each is written once.

Cheap to import: what is behind loads at the first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yanpan.faces import face

if TYPE_CHECKING:
    from yanpan.approval.opinion import Decision, InkScan, Opinion, grade_after, opinion_words, read_opinion
    from yanpan.approval.people import other_role
    from yanpan.approval.role_names import with_role_ids
    from yanpan.approval.roles import (
        Entitlement,
        RoleRegister,
        SignedRole,
        ask_the_keeper,
        check_entitled,
        entitled,
        fingerprint_of,
        load_roles,
        role_findings,
    )
    from yanpan.approval.rules import Rule, open_answers, rule_findings, stopping
    from yanpan.approval.signing import (
        CLOCKS_DIFFER,
        Papers,
        Signing,
        ink_scans,
        missing_after_raise,
        missing_roles,
        scan_name,
        skipped,
    )

__all__ = [
    "CLOCKS_DIFFER",
    "Decision",
    "Entitlement",
    "InkScan",
    "Opinion",
    "Papers",
    "RoleRegister",
    "Rule",
    "SignedRole",
    "Signing",
    "ask_the_keeper",
    "check_entitled",
    "entitled",
    "fingerprint_of",
    "grade_after",
    "ink_scans",
    "load_roles",
    "missing_after_raise",
    "missing_roles",
    "open_answers",
    "opinion_words",
    "other_role",
    "read_opinion",
    "role_findings",
    "rule_findings",
    "scan_name",
    "skipped",
    "stopping",
    "with_role_ids",
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
        "people": ("other_role",),
        "role_names": ("with_role_ids",),
        "roles": (
            "Entitlement",
            "RoleRegister",
            "SignedRole",
            "ask_the_keeper",
            "check_entitled",
            "entitled",
            "fingerprint_of",
            "load_roles",
            "role_findings",
        ),
        "rules": (
            "Rule",
            "open_answers",
            "rule_findings",
            "stopping",
        ),
        "signing": (
            "CLOCKS_DIFFER",
            "Papers",
            "Signing",
            "ink_scans",
            "missing_after_raise",
            "missing_roles",
            "scan_name",
            "skipped",
        ),
    },
)
