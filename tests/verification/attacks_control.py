"""The control group: good papers of every level, for every set of signers that the questionnaire can demand."""

from __future__ import annotations

from functools import cache
from itertools import combinations

from attacks_signing import paper_of
from authorities import OFFICER, ROOT, lists, stamp_server
from long_term_papers import judged_at, sign_to, wanted
from signed_papers import assessment

from yanpan.data import data_folder
from yanpan.questionnaire import Grade, load_questionnaire
from yanpan.verification import Verification

LEVELS = ("b-b", "b-t", "b-lt", "b-lta")
KINDS = ("ec", "rsa")


@cache
def rosters() -> tuple[tuple[str, ...], ...]:
    """Every list of roles that the questionnaire's rules give, for any grade and any facts, shortest first."""
    signoff = load_questionnaire(data_folder("questionnaires") / "gd-563").signoff
    sometimes = [rule for rule in signoff.rules if rule.when is not None]
    found = set()
    for grade in Grade:
        for count in range(len(sometimes) + 1):
            for held in combinations(sometimes, count):
                rules = [rule for rule in signoff.rules if rule.when is None or rule in held]
                there = {
                    role
                    for rule in rules
                    if rule.from_grade is None or grade.rank >= rule.from_grade.rank
                    for role in rule.roles
                }
                found.add(tuple(role.id for role in signoff.roles if role.id in there))
    return tuple(sorted(found, key=lambda roles: (len(roles), roles)))


@cache
def counts() -> tuple[int, ...]:
    """How many signers a paper can have."""
    return tuple(sorted({len(roles) for roles in rosters()}))


def longest(count: int) -> tuple[str, ...]:
    """One list of so many roles."""
    return [roles for roles in rosters() if len(roles) == count][-1]


@cache
def _blank(roles: tuple[str, ...]) -> bytes:
    titles = {
        role.id: role.title
        for role in load_questionnaire(data_folder("questionnaires") / "gd-563").signoff.roles
    }
    signers = [{"role": role, "title": titles[role], "basis": []} for role in roles]
    return paper_of(assessment(signers=signers))


def good_paper(roles: tuple[str, ...], level: str, kind: str) -> bytes:
    """Signed by all of some roles, each to a level and with keys of a kind."""
    pdf = _blank(roles)
    with stamp_server(kind=kind, serial=41 if kind == "rsa" else 21) as service:
        for number, role in enumerate(roles):
            serial = (200 if kind == "rsa" else 100) + number
            who = ROOT.signer(f"签{role}", serial=serial, kind=kind)
            pdf = sign_to(pdf, role, who, wanted(None if level == "b-b" else service, level))
    return pdf


def judge(pdf: bytes, level: str) -> Verification:
    """By a reader who has the lists of the day, and from B-LT on needs none."""
    return judged_at(pdf, crls=lists() if level in ("b-b", "b-t") else ())


@cache
def small_paper(level: str) -> bytes:
    """A paper that one person signs, to a level: the smallest that all have signed."""
    pdf = paper_of(assessment(signers=[{"role": "officer", "title": "执法人员（承办人）", "basis": []}]))
    with stamp_server() as service:
        return sign_to(pdf, "officer", OFFICER, wanted(None if level == "b-b" else service, level))
