"""Which certificates a revocation list is about, and which supplement goes with it (RFC 5280, 5.2.4, 5.2.5 and 6.3.3 b)."""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from typing import Any

from asn1crypto import x509 as asn1_x509

from yanpan.keys.lists import (
    delta_base,
    head_of,
    is_delta,
    is_partial,
    issuer_of,
    list_number,
    list_time,
    names_of,
    scope_of,
)
from yanpan.keys.speaking import unclear


def covers(data: bytes, der: bytes) -> bool:
    """Whether a list is about certificates like this one (RFC 5280, 5.2.5 and 6.3.3 b): complete, for all reasons.

    By its issuer's name, or indirect and named in the certificate. One for some places of publication covers those
    certificates that name one of them for all reasons (`reasons` of the point, 6.3.3 d).
    """
    return not is_delta(data) and in_scope(data, der)


def in_scope(data: bytes, der: bytes) -> bool:
    """The same for a supplement as well."""
    certificate = asn1_x509.Certificate.load(der)
    direct = issuer_of(data) == names_of(der)[1]
    if not is_partial(data):
        return direct
    scope: Any = None
    for extension in head_of(data)["crl_extensions"]:
        if extension["extn_id"].native == "issuing_distribution_point":
            scope = extension["extn_value"].parsed
    if scope is None or scope["only_some_reasons"].native or scope["only_contains_attribute_certs"].native:
        return False
    constraints = certificate.basic_constraints_value
    authority = bool(constraints and constraints["ca"].native)
    if scope["only_contains_user_certs" if authority else "only_contains_ca_certs"].native:
        return False
    points = [item for item in certificate.crl_distribution_points_value or () if not item["reasons"]]
    if not direct:
        name = issuer_of(data)
        points = [item for item in points if _named_in(item, name)]
        if not (scope["indirect_crl"].native and points):
            return False
    return _same_place(scope["distribution_point"], points)


def _named_in(point: Any, name: bytes | str) -> bool:
    found = point["crl_issuer"] or ()
    return any(item.name == "directory_name" and item.chosen.hashable == name for item in found)


def _same_place(published: Any, points: list[Any]) -> bool:
    """Whether a list of one place of publication is one that the certificate names. Without a place it is for all."""
    if not published:
        return True
    if published.name != "full_name":
        return any(
            item["distribution_point"] and item["distribution_point"].dump() == published.dump()
            for item in points
        )
    places = [name.dump() for name in published.chosen]
    if any(
        name.dump() in places
        for item in points
        if not item["distribution_point"]
        for name in item["crl_issuer"] or ()
    ):
        return True
    return any(
        item["distribution_point"]
        and item["distribution_point"].name == "full_name"
        and any(name.dump() in places for name in item["distribution_point"].chosen)
        for item in points
    )


def goes_with(delta: bytes, data: bytes) -> bool:
    """Whether a delta goes with a full list: same issuer and scope, from that list or one before on, and not older."""
    base, number = delta_base(delta), list_number(data)
    began, begun = list_time(delta), list_time(data)
    return (
        base is not None
        and (number is None or base <= number)
        and issuer_of(delta) == issuer_of(data)
        and scope_of(delta) == scope_of(data)
        and began is not None
        and begun is not None
        and began >= begun
        and not unclear(delta)
    )
