"""Whether anything that was given says that a certificate is revoked, and since when. Given is given, asked for or not."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import datetime

from cryptography import x509

from yanpan.keys.answers import revoked_by_answers, tells_of
from yanpan.keys.entries import last_clean, revoked_on
from yanpan.keys.grounds import Grounds, Proven, unproven
from yanpan.keys.lists import CLOCKS_DIFFER
from yanpan.keys.loaded import load_certificate
from yanpan.keys.moments import later
from yanpan.keys.said import said_of
from yanpan.keys.speaking import STOLEN, issuers_of, same_key
from yanpan.keys.standing import UNCLEAR, fallen
from yanpan.keys.tries import MOST_ANSWERS, TooManyTried, Tries
from yanpan.keys.trust import all_known


def condemned_since(
    der: bytes,
    had: Grounds,
    now: datetime,
    by: datetime | None = None,
    *,
    lifting: Grounds | None = None,
    proven: Proven = unproven,
) -> datetime | None:
    """Since when lists or answers by those who may say that a certificate (DER) is revoked; None where none does.

    Answers are asked where the lists know of nothing until `by`. Whatever was given is heard of what is bad; `lifting`
    holds what may take it back (None: all of it), by those who have not fallen, or `proven` to have been there before.
    Where its key is in strange hands, as is said of another certificate for it, this one is as good as revoked.
    """
    well = lifting or had
    issuers = all_known(had.trust, had.others)
    since = revoked_on(der, had.crls, issuers, now=now, lifting=well.crls)
    if since is not None:
        # Only a hold ends: by what an answer said later.
        freed = _freed(load_certificate(der), had, well, issuers, now, proven)
        since = revoked_on(der, had.crls, issuers, now=now, freed=freed, lifting=well.crls)
    if since is not None and (by is None or since <= by):
        return since
    said = [_answered(der, had, well, issuers, now, proven)]
    for item in same_key(der, (*issuers, *map(bytes, had.others))):
        if issuers_of(item, issuers):
            said.append(revoked_on(item, had.crls, issuers, now=now, reasons=STOLEN))
            said.append(_answered(item, had, well, issuers, now, proven, STOLEN))
    return min((moment for moment in (since, *said) if moment is not None), default=None)


def _freed(
    asked: x509.Certificate,
    had: Grounds,
    well: Grounds,
    issuers: Sequence[bytes],
    now: datetime,
    proven: Proven,
) -> datetime | None:
    """When an answer last said that all is well, by the authority or by somebody of whom nothing bad is known."""
    about = [data for data in well.ocsps if tells_of(data, asked)]
    gone = _unsound(about, had, now, proven) if about else set[bytes]()
    tries = Tries(MOST_ANSWERS)
    try:
        said = [
            item for data in about if bytes(data) not in gone for item in said_of(data, asked, issuers, tries)
        ]
    except TooManyTried:
        return None
    newest = min(later(now, CLOCKS_DIFFER), asked.not_valid_after_utc)
    return max((item.at for item in said if item.good and item.alone and item.at <= newest), default=None)


def _unsound(about: Sequence[bytes], had: Grounds, now: datetime, proven: Proven) -> set[bytes]:
    """Answers whose givers have fallen, but those proven to have been there before."""
    gone = fallen(about, had.ocsps, had.crls, had.trust, had.others, now)
    return {data for data, since in gone.items() if not proven(data, since)}


def _answered(
    der: bytes,
    had: Grounds,
    well: Grounds,
    issuers: Sequence[bytes],
    now: datetime,
    proven: Proven,
    reasons: Set[x509.ReasonFlags] | None = None,
) -> datetime | None:
    """Since when OCSP responses by those who may answer say so, fresh or old."""
    asked = load_certificate(der)
    about = [data for data in had.ocsps if tells_of(data, asked)]
    if not about:
        return None
    lifted = last_clean(der, well.crls, issuers, now=now)
    unsound = _unsound(about, had, now, proven)
    unsound |= {bytes(data) for data in about if data not in well.ocsps}
    try:
        return revoked_by_answers(
            about, asked, issuers, Tries(MOST_ANSWERS), now, lifted, unsound, reasons=reasons
        )
    except TooManyTried:
        # So many about one certificate are no honest answers: nothing good is believed of it.
        return UNCLEAR
