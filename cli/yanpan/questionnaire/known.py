"""Questionnaires that are known: each one that was released with yanpan, and those that ship with this version.

A paper judged by one of them can be valid. Any other questionnaire must be trusted by name (`--trust-questionnaire`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import msgspec

from yanpan.data import data_folder
from yanpan.documents import load_document, read_plain
from yanpan.errors import DocumentUnreadable
from yanpan.questionnaire.carried import MAX_EMBEDDED_BYTES, read_embedded
from yanpan.questionnaire.compile import compile_form
from yanpan.questionnaire.load import load_questionnaire
from yanpan.questionnaire.model import Questionnaire

RELEASED = "released.yaml"

Read = Callable[[Path], Questionnaire]


class ReleasedPack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A questionnaire that went out with a release of yanpan: `digest` in hex, `release` as in `0.1.0`."""

    id: str
    version: str
    digest: str
    release: str


class _Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    released: tuple[ReleasedPack, ...]


@cache
def released_packs() -> tuple[ReleasedPack, ...]:
    """What `questionnaires/released.yaml` lists. Raises `DocumentUnreadable` where the install is damaged."""
    path = data_folder("questionnaires") / RELEASED
    document, _ = load_document(path)
    try:
        return msgspec.convert(document, _Document, strict=True).released
    except msgspec.ValidationError as error:
        raise DocumentUnreadable(
            "已发布问卷的名单写法不对", where=str(path), remedy="重新安装 yanpan。"
        ) from error


@cache
def shipped_packs(read: Read = load_questionnaire) -> tuple[Questionnaire, ...]:
    """The questionnaires beside the package. Raises `QuestionnaireBroken` where the install is damaged."""
    return tuple(
        read(folder)
        for folder in sorted(data_folder("questionnaires").iterdir())
        if (folder / "questionnaire.yaml").is_file()
    )


def known_digests(read: Read = load_questionnaire) -> frozenset[str]:
    """The digests, in hex, of every released questionnaire and of those that ship with this version.

    `read` is for who has read their files before.
    """
    return frozenset(
        [*(pack.digest for pack in released_packs()), *(pack.digest for pack in shipped_packs(read))]
    )


def load_trusted(path: Path) -> Questionnaire:
    """A questionnaire that somebody trusts by name: a folder, or the `questionnaire.json` taken from a paper.

    Raises `DocumentUnreadable`, `QuestionnaireBroken`; what lint warns of is the author's matter.
    """
    if path.is_dir():
        questionnaire = load_questionnaire(path)
        compile_form(questionnaire)
        return questionnaire
    remedy = "给出问卷文件夹，或者文书里附的 questionnaire.json。"
    data = read_plain(path, most=MAX_EMBEDDED_BYTES, remedy=remedy, refused=DocumentUnreadable)
    return read_embedded(data, name=str(path))


def unfaithful(packs: Iterable[Questionnaire], released: Iterable[ReleasedPack]) -> list[str]:
    """Of these questionnaires the ones that are not what was released under their id and version, in words."""
    known = {(pack.id, pack.version): pack for pack in released}
    found = []
    for pack in packs:
        was = known.get((pack.header.id, pack.header.version))
        if was is not None and was.digest != pack.digest:
            found.append(
                f"问卷 {was.id} {was.version} 版已随 yanpan {was.release} 发布，内容又改了：换一个版本号"
            )
    return found
