"""What a revision after the first signature may do: fill one empty signature field, and nothing else.

pyHanko's own difference policy allows form filling, metadata, DSS and more in general. It first lists every
path to every object, which takes more than a minute on a tagged paper of forty pages. This one allows only
what `sign_pdf` writes and looks only at what changed (ISO 32000-2, 12.8.2.2, P=2, narrowed).
"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import DiffPolicy, DiffResult, ModificationLevel, SuspiciousModification
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

from yanpan.signature.objects import fingerprint
from yanpan.signature.pdf import entry, signature_fields

_OWN_TO_REVISION = frozenset({"/Prev", "/Size", "/ID", "/XRefStm"})


class SigningOnly(DiffPolicy):
    """Allows revisions that sign one more existing field each."""

    def review_file(
        self,
        reader: PdfFileReader,
        base_revision: int | HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult | SuspiciousModification:
        """Hold each revision after the base against the one before it."""
        start = base_revision if isinstance(base_revision, int) else base_revision.revision
        changed: set[str] = set()
        for number in range(start + 1, reader.total_revisions):
            old, new = reader.get_historical_resolver(number - 1), reader.get_historical_resolver(number)
            try:
                changed |= self.apply(old, new, field_mdp_spec, doc_mdp).changed_form_fields
            except SuspiciousModification as suspicion:
                return suspicion
        return DiffResult(ModificationLevel.FORM_FILLING if changed else ModificationLevel.NONE, changed)

    def apply(
        self,
        old: HistoricalResolver,
        new: HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult:
        """Compare one revision with the one before it. Raises `SuspiciousModification`."""
        if doc_mdp is MDPPerm.NO_CHANGES:
            raise SuspiciousModification("an earlier signature allows no further one")
        if new.refs_freed_in_revision():
            raise SuspiciousModification("objects were deleted")
        _check_trailer(old, new)
        allowed = _allowed(old)
        changed_fields = set()
        for reference in new.explicit_refs_in_revision():
            # An id above the old /Size is a new object: only what changes below can lead to it.
            if old.is_ref_unassignable(reference):
                continue
            key = (reference.idnum, reference.generation)
            if key not in allowed:
                raise SuspiciousModification(f"object {key[0]} was replaced")
            name, may_change = allowed[key]
            _check_same_but(old(reference), new(reference), may_change)
            if name:
                changed_fields.add(name)
        if len(changed_fields) != 1:
            raise SuspiciousModification("not exactly one field was signed")
        (name,) = changed_fields
        if field_mdp_spec is not None and field_mdp_spec.is_locked(name):
            raise SuspiciousModification(f"the field {name} was locked")
        if not next(item for item in signature_fields(new) if item.role == name).signed:
            raise SuspiciousModification(f"the field {name} was changed but not signed")
        return DiffResult(ModificationLevel.FORM_FILLING, changed_fields)


Allowed = dict[tuple[int, int], tuple[str, frozenset[str]]]
"""Object number and generation → the field's name (or empty), and the keys that may change."""


def _allowed(old: HistoricalResolver) -> Allowed:
    """The old objects that a signing revision touches: the catalog, the form, and one empty field."""
    root = old.root_ref
    allowed: Allowed = {(root.idnum, root.generation): ("", frozenset({"/Extensions", "/Version"}))}
    form = entry(old.root, "/AcroForm")
    if form is None:
        return allowed
    raw = old.root.raw_get("/AcroForm")
    if isinstance(raw, generic.IndirectObject):
        allowed[raw.idnum, raw.generation] = ("", frozenset({"/SigFlags"}))
    empty = {item.role for item in signature_fields(old) if not item.signed}
    fields = form["/Fields"]
    for index in range(len(fields)):
        reference = fields.raw_get(index)
        name = str(entry(reference.get_object(), "/T", ""))
        if name in empty:
            allowed[reference.idnum, reference.generation] = (name, frozenset({"/V", "/AP"}))
    return allowed


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


def _check_trailer(old: HistoricalResolver, new: HistoricalResolver) -> None:
    before, after = old.trailer_view, new.trailer_view
    for key in (before.keys() | after.keys()) - _OWN_TO_REVISION:
        if key not in before or key not in after:
            raise SuspiciousModification(f"the trailer's {key} came or went")
        if fingerprint(before.raw_get(key), follow=False) != fingerprint(after.raw_get(key), follow=False):
            raise SuspiciousModification(f"the trailer's {key} was changed")
    if fingerprint(before["/ID"][0]) != fingerprint(after["/ID"][0]):
        raise SuspiciousModification("the document's id was changed")
