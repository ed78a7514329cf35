"""DER and nothing else (X.690, 8, 10 and 11): forms that a value fits to the last byte, or does not fit.

A parser looks for what it knows and passes over the rest. A form is asked the other way round: whether there is
anything in the value that it does not name. It knows of no second way to write a number, a length or a set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

_DEEPEST = 40


@dataclass(frozen=True)
class Value:
    """One value: its tag, its content, and both with the length between them."""

    tag: int
    content: bytes
    encoded: bytes

    @property
    def parts(self) -> tuple[Value, ...]:
        """What a constructed value consists of."""
        return tuple(_values(self.content))


Form = Callable[[Value], bool]


@dataclass(frozen=True)
class Maybe:
    """A part of a sequence that may be absent."""

    form: Form


def read(data: bytes) -> Value:
    """The one value that `data` is. Raises `ValueError` for what is not one value in DER."""
    if end_of_der(data, 0, len(data)) != len(data):
        raise ValueError("not one value in DER")
    return next(_values(data))


def first_of(data: bytes) -> bytes:
    """The value in DER that `data` begins with. Raises `ValueError` where there is none."""
    end = end_of_der(data, 0, len(data))
    if end is None:
        raise ValueError("no value in DER")
    return data[:end]


def fits(form: Form, data: bytes) -> bool:
    """Whether `data` is one value in DER, and of this form."""
    try:
        return form(read(data))
    except ValueError:
        return False


def end_of_der(data: bytes, start: int, limit: int, depth: int = 0) -> int | None:
    """Where the value at `start` ends if it is DER all through, else None.

    Definite lengths in their shortest form, and every constructed value filled by its parts to the last
    byte (X.690, 10.1): a parser stops at the last part it knows and would not look at what follows.
    """
    if depth > _DEEPEST or limit - start < 2 or data[start] == 0 or data[start] & 0x1F == 0x1F:
        return None
    body, length = start + 2, data[start + 1]
    if length >= 0x80:
        count = length & 0x7F
        body += count
        length = int.from_bytes(data[start + 2 : body], "big")
        if not 1 <= count <= 4 or length < 0x80 or data[start + 2] == 0:
            return None
    end = body + length
    if end > limit:
        return None
    if data[start] & 0x20:
        place: int | None = body
        while place is not None and place < end:
            place = end_of_der(data, place, end, depth + 1)
        if place is None:
            return None
    return end


def _values(data: bytes) -> Iterator[Value]:
    """The values of a content that is known to be DER, one after the other."""
    start = 0
    while start < len(data):
        body, length = start + 2, data[start + 1]
        if length >= 0x80:
            body += length & 0x7F
            length = int.from_bytes(data[start + 2 : body], "big")
        end = body + length
        yield Value(data[start], data[body:end], data[start:end])
        start = end


def made_of(tag: int, *fields: Form | Maybe) -> Form:
    """A constructed value with these parts, in this order, and no other."""

    def form(value: Value) -> bool:
        if value.tag != tag:
            return False
        left = list(value.parts)
        for field in fields:
            wanted = field.form if isinstance(field, Maybe) else field
            if left and wanted(left[0]):
                left.pop(0)
            elif not isinstance(field, Maybe):
                return False
        return not left

    return form


sequence = partial(made_of, 0x30)


def tagged(number: int, *fields: Form | Maybe) -> Form:
    """A context tag around a value, or in place of a sequence's own (X.690, 8.14)."""
    return made_of(0xA0 | number, *fields)


def many(form: Form, *, most: int, least: int = 1, tag: int = 0x30) -> Form:
    """So many values of one form."""

    def found(value: Value) -> bool:
        if value.tag != tag:
            return False
        parts = value.parts
        return least <= len(parts) <= most and all(map(form, parts))

    return found


def set_of(form: Form, *, most: int, tag: int = 0x31) -> Form:
    """A set in the order of its encodings (X.690, 11.6), so that nobody can shuffle it."""
    listed = many(form, most=most, tag=tag)

    def found(value: Value) -> bool:
        encoded = [part.encoded for part in value.parts] if value.tag == tag else []
        return listed(value) and encoded == sorted(encoded)

    return found


def distinct(form: Form) -> Form:
    """Values of which none stands there twice."""
    return lambda value: form(value) and len(set(value.parts)) == len(value.parts)


def any_of(*forms: Form) -> Form:
    return lambda value: any(form(value) for form in forms)


def unread(*tags: int) -> Form:
    """What somebody else answers for, or what is compared whole: one value of one of these tags."""
    return lambda value: value.tag in tags


def anything(_: Value) -> bool:
    return True
