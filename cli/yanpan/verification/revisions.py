"""What one revision of a signed paper may be: a signature, evidence, or a document time stamp. Nothing else.

After ISO 32000-2, 12.8.2.2 (P=2), narrowed to what this program writes. Only what changed is looked at: a new
object shows nothing as long as no old object leads to it.
"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import SuspiciousModification

from yanpan.signature.archive import KINDS, der_of
from yanpan.signature.objects import fingerprint
from yanpan.signature.pdf import entry, signature_fields

_OWN_TO_REVISION = frozenset({"/Prev", "/Size", "/ID", "/XRefStm"})
_VERSION = frozenset({"/Extensions", "/Version"})
_VERSIONS = ("/1.7", "/2.0")
_STREAM = frozenset({"/Length", "/Filter", "/DecodeParms"})
_STAMP_FIELD = frozenset({"/FT", "/T", "/TU", "/Type", "/Subtype", "/F", "/Rect", "/P", "/V"})
_STAMP = frozenset({"/Type", "/Filter", "/SubFilter", "/Contents", "/ByteRange"})
_PRINT = 4

Reference = tuple[int, int]


class Kind(StrEnum):
    """`evidence` is a revision that adds to the document security store."""

    SIGNATURE = "signature"
    EVIDENCE = "evidence"
    TIME_STAMP = "time_stamp"


@dataclass(frozen=True)
class Change:
    """What a revision is, and which field it filled if it is a signature or a time stamp."""

    kind: Kind
    field: str = ""


def change_between(old: HistoricalResolver, new: HistoricalResolver) -> Change:
    """What the one revision between two states is. Raises `SuspiciousModification` (or what a broken file provokes)."""
    if new.refs_freed_in_revision():
        raise SuspiciousModification("objects were deleted")
    _check_trailer(old, new)
    _check_version(old, new)
    # An id above the old /Size is a new object: only what changes below can lead to it.
    changed = {
        (reference.idnum, reference.generation): (old(reference), new(reference))
        for reference in new.explicit_refs_in_revision()
        if not old.is_ref_unassignable(reference)
    }
    before, after = _raw(old.root, "/DSS"), _raw(new.root, "/DSS")
    if after is not None and (before is None or _key(after) in changed):
        return _evidence(old, new, changed)
    if len(entry(new.root["/AcroForm"], "/Fields", ())) != len(entry(old.root["/AcroForm"], "/Fields", ())):
        return _time_stamp(old, new, changed)
    return _signature(old, new, changed)


Changed = dict[Reference, tuple[Any, Any]]


def _signature(old: HistoricalResolver, new: HistoricalResolver, changed: Changed) -> Change:
    """One empty field was filled and drawn."""
    allowed: dict[Reference, tuple[str, frozenset[str]]] = {
        _root(old): ("", _VERSION | ({"/Perms"} if _raw(old.root, "/Perms") is None else frozenset())),
        _key(_raw(old.root, "/AcroForm")): ("", frozenset({"/SigFlags"})),
    }
    empty = {item.role for item in signature_fields(old) if not item.signed}
    fields = old.root["/AcroForm"]["/Fields"]
    for index in range(len(fields)):
        reference = fields.raw_get(index)
        name = str(entry(reference.get_object(), "/T", ""))
        if name in empty:
            allowed[_key(reference)] = (name, frozenset({"/V", "/AP"}))
    signed = set()
    for key, (then, now) in changed.items():
        if key not in allowed:
            raise SuspiciousModification(f"object {key[0]} was replaced")
        name, may_change = allowed[key]
        _check_same_but(then, now, may_change)
        if name:
            signed.add(name)
    if len(signed) != 1:
        raise SuspiciousModification("not exactly one field was signed")
    (name,) = signed
    field = next((item for item in signature_fields(new) if item.role == name and item.signed), None)
    if field is None:
        raise SuspiciousModification(f"the field {name} was changed but not signed")
    if _raw(old.root, "/Perms") is None:
        _check_permissions(_raw(new.root, "/Perms"), _raw(field.dictionary, "/V"))
    return Change(Kind.SIGNATURE, name)


def _check_permissions(permissions: Any, signature: Any) -> None:
    """The catalog may name the signature just written as the certifying one, and nothing else (12.8.6)."""
    if permissions is None:
        return
    if not isinstance(permissions, generic.DictionaryObject) or permissions.keys() != {"/DocMDP"}:
        raise SuspiciousModification("the permissions hold something else")
    if _key(permissions.raw_get("/DocMDP")) != _key(signature):
        raise SuspiciousModification("another signature was made the certifying one")


def _evidence(old: HistoricalResolver, new: HistoricalResolver, changed: Changed) -> Change:
    """The store is new or grew; each new part is a whole certificate, list or OCSP response (12.8.4.3)."""
    store = _raw(new.root, "/DSS")
    before = _raw(old.root, "/DSS")
    if not isinstance(store, generic.IndirectObject) or (before is not None and _key(before) != _key(store)):
        raise SuspiciousModification("the store was exchanged")
    for key, (then, now) in changed.items():
        if key == _root(old):
            _check_same_but(then, now, _VERSION | ({"/DSS"} if before is None else set()))
        elif before is None or key != _key(before):
            raise SuspiciousModification(f"object {key[0]} was replaced")
    now = store.get_object()
    if not isinstance(now, generic.DictionaryObject) or not now.keys() <= set(KINDS):
        raise SuspiciousModification("the store holds something else")
    then = before.get_object() if before is not None else generic.DictionaryObject()
    if before is not None:
        then = old(before.reference)
    if not then.keys() <= now.keys():
        raise SuspiciousModification("the store lost a part")
    for key in now:
        for reference in _added(entry(then, key), now[key]):
            stream = reference.get_object()
            if not isinstance(stream, generic.StreamObject) or not stream.keys() <= _STREAM:
                raise SuspiciousModification("the store holds something else")
            if not old.is_ref_unassignable(reference.reference):
                raise SuspiciousModification("the store names an object of the paper")
            der_of(reference, key)
    return Change(Kind.EVIDENCE)


def _time_stamp(old: HistoricalResolver, new: HistoricalResolver, changed: Changed) -> Change:
    """One new field outside sight holds a document time stamp (12.8.5)."""
    form = _raw(old.root, "/AcroForm")
    fields = new.root["/AcroForm"]["/Fields"]
    (widget,) = _added(old.root["/AcroForm"]["/Fields"], fields)
    field = widget.get_object()
    page = _raw(field, "/P")
    annotations = _raw(old(page.reference), "/Annots")
    for key, (then, now) in changed.items():
        if key == _root(old):
            _check_same_but(then, now, _VERSION)
        elif key == _key(form):
            _check_same_but(then, now, frozenset({"/Fields"}))
        elif key == _key(_raw(form.get_object(), "/Fields")):
            _added(then, now)
        elif key == _key(page):
            _check_same_but(then, now, frozenset({"/Annots"}))
            _check_only(widget, _added(entry(then, "/Annots"), now["/Annots"]))
        elif key == _key(annotations):
            _check_only(widget, _added(then, now))
        else:
            raise SuspiciousModification(f"object {key[0]} was replaced")
    _check_stamp_field(field)
    return Change(Kind.TIME_STAMP, str(field["/T"]))


def _check_stamp_field(field: Any) -> None:
    """A field without size or look, filled with a time stamp and nothing else."""
    stamp = field["/V"]
    regular = (
        field.keys() <= _STAMP_FIELD
        and (field["/FT"], field["/Subtype"]) == ("/Sig", "/Widget")
        and int(field["/F"]) & _PRINT
        and [float(number) for number in field["/Rect"]] == [0, 0, 0, 0]
        and isinstance(stamp, generic.DictionaryObject)
        and stamp.keys() <= _STAMP
        and (stamp["/Type"], stamp["/SubFilter"]) == ("/DocTimeStamp", "/ETSI.RFC3161")
    )
    if not regular:
        raise SuspiciousModification("the new field is no time stamp")


def _check_only(wanted: generic.IndirectObject, added: list[generic.IndirectObject]) -> None:
    if [_key(item) for item in added] != [_key(wanted)]:
        raise SuspiciousModification("another annotation was added")


def _added(old: Any, new: Any) -> list[generic.IndirectObject]:
    """The references that an array gained at its end; what was there must be there still."""
    then = [old.raw_get(index) for index in range(len(old))] if old is not None else []
    now = [new.raw_get(index) for index in range(len(new))]
    if not all(isinstance(item, generic.IndirectObject) for item in now[len(then) :]):
        raise SuspiciousModification("an array gained something that is no object")
    if [fingerprint(item, follow=False) for item in now[: len(then)]] != [
        fingerprint(item, follow=False) for item in then
    ]:
        raise SuspiciousModification("an array lost or exchanged a part")
    return now[len(then) :]


def _raw(dictionary: Any, key: str) -> Any:
    return dictionary.raw_get(key) if key in dictionary else None


def _key(reference: Any) -> Reference:
    """The number of a reference; what is none matches nothing."""
    if not isinstance(reference, generic.IndirectObject):
        return (-1, -1)
    return (reference.idnum, reference.generation)


def _root(handler: HistoricalResolver) -> Reference:
    return (handler.root_ref.idnum, handler.root_ref.generation)


def _check_same_but(old: Any, new: Any, may_change: frozenset[str]) -> None:
    """Raise unless two dictionaries agree in every key that may not change, references by number."""
    if not isinstance(old, generic.DictionaryObject) or not isinstance(new, generic.DictionaryObject):
        raise SuspiciousModification("an object changed its kind")
    if isinstance(old, generic.StreamObject) or isinstance(new, generic.StreamObject):
        raise SuspiciousModification("an object changed its kind")
    for key in (old.keys() | new.keys()) - may_change:
        if key not in old or key not in new:
            raise SuspiciousModification(f"the key {key} came or went")
        if fingerprint(old.raw_get(key), follow=False) != fingerprint(new.raw_get(key), follow=False):
            raise SuspiciousModification(f"the key {key} was changed")


def _check_version(old: HistoricalResolver, new: HistoricalResolver) -> None:
    """Signing may say which version and extensions of PDF it needs, and nothing more in their place."""
    if all(fingerprint(_raw(old.root, key)) == fingerprint(_raw(new.root, key)) for key in _VERSION):
        return
    if entry(new.root, "/Version", "/2.0") not in _VERSIONS:
        raise SuspiciousModification("the version was changed")
    pending = [_raw(new.root, "/Extensions")]
    while pending:
        value = pending.pop()
        if isinstance(value, (generic.IndirectObject, generic.StreamObject)):
            raise SuspiciousModification("the extensions hold something else")
        if isinstance(value, generic.DictionaryObject):
            pending.extend(value.raw_get(key) for key in value)
        elif isinstance(value, generic.ArrayObject):
            pending.extend(value.raw_get(index) for index in range(len(value)))


def _check_trailer(old: HistoricalResolver, new: HistoricalResolver) -> None:
    before, after = old.trailer_view, new.trailer_view
    for key in (before.keys() | after.keys()) - _OWN_TO_REVISION:
        if key not in before or key not in after:
            raise SuspiciousModification(f"the trailer's {key} came or went")
        if fingerprint(before.raw_get(key), follow=False) != fingerprint(after.raw_get(key), follow=False):
            raise SuspiciousModification(f"the trailer's {key} was changed")
    if fingerprint(before["/ID"][0]) != fingerprint(after["/ID"][0]):
        raise SuspiciousModification("the document's id was changed")
