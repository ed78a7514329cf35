"""Is this paper what was signed? Three verdicts with reasons. Cheap to import: what is behind loads at the first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yanpan.faces import face

if TYPE_CHECKING:
    from yanpan.verification.attached import embedded_assessment, embedded_questionnaire
    from yanpan.verification.glance import signings_of
    from yanpan.verification.many import STOPPED, ReadersView, ToJudge, verify_many
    from yanpan.verification.updates import added_findings
    from yanpan.verification.verdict import (
        Recomputed,
        Reprinted,
        SignedInInk,
        Verification,
        check_verification,
    )
    from yanpan.verification.verify import Examined, examine_pdf, verify_pdf

__all__ = [
    "STOPPED",
    "Examined",
    "ReadersView",
    "Recomputed",
    "Reprinted",
    "SignedInInk",
    "ToJudge",
    "Verification",
    "added_findings",
    "check_verification",
    "embedded_assessment",
    "embedded_questionnaire",
    "examine_pdf",
    "signings_of",
    "verify_many",
    "verify_pdf",
]

__getattr__ = face(
    __name__,
    {
        "attached": ("embedded_assessment", "embedded_questionnaire"),
        "glance": ("signings_of",),
        "many": (
            "STOPPED",
            "ReadersView",
            "ToJudge",
            "verify_many",
        ),
        "updates": ("added_findings",),
        "verdict": (
            "Recomputed",
            "Reprinted",
            "SignedInInk",
            "Verification",
            "check_verification",
        ),
        "verify": (
            "Examined",
            "examine_pdf",
            "verify_pdf",
        ),
    },
)
