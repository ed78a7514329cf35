"""Assessment → HTML, by the Jinja2 templates in report_templates/.

What people wrote is data: every value passes `_finalize` (unprintable characters) and then autoescape.
"""

from __future__ import annotations

from functools import cache

import segno
from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from yanpan.assessment import Assessment, digest_of
from yanpan.assessment.act_labels import with_labels
from yanpan.data import data_folder
from yanpan.errors import ReportFailed
from yanpan.questionnaire.model import Grade
from yanpan.report import glyphs, view, words
from yanpan.report.early import early_of
from yanpan.report.note import note_of
from yanpan.report.questions import portions

DENSITIES = 4
"""How tight a paper is set. The short form: 0 roomy, 1 small, 2 only names the duties, 3 names them
in a line. The report: each leaves fewer red lines to the first two pages, and more to what follows."""

_BOXES = {"☐": Markup('<i class="box"></i>'), "☑": Markup('<i class="box on"></i>')}


def render_html(assessment: Assessment, density: int = 0, *, digest: str = "") -> str:
    """The paper as one HTML document. `density` (0 to `DENSITIES` − 1) says how tight.

    `digest` is that of the record as it is stored; without it the record is what `encode` gives.
    """
    digest = digest or digest_of(assessment)
    assessment = with_labels(assessment)
    template = _environment().get_template(f"{assessment.paper}.html.j2")
    try:
        return template.render(
            a=assessment,
            v=view.view_of(assessment, density),
            digest=digest,
            qr=qr_svg(digest),
            density=density,
            early=early_of(assessment),
            note=note_of(assessment),
            grade_title=lambda grade: words.grade_title(assessment, Grade(grade)),
            grade_conclusion=lambda grade: words.grade_conclusion(assessment, Grade(grade)),
        )
    except TemplateError as error:
        raise ReportFailed(
            f"报告模板填写失败：{error}",
            where="report_templates",
            remedy="重新安装 yanpan；改过模板的，恢复原样。",
        ) from error


def fill(name: str, **values: object) -> str:
    """Another template of the same folder, filled under the same rules. Raises `ReportFailed`."""
    try:
        return _environment().get_template(name).render(**values)
    except TemplateError as error:
        raise ReportFailed(f"模板填写失败：{error}", where=name, remedy="重新安装 yanpan。") from error


def qr_svg(digest: str) -> Markup:
    """The digest as a QR code, inline SVG."""
    code = segno.make_qr(digest, error="m")
    drawn = code.svg_inline(scale=2, border=2, title="研判结果摘要值的二维码", omitsize=False)
    return Markup(drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S704


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(data_folder("report_templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_finalize,
    )
    environment.filters.update(
        moment=words.moment,
        deadline=words.deadline,
        basis=words.basis_words,
        shortened=words.shortened,
        portions=portions,
        asked=words.asked_words,
        plain=lambda text: Markup.escape(glyphs.printable(text)),
    )
    return environment


def _finalize(value: object) -> object:
    """Make a value printable. `Markup` comes from our own macros only, whose values have been here already."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    text = escape(glyphs.printable(value))
    for character, drawn in _BOXES.items():
        text = text.replace(character, drawn)
    return text
