"""Keys, signing and verifying. `import yanpan.signature` is cheap: pyHanko loads at the first use.

- `Passphrase`, `read_passphrase_file`, `passphrase_from_fd`: secrets that are never shown,
- `make_trial_identity`, `load_identity`, `load_trust`, `load_crls`: who signs, and whom to trust,
- `prepare_fields`, `sign_pdf`: empty signature fields for a paper, and one signature,
- `verify_pdf`, `check_verification`: three verdicts with reasons.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yanpan.signature.content import embedded_assessment
    from yanpan.signature.fields import prepare_fields
    from yanpan.signature.keys import Identity, load_identity
    from yanpan.signature.passphrase import Passphrase, passphrase_from_fd, read_passphrase_file
    from yanpan.signature.sign import sign_pdf
    from yanpan.signature.trial import TrialIdentity, make_trial_identity
    from yanpan.signature.trust import load_crls, load_trust
    from yanpan.signature.verdict import (
        CheckedSignature,
        Finding,
        Recomputed,
        Reprinted,
        Verdict,
        Verification,
        check_verification,
    )
    from yanpan.signature.verify import verify_pdf

__all__ = [
    "CheckedSignature",
    "Finding",
    "Identity",
    "Passphrase",
    "Recomputed",
    "Reprinted",
    "TrialIdentity",
    "Verdict",
    "Verification",
    "check_verification",
    "embedded_assessment",
    "load_crls",
    "load_identity",
    "load_trust",
    "make_trial_identity",
    "passphrase_from_fd",
    "prepare_fields",
    "read_passphrase_file",
    "sign_pdf",
    "verify_pdf",
]

_ROOMS = {
    "content": ("embedded_assessment",),
    "fields": ("prepare_fields",),
    "keys": ("Identity", "load_identity"),
    "passphrase": ("Passphrase", "passphrase_from_fd", "read_passphrase_file"),
    "sign": ("sign_pdf",),
    "trial": ("TrialIdentity", "make_trial_identity"),
    "trust": ("load_crls", "load_trust"),
    "verdict": (
        "CheckedSignature",
        "Finding",
        "Recomputed",
        "Reprinted",
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
