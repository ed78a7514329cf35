"""What was found of a questionnaire's files, kept under their digest: its content as one read, and that lint found no error.

Reading a pack takes a tenth of a second, checking it many; both are asked before every first question. What is kept
is never believed further than its name: another file, another program or a later law, and it is worked out anew.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from yanpan import __version__
from yanpan.errors import DocumentUnreadable, InputRefused, OutputRefused, QuestionnaireBroken, YanpanError

if TYPE_CHECKING:
    from yanpan.questionnaire import Questionnaire

MOST_KEPT = 24
"""Files; the ones that were not touched for longest go first."""

_HEAD, _EXTENDS = "questionnaire.yaml", re.compile(rb"^[\"']?extends\b", re.MULTILINE)
_MAX_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Remembered:
    """Questionnaires as they were read before. `folder` is made when there is something to keep."""

    folder: Path

    def read(self, pack: Path) -> Questionnaire:
        """The questionnaire of a pack's folder. Raises as `load_questionnaire` does."""
        from yanpan.questionnaire import encode_pack, load_questionnaire
        from yanpan.questionnaire.carried import as_embedded

        key = key_of(pack)
        if key:
            with suppress(OSError, YanpanError):
                digest, _, data = (self.folder / f"{key}.pack").read_bytes().partition(b"\n")
                kept = as_embedded(data)
                if kept.digest.encode() == digest:
                    return kept
        read = load_questionnaire(pack)
        # Only what was read while the files stood still.
        if key and key == key_of(pack):
            self._keep(f"{key}.pack", read.digest.encode() + b"\n" + encode_pack(read))
        return read

    def check(self, pack: Path, today: date) -> None:
        """Raise `QuestionnaireBroken` with what lint calls an error on this day."""
        key = key_of(pack)
        if key and self._was_right(key, pack, today):
            return
        from yanpan.questionnaire.lint import lint_pack

        found = lint_pack(pack, today)
        if found.errors:
            raise QuestionnaireBroken(tuple(found.errors), where=str(pack))
        if key and key == key_of(pack):
            self._keep(f"{key}.checked", today.isoformat().encode())

    def _was_right(self, key: str, pack: Path, today: date) -> bool:
        """Whether lint found no error on an earlier day, and no source went out of force since."""
        try:
            then = date.fromisoformat((self.folder / f"{key}.checked").read_text("ascii"))
        except (OSError, ValueError):
            return False
        ends = [source.in_force_to for source in self.read(pack).sources if source.in_force_to]
        return then <= today and not any(then <= end < today for end in ends)

    def _keep(self, name: str, data: bytes) -> None:
        """Keep it where that can be done; a home that takes nothing is no fault."""
        from yanpan.documents import entries
        from yanpan.storage import write_file

        with suppress(OSError, InputRefused, OutputRefused):
            self.folder.mkdir(parents=True, mode=0o700, exist_ok=True)
            write_file(self.folder / name, data)
            for path in sorted(entries(self.folder), key=_age)[:-MOST_KEPT]:
                path.unlink()


def _age(path: Path) -> int:
    from yanpan.documents import look_at

    found = look_at(path)
    return found.st_mtime_ns if found else 0


def key_of(pack: Path) -> str:
    """SHA-256 over this program and every YAML file in the folder, and in that of the questionnaire which it extends.

    Empty where they cannot be read as plain files.
    """
    from yanpan.documents import entries, is_file, read_plain

    whole = hashlib.sha256()
    try:
        for part in _program():
            whole.update(part)
        files = entries(pack)
        if any(_EXTENDS.search(read_plain(p, most=_MAX_BYTES, remedy="")) for p in files if p.name == _HEAD):
            from yanpan.questionnaire.load import base_of

            base = base_of(pack)
            files += entries(base) if base else []
        for path in files:
            if path.suffix == ".yaml" and is_file(path):
                data = read_plain(path, most=_MAX_BYTES, remedy="")
                whole.update(
                    f"{len(path.name)} {path.name} {len(data)} ".encode("utf-8", "surrogateescape") + data
                )
    except (OSError, InputRefused, DocumentUnreadable):
        return ""
    return whole.hexdigest()


def _program() -> Iterator[bytes]:
    """What tells this program from another that reads questionnaires otherwise: its version and its files' states."""
    from yanpan.documents import look_at

    yield __version__.encode()
    package = Path(__file__).parents[1]
    for room in ("questionnaire", "documents"):
        for file in sorted((package / room).glob("*.py")):
            found = look_at(file)
            yield f" {file.name} {found.st_size if found else 0} {found.st_mtime_ns if found else 0}".encode()
