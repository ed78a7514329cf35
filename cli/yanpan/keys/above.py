"""Who stands above a signer or a service: every signature verified up to a root that is trusted, and nothing by its name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from cryptography import x509

from yanpan.keys.tries import Seen, TooManyTried, Tries, seen
from yanpan.keys.verified import Verified
from yanpan.keys.wellformed import may_issue

MOST_ABOVE = 128
"""Certificates among which to look. A signature carries 8 at the most; an archive gathers those of all over the years."""

_PERHAPS = frozenset({Verified.TRUE, Verified.UNKNOWN})
_SURE = frozenset({Verified.TRUE})


@dataclass(frozen=True)
class Above:
    """The authorities above some certificates, and what does not belong there.

    Of `doubtful` ones the issuer is not at hand, or its key or its signature is of a kind that is not known here, so
    that nobody can tell whether they are true; `strangers` are false, or lead up from none of the certificates. With
    `too_many` nothing was told apart.
    """

    authorities: tuple[x509.Certificate, ...] = ()
    doubtful: tuple[x509.Certificate, ...] = ()
    strangers: tuple[x509.Certificate, ...] = ()
    too_many: bool = False


def above_of(
    about: Sequence[x509.Certificate],
    others: Iterable[x509.Certificate],
    trust: Sequence[x509.Certificate],
    tries: Tries | None = None,
) -> Above:
    """Who of the others stands above the certificates `about`, with every signature up to a root verified."""
    below = set(about)
    left = [item for item in dict.fromkeys(others) if item not in below]
    try:
        if len(left) > MOST_ABOVE:
            raise TooManyTried
        return _told_apart(
            [seen(item) for item in dict.fromkeys(about)],
            [seen(item) for item in left],
            [seen(item) for item in dict.fromkeys(trust)],
            tries or Tries(),
        )
    except TooManyTried:
        return Above(doubtful=tuple(left), too_many=True)


def _told_apart(about: list[Seen], others: list[Seen], trust: list[Seen], tries: Tries) -> Above:
    over, unled = _upwards(about, others, tries)
    keys = {item.key for item in trust}
    # A root that renewed its certificate, by its own key; any other that nobody trusts here may be anybody's.
    first = [
        item
        for item in over
        if item in trust or (item.key in keys and tries.link(item, item) is Verified.TRUE)
    ]
    # A cross certificate that a token carries may stand above what its authority certified for itself.
    between = [item for item in about if may_issue(item.certificate)]
    led, _ = _downwards([*first, *trust], _without([*over, *between], first), _SURE, tries)
    below = _without(led, about)
    rest = _without(over, [*first, *below])
    hand = [*over, *trust]
    roots = [item for item in trust if item.subject == item.issuer]
    proven = {item.key for item in (*first, *below, *roots)}
    open_ones = [item for item in rest if _open(item, hand, proven, tries)]
    perhaps, false = _downwards(open_ones, _without(rest, open_ones), _PERHAPS, tries)
    return Above(_plain(first, below), _plain(open_ones, perhaps), _plain(unled, false))


def _upwards(about: list[Seen], others: list[Seen], tries: Tries) -> tuple[list[Seen], list[Seen]]:
    """Those of the others that may have issued something in `about`, or one above it; and the rest."""
    found, left, lows = [], list(others), list(about)
    # The list grows while it is walked: each is asked once who stands above it.
    for low in lows:
        tops = [item for item in left if tries.link(low, item) in _PERHAPS]
        left = _without(left, tops)
        found += tops
        lows += tops
    return found, left


def _downwards(
    tops: Sequence[Seen], others: list[Seen], enough: Collection[Verified], tries: Tries
) -> tuple[list[Seen], list[Seen]]:
    """Those of the others that `tops`, or one of those found, have issued; and the rest."""
    found, left, walked = [], list(others), list(tops)
    for top in walked:
        lows = [item for item in left if tries.link(item, top) in enough]
        left = _without(left, lows)
        found += lows
        walked += lows
    return found, left


def _open(item: Seen, hand: list[Seen], proven: Collection[bytes], tries: Tries) -> bool:
    """Whether nobody can tell who issued it: itself, somebody who is not at hand, or a key that is not known here.

    An authority that renewed its key has two certificates of one name, and the other one may not be at hand. Only beside
    a true certificate for the same key (`proven`) is one that none of that name issued a false one.
    """
    named = [top for top in hand if top.subject == item.issuer]
    if not named or tries.link(item, item) in _PERHAPS:
        return True
    links = {tries.link(item, top) for top in named}
    return Verified.UNKNOWN in links or (links == {Verified.FALSE} and item.key not in proven)


def _without(items: list[Seen], some: Collection[Seen]) -> list[Seen]:
    gone = {item.der for item in some}
    return [item for item in items if item.der not in gone]


def _plain(*lists: list[Seen]) -> tuple[x509.Certificate, ...]:
    return tuple(item.certificate for items in lists for item in items)
