"""`yanpan report CASE`: the paper again, from `assessment.json` alone."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from yanpan.commands.common import boundary, check_lang, say, say_json, tell
from yanpan.commands.options import CaseArgument, JsonOption, LangOption, QuietOption, ToOption
from yanpan.errors import OutputRefused


def report(
    case: CaseArgument,
    to: ToOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
    lang: LangOption = "zh-Hans",
) -> None:
    """按研判结果重出文书（未签署）。同一结果每次出的文书逐字节相同。"""
    with boundary():
        check_lang(lang)
        from yanpan.register import make_paper, open_case
        from yanpan.storage import locked, write_file

        found = open_case(case)
        target = to or found.paper
        _check_free(target)
        paper, missing = make_paper(found.assessment)
        with locked(found.folder) if to is None else nullcontext():
            # Another may have made it meanwhile, and someone signed it.
            _check_free(target)
            write_file(target, paper)
        for glyph in missing:
            tell(
                f"注意：没有字体能印“{glyph.character}”（{glyph.code}，{glyph.place}），文书里以〓代替并注明编码。"
            )
        if json:
            say_json({"paper": str(target), "signed": False})
        elif not quiet:
            say(f"文书：{target}（未签署）")


def _check_free(target: Path) -> None:
    if target.exists():
        raise OutputRefused(
            "文书已经有了，可能已签署，不覆盖", where=str(target), remedy="用 --to 另写一个文件。"
        )
