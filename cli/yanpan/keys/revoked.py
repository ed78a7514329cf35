"""Whether anything that was given says that a certificate of a chain is revoked, asked for or not.

pyHanko looks at no OCSP response unless the certificate names a service, and at no list that is old, partial or a
supplement. Given is given: what really comes from the authority counts against a certificate.
"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import PathBuildingError, PathError, RevokedError, ValidationError
from pyhanko_certvalidator.revinfo.validate_ocsp import verify_ocsp_response

from yanpan.keys.answers import revoked_by_answers
from yanpan.keys.chain import Grounds
from yanpan.keys.entries import last_clean, revoked_on
from yanpan.keys.issued import chain_of
from yanpan.keys.lists import CLOCKS_DIFFER, answer_times, as_der
from yanpan.keys.loaded import load_certificate
from yanpan.keys.moments import later
from yanpan.keys.tries import Tries
from yanpan.keys.trust import context, known_issuers

if TYPE_CHECKING:
    from pyhanko_certvalidator import ValidationContext
    from pyhanko_certvalidator.path import ValidationPath


MOST_ANSWERS = 5000
"""Signatures of given answers that are looked at for one certificate, a fraction of a millisecond each."""


async def revoked_in(
    certificate: x509.Certificate,
    path: ValidationPath | None,
    had: Grounds,
    *,
    moment: datetime,
    now: datetime,
    past: bool = False,
) -> str:
    """The ETSI EN 319 102-1 sub-indication when the signer or an authority above was revoked by `moment`, or empty.

    At the present a list or an answer counts that is ahead by what clocks differ, as it does where it is good news.
    `path` is the chain that was found to hold; without one, what leads up from the certificate is looked at. With `past`
    what was issued after the moment counts too.
    """
    roots, known = known_issuers(had.trust, had.others)
    issuers = [*as_der(roots), *known]
    if path is not None:
        chain = [item.dump() for item in path.iter_certs(include_root=True)]
    else:
        chain = as_der(chain_of(certificate, [*roots, *(load_certificate(item) for item in known)]))
    (own,) = as_der([certificate])
    above = [load_certificate(item) for item in issuers]
    by = moment if past else later(moment, CLOCKS_DIFFER)
    for der in dict.fromkeys([own, *chain]):
        since = revoked_on(der, had.crls, issuers, now=now)
        if since is None or since > by:
            since = await _answered(der, certificate, path, had, above, moment, past=past)
        if since is not None and since <= by:
            return "REVOKED_NO_POE" if der == own else "REVOKED_CA_NO_POE"
    return ""


async def _answered(
    der: bytes,
    certificate: x509.Certificate,
    path: ValidationPath | None,
    had: Grounds,
    issuers: Sequence[x509.Certificate],
    moment: datetime,
    *,
    past: bool,
) -> datetime | None:
    """Since when an OCSP response by one who may answer says so. Each is asked alone: the library stops at a good one."""
    asked, tries = load_certificate(der), Tries(MOST_ANSWERS)
    # The library drops an old one. What it said of a revoked number it says for ever.
    lifted = last_clean(der, had.crls, as_der(issuers), now=moment)
    since = revoked_by_answers(had.ocsps, asked, issuers, tries, lifted)
    told = [] if since is None else [since]
    for data in had.ocsps:
        one = context(certificate, moment, had.trust, had.crls, ocsps=[data], others=had.others, past=past)
        since = await _said(data, der, certificate, path, one)
        if since is not None:
            told.append(since)
    return min(told, default=None)


async def _said(
    data: bytes,
    der: bytes,
    certificate: x509.Certificate,
    path: ValidationPath | None,
    one: ValidationContext,
) -> datetime | None:
    try:
        asked = asn1_x509.Certificate.load(der)
        above = path or await _first_path(certificate, one)
        await verify_ocsp_response(asked, above, one)
    except RevokedError as error:
        # As with lists: a date ahead of the answer itself counts from the answer on.
        return None if error.is_side_validation else min(error.revocation_dt, *answer_times(data))
    except Exception:  # noqa: BLE001 - an answer that no library gets through says nothing
        return None
    return None


async def end_of_trust(
    issuers: Sequence[asn1_x509.Certificate], had: Grounds, at: datetime
) -> datetime | None:
    """When the first of some intermediate authorities ended or was revoked, if any is no longer good at a moment."""
    ends = []
    roots, others = known_issuers(had.trust, had.others)
    for issuer in issuers:
        certificate = load_certificate(issuer.dump())
        since = revoked_on(issuer.dump(), had.crls, [*as_der(roots), *others], now=at)
        if since is not None:
            ends.append(min(since, certificate.not_valid_after_utc))
        settings = context(certificate, at, had.trust, had.crls, ocsps=had.ocsps, others=had.others)
        validator = CertificateValidator(issuer, validation_context=settings)
        try:
            await validator.async_validate_usage(set())
        except RevokedError as error:
            ends.append(min(error.revocation_dt, certificate.not_valid_after_utc))
        except (ValidationError, PathError, PathBuildingError):
            # Ended, or nobody can tell today whether it still stood at its end.
            ends.append(min(at, certificate.not_valid_after_utc))
    return min(ends, default=None)


async def _first_path(certificate: x509.Certificate, settings: ValidationContext) -> ValidationPath:
    """A chain, whether it holds or not. Raises `PathBuildingError` when there is none."""
    leaf = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
    paths = settings.path_builder.async_build_paths_lazy(leaf)
    try:
        async for path in paths:
            return path
    finally:
        await paths.cancel()
    raise PathBuildingError("no chain")
