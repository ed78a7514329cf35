"""PDF objects compared by value."""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

import hashlib
from typing import Any

from pyhanko.pdf_utils import generic

_MOST = 20_000
_DEEPEST = 60


def fingerprint(value: Any, *, follow: bool = True) -> str:
    """SHA-256 (hex) over an object, and with `follow` over all that it refers to.

    Raises `ValueError` for more than 20,000 objects, 80 MB of streams or 60 levels of reference; circles are met safely.
    """
    digest = hashlib.sha256()
    left = _MOST

    def walk(item: Any, above: frozenset[Any]) -> None:
        nonlocal left
        left -= 1
        if left < 0 or len(above) > _DEEPEST:
            raise ValueError("too many objects to compare")
        if isinstance(item, generic.IndirectObject):
            if not follow:
                digest.update(b"%d %d R" % (item.idnum, item.generation))
            elif item.reference in above:
                digest.update(b"circle")
            else:
                walk(item.get_object(), above | {item.reference})
        elif isinstance(item, generic.DictionaryObject):
            digest.update(b"<<")
            for key in sorted(item):
                digest.update(key.encode())
                walk(item.raw_get(key), above)
            if isinstance(item, generic.StreamObject):
                left -= len(item.encoded_data) // 4096
                digest.update(hashlib.sha256(item.encoded_data).digest())
            digest.update(b">>")
        elif isinstance(item, generic.ArrayObject):
            digest.update(b"[")
            for index in range(len(item)):
                walk(item.raw_get(index), above)
            digest.update(b"]")
        else:
            digest.update(f"{type(item).__name__} {item!r}".encode("utf-8", "surrogatepass"))

    walk(value, frozenset())
    return digest.hexdigest()
