"""The paper of a note: one page, what is done by whom and when, on which facts, under which clause, what would undo it."""

from __future__ import annotations

import io
import re

import msgspec
import papers
import pikepdf
import pytest

from yanpan.answers import read_answers
from yanpan.assessment import Assessment, assess, encode
from yanpan.commands.summary import summary_lines
from yanpan.report import render_html, render_html_page, render_pdf

NOTES = ("D01", "D02", "D11", "A43", "D31", "D33", "K08", "D41", "V03")


def case(worked: str) -> Assessment:
    return papers.worked()[worked]


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


@pytest.mark.long(one_in=3)
@pytest.mark.parametrize("worked", NOTES)
def test_it_is_one_page_with_a_field_for_each_who_signs(worked: str) -> None:
    made = case(worked)
    assert made.paper == "note"
    with pikepdf.open(io.BytesIO(render_pdf(made, encode(made)).pdf)) as pdf:
        assert len(pdf.pages) == 1
        fields = [str(field.T) for field in pdf.Root.AcroForm.Fields]
    assert len(fields) == len(made.signers)


def test_the_longest_that_officers_may_write_still_stands_on_one_page() -> None:
    made = case("D02")
    given = {a.question: {"value": a.value} for a in made.answers if a.value is not None}
    long = {
        "unit_name": "某" * 60,
        "place": "路" * 120,
        "action_summary": "在人行道乱扔垃圾，当场罚款五十元。" * 17,
    }
    document = msgspec.to_builtins({"answers": given | {k: {"value": v} for k, v in long.items()}})
    told = read_answers(document, papers.form())
    full = assess(papers.form(), told, papers.AT)
    assert full.paper == "note"
    with pikepdf.open(io.BytesIO(render_pdf(full, encode(full)).pdf)) as pdf:
        assert len(pdf.pages) == 1


def test_it_says_what_is_done_when_on_which_facts_why_and_what_would_undo_it() -> None:
    made = case("D02")
    text = words(render_html(made))
    for told in (
        "不需要全面研判的说明", "某区城市管理和综合执法局", "当场罚款（开小额罚单）：行政处罚", "当场或者随到随办，在有效期以内",
        "低风险", "不需要全面研判，可以实施", "563号 4.1、4.2", "准备罚多少：50 元", "行政处罚法第51条",
        "可能影响人身自由、生命健康、重大财产权益的才要全面研判；这次看了这些事实，三项都不碰",
        "这份说明不算数，先做全面研判再办：当场还要带走人，或者另外拆、封、扣的；当事人不满、可能起冲突的；罚款超过二百元的；执法对象",
    ):  # fmt: skip
        assert told in text, told


def test_each_answer_stands_there_once() -> None:
    for worked in NOTES:
        text = words(render_html(case(worked)))
        for answer in case(worked).answers:
            if answer.section != "facts" and answer.state == "answered":
                assert answer.ask.rstrip("？?") in text, (worked, answer.question)


def test_what_people_wrote_is_data() -> None:
    made = case("D02")
    hostile = msgspec.structs.replace(made, facts={**made.facts, "action_summary": "<b>{{ 7 * 7 }}</b>"})
    html = render_html(hostile)
    assert "<b>" not in html
    assert "{{ 7 * 7 }}" in html


def test_the_page_for_a_screen_has_it_too() -> None:
    assert "不需要全面研判的说明" in render_html_page(case("D02"))


def test_the_screen_tells_why_and_what_the_amount_is_held_against() -> None:
    lines = "\n".join(summary_lines(case("D02"), colour=False, width=200))
    assert "说明        理由：当场警告和二百元以下的当场罚款" in lines
    assert lines.count("数额、期限  ") == 1
    assert "数额、期限  当场罚款的限额：这次 50 元，没有超过" in lines
