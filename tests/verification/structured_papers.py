"""Real papers for the structured mutants: a real record, the real report, signed by a forger with valid keys.

A forger signs with the library's own calls and asks nobody at the door: what `sign_pdf` would refuse, he signs. But for
what he changes, his updates are those of this program.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from authorities import ROOT, TRUST, StampServer, lists, stamp_server
from long_term_papers import LATER, wanted
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import TimeStamper
from signed_papers import AT
from structured_book import Book

from yanpan.answers import load_answers
from yanpan.approval import RoleRegister, fingerprint_of
from yanpan.approval.roles import Entry
from yanpan.assessment import Assessment, assess, encode, read_assessment
from yanpan.data import data_folder
from yanpan.keys import Identity
from yanpan.questionnaire import Form, compile_form, load_questionnaire
from yanpan.report import Paper, render_pdf
from yanpan.signature import TimeStampService
from yanpan.signature.archive import add_to_archive
from yanpan.signature.evidence import collect
from yanpan.signature.levels import stamp_field
from yanpan.signature.pdf import SteadyWriter, open_pdf, run, signature_fields
from yanpan.signature.sign import signer_of
from yanpan.verification import Verification, verify_pdf

TOP = Path(__file__).parents[2]
ANOTHER_ENGINE = b"0123456789abcdef"

RECORDS: dict[str, tuple[str, Mapping[str, Any]]] = {
    "short": ("demo/L01-当场处罚.yaml", {}),
    "medium": ("docs/examples/demolition-replanned.yaml", {"gathering": "none"}),
    "long": ("docs/examples/demolition-replanned.yaml", {}),
}
"""A short form for two signers, reports for five and for six: whose answers, and which of them are changed."""


@cache
def form() -> Form:
    return compile_form(load_questionnaire(data_folder("questionnaires") / "gd-563"))


@cache
def record(name: str) -> Assessment:
    path, changes = RECORDS[name]
    answers = load_answers(TOP / path, form())
    held = dict(answers.answers)
    for key, value in changes.items():
        held[key] = msgspec.structs.replace(held[key], value=value, note="")
    return assess(form(), msgspec.structs.replace(answers, answers=held), AT)


@cache
def _set(data: bytes, questionnaire: bytes | None) -> Paper:
    return render_pdf(read_assessment(data), data, questionnaire)


def render(assessment: Assessment, data: bytes, questionnaire: bytes | None = None) -> Paper:
    """The paper made anew, once for each record."""
    return _set(data, questionnaire)


def renamed(book: Book) -> None:
    """Have a paper say that another engine set it."""
    before = book.data(book.metadata)
    book.refill(
        book.metadata, re.sub(rb'yanpan:engine="\w+"', b'yanpan:engine="%s"' % ANOTHER_ENGINE, before)
    )
    assert book.data(book.metadata) != before


@cache
def base(name: str, claim: str) -> bytes:
    """The paper that nobody has signed; `claim` is the engine it names, `same` or `other`."""
    data = encode(record(name))
    pdf = render(record(name), data, form().embedded).pdf
    if claim == "same":
        return pdf
    book = Book.of(pdf)
    renamed(book)
    return book.written()


# Signing


@cache
def signer(role: str) -> Identity:
    roles = ("officer", "co_officer", "section_head", "legal_review", "deputy_head", "unit_head")
    return ROOT.signer(f"签{role}", serial=400 + roles.index(role))


@cache
def register() -> RoleRegister:
    """Who may sign what: the very certificates that do."""
    return RoleRegister(
        tuple(
            Entry(
                role=item.role,
                person=f"签{item.role}",
                certificate=fingerprint_of(signer(item.role).certificate),
                since=date(2026, 1, 1),
            )
            for item in record("long").signers
        )
    )


Change = Callable[[SteadyWriter], Any]


class Forging(SteadyWriter):
    """Changes an update in the last moment, when all its objects are there and nothing is written yet."""

    change: Change | None = None
    afterwards: Callable[[bytes], bytes] | None = None
    """Only for updates that no signature covers."""

    def write(self, stream: Any) -> None:
        if self.change is not None:
            self.change(self)
        super().write(stream)


class Raw(generic.PdfObject):
    """An object whose bytes are given."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def write_to_stream(self, stream: Any, handler: Any = None, container_ref: Any = None) -> None:  # noqa: ARG002
        stream.write(self.data)


@dataclass(frozen=True)
class Services:
    """What signing to a level needs."""

    level: str
    server: StampServer | None

    @property
    def stamper(self) -> TimeStamper | None:
        if self.server is None:
            return None
        return TimeStampService(self.server.url).stamper(AT, TRUST, lists())


def signed(
    pdf: bytes,
    role: str,
    services: Services,
    *,
    change: Change | None = None,
    at: datetime = AT,
    reason: str = "同意",
    who: Identity | None = None,
) -> bytes:
    """One signature as this program writes it, without any of its questions, and the rest of its level.

    `change` changes the update in which the signature stands.
    """
    fields = signature_fields(open_pdf(pdf))
    field = next(item for item in fields if item.role == role)
    first = not any(item.signed for item in fields)
    stamper = services.stamper
    made = signer_of(field, who or signer(role), reason=reason, at=at, certify=first, stamper=stamper)
    made._enforce_certification_constraints = _ask_nothing  # type: ignore[method-assign]
    writer = Forging(pdf)
    writer.change = change
    out = BytesIO()
    run(made.async_sign_pdf(writer, existing_fields_only=True, output=out))
    pdf = out.getvalue()
    if services.level in ("b-lt", "b-lta"):
        pdf = with_evidence(pdf, services)
    if services.level == "b-lta":
        pdf = with_stamp(pdf, services)
    return pdf


def _ask_nothing(reader: PdfFileReader) -> None:
    """Earlier signatures may forbid this one: a forger does not care."""


def with_evidence(pdf: bytes, services: Services) -> bytes:
    """The revocation data that the signatures need, as this program stores them."""
    stamper = TimeStampService(services.server.url).stamper(AT, TRUST, lists()) if services.server else None
    found = collect(
        open_pdf(pdf),
        also=stamper.certificates() if stamper else (),
        extra=TRUST,
        crls=lists(),
        ocsps=(),
        at=AT,
    )
    return add_to_archive(pdf, certificates=found.certificates, crls=found.crls, ocsps=found.ocsps)


def with_stamp(pdf: bytes, services: Services, change: Change | None = None) -> bytes:
    """A document time stamp over all."""
    assert services.stamper is not None
    writer = Forging(pdf)
    writer.change = change
    out = BytesIO()
    run(stamp_field(pdf, services.stamper).async_timestamp_pdf(writer, "sha256", output=out))
    return out.getvalue()


def roles_of(name: str) -> tuple[str, ...]:
    return tuple(item.role for item in record(name).signers)


def signed_by_all(
    pdf: bytes,
    roles: Sequence[str],
    level: str,
    *,
    changes: Mapping[int, Change] | None = None,
    between: Mapping[int, Callable[[bytes], bytes]] | None = None,
) -> bytes:
    """Signed by some one after the other, all to a level.

    `changes` changes the update of the signer with that number, `between` the file before that signer signs (or, by
    the number after the last, at the end).
    """
    changes, between = changes or {}, between or {}
    with stamp_server() if level != "b-b" else nullcontext() as server:
        services = Services(level, server)
        for number, role in enumerate(roles):
            pdf = between[number](pdf) if number in between else pdf
            pdf = signed(pdf, role, services, change=changes.get(number))
    return between[len(roles)](pdf) if len(roles) in between else pdf


@cache
def honest(name: str, claim: str, level: str) -> bytes:
    """The untouched paper, signed by all."""
    return signed_by_all(base(name, claim), roles_of(name), level)


def judge(pdf: bytes, **more: Any) -> Verification:
    """By a reader who trusts both authorities, has the lists of the day, the questionnaire and the register, and prints anew."""
    given: dict[str, Any] = {
        "at": LATER,
        "trust": TRUST,
        "crls": lists(),
        "questionnaires": [form()],
        "trusted": {form().questionnaire.digest},
        "render": render,
        "roles": register(),
    }
    return verify_pdf(pdf, **(given | more))


__all__ = ["LATER", "Raw", "base", "honest", "judge", "record", "signed_by_all", "wanted"]
