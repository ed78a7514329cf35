"""What the place of a paper says of it: whose folder it lies in, and what lies there beside it. All of it are notes."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from yanpan.commands.verify_named import RESULT, Named, bytes_of, not_known
from yanpan.errors import NOT_JSON, InputRefused

if TYPE_CHECKING:
    from yanpan.answers import Answers
    from yanpan.assessment import Assessment
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
            *_answers(item.path, forms, found),
            *_beside(item, found),
        )
        return msgspec.structs.replace(found, findings=findings)
    return found


def _beside(item: Named, found: Verification) -> Iterator[Finding]:
    """What lies in the case folder and was not looked at."""
    from yanpan.findings import note

    beside = item.beside
    other = [*beside.other, *not_known(item, frozenset(page.sha256 for page in found.in_ink))]
    if other:
        yield note("OTHER_FILES", f"文件夹里还有没有验的：{_listed(item, other)}。要验的，单独给出")
    if beside.unclear:
        words = "文件夹里还有看不出是不是文书的（内容压缩过、加了密、超过 50 MB，或者文件太多太大），没有验"
        yield note("UNCLEAR_FILES", f"{words}：{_listed(item, beside.unclear)}。要验的，单独给出")
    if beside.old:
        places = [path.parent for path in beside.old]
        yield note("OLD_NOT_JUDGED", f"旧版没有验：{_listed(item, places)}。要验的，单独给出那个文件夹")


def _listed(item: Named, paths: Sequence[Path]) -> str:
    names = "、".join(str(path.relative_to(item.path)) for path in sorted(paths)[:_MOST_BESIDE])
    return names + (f" 等 {len(paths)} 份" if len(paths) > _MOST_BESIDE else "")


def _answers(folder: Path, forms: Sequence[Form], found: Verification) -> Iterator[Finding]:
    """Whether the answers that lie beside are those that were judged; nobody signs them, and people read them."""
    from yanpan.documents import is_there
    from yanpan.errors import YanpanError
    from yanpan.findings import note

    judged: _Judged | None = None
    for name in _ANSWERS:
        try:
            if not is_there(folder / name):
                continue
            judged = judged or _judged_in(folder, forms, found)
            if judged is None:
                return
        except YanpanError:
            return  # said of the paper itself
        try:
            data = _bytes_of_answers(folder / name)
        except InputRefused as refused:
            yield note("ANSWERS_NOT_COMPARED", f"文件夹里的 {name} 没有和文书里的回答核对：{refused.what}")
            continue
        if not judged.same(data, name):
            yield note("ANSWERS_DIFFER", f"文件夹里的 {name} 和文书里的回答不一样：以文书为准")


_ANSWERS = ("answers.yaml", "answers.yml", "answers.json")
_MOST_ANSWERS = 1024 * 1024
"""Bytes: the longest answers that are accepted have a third of that."""


def _bytes_of_answers(file: Path) -> bytes:
    from yanpan.documents import read_plain

    return read_plain(file, most=_MOST_ANSWERS)


@dataclass(frozen=True)
class _Judged:
    """The answers of a record, and how they were judged."""

    record: Assessment
    answers: Answers
    form: Form

    def same(self, data: bytes, name: str) -> bool:
        """Whether a file holds these answers: those that the judgement goes by, however they are written."""
        from yanpan.answers import read_answers, render_answers
        from yanpan.assessment import answers_of, assess
        from yanpan.documents import read_document
        from yanpan.errors import YanpanError

        try:
            if data == render_answers(self.answers, self.form).encode():
                return True
            document, lines = read_document(data, name=name, json=name.endswith(".json"))
            found = read_answers(document, self.form, lines)
            found = msgspec.structs.replace(found, supersedes=self.answers.supersedes)
            if found == self.answers:
                return True
            # It leaves aside what it has no use for, as an explanation of what is no contradiction.
            record = self.record
            again = assess(self.form, found, record.assessed_at, calendar_until=record.calendar_until)
            return bool(answers_of(again, self.form) == self.answers)
        except (YanpanError, ValueError, ArithmeticError):
            return False


def _judged_in(folder: Path, forms: Sequence[Form], found: Verification) -> _Judged | None:
    """What was judged: the record in the folder, or else the one in the paper, which another process has read by now."""
    from yanpan.assessment import answers_of, judged_by, read_record
    from yanpan.cases import PAPER
    from yanpan.documents import is_there
    from yanpan.verification import embedded_assessment

    if is_there(folder / RESULT):
        data = bytes_of(folder / RESULT)
    elif found.stated is not None:
        data = embedded_assessment(bytes_of(folder / PAPER))
    else:
        return None
    record = read_record(data)
    form = next((item for item in forms if judged_by(record, item.questionnaire)), None)
    return _Judged(record, answers_of(record, form), form) if form else None


def _of_its_folder(path: Path, name: str, number: str, told: Verification) -> Iterator[Finding]:
    """What a case folder says of the paper in it. Notes: a signature is not the worse for where it lies."""
    from yanpan.cases import MOST_VERSIONS, earlier_versions, superseded_by
    from yanpan.findings import note

    if name.startswith(f"{number}（原") and name.endswith("）"):
        yield note("REPLACED", "已被替代：这是被重做的一份，后来的在旁边")
    elif later := superseded_by(path, number):
        yield note("SUPERSEDED", f"已被替代：这是以前的研判，现行的在 {later}")
    elif name != number:
        yield note("OTHER_FOLDER", f"文件夹叫“{name}”，里面是“{number}”的文书")
    earlier = earlier_versions(path)
    named = told.stated.supersedes if told.stated else ""
    records = {place: _record_in(place) for place in earlier[-MOST_VERSIONS:]}
    last = next((place for place in reversed(records) if named and records[place].digest == named), None)
    if last is not None:
        yield note("SUPERSEDES", f"替代了以前的研判，在这个文件夹里：{last.name}")
    elif named:
        yield note("SUPERSEDED_NOT_HERE", "它替代的上一次研判不在这个文件夹里")
    chain = _chain(records, last)
    if others := [place.name for place in records if place.name not in chain]:
        more = f" 等 {len(others)} 份" if len(others) > _MOST_BESIDE else ""
        yield note("OTHER_VERSIONS", f"文件夹里还有不是它替代的：{'、'.join(others[:_MOST_BESIDE])}{more}")
    if len(earlier) > len(records):
        words = f"旧版有 {len(earlier)} 份，只看了最后 {len(records)} 份的研判结果"
        yield note("MANY_VERSIONS", words)


@dataclass(frozen=True)
class _Record:
    """The SHA-256 (hex) of a record, and the one that it names as superseded; empty where there is none, or it is broken."""

    digest: str = ""
    supersedes: str = ""


class _Supersedes(msgspec.Struct):
    """So much of a record as tells what it superseded."""

    supersedes: str = ""


def _record_in(folder: Path) -> _Record:
    """The record of an earlier version, as long as a record may be."""
    from yanpan.assessment.record import MAX_BYTES
    from yanpan.documents import read_plain

    try:
        data = read_plain(folder / RESULT, most=MAX_BYTES)
    except InputRefused:
        return _Record()
    digest = hashlib.sha256(data).hexdigest()
    try:
        return _Record(digest, msgspec.json.decode(data, type=_Supersedes).supersedes)
    except NOT_JSON:
        return _Record(digest)


def _chain(records: Mapping[Path, _Record], last: Path | None) -> set[str]:
    """Names of the earlier versions that lead to the last one, each naming the one before by its digest."""
    places = {record.digest: place for place, record in records.items() if record.digest}
    chain: set[str] = set()
    while last is not None and last.name not in chain:
        chain.add(last.name)
        last = places.get(records[last].supersedes)
    return chain
