"""Which questionnaire is meant: a folder, or the name of one that ships."""

from __future__ import annotations

from pathlib import Path

from yanpan.data import data_folder
from yanpan.errors import UsageError

BUILT_IN = "gd-563"


def pack_folder(named: str | Path | None) -> Path:
    """The folder that is meant. A name is one of ours only where no folder of that name lies here."""
    from yanpan.documents import is_folder, is_there

    ours = data_folder("questionnaires")
    if named is None:
        return ours / BUILT_IN
    pack = Path(named)
    if not is_folder(pack) and len(pack.parts) == 1 and is_folder(ours / pack):
        return ours / pack
    is_there(pack / "questionnaire.yaml")  # A place that cannot be looked at is refused here.
    return pack


def one_pack(argument: Path | None, option: Path | None) -> Path | None:
    """What a `pack` command is about, as argument or as `--questionnaire`. Raises `UsageError` for both."""
    if argument is not None and option is not None:
        raise UsageError("问卷只能给一个", remedy="去掉 --questionnaire，或者去掉前面的。")
    return argument if argument is not None else option
