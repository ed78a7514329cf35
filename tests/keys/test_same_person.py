"""Two certificates of one person: one key, or one subject of one issuer, however an authority writes the name."""

from __future__ import annotations

import pytest
from chains import key, make
from cryptography import x509

from yanpan.keys import called_alike, numbered_alike, same_person

ROOT = make("某根", ca=True)
ORGANISATION, COMMON = x509.NameOID.ORGANIZATION_NAME, x509.NameOID.COMMON_NAME
Attribute = x509.NameAttribute


def named(
    common: str, organisation: str = "Some Bureau", *, which: str, by: object = ROOT
) -> x509.Certificate:
    name = x509.Name([Attribute(ORGANISATION, organisation), Attribute(COMMON, common)])
    return make("x", by, own=key("p256", which), subject=name).certificate  # type: ignore[arg-type]


ALIKE = {
    "same": ("Li Mou", "Li Mou"),
    "capitals": ("Li Mou", "LI MOU"),
    "spaces": ("Li Mou", " Li \u3000 Mou "),
    "gap": ("李某", "李 某"),
    "wide gap": ("欧阳某", " 欧阳\u3000某"),
    "compatible": ("李某", "\uf9e1某"),
    "wide": ("LiMou", "ＬｉＭｏｕ"),
    "zero-width": ("李某", "李\u200b某"),
    "variation": ("李某", "李\ufe0f某\U000e0100"),
    "sharp-s": ("Strauß", "STRAUSS"),
    "composed": ("Ren\u00e9", "Rene\u0301"),
}


@pytest.mark.parametrize("kind", list(ALIKE))
def test_names_that_read_alike_are_one_person(kind: str) -> None:
    one, other = ALIKE[kind]
    assert same_person(named(one, which="a"), named(other, which="b"))
    assert same_person(named("李某", one, which="a"), named("李某", other, which="b"))


def test_an_issuer_that_reads_alike_is_one_issuer() -> None:
    twin = make("某\u200b根", ca=True)
    assert same_person(named("李某", which="a"), named("李某", which="b", by=twin))


@pytest.mark.parametrize("other", ["李某某", "季某", "LiMou", ""])
def test_other_names_are_other_people(other: str) -> None:
    assert not same_person(named("李某", which="a"), named(other or " ", which="b"))
    assert not same_person(named("李某", which="a"), named("李某", "Other Bureau", which="b"))
    stranger = make("别根", ca=True)
    assert not same_person(named("李某", which="a"), named("李某", which="b", by=stranger))


def test_a_space_parts_names_in_latin_letters() -> None:
    assert not same_person(named("Li Mou", which="a"), named("Limou", which="b"))


def test_one_key_is_one_person_whatever_the_names() -> None:
    assert same_person(named("李某", which="a"), named("张某", which="a"))


def test_the_order_in_which_an_authority_writes_a_name_makes_no_other_person() -> None:
    turned = x509.Name([Attribute(COMMON, "李某"), Attribute(ORGANISATION, "Some Bureau")])
    other = make("x", ROOT, own=key("p256", "b"), subject=turned).certificate
    assert same_person(named("李某", which="a"), other)
    twice = x509.Name([Attribute(COMMON, "李某"), Attribute(COMMON, "王某")])
    again = x509.Name([Attribute(COMMON, "王某"), Attribute(COMMON, "李某")])
    one, two = (
        make("x", ROOT, own=key("p256", k), subject=n).certificate for k, n in (("a", twice), ("b", again))
    )
    assert same_person(one, two)


def test_one_number_under_two_names_is_said() -> None:
    serial = x509.NameOID.SERIAL_NUMBER

    def numbered(common: str, number: str, which: str) -> x509.Certificate:
        name = x509.Name([Attribute(COMMON, common), Attribute(serial, number)])
        return make("x", ROOT, own=key("p256", which), subject=name).certificate

    one, other = numbered("李某", "4401X", "a").subject, numbered("王某", "4401x", "b").subject
    assert numbered_alike(one, other)
    assert not numbered_alike(one, numbered("王某", "4402X", "b").subject)
    assert not numbered_alike(named("李某", which="a").subject, named("王某", which="b").subject)


def test_two_of_one_name_are_told_apart_and_said() -> None:
    one, other = named("李某", which="a"), named("李 某", "Other Bureau", which="b")
    assert not same_person(one, other)
    assert called_alike(one.subject, other.subject)
    assert not called_alike(one.subject, named("季某", which="b").subject)
