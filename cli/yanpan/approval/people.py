"""By whom it was signed: one person one role, in no other role of the paper, and as the unit's register says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cryptography import x509
from cryptography.x509.oid import NameOID

from yanpan.answers.model import Person
from yanpan.approval.roles import SignedRole, role_findings
from yanpan.approval.signing import Papers, Signing
from yanpan.assessment.model import Assessment
from yanpan.findings import Finding, invalid, note
from yanpan.inert import odd_letters
from yanpan.keys import called_alike, is_trial, name_of, numbered_alike, read_alike, same_person

_ON_THE_LIST = frozenset({"officer", "co_officer"})
"""Who signs as one of the officers."""


def people_findings(papers: Papers, signings: Sequence[Signing]) -> Iterator[Finding]:
    """Who may not have signed as this role, or not twice.

    All of it is invalid: the signature that stands there is by a person who may not give it, and another one cannot
    be put into the same field.
    """
    for place, signing in enumerate(signings):
        if signing.certificate is None:
            continue
        unit = other_role(signing.certificate, signing.title, [title for _, title in papers.roster])
        if unit:
            yield invalid("ROLE", f"“{signing.title}”一栏由“{unit}”的证书签署", signing.role)
        for other in signings[:place]:
            if other.certificate is not None and same_person(other.certificate, signing.certificate):
                words = f"“{other.title}”和“{signing.title}”是同一个人签的（证书、密钥或者证书上的名字相同）"
                yield invalid("SAME_PERSON", words, signing.role)
                break
            if other.certificate is not None and _namesakes(other.certificate, signing.certificate):
                words = f"“{other.title}”和“{signing.title}”的证书上名字一样：核对是不是同一个人"
                yield note("SAME_NAME", words, signing.role)
            elif other.certificate is not None and numbered_alike(
                other.certificate.subject, signing.certificate.subject
            ):
                words = (
                    f"“{other.title}”和“{signing.title}”的证书上身份号码一样，名字不同：核对是不是同一个人"
                )
                yield note("SAME_NUMBER", words, signing.role)
        if odd := odd_letters(name_of(signing.certificate)):
            words = f"“{signing.title}”证书的名字里有看着像字的部首、笔画（{odd}）：核对签署人是谁"
            yield note("ODD_NAME", words, signing.role)
        if (
            papers.assessment is not None
            and signing.role in _ON_THE_LIST
            and not _listed(papers.assessment, signing)
        ):
            words = f"“{signing.title}”一栏的签署人不在文书写的执法人员里：核对是不是同一个人"
            yield note("NOT_AN_OFFICER", words, signing.role)
    if papers.register is not None:
        yield from role_findings(papers.register, _by_the_register(papers, signings))


def _listed(assessment: Assessment, signing: Signing) -> bool:
    """Whether the certificate names one of the officers that the paper names; where it names none, anybody is."""
    asked = assessment.meanings.officers
    said = next((a.value for a in assessment.answers if a.question == asked), None)
    officers = (
        {_as_read(person.name) for person in said if isinstance(person, Person)}
        if isinstance(said, tuple)
        else set()
    )
    if not officers or signing.certificate is None or is_trial(signing.certificate):
        return True
    return _as_read(name_of(signing.certificate)) in officers


def other_role(certificate: x509.Certificate, title: str, titles: Sequence[str]) -> str:
    """The title of another role of the paper that the certificate names as its OU, or empty."""
    named = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    units = {_as_read(str(item.value)) for item in named}
    return next((other for other in titles if other != title and _as_read(other) in units), "")


def _as_read(text: str) -> str:
    return "".join(read_alike(text).split())


def _namesakes(one: x509.Certificate, other: x509.Certificate) -> bool:
    return called_alike(one.subject, other.subject)


def _by_the_register(papers: Papers, signings: Sequence[Signing]) -> Iterator[SignedRole]:
    """When each was signed, as the register judges it: the own time stamp tells; else the signer's word, until proven."""
    for item in signings:
        if item.certificate is None:
            continue
        proven = item.proven_at if item.stamped else None
        at = proven or item.last_claim or papers.at
        until = None if proven else item.proven_at or papers.at
        yield SignedRole(item.role, item.title, item.certificate, at, until)
