"""Drafts: what has been answered so far, on disk after every answer, so that nothing typed is ever lost.

One JSON file a case in the drafts folder (0700, files 0600), written whole or not at all. A lock beside it keeps two
terminals from working on the same case; the system drops it when the program dies.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, datetime
from pathlib import Path
from typing import Any

import msgspec
from filelock import FileLock

from yanpan.answers.check import read_answers
from yanpan.answers.load import plain_answer, plain_answers
from yanpan.answers.model import Answer, Answers, Value
from yanpan.errors import AnswersRefused, InputRefused
from yanpan.questionnaire.compile import Form
from yanpan.storage import check_case_number, refused_output, take_lock, write_file

SUFFIX = ".draft.json"
HERE = "让草稿和常用资料放在本机的硬盘上：设环境变量 YANPAN_HOME=本机文件夹 后重试。"
VERSION = 1
"""Of what a draft holds. One of a later version is left as it is: this program would drop what it does not know."""


class Remark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Note and evidence given to a question before its answer."""

    note: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kept:
    """What a draft holds. `typed` stood in a field that was left without Enter, `offers` are answers of an earlier case
    that nobody has taken over yet; `dropped` names answers that no longer fit the questionnaire, in words.
    """

    answers: Answers
    skipped: frozenset[str] = frozenset()
    remarks: Mapping[str, Remark] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    offers: Mapping[str, Value] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()


class _Document(msgspec.Struct, frozen=True, kw_only=True):
    draft: int
    case_number: str
    saved_at: datetime
    version: str = ""
    document: dict[str, Any]
    skipped: tuple[str, ...] = ()
    remarks: dict[str, Remark] = {}
    typed: dict[str, str] = {}
    offers: dict[str, Any] = {}


class _Version(msgspec.Struct):
    draft: int


class SavedDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A draft found on disk. `busy`: another terminal is working on it."""

    case_number: str
    saved_at: datetime
    answered: int
    busy: bool = False


class DraftBusy(InputRefused):
    """Another terminal is working on this case."""


class NewerDraft(InputRefused):
    """A later yanpan saved the draft of this case."""


def drafts_folder(home: Path) -> Path:
    """The private folder of drafts under `home`, made when missing. Raises `OutputRefused`."""
    folder = home / "drafts"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise refused_output(folder, error) from error
    return folder


class Draft:
    """The draft of one case, held by this program until `discard` or `close`."""

    def __init__(self, path: Path, case_number: str, lock: FileLock) -> None:
        self.path = path
        self.case_number = case_number
        self._lock = lock

    @classmethod
    def begin(cls, folder: Path, case_number: str) -> Draft:
        """Take hold of the draft of a case, new or old. Raises `DraftBusy`, `NewerDraft` or `OutputRefused`."""
        name = check_case_number(case_number)
        lock = take_lock(folder / f"{name}.lock", remedy=HERE)
        if lock is None:
            raise DraftBusy(f"{name} 正在另一个窗口里作答", remedy="回到那个窗口接着做，或者先把它关掉。")
        draft = cls(folder / f"{name}{SUFFIX}", name, lock)
        if _version(draft.path) > VERSION:
            draft.close()
            raise NewerDraft(
                f"{name} 的草稿是更新的 yanpan 存的，本程序不动它",
                where=str(draft.path),
                remedy="升级 yanpan 后接着答；草稿不要了的，删掉这个文件再重新作答。",
            )
        return draft

    def load(self, form: Form) -> Kept | None:
        """What was kept, as far as it fits `form`; None when nothing was. A damaged file is set aside and said."""
        if not self.path.exists():
            return None
        found = _read(self.path)
        if found is None:
            aside = set_aside(self.path)
            return Kept(Answers(answers={}), dropped=(f"草稿文件损坏，已移到 {aside.name}，要从头答。",))
        return _fitting(found, form)

    def save(self, answers: Answers, form: Form, at: datetime, *, skipped: frozenset[str] = frozenset(),
             remarks: Mapping[str, Remark] | None = None, typed: Mapping[str, str] | None = None,
             offers: Mapping[str, Value] | None = None) -> None:  # fmt: skip
        """Write everything answered so far. Raises `OutputRefused`; the earlier state then stays on disk."""
        document = _Document(
            draft=VERSION,
            case_number=self.case_number,
            saved_at=at,
            version=form.questionnaire.header.version,
            document=plain_answers(answers, form),
            skipped=tuple(sorted(skipped)),
            remarks=dict(remarks or {}),
            typed=dict(typed or {}),
            offers={name: plain_answer(Answer(value=value)) for name, value in (offers or {}).items()},
        )
        write_file(self.path, msgspec.json.encode(document))

    def discard(self) -> None:
        """Remove the draft: the case is filed, or not wanted."""
        with contextlib.suppress(OSError):
            self.path.unlink()
        self.close()

    def close(self) -> None:
        """Let go of the case and keep the draft."""
        if self._lock.is_locked:
            # Removed while held: whoever waits for this name then locks a new file.
            with contextlib.suppress(OSError):
                Path(self._lock.lock_file).unlink()
            self._lock.release()


def unfinished(folder: Path) -> list[SavedDraft]:
    """Drafts in the folder, newest first, those of a later yanpan too, as far as they can be read.

    Damaged files are left out here; `Draft.load` sets them aside.
    """
    found = []
    for path in folder.glob(f"*{SUFFIX}"):
        document = _decoded(path)
        name = path.name.removesuffix(SUFFIX)
        if document is None or document.case_number != name:
            continue
        answered = len(document.document.get("answers") or {})
        found.append(
            SavedDraft(
                case_number=name,
                saved_at=document.saved_at,
                answered=answered,
                busy=_busy(folder, name),
            )
        )
    return sorted(found, key=lambda draft: draft.saved_at, reverse=True)


def set_aside(path: Path) -> Path:
    """Move a damaged file out of the way without losing it; returns its new place."""
    n = 1
    while (aside := path.with_name(f"{path.name}.损坏{n}")).exists():
        n += 1
    with contextlib.suppress(OSError):
        path.rename(aside)
    return aside


def _busy(folder: Path, name: str) -> bool:
    try:
        Draft.begin(folder, name).close()
    except NewerDraft:
        return False
    except InputRefused:
        return True
    return False


def _read(path: Path) -> _Document | None:
    document = _decoded(path)
    return document if document and document.draft == VERSION else None


def _decoded(path: Path) -> _Document | None:
    """A draft of whatever version, if it has the fields of this one."""
    try:
        document = msgspec.json.decode(path.read_bytes(), type=_Document, strict=True)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    # A moment that not every zone can show, or answers without names, are damage too.
    dated = document.saved_at.tzinfo and MINYEAR < document.saved_at.year < MAXYEAR
    named = isinstance(document.document.get("answers") or {}, dict)
    return document if document.draft >= VERSION and dated and named else None


def _version(path: Path) -> int:
    """The version that a file says it has; 0 where there is none to be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Version, strict=True).draft
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return 0


def _fitting(found: _Document, form: Form) -> Kept:
    """The whole document if it fits, else entry by entry, saying which do not.

    The text budget is not held against what was typed: nothing is lost for its length, it is told at the end.
    """
    document, dropped = found.document, list[str]()
    try:
        answers = read_answers(document, form, budgeted=False)
    except AnswersRefused:
        given: dict[str, Answer] = {}
        raw = document.get("answers")
        for name, item in (raw if isinstance(raw, dict) else {}).items():
            try:
                given |= read_answers({"answers": {name: item}}, form, budgeted=False).answers
            except AnswersRefused:
                question = form.questions.get(name)
                dropped.append(f"要重答：{question.ask}" if question else f"问卷里已没有这一题：{name}")
        answers = Answers(answers=given, case_number=found.case_number)
        for key in ("measures", "statements", "attachments", "raised", "explained", "ended_early"):
            try:
                part = read_answers({"answers": {}, key: document.get(key)}, form, budgeted=False)
                answers = msgspec.structs.replace(answers, **{key: getattr(part, key)})
            except AnswersRefused:
                dropped.append(
                    {
                        "measures": "措施要重选",
                        "statements": "陈述申辩要重填",
                        "explained": "矛盾要重新说明",
                    }.get(key, f"{key} 要重填")
                )
    return Kept(
        answers=answers,
        skipped=frozenset(name for name in found.skipped if name in form.questions),
        remarks={name: remark for name, remark in found.remarks.items() if name in form.questions},
        typed=found.typed,
        offers=_offers(found.offers, form),
        dropped=tuple(dropped),
    )


def _offers(document: Mapping[str, Any], form: Form) -> dict[str, Value]:
    """Of what was offered, as much as still fits."""
    found: dict[str, Value] = {}
    for name, item in document.items():
        with contextlib.suppress(AnswersRefused):
            found |= {
                name: a.value for name, a in read_answers({"answers": {name: item}}, form).answers.items()
            }
    return found
