"""`yanpan report CASE`: the paper again, from `assessment.json` alone; as PDF or as a page for reading."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from yanpan.commands.common import (
    boundary,
    load_form,
    path_words,
    press_for,
    say,
    say_json,
    tell_missing,
)
from yanpan.commands.options import CaseArgument, JsonOption, OutFileOption, PackOption, QuietOption
from yanpan.errors import InputRefused, UsageError

if TYPE_CHECKING:
    from yanpan.assessment import Assessment
    from yanpan.cases import Case
    from yanpan.report import MissingGlyph, Press

ENDINGS = {".pdf": "pdf", ".html": "html", ".htm": "html"}


def report(
    case: CaseArgument,
    out: OutFileOption = None,
    questionnaire: PackOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """按研判结果重出文书（未签署）：不写 --out 就把 PDF 放回案件文件夹；结尾是 .html 的出网页，供阅读。同一结果每次出的逐字节相同。"""
    with boundary():
        form = _form_of(out)
        from yanpan.cases import open_case
        from yanpan.storage import check_free, locked, write_file

        with press_for(form == "pdf") as press:
            found = open_case(case)
            target = out or found.paper
            check_free(target, "文书已经有了，可能已签署，不覆盖")
            made, missing = _made(found, form, press, questionnaire)
        with locked(found.folder) if out is None else nullcontext():
            # Another may have made it meanwhile, and someone signed it.
            check_free(target, "文书已经有了，可能已签署，不覆盖")
            write_file(target, made, remedy="用 --out 另写一个文件。")
        tell_missing(missing)
        if json:
            say_json({"paper": path_words(target), "form": form, "signed": False})
        elif not quiet:
            say(
                f"文书：{target}（未签署）"
                if form == "pdf"
                else f"网页：{target}（供阅读，签署在 PDF 上进行）"
            )


def _form_of(out: Path | None) -> str:
    """`pdf` or `html`, by the ending. Raises `UsageError` for any other."""
    if out is None:
        return "pdf"
    form = ENDINGS.get(out.suffix.lower())
    if form is None:
        raise UsageError(
            f"--out 的结尾“{out.suffix or out.name}”不认识",
            remedy="写成 .pdf（文书）或者 .html、.htm（网页）。",
        )
    return form


def _made(
    case: Case, form: str, press: Press | None, questionnaire: Path | None
) -> tuple[bytes, tuple[MissingGlyph, ...]]:
    if form == "pdf":
        from yanpan.cases import make_paper

        return make_paper(case.assessment, press, questionnaire=_embedded(case.assessment, questionnaire))
    from yanpan.report import missing_glyphs, render_html_page

    return render_html_page(case.assessment, case.record()).encode(), missing_glyphs(case.assessment)


def _embedded(assessment: Assessment, questionnaire: Path | None) -> bytes | None:
    """The questionnaire that judged the case, as it goes along in its paper, where it is at hand."""
    shipped = load_form()
    for form in [load_form(questionnaire), shipped] if questionnaire else [shipped]:
        if form.questionnaire.digest == assessment.questionnaire.digest:
            return form.embedded
    if questionnaire:
        raise InputRefused(
            "这个案件不是用这份问卷研判的", where=str(questionnaire), remedy="给出研判时用的那一份。"
        )
    return None
