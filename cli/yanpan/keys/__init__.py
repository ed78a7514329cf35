"""Keys, certificates and trust: who signs, and whom to believe. Cheap to import: what is behind loads at the first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yanpan.faces import face

if TYPE_CHECKING:
    from yanpan.keys.certificates import read_certificates
    from yanpan.keys.given import (
        load_crls,
        load_ocsps,
    )
    from yanpan.keys.identity import (
        Identity,
        check_fit,
        check_issuers,
        name_of,
        unfit_usage,
    )
    from yanpan.keys.passphrase import (
        Passphrase,
        passphrase_from_fd,
        read_passphrase_file,
    )
    from yanpan.keys.pem import load_pem_identity
    from yanpan.keys.pkcs12 import (
        load_identity,
        read_pkcs12,
    )
    from yanpan.keys.token import (
        TokenPlace,
        load_token_identity,
        token_certificates,
    )
    from yanpan.keys.trial import (
        TrialIdentity,
        make_trial_identity,
    )
    from yanpan.keys.trust import load_trust

__all__ = [
    "Identity",
    "Passphrase",
    "TokenPlace",
    "TrialIdentity",
    "check_fit",
    "check_issuers",
    "load_crls",
    "load_identity",
    "load_ocsps",
    "load_pem_identity",
    "load_token_identity",
    "load_trust",
    "make_trial_identity",
    "name_of",
    "passphrase_from_fd",
    "read_certificates",
    "read_passphrase_file",
    "read_pkcs12",
    "token_certificates",
    "unfit_usage",
]

__getattr__ = face(
    __name__,
    {
        "certificates": ("read_certificates",),
        "given": (
            "load_crls",
            "load_ocsps",
        ),
        "identity": (
            "Identity",
            "check_fit",
            "check_issuers",
            "name_of",
            "unfit_usage",
        ),
        "passphrase": (
            "Passphrase",
            "passphrase_from_fd",
            "read_passphrase_file",
        ),
        "pem": ("load_pem_identity",),
        "pkcs12": (
            "load_identity",
            "read_pkcs12",
        ),
        "token": (
            "TokenPlace",
            "load_token_identity",
            "token_certificates",
        ),
        "trial": (
            "TrialIdentity",
            "make_trial_identity",
        ),
        "trust": ("load_trust",),
    },
)
