"""Whether anything that was given says that a certificate of a chain is revoked, asked for or not.

Given is given, old, partial or a supplement: what really comes from the authority counts against a certificate.
"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from asn1crypto import x509 as asn1_x509
from cryptography import x509

from yanpan.keys.cleared import Question, cleared
from yanpan.keys.condemned import condemned_since
from yanpan.keys.grounds import Grounds, Proven, unproven
from yanpan.keys.issued import chain_of
from yanpan.keys.lists import CLOCKS_DIFFER, as_der
from yanpan.keys.loaded import load_certificate
from yanpan.keys.moments import later
from yanpan.keys.standing import standing_answers
from yanpan.keys.trust import known_issuers
from yanpan.keys.unheard import unheard

if TYPE_CHECKING:
    from pyhanko_certvalidator.path import ValidationPath


def revoked_in(
    certificate: x509.Certificate,
    path: ValidationPath | None,
    had: Grounds,
    *,
    moment: datetime,
    now: datetime,
    past: bool = False,
    lifting: Grounds | None = None,
    proven: Proven = unproven,
) -> str:
    """The ETSI EN 319 102-1 sub-indication when the signer or an authority above was revoked by `moment`, or empty.

    At the present a list or an answer counts that is ahead by what clocks differ, as it does where it is good news.
    `path` is the chain that was found to hold; without one, what leads up from the certificate is looked at. With `past`
    what was issued after the moment counts too. `lifting`, `proven`: as for `condemned_since`.
    """
    roots, known = known_issuers(had.trust, had.others)
    if path is not None:
        chain = [item.dump() for item in path.iter_certs(include_root=True)]
    else:
        chain = as_der(chain_of(certificate, [*roots, *(load_certificate(item) for item in known)]))
    (own,) = as_der([certificate])
    by = moment if past else later(moment, CLOCKS_DIFFER)
    for der in dict.fromkeys([own, *chain]):
        since = condemned_since(der, had, now, by, lifting=lifting, proven=proven)
        if since is not None and since <= by:
            return "REVOKED_NO_POE" if der == own else "REVOKED_CA_NO_POE"
    return ""


async def end_of_trust(
    issuers: Sequence[asn1_x509.Certificate], had: Grounds, at: datetime
) -> datetime | None:
    """When the first of the intermediate authorities of a chain ended or was revoked, if any is no longer good at a moment."""
    ends = []
    ders = [issuer.dump() for issuer in issuers]
    good = standing_answers(
        had.ocsps, had.crls, had.trust, had.others, at, about=[load_certificate(der) for der in ders]
    )
    clear = await cleared(ders, Question(had, good, at, at))
    for der in ders:
        end = load_certificate(der).not_valid_after_utc
        since = condemned_since(der, had, at)
        if since is not None:
            ends.append(min(since, end))
        # Ended, or nobody can tell today whether it still stood at its end.
        if end < at or der not in clear or unheard(der, had) is not None:
            ends.append(min(at, end))
    return min(ends, default=None)
