"""Drafts: what has been answered so far, on disk after every answer, so that nothing typed is ever lost.

One JSON file a case in the drafts folder (0700, files 0600), written whole or not at all; a finished case that is being
changed has one of its own. A lock beside it keeps two terminals from working on the same case; the system drops it when
the program dies.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import msgspec
from filelock import FileLock

from yanpan.answers.draft_file import (
    VERSION,
    DraftDocument,
    Kept,
    KeptAct,
    Remark,
    Revises,
    answered,
    decoded,
    fitting,
    version_of,
)
from yanpan.answers.load import plain_answer, plain_answers
from yanpan.answers.model import Answer, Answers, Value
from yanpan.errors import CaseNumberRefused, InputRefused, OutputRefused
from yanpan.questionnaire.compile import Form
from yanpan.storage import check_case_number, refused_output, take_lock, write_file

__all__ = [
    "HERE", "SUFFIX", "VERSION", "Draft", "DraftBusy", "Kept", "KeptAct", "NewerDraft", "Remark", "Revises", "SavedDraft",
    "drafts_folder", "set_aside", "sweep_damaged", "unfinished",
]  # fmt: skip

SUFFIX = ".draft.json"
EDITED = "~"
"""Ends the name of the draft that changes a finished case; no case number has it."""
HERE = "让草稿和常用资料放在本机的硬盘上：设环境变量 YANPAN_HOME=本机文件夹 后重试。"


class SavedDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A draft found on disk. `busy`: another terminal is working on it; `revises` the finished case that it changes."""

    case_number: str
    saved_at: datetime
    answered: int
    busy: bool = False
    revises: Revises | None = None


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
    """The draft of one case, held by this program until `discard` or `close`. `lost` tells of a damaged one before it."""

    def __init__(self, path: Path, case_number: str, lock: FileLock) -> None:
        self.path = path
        self.case_number = case_number
        self.lost = ""
        self._lock = lock

    @classmethod
    def begin(cls, folder: Path, case_number: str, *, revising: bool = False) -> Draft:
        """Take hold of the draft of a case, new or old, or (`revising`) of changes to a finished one.

        A damaged file is set aside: nothing is written over it. Raises `DraftBusy`, `NewerDraft` or `OutputRefused`.
        """
        number = check_case_number(case_number)
        name = f"{number}{EDITED}" if revising else number
        lock = take_lock(folder / f"{name}.lock", remedy=HERE)
        if lock is None:
            raise DraftBusy(f"{number} 正在另一个窗口里作答", remedy="回到那个窗口接着做，或者先把它关掉。")
        draft = cls(folder / f"{name}{SUFFIX}", number, lock)
        try:
            draft._check()
        except BaseException:
            draft.close()
            raise
        return draft

    def _check(self) -> None:
        if version_of(self.path) > VERSION:
            raise NewerDraft(
                f"{self.case_number} 的草稿是更新的 yanpan 存的，本程序不动它",
                where=str(self.path),
                remedy="升级 yanpan 后接着答；草稿不要了的，删掉这个文件再重新作答。",
            )
        if not self.path.exists():
            return
        found = decoded(self.path)
        if found is None or found.case_number != self.case_number:
            self.lost = _set_aside_words(self.path, self.case_number)

    def load(self, form: Form) -> Kept | None:
        """What was kept, as far as it fits `form`; None when nothing was. That a damaged file was set aside is said."""
        found = decoded(self.path) if self.path.exists() else None
        if found is not None:
            return fitting(found, form)
        return Kept(Answers(answers={}), dropped=(self.lost,)) if self.lost else None

    def save(self, answers: Answers, form: Form, at: datetime, *, skipped: frozenset[str] = frozenset(),
             remarks: Mapping[str, Remark] | None = None, typed: Mapping[str, str] | None = None,
             offers: Mapping[str, Value] | None = None, revises: Revises | None = None,
             acts: tuple[KeptAct, ...] = ()) -> None:  # fmt: skip
        """Write everything answered so far. Raises `OutputRefused`; the earlier state then stays on disk."""
        document = DraftDocument(
            draft=VERSION,
            case_number=self.case_number,
            saved_at=at,
            version=form.questionnaire.header.version,
            document=plain_answers(answers, form),
            skipped=tuple(sorted(skipped)),
            remarks=dict(remarks or {}),
            typed=dict(typed or {}),
            offers={name: plain_answer(Answer(value=value)) for name, value in (offers or {}).items()},
            revises=revises,
            acts=acts,
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

    Damaged files are left out here; `sweep_damaged` and `Draft.begin` set them aside.
    """
    found = []
    for path in folder.glob(f"*{SUFFIX}"):
        document = decoded(path)
        name = path.name.removesuffix(SUFFIX)
        revising = name.endswith(EDITED)
        name = name.removesuffix(EDITED)
        if document is None or document.case_number != name or (document.revises is not None) != revising:
            continue
        found.append(
            SavedDraft(
                case_number=name,
                saved_at=document.saved_at,
                answered=answered(document.document),
                busy=_busy(folder, name, revising=revising),
                revises=document.revises,
            )
        )
    return sorted(found, key=lambda draft: draft.saved_at, reverse=True)


def sweep_damaged(folder: Path) -> list[str]:
    """Set aside every draft that cannot be read, and say of each where it is now. One that is held is left alone."""
    said = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        name = path.name.removesuffix(SUFFIX)
        if decoded(path) is not None or version_of(path) > VERSION:
            continue
        try:
            draft = Draft.begin(folder, name.removesuffix(EDITED), revising=name.endswith(EDITED))
        except CaseNumberRefused:
            continue
        except InputRefused as refused:
            said.append(f"{refused.what}。{refused.remedy}")
            continue
        if draft.lost:
            said.append(draft.lost)
        draft.close()
    return said


def set_aside(path: Path) -> Path:
    """Move a damaged file out of the way without losing it; returns its new place."""
    n = 1
    while (aside := path.with_name(f"{path.name}.损坏{n}")).exists():
        n += 1
    with contextlib.suppress(OSError):
        path.rename(aside)
    return aside


def _set_aside_words(path: Path, number: str) -> str:
    """Set a damaged draft aside, and say so. Raises `OutputRefused` where it stays: it would be written over."""
    try:
        path.read_bytes()
    except OSError as error:
        raise OutputRefused(
            f"{number} 的草稿读不出来，本程序不动它", where=str(path), remedy="开通读取权限后重试。"
        ) from error
    aside = set_aside(path)
    if path.exists():
        raise OutputRefused(
            f"{number} 的草稿文件损坏，又移不开，本程序不动它", where=str(path), remedy="把它移到别处后重试。"
        )
    return f"{number} 的草稿文件损坏，已移到 {aside.name}，要从头答。"


def _busy(folder: Path, name: str, *, revising: bool) -> bool:
    try:
        Draft.begin(folder, name, revising=revising).close()
    except NewerDraft:
        return False
    except InputRefused:
        return True
    return False
