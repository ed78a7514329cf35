"""Names in certificates as a person reads them: which two are the same, and which say nothing at all.

RFC 5280, 7.1 compares names after RFC 4518: compatible forms are one, what is not seen is left out, spaces are one,
capitals do not count. An authority that writes “Li Mou” once and “LI MOU” the next year means one person.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from cryptography import x509
from cryptography.x509.oid import NameOID

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Default_Ignorable_Code_Point of Unicode 16: shown as nothing."""


_WIDE = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u3131-\u318e\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7ff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U0003ffff\U000f0000-\U0010ffff"
)
_GAP = re.compile(f"(?<=[{_WIDE}]) | (?=[{_WIDE}])")
"""A space beside a letter of these writings, or of private use, in which offices write rare names."""


def read_alike(text: str) -> str:
    """A value of a name in the form in which two that read alike are equal; empty when nothing of it is seen."""
    for _ in range(2):
        # Folding capitals can leave a form that is not composed, and composing one that is not folded.
        text = _UNSEEN.sub("", unicodedata.normalize("NFKC", _UNSEEN.sub("", text))).casefold()
    # Controls too are mapped to nothing (RFC 4518, 2.2); an empty cell of Braille shows as a space.
    seen = (letter for letter in text if letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cf"))
    return " ".join("".join(seen).replace("\u2800", " ").split())


def _without_gaps(text: str) -> str:
    """Without the spaces beside Chinese, Japanese or Korean letters, which part nothing: “金 某” is “金某”."""
    return _GAP.sub("", text)


def numbered_alike(one: x509.Name, other: x509.Name) -> bool:
    """Whether two subjects have a number of a person in common (serialNumber, UID; X.520, RFC 4519)."""
    first, second = (
        {
            _value_alike(item.value)
            for oid in (NameOID.SERIAL_NUMBER, NameOID.USER_ID)
            for item in name.get_attributes_for_oid(oid)
        }
        for name in (one, other)
    )
    return not first.isdisjoint(second)


def same_name(one: x509.Name, other: x509.Name) -> bool:
    """Whether two names are one, attribute by attribute, in whatever order.

    Stricter readers hold the order of RDNs for part of the name; whom an authority writes as 张某, 某局 once and as
    某局, 张某 the next year is still one person.
    """
    return _comparable(one) == _comparable(other)


def _comparable(name: x509.Name) -> Counter[tuple[str, str | bytes]]:
    return Counter((item.oid.dotted_string, _value_alike(item.value)) for item in name)


def _value_alike(value: str | bytes) -> str | bytes:
    return _without_gaps(read_alike(value)) if isinstance(value, str) else value


def called_alike(one: x509.Name, other: x509.Name) -> bool:
    """Whether two subjects have a common name in common, as it reads: one person, or two of one name."""
    first, second = (
        {_value_alike(item.value) for item in name.get_attributes_for_oid(NameOID.COMMON_NAME)}
        for name in (one, other)
    )
    return not first.isdisjoint(second)
