"""The questionnaires that a reader trusts by name: `--trust-questionnaire`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yanpan.questionnaire import Questionnaire

_DIGEST = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True)
class TrustedPacks:
    """Digests (SHA-256, hex) that are trusted, and the questionnaires among them that are at hand."""

    digests: frozenset[str] = frozenset()
    questionnaires: tuple[Questionnaire, ...] = ()


def trusted_packs(named: Iterable[str]) -> TrustedPacks:
    """What the words after `--trust-questionnaire` name: folders, embedded questionnaires (`questionnaire.json`), digests.

    Raises `InputRefused`, `QuestionnaireBroken`.
    """
    from yanpan.documents import check_plain, is_folder, is_there
    from yanpan.questionnaire import load_trusted

    digests: set[str] = set()
    found: list[Questionnaire] = []
    for word in named:
        path = Path(word)
        # What lies there comes first: a file may be called like a digest, a digest never is a file by chance.
        if not os.path.lexists(path) and _DIGEST.fullmatch(word.strip()):
            digests.add(word.strip().lower())
            continue
        if is_folder(path):
            is_there(path / "questionnaire.yaml")  # A place that cannot be looked at is refused here.
        else:
            check_plain(path, remedy="给出问卷文件夹、从文书里取出的 questionnaire.json，或者 64 位摘要。")
        pack = load_trusted(path)
        digests.add(pack.digest)
        found.append(pack)
    return TrustedPacks(frozenset(digests), tuple(found))
