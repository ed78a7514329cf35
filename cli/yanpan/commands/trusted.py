"""The questionnaires that a reader trusts by name: `--trust-pack`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from yanpan.commands.common import load_form
from yanpan.documents import MAX_BYTES, read_plain
from yanpan.errors import InputRefused

if TYPE_CHECKING:
    from yanpan.questionnaire import Questionnaire

_DIGEST = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True)
class TrustedPacks:
    """Digests (SHA-256, hex) that are trusted, and the questionnaires among them that are at hand."""

    digests: frozenset[str] = frozenset()
    questionnaires: tuple[Questionnaire, ...] = ()


def trusted_packs(named: Iterable[str]) -> TrustedPacks:
    """What the words after `--trust-pack` name: folders, embedded questionnaires (`questionnaire.json`), digests.

    A folder must pass lint. Raises `InputRefused`, `QuestionnaireBroken`.
    """
    digests: set[str] = set()
    found: list[Questionnaire] = []
    for word in named:
        path = Path(word)
        # What lies there comes first: a file may be called like a digest, a digest never is a file by chance.
        if not path.exists() and _DIGEST.fullmatch(word.strip()):
            digests.add(word.strip().lower())
            continue
        pack = load_form(path).questionnaire if path.is_dir() else _carried(path)
        digests.add(pack.digest)
        found.append(pack)
    return TrustedPacks(frozenset(digests), tuple(found))


def _carried(path: Path) -> Questionnaire:
    """A questionnaire as papers carry it."""
    from yanpan.questionnaire import read_embedded

    remedy = "给出问卷文件夹、从文书里取出的 questionnaire.json，或者 64 位摘要。"
    data = read_plain(path, most=MAX_BYTES, remedy=remedy)
    try:
        return read_embedded(data, name=str(path))
    except InputRefused as error:
        error.remedy = error.remedy or remedy
        raise
