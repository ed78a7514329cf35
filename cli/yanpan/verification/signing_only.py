"""pyHanko's difference analysis, narrowed to what this program writes after a signature.

pyHanko's own policy allows form filling, metadata and more in general. It first lists every path to every
object, which takes more than a minute on a tagged paper of forty pages. This one looks only at what changed.
"""

# pyHanko and asn1crypto leave many functions untyped.
# mypy: allow-untyped-calls

from __future__ import annotations

from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import DiffPolicy, DiffResult, ModificationLevel, SuspiciousModification
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

from yanpan.verification.revisions import Change, Kind, change_between


class SigningOnly(DiffPolicy):
    """Allows revisions that sign one more existing field, add evidence, or add a document time stamp.

    One instance serves one file: what a revision is, is found out once.
    """

    def __init__(self) -> None:
        self._known: dict[int, Change | SuspiciousModification] = {}

    def review_file(
        self,
        reader: PdfFileReader,
        base_revision: int | HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult | SuspiciousModification:
        """Hold each revision after the base against the one before it."""
        start = base_revision if isinstance(base_revision, int) else base_revision.revision
        signed: set[str] = set()
        level = ModificationLevel.NONE
        for number in range(start + 1, reader.total_revisions):
            change = self.change(reader, number)
            if isinstance(change, SuspiciousModification):
                return change
            refused = _refused(change, field_mdp_spec, doc_mdp)
            if refused is not None:
                return refused
            if change.kind is Kind.SIGNATURE:
                signed.add(change.field)
            step = (
                ModificationLevel.FORM_FILLING
                if change.kind is Kind.SIGNATURE
                else ModificationLevel.LTA_UPDATES
            )
            level = max(level, step)
        return DiffResult(level, signed)

    def change(self, reader: PdfFileReader, revision: int) -> Change | SuspiciousModification:
        """What a revision is, or why it is nothing that may be."""
        if revision not in self._known:
            old = reader.get_historical_resolver(revision - 1)
            try:
                self._known[revision] = change_between(old, reader.get_historical_resolver(revision))
            except SuspiciousModification as suspicion:
                self._known[revision] = suspicion
            except Exception as error:  # noqa: BLE001 - a forged revision can raise anything, and may not be
                self._known[revision] = SuspiciousModification(f"unreadable ({type(error).__name__})")
        return self._known[revision]

    def apply(
        self,
        old: HistoricalResolver,
        new: HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult:
        """Compare one revision with the one before it. Raises `SuspiciousModification`."""
        change = change_between(old, new)
        refused = _refused(change, field_mdp_spec, doc_mdp)
        if refused is not None:
            raise refused
        if change.kind is Kind.SIGNATURE:
            return DiffResult(ModificationLevel.FORM_FILLING, {change.field})
        return DiffResult(ModificationLevel.LTA_UPDATES, set())


def _refused(
    change: Change, field_mdp_spec: FieldMDPSpec | None, doc_mdp: MDPPerm | None
) -> SuspiciousModification | None:
    """Why an earlier signature forbids a change that is regular in itself. Evidence and time stamps none forbids."""
    if change.kind is not Kind.SIGNATURE:
        return None
    if doc_mdp is MDPPerm.NO_CHANGES:
        return SuspiciousModification("an earlier signature allows no further one")
    if field_mdp_spec is not None and field_mdp_spec.is_locked(change.field):
        return SuspiciousModification(f"the field {change.field} was locked")
    return None
