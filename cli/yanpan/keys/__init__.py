"""Keys, certificates and trust: who signs, and whom to believe. Cheap to import: what is behind loads at the first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yanpan.faces import face

if TYPE_CHECKING:
    from yanpan.keys.above import above_of
    from yanpan.keys.answers import tells_of, tells_only_of
    from yanpan.keys.certificates import read_certificates
    from yanpan.keys.chain import Trouble, narrow_issuer, not_cleared, trouble_for, trouble_of, unreadable
    from yanpan.keys.cleared import MOST_CHAINS, Question
    from yanpan.keys.condemned import condemned_since
    from yanpan.keys.covering import in_scope
    from yanpan.keys.entries import listed_since, telling
    from yanpan.keys.fit import (
        NAMELESS,
        SELF_MADE,
        check_fit,
        check_issuers,
        nameless,
        self_made,
        strong_enough,
        unfit_for_stamps,
        unfit_usage,
    )
    from yanpan.keys.given import load_crls, load_given, load_ocsps, lying_beside
    from yanpan.keys.grounds import Grounds
    from yanpan.keys.identity import Identity, KeyElsewhere, first, is_trial, name_of, same_person
    from yanpan.keys.issued import is_issued_by
    from yanpan.keys.lists import (
        CLOCKS_DIFFER,
        WITHOUT_NEXT,
        answer_time,
        as_der,
        authentic,
        fault,
        issuer_of,
        list_time,
        names_of,
    )
    from yanpan.keys.moments import in_zone, later
    from yanpan.keys.names import compare_rare_characters
    from yanpan.keys.passphrase import Passphrase, passphrase_from_fd, read_passphrase_file
    from yanpan.keys.pem import load_pem_identity
    from yanpan.keys.pkcs12 import load_identity, read_pkcs12
    from yanpan.keys.revoked import end_of_trust, revoked_in
    from yanpan.keys.speaking import same_key
    from yanpan.keys.standing import answered, carried_by, standing_answers
    from yanpan.keys.stray import strays
    from yanpan.keys.subjects import called_alike, numbered_alike, read_alike
    from yanpan.keys.token import TokenPlace, load_token_identity, token_certificates
    from yanpan.keys.trial import TrialIdentity, make_trial_identity
    from yanpan.keys.tries import self_signed
    from yanpan.keys.trust import all_known, context, key_usage, known_issuers, load_trust, needs_no_list
    from yanpan.keys.wanting import unreadable_lists, unused, unused_answers, why_no_list
    from yanpan.keys.wellformed import odd, oddity, too_large, unknown_critical

__all__ = [
    "CLOCKS_DIFFER",
    "NAMELESS",
    "SELF_MADE",
    "WITHOUT_NEXT",
    "Grounds",
    "Identity",
    "KeyElsewhere",
    "Passphrase",
    "TokenPlace",
    "TrialIdentity",
    "Trouble",
    "above_of",
    "answer_time",
    "as_der",
    "authentic",
    "called_alike",
    "carried_by",
    "check_fit",
    "check_issuers",
    "MOST_CHAINS",
    "Question",
    "all_known",
    "condemned_since",
    "same_key",
    "compare_rare_characters",
    "context",
    "end_of_trust",
    "fault",
    "first",
    "in_zone",
    "is_issued_by",
    "is_trial",
    "issuer_of",
    "key_usage",
    "known_issuers",
    "later",
    "list_time",
    "listed_since",
    "load_crls",
    "load_given",
    "load_identity",
    "load_ocsps",
    "load_pem_identity",
    "load_token_identity",
    "load_trust",
    "lying_beside",
    "make_trial_identity",
    "name_of",
    "nameless",
    "names_of",
    "narrow_issuer",
    "needs_no_list",
    "not_cleared",
    "numbered_alike",
    "odd",
    "oddity",
    "passphrase_from_fd",
    "read_alike",
    "read_certificates",
    "read_passphrase_file",
    "read_pkcs12",
    "revoked_in",
    "same_person",
    "self_made",
    "self_signed",
    "answered",
    "standing_answers",
    "strays",
    "strong_enough",
    "telling",
    "tells_of",
    "tells_only_of",
    "in_scope",
    "token_certificates",
    "too_large",
    "trouble_for",
    "trouble_of",
    "unfit_for_stamps",
    "unfit_usage",
    "unknown_critical",
    "unreadable",
    "unreadable_lists",
    "unused",
    "unused_answers",
    "why_no_list",
]

__getattr__ = face(
    __name__,
    {
        "above": ("above_of",),
        "answers": ("tells_of", "tells_only_of"),
        "covering": ("in_scope",),
        "certificates": ("read_certificates",),
        "chain": (
            "Trouble",
            "narrow_issuer",
            "not_cleared",
            "trouble_for",
            "trouble_of",
            "unreadable",
        ),
        "entries": (
            "listed_since",
            "telling",
        ),
        "grounds": ("Grounds",),
        "given": (
            "load_crls",
            "load_given",
            "load_ocsps",
            "lying_beside",
        ),
        "fit": (
            "NAMELESS",
            "SELF_MADE",
            "check_fit",
            "check_issuers",
            "nameless",
            "self_made",
            "strong_enough",
            "unfit_for_stamps",
            "unfit_usage",
        ),
        "identity": (
            "Identity",
            "KeyElsewhere",
            "first",
            "is_trial",
            "name_of",
            "same_person",
        ),
        "issued": ("is_issued_by",),
        "cleared": ("MOST_CHAINS", "Question"),
        "condemned": ("condemned_since",),
        "speaking": ("same_key",),
        "standing": ("answered", "carried_by", "standing_answers"),
        "stray": ("strays",),
        "lists": (
            "CLOCKS_DIFFER",
            "WITHOUT_NEXT",
            "answer_time",
            "as_der",
            "authentic",
            "fault",
            "issuer_of",
            "list_time",
            "names_of",
        ),
        "moments": (
            "in_zone",
            "later",
        ),
        "names": ("compare_rare_characters",),
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
        "revoked": (
            "end_of_trust",
            "revoked_in",
        ),
        "subjects": ("called_alike", "numbered_alike", "read_alike"),
        "token": (
            "TokenPlace",
            "load_token_identity",
            "token_certificates",
        ),
        "trial": (
            "TrialIdentity",
            "make_trial_identity",
        ),
        "tries": ("self_signed",),
        "trust": (
            "all_known",
            "context",
            "key_usage",
            "known_issuers",
            "load_trust",
            "needs_no_list",
        ),
        "wanting": (
            "unreadable_lists",
            "unused",
            "unused_answers",
            "why_no_list",
        ),
        "wellformed": (
            "odd",
            "oddity",
            "too_large",
            "unknown_critical",
        ),
    },
)
