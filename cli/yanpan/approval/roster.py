"""Whose signature opens a paper."""

from __future__ import annotations

from collections.abc import Sequence

from yanpan.approval.opinion import read_opinion


def first_to_sign(roster: Sequence[str], reason: str) -> str | None:
    """The role whose signature opens a paper: the first one that the opinion (/Reason) takes in no ink scan of."""
    opinion = read_opinion(reason)
    in_ink = {scan.role for scan in opinion.scans} if opinion else set()
    return next((role for role in roster if role not in in_ink), None)
