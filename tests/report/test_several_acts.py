"""The paper of several acts: all of them on page one, each with its grade, and whose everything is."""

from __future__ import annotations

import re

import msgspec
import papers
import pytest

from yanpan.assessment import Assessment, encode, explain, what_if_words
from yanpan.assessment.act_labels import with_labels
from yanpan.commands.summary import summary_lines
from yanpan.report import render_html, render_pdf


def case(worked: str) -> Assessment:
    return papers.worked()[worked]


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def rows(html: str, label: str) -> list[str]:
    found = re.findall(rf'<th scope="row" class="label">{label}</th><td[^>]*>(.*?)</td>', html, re.S)
    return [words(cell) for cell in found]


def test_page_one_names_every_act_with_its_grade_and_what_is_done() -> None:
    html = render_html(case("V02"))
    (act,) = rows(html, "执法行为")
    assert act == (
        "①日常检查、抽查：行政检查（低风险）；"
        "②扣押货物、工具、摊档：行政强制（措施或者执行）：扣押财物（不得实施）"
    )
    (done,) = rows(html, "做什么")
    assert done == "①检查便利店有没有卖过期食品；②扣押查出的过期奶粉"
    # One place for both, and the law of one only, as it was answered.
    assert rows(html, "地点") == ["人民路12号"]
    assert rows(html, "执法情形") == ["平常"]


def test_what_a_further_act_alone_asks_of_all_stands_on_page_one() -> None:
    # V11 begins with an inspection, which asks neither when nor of whom nor how many it is about.
    html = render_html(case("V11"))
    assert rows(html, "当事人") == ["某商贸有限公司"]
    assert rows(html, "计划时间") == ["2026年11月25日 10:00"]
    assert rows(html, "影响的人数") == ["6 人"]
    assert case("V11").aside == ()


def test_what_is_of_one_act_says_so_and_what_is_of_all_does_not() -> None:
    text = words(render_html(case("V02")))
    line = case("V02").red_lines[0]
    assert f"【扣货】{line.title}" in text
    assert "1. 红线1：【扣货】书面报本机关负责人批准后再实施" in text
    v08 = words(render_html(case("V08")))
    crowd = next(h for h in case("V08").hazards if h.id == "crowd_gathering")
    assert crowd.acts == ()
    assert f"【强拆违建】{crowd.title}" not in v08
    assert crowd.title in v08
    assert re.search(r"风险点\d+个，最高的一件\d+分", v08)


def test_the_appendix_has_what_is_shared_once_then_the_same_then_each_acts_own() -> None:
    html = render_html(case("V02"))
    groups = [words(x) for x in re.findall(r'<td colspan="3" class="due">(.*?)</td>', html)]
    annex = groups[groups.index("基本情况") :]
    assert annex == [
        "基本情况", "合法性", "社会稳定性", "风险可控性", "【日常检查、扣货】基本情况", "【日常检查、扣货】合法性",
        "【日常检查】基本情况", "【日常检查】合法性", "【扣货】基本情况", "【扣货】合法性",
    ]  # fmt: skip
    asked = re.findall(r'<td class="n">(\d+)</td><td>([^<]*?)(?: \[|</td>)', html)
    numbers = [int(number) for number, ask in asked if ask.endswith(("？", "。"))]
    assert numbers == sorted(numbers)
    texts = [ask for _, ask in asked]
    assert texts.count("在哪里实施？") == 1
    assert texts.count("用一句话说清准备对谁做什么。") == 2
    # The cause of the red line points at the seizure's own answer.
    (number,) = [n for n, ask in asked if ask == "实施前报本机关负责人批准了吗？"]
    assert f"问{number}：没有批准，也不紧急" in words(html)


def test_a_step_of_one_act_names_it_on_the_paper_and_the_screen() -> None:
    a = case("V11")
    assert "【罚款】告知" in words(render_html(a))
    assert any("【罚款】告知" in line for line in summary_lines(a, colour=False, width=100))
    assert any(line.strip() == "1. 按举报、线索上门核查：低风险" for line in explain(a))
    assert any("【罚款】" in line for line in explain(a))


def test_what_would_change_it_names_the_act() -> None:
    assert any(
        "【扣货】法律、法规授权本单位采取这种强制措施吗" in line for line in what_if_words(case("V10"))
    )


@pytest.mark.parametrize(("worked", "pages"), [("V01", 2), ("V03", 1), ("V04", 1), ("V12", 1), ("V08", 8)])
def test_several_acts_take_few_pages(worked: str, pages: int) -> None:
    a = msgspec.structs.replace(case(worked), case_number="测〔2026〕1号")
    assert a.one_page is (a.grade.initial == "low")
    paper = render_pdf(a, encode(a), papers.form().embedded)
    assert papers.pages_of(paper.pdf) <= pages


def test_one_act_is_labelled_nowhere() -> None:
    a = case("M01")
    assert with_labels(a) is a
    assert "【" not in words(render_html(a))
