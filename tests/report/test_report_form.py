"""The questionnaire on paper: complete, whole on its pages, the same every time, and dead to what a pack says."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import papers
import pikepdf
import pytest
from papers import printed

from yanpan.questionnaire import Form, compile_form
from yanpan.questionnaire.acts import NamedAct, acts_of, name_act
from yanpan.report import engine, render_form
from yanpan.report.form import render_form_html
from yanpan.report.glyphs import printable
from yanpan.report.words import asked_words

KINDS = ("处罚", "检查", "强制", "许可", "征收", "征用", "给付", "确认", "登记", "裁决")
MM = 96 / 25.4
"""CSS pixels."""


def act(*words: str, form: Form | None = None) -> NamedAct:
    return name_act(form or papers.form(), words)


@cache
def kind_printed(kind: str) -> bytes:
    return render_form(act(kind))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def words_of(html: str) -> str:
    return squeezed(re.sub(r"<[^>]*>", "", html))


@pytest.mark.long(one_in=12)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_prints_with_every_question_that_can_come_up(kind: str, tmp_path: Path) -> None:
    text = squeezed(printed(kind_printed(kind), tmp_path))
    # What poppler reads may run round a page's foot; what is asked stands whole on one page.
    asked = [squeezed(printable(asked_words(question.ask))) for question in act(kind).asked]
    assert [ask for ask in asked if ask not in text] == []
    others = {q.id: q for q in papers.form().order}.keys() - {q.id for q in act(kind).asked}
    asks = {squeezed(printable(asked_words(papers.form().questions[name].ask))) for name in others}
    assert [ask for ask in asks - set(asked) if ask in text] == []
    assert papers.form().questionnaire.digest in text


@pytest.mark.long(one_in=4)
@pytest.mark.parametrize("word", [a.value for a in acts_of(papers.form())])
def test_every_act_has_all_options_a_box_each_and_unknown_where_it_may_be_answered(word: str) -> None:
    named = act(word)
    html = render_form_html(named)
    assert len(re.findall(r'<div class="q">', html)) == len(named.asked) + 1
    boxes = 0
    for question in named.asked:
        possible = named.possible.get(question.id)
        left = [o for o in question.options if possible is None or o.value in possible]
        boxes += len(left) + question.unknown + (question.type.value == "choices")
        for option in left:
            assert squeezed(printable(option.label)) in words_of(html)
            if option.red_line:
                stop = papers.form().red_lines[option.red_line].title
                assert squeezed(f"{printable(option.label)}（红线：{printable(stop)}）") in words_of(html)
    assert html.count('class="box') == boxes
    assert html.count('class="box on"') == len(named.settled)
    assert html.count("不清楚</span>") == sum(question.unknown for question in named.asked)


def test_hints_for_a_screen_are_not_on_paper() -> None:
    for kind in KINDS:
        assert "直接回车" not in render_form_html(act(kind))


def boxes_of(document: Any) -> list[tuple[int, Any]]:
    """Every box of the pages with its page."""
    return [(n, box) for n, page in enumerate(document.pages) for box in page._page_box.descendants()]


def check_laid_out(named: NamedAct, *, torn: bool = False) -> None:
    """No question on two pages unless `torn`, nothing beyond the margins, boxes large enough for a pen."""
    document = engine.lay_out(render_form_html(named), "form.css")
    pages: dict[int, set[int]] = {}
    for page, box in boxes_of(document):
        element = getattr(box, "element", None)
        if element is None or element.get("class") is None or box.element_tag != element.tag:
            continue
        if element.get("class") == "q":
            pages.setdefault(id(element), set()).add(page)
        if element.get("class").split()[0] == "box":
            assert min(box.width, box.height) >= 3.5 * MM
    assert len(pages) == len(named.asked) + 1
    assert torn or [found for found in pages.values() if len(found) > 1] == []
    for page, box in boxes_of(document):
        if type(box).__name__ == "TextBox":
            right = box.position_x + box.width
            assert box.position_x >= 20 * MM and right <= (210 - 20) * MM, (page, box.text)
            assert box.position_y + box.height <= (297 - 5) * MM, (page, box.text)


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("kind", ["强制", "处罚", "征收"])
def test_no_question_is_torn_and_nothing_leaves_the_page(kind: str) -> None:
    check_laid_out(act(kind))


def test_it_is_archival_accessible_and_has_no_date() -> None:
    with pikepdf.open(io.BytesIO(kind_printed("登记"))) as document:
        info, root = document.docinfo, document.Root
        assert not {"/CreationDate", "/ModDate"} & set(info.keys())
        xmp = bytes(root.Metadata.read_bytes()).decode()
        assert re.search(r'pdfaid:part(>|=")3', xmp) and re.search(r'pdfuaid:part(>|=")1', xmp)
        assert "CreateDate" not in xmp
        assert root.MarkInfo.Marked and str(root.Lang) == "zh-Hans"
        assert "/AcroForm" not in root and not document.attachments


@pytest.mark.long
def test_the_same_pack_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\nimport papers\nfrom yanpan.questionnaire.acts import name_act\n"
        "from yanpan.report import render_form\nsys.stdout.buffer.write(render_form(name_act(papers.form(), ['登记'])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parent)], capture_output=True, check=True
    )
    assert done.stdout == kind_printed("登记")
    assert kind_printed("登记") != kind_printed("裁决")


def with_texts(text: str) -> Form:
    """The real questionnaire with this text in place of every text that a form shows of it."""
    whole = papers.form().questionnaire
    questions = tuple(
        msgspec.structs.replace(
            question,
            ask=text,
            help=text,
            unit=text[:20] if question.unit else "",
            options=tuple(msgspec.structs.replace(option, label=text) for option in question.options),
        )
        for question in whole.questions
    )
    lines = tuple(msgspec.structs.replace(line, title=text) for line in whole.red_lines)
    header = msgspec.structs.replace(whole.header, title=text, version=text[:40])
    return compile_form(msgspec.structs.replace(whole, questions=questions, red_lines=lines, header=header))


def test_what_a_pack_says_is_text_and_reaches_nothing(tmp_path: Path) -> None:
    hostile = (
        '<img src="file:///etc/passwd"><script>1</script><style>@import "http://127.0.0.1:9/"</style>'
        '"></body><link rel=attachment href="file:///etc/passwd">{{ 7*7 }}{% x %}\u202e甲'
    )
    named = act("登记", form=with_texts(hostile))
    html = render_form_html(named)
    assert not re.search(r"<(img|script|style|link|a|object)\b", html)
    made = render_form(named)
    text = squeezed(printed(made, tmp_path))
    assert text.count("{{7*7}}{%x%}〓〔U+202E〕甲") >= 2 * len(named.asked)
    with pikepdf.open(io.BytesIO(made)) as document:
        assert not document.attachments
        assert "/URI" not in {
            key for obj in document.objects if isinstance(obj, pikepdf.Dictionary) for key in obj
        }


def test_very_long_words_of_a_pack_stay_on_the_page() -> None:
    check_laid_out(act("裁决", form=with_texts("W" * 300)), torn=True)
