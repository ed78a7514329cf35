"""Names in certificates, compared also where they hold characters that asn1crypto refuses.

It prepares names for comparison after RFC 4518 with the tables of Unicode 3.2 and raises for every younger character
and for those of private use, which offices have long given to rare names: somebody called 𬱖 could not sign, and a
paper of theirs could not be judged. Such a name is compared as it stands.
"""

# asn1crypto is untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from typing import Any

from asn1crypto.x509 import NameTypeAndValue

_prepare: Any = NameTypeAndValue._ldap_string_prep  # noqa: SLF001


def _prepared(value: NameTypeAndValue, text: str) -> str:
    try:
        prepared: str = _prepare(value, text)
    except ValueError:
        return text
    return prepared


def compare_rare_characters() -> None:
    """Have asn1crypto compare such names. Once is enough."""
    NameTypeAndValue._ldap_string_prep = _prepared  # type: ignore[method-assign]  # noqa: SLF001
