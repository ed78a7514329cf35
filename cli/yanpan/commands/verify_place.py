"""What the place of a paper says of it: whose folder it lies in, and what lies there beside it. All of it are notes."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from yanpan.commands.verify_where import RESULT, Named, bytes_of
from yanpan.errors import InputRefused

if TYPE_CHECKING:
    from yanpan.findings import Finding
    from yanpan.questionnaire.compile import Form
    from yanpan.verification import Verification

_MOST_BESIDE = 10


def with_its_place(
    item: Named,
    found: Verification,
    faults: dict[Path, str],
    packs: Collection[str] = (),
    forms: Sequence[Form] = (),
) -> Verification:
    """What is said of a paper, with what its place says: that it could not be read, or lies in another case's folder.

    `packs` are digests of questionnaires that decide only because the reader named them: that is said, too.
    """
    from yanpan.documents import is_folder, true_path
    from yanpan.findings import Verdict, note, unjudged

    if item.path in faults:
        finding = unjudged("NOT_LOOKED_AT", f"没有验：{faults[item.path]}")
        return msgspec.structs.replace(found, verdict=Verdict.CANNOT_BE_JUDGED, findings=(finding,))
    pack = found.questionnaire
    if pack is not None and pack.digest in packs:
        words = f"问卷 {pack.id} {pack.version} 不是本程序随附的，按你的指定采信（摘要 {pack.digest[:16]}…）"
        found = msgspec.structs.replace(found, findings=(*found.findings, note("TRUSTED_PACK", words)))
    number, name = found.case_number, true_path(item.path).name
    if number and is_folder(item.path):
        findings = (
            *found.findings,
            *_of_its_folder(item.path, name, number, found),
            *_answers(item.path, forms),
            *_beside(item),
        )
        return msgspec.structs.replace(found, findings=findings)
    return found


def _beside(item: Named) -> Iterator[Finding]:
    """What lies in the case folder and was not looked at."""
    from yanpan.findings import note

    if item.beside:
        names = "、".join(str(path.relative_to(item.path)) for path in item.beside[:_MOST_BESIDE])
        more = f" 等 {len(item.beside)} 份" if len(item.beside) > _MOST_BESIDE else ""
        yield note("OTHER_FILES", f"文件夹里还有没有验的：{names}{more}。要验的，单独给出")


def _answers(folder: Path, forms: Sequence[Form]) -> Iterator[Finding]:
    """Whether the answers that lie beside are those that were judged; nobody signs them, and people read them."""
    from yanpan.answers import load_answers, render_answers
    from yanpan.assessment import answers_of, judged_by, read_record
    from yanpan.cases import ANSWERS
    from yanpan.documents import is_there
    from yanpan.errors import YanpanError
    from yanpan.findings import note

    file = folder / ANSWERS
    if not is_there(file) or not is_there(folder / RESULT):
        return
    try:
        record = read_record(bytes_of(folder / RESULT))
        form = next((item for item in forms if judged_by(record, item.questionnaire)), None)
        if form is None:
            return
        judged = answers_of(record, form)
    except YanpanError:
        return  # said of the paper itself
    try:
        written = bytes_of(file) == render_answers(judged, form).encode()
        same = (
            written
            or msgspec.structs.replace(load_answers(file, form), supersedes=judged.supersedes) == judged
        )
    except YanpanError:
        same = False
    if not same:
        yield note("ANSWERS_DIFFER", f"文件夹里的 {ANSWERS} 和文书里的回答不一样：以文书为准")


def _of_its_folder(path: Path, name: str, number: str, told: Verification) -> Iterator[Finding]:
    """What a case folder says of the paper in it. Notes: a signature is not the worse for where it lies."""
    from yanpan.cases import earlier_versions, superseded_by
    from yanpan.findings import note

    if name.startswith(f"{number}（原") and name.endswith("）"):
        yield note("REPLACED", "已被替代：这是被重做的一份，后来的在旁边")
    elif later := superseded_by(path, number):
        yield note("SUPERSEDED", f"已被替代：这是以前的研判，现行的在 {later}")
    elif name != number:
        yield note("OTHER_FOLDER", f"文件夹叫“{name}”，里面是“{number}”的文书")
    earlier = earlier_versions(path)
    named = told.stated.supersedes if told.stated else ""
    last = next((place for place in reversed(earlier) if named and _digest_in(place) == named), None)
    if last is not None:
        yield note("SUPERSEDES", f"替代了以前的研判，在这个文件夹里：{last.name}")
    elif named:
        yield note("SUPERSEDED_NOT_HERE", "它替代的上一次研判不在这个文件夹里")
    chain = _chain(earlier, last)
    if others := [place.name for place in earlier if place.name not in chain]:
        yield note("OTHER_VERSIONS", f"文件夹里还有不是它替代的：{'、'.join(others[:_MOST_BESIDE])}")


def _digest_in(folder: Path) -> str:
    """SHA-256 (hex) of the record in an earlier version; empty where it cannot be read."""
    try:
        return hashlib.sha256(bytes_of(folder / RESULT)).hexdigest()
    except InputRefused:
        return ""


def _chain(earlier: list[Path], last: Path | None) -> set[str]:
    """Names of the earlier versions that lead to the last one, each naming the one before by its digest."""
    from yanpan.assessment import read_record
    from yanpan.errors import DocumentUnreadable

    digests = {_digest_in(place): place for place in earlier}
    chain: set[str] = set()
    while last is not None and last.name not in chain:
        chain.add(last.name)
        try:
            last = digests.get(read_record(bytes_of(last / RESULT)).supersedes)
        except (InputRefused, DocumentUnreadable):
            last = None
    return chain
