"""Keys, signing and verifying. `import yanpan.signature` is cheap: pyHanko loads at the first use.

- `Passphrase`, `read_passphrase_file`, `passphrase_from_fd`: secrets that are never shown,
- `load_identity` (PKCS#12), `load_pem_identity`, `load_token_identity`, `make_trial_identity`: who signs,
- `prepare_signature`, `finish_signature`: the same with a program of another maker,
- `load_trust`, `load_crls`, `load_roles`: whom to trust, and who may sign as what,
- `sign_pdf`: one signature in one of a paper's fields,
- `LongTerm`, `TimeStampService`, `extend_pdf`: time stamps, revocation data, and renewing them,
- `verify_pdf`, `verify_many`, `check_verification`: three verdicts with reasons.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yanpan.signature.content import embedded_assessment
    from yanpan.signature.earlier import any_signed, check_may_sign
    from yanpan.signature.extend import extend_pdf
    from yanpan.signature.external import (
        Finished,
        Prepared,
        SignatureRequest,
        finish_signature,
        prepare_signature,
    )
    from yanpan.signature.keys import Identity, name_of, unfit_usage
    from yanpan.signature.levels import LongTerm
    from yanpan.signature.many import ReadersView, ToJudge, verify_many
    from yanpan.signature.opinion import Decision, InkScan, Opinion, grade_after, opinion_words, read_opinion
    from yanpan.signature.passphrase import Passphrase, passphrase_from_fd, read_passphrase_file
    from yanpan.signature.pem import load_pem_identity, read_certificates
    from yanpan.signature.pkcs12 import load_identity, read_pkcs12
    from yanpan.signature.roles import (
        Entitlement,
        RoleRegister,
        SignedRole,
        check_entitled,
        entitled,
        fingerprint_of,
        load_roles,
        role_findings,
    )
    from yanpan.signature.sign import sign_pdf
    from yanpan.signature.time_stamp_service import TimeStampService
    from yanpan.signature.token import TokenPlace, load_token_identity, token_certificates
    from yanpan.signature.trial import TrialIdentity, make_trial_identity
    from yanpan.signature.trust import load_crls, load_ocsps, load_trust
    from yanpan.signature.verdict import (
        CheckedSignature,
        CheckedTimeStamp,
        Finding,
        Level,
        Recomputed,
        Reprinted,
        SignedInInk,
        Verdict,
        Verification,
        check_verification,
    )
    from yanpan.signature.verify import verify_pdf

__all__ = [
    "CheckedSignature",
    "CheckedTimeStamp",
    "Decision",
    "Entitlement",
    "Finding",
    "Finished",
    "Identity",
    "InkScan",
    "Level",
    "LongTerm",
    "Opinion",
    "Passphrase",
    "Prepared",
    "ReadersView",
    "Recomputed",
    "Reprinted",
    "RoleRegister",
    "SignatureRequest",
    "SignedInInk",
    "SignedRole",
    "TimeStampService",
    "ToJudge",
    "TokenPlace",
    "TrialIdentity",
    "Verdict",
    "Verification",
    "any_signed",
    "check_entitled",
    "check_may_sign",
    "check_verification",
    "embedded_assessment",
    "entitled",
    "extend_pdf",
    "fingerprint_of",
    "finish_signature",
    "grade_after",
    "load_crls",
    "load_identity",
    "load_ocsps",
    "load_pem_identity",
    "load_roles",
    "load_token_identity",
    "load_trust",
    "make_trial_identity",
    "name_of",
    "opinion_words",
    "passphrase_from_fd",
    "prepare_signature",
    "read_certificates",
    "read_opinion",
    "read_passphrase_file",
    "read_pkcs12",
    "role_findings",
    "sign_pdf",
    "token_certificates",
    "unfit_usage",
    "verify_many",
    "verify_pdf",
]

_ROOMS = {
    "opinion": ("Decision", "InkScan", "Opinion", "grade_after", "opinion_words", "read_opinion"),
    "content": ("embedded_assessment",),
    "earlier": ("any_signed", "check_may_sign"),
    "external": ("Finished", "Prepared", "SignatureRequest", "finish_signature", "prepare_signature"),
    "extend": ("extend_pdf",),
    "keys": ("Identity", "name_of", "unfit_usage"),
    "levels": ("LongTerm",),
    "many": ("ReadersView", "ToJudge", "verify_many"),
    "passphrase": ("Passphrase", "passphrase_from_fd", "read_passphrase_file"),
    "pem": ("load_pem_identity", "read_certificates"),
    "pkcs12": ("load_identity", "read_pkcs12"),
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
    "sign": ("sign_pdf",),
    "token": ("TokenPlace", "load_token_identity", "token_certificates"),
    "time_stamp_service": ("TimeStampService",),
    "trial": ("TrialIdentity", "make_trial_identity"),
    "trust": ("load_crls", "load_ocsps", "load_trust"),
    "verdict": (
        "CheckedSignature",
        "CheckedTimeStamp",
        "Finding",
        "Level",
        "Recomputed",
        "Reprinted",
        "SignedInInk",
        "Verdict",
        "Verification",
        "check_verification",
    ),
    "verify": ("verify_pdf",),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load the module behind a public name when it is first asked for (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
