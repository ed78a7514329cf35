"""What the paper says, as HTML. Golden files: change them with `pytest --force-regen` and read the difference."""

from __future__ import annotations

import re
from datetime import timedelta

import msgspec
import papers
import pytest
from papers import NAMES
from pytest_regressions.file_regression import FileRegressionFixture

from yanpan.answers.model import PlannedMeasure
from yanpan.assessment import Assessment, digest_of
from yanpan.assessment.model import Precondition
from yanpan.report import missing_glyphs, render_html
from yanpan.report.words import asked_words

PARTS = [
    "签批栏",
    "一、风险点和等级",
    "二、防范化解措施",
    "三、法定职责和时限",
    "四、应急处置和暂停条件",
    "五、陈述、申辩和不同意见，附件",
    "附录一",
    "附录二",
    "附录三",
]


def words(html: str) -> str:
    """Visible text without tags and spaces."""
    return re.sub(r"<[^>]*>|\s", "", html)


def named(assessment: Assessment, name: str) -> Assessment:
    """The same case with another party."""
    answers = tuple(
        msgspec.structs.replace(a, shown=name, value=name) if a.question == "party_name" else a
        for a in assessment.answers
    )
    return msgspec.structs.replace(assessment, answers=answers, facts=assessment.facts | {"party_name": name})


@pytest.mark.parametrize("name", NAMES)
def test_the_paper_reads_as_before(name: str, file_regression: FileRegressionFixture) -> None:
    file_regression.check(
        render_html(papers.stored(name)), extension=".html", basename=name, encoding="utf-8"
    )


def test_the_parts_stand_in_the_order_of_the_design() -> None:
    headings = re.findall(r"<h2>(.*?)</h2>", render_html(papers.stored("high")))
    assert [heading.split("\u3000")[0] for heading in headings] == PARTS


def decision(html: str) -> str:
    """What stands before the first part: the first two pages."""
    return html.split("<h2>一、")[0]


@pytest.mark.parametrize("name", NAMES)
def test_the_decision_says_that_a_person_decides_before_anybody_signs(name: str) -> None:
    html = decision(render_html(papers.stored(name)))
    assert html.index("工具只提建议，决定由人作出") < html.index("签批栏")


def test_the_red_line_words_dominate_a_prohibited_paper() -> None:
    assessment = papers.stored("prohibited")
    html = render_html(assessment)
    first = decision(html)
    assert first.index('class="stop-word">不得实施') < first.index("工具只提建议")
    for line in assessment.red_lines:
        assert line.title in first
        assert line.cure in html


@pytest.mark.parametrize("name", ["medium", "high", "prohibited", "unknown"])
def test_each_red_line_hazard_duty_and_measure_is_told_once(name: str) -> None:
    assessment = papers.stored(name)
    text = words(render_html(assessment))
    told = [f"{line.title}　{line.words}" for line in assessment.red_lines]
    told += [
        hazard.why for hazard in assessment.hazards if not any(hazard.why in r.why for r in assessment.rules)
    ]
    told += [duty.what for duty in assessment.duties if duty.what != duty.title]
    told += [measure.how for measure in assessment.measures]
    assert [part for part in told if text.count(re.sub(r"\s", "", part)) != 1] == []


@pytest.mark.parametrize("name", ["medium", "high", "prohibited", "unknown"])
def test_moments_are_printed_in_words(name: str) -> None:
    assert re.findall(r"\d{4}-\d\d-\d\dT[\d:+]*", render_html(papers.stored(name)).split("</head>")[1]) == []


@pytest.mark.parametrize("name", ["medium", "high", "prohibited", "unknown"])
def test_everything_judged_is_on_the_paper(name: str) -> None:
    assessment = papers.stored(name)
    text = words(render_html(assessment))
    said = [h.title for h in assessment.hazards] + [h.why for h in assessment.hazards]
    said += [d.what for d in assessment.duties] + [r.title for r in assessment.rules]
    said += [m.how for m in assessment.measures] + [a.shown for a in assessment.answers]
    said += [s.said for s in assessment.statements] + [s.title for s in assessment.signers]
    said += [note for a in assessment.answers for note in (a.note, *a.evidence)]
    said += [assessment.questionnaire.digest, digest_of(assessment)]
    assert [part for part in said if re.sub(r"\s", "", part) not in text] == []


def test_every_signer_has_a_box_of_his_own() -> None:
    assessment = papers.stored("high")
    assert re.findall(r'<input [^>]*name="(\w+)"', render_html(assessment)) == [
        s.role for s in assessment.signers
    ]


def test_what_people_write_is_text_and_never_markup() -> None:
    name = '<img src="http://evil.example/x">{{ 7*7 }}<script>&amp;'
    html = render_html(named(papers.stored("medium"), name))
    assert "<img" not in html
    assert "&lt;img src=&#34;http://evil.example/x&#34;&gt;{{ 7*7 }}&lt;script&gt;&amp;amp;" in html


def test_boxes_are_drawn_and_never_glyphs() -> None:
    assessment = named(papers.stored("medium"), "☑甲 ☐乙")
    html = render_html(assessment)
    assert '<i class="box on"></i>甲 <i class="box"></i>乙' in html
    assert "☑" not in html
    assert missing_glyphs(assessment) == ()


def test_a_character_no_font_has_is_named_and_reported_with_its_place() -> None:
    assessment = named(papers.stored("medium"), "王\U0002aed0")
    assert "王〓〔U+2AED0〕" in render_html(assessment)
    assert ("U+2AED0", "answers[party_name].shown") in {(m.code, m.place) for m in missing_glyphs(assessment)}


def test_text_cannot_be_turned_round_by_direction_marks() -> None:
    html = render_html(named(papers.stored("medium"), "张\u202e某\u200b"))
    assert "张〓〔U+202E〕某〓〔U+200B〕" in html


@pytest.mark.parametrize("name", ["𬱖", "㛃", "䶮", "𠮷", "堃喆镕", "买买提·艾力", "Müller"])
def test_rare_names_have_glyphs(name: str) -> None:
    assessment = named(papers.stored("medium"), name)
    assert missing_glyphs(assessment) == ()
    assert name in render_html(assessment)


def test_an_assessment_that_cannot_be_signed_says_so_on_the_first_page() -> None:
    assessment = msgspec.structs.replace(papers.stored("medium"), missing=("officers",), signable=False)
    assert "本报告还不能签批" in decision(render_html(assessment))


def test_a_planned_measure_that_does_not_count_says_why_beside_it() -> None:
    html = words(render_html(papers.stored("high")))
    assert "不计入：没有写责任人、时限" in html
    assert html.count("不计入：") == 1
    assert "责任人写到人、时限来得及的，才计入措施后等级" in html


def test_the_short_paper_tells_of_measures_that_have_nothing_to_treat() -> None:
    short = papers.stored("spot_fine")
    assert short.short_form
    assert "不计入等级" not in render_html(short)
    idle = PlannedMeasure(id="pause_when_heated", owner="周某", deadline="实施前")
    html = words(render_html(msgspec.structs.replace(short, planned=(idle, idle))))
    assert "另列了2项措施，没有与之对应的风险点，不计入等级" in html


def test_a_planned_measure_that_treats_nothing_here_is_told_all_the_same() -> None:
    assessment = papers.stored("medium")
    idle = PlannedMeasure(id="pause_when_heated", owner="周某某某", deadline="2026-12-01")
    html = words(render_html(msgspec.structs.replace(assessment, planned=(*assessment.planned, idle))))
    assert idle.id not in {measure.id for measure in assessment.measures}
    assert "与这次的风险点不对应，不计入等级" in html
    assert "周某某某，2026年12月1日" in html


def test_a_paper_that_ended_early_says_at_which_answer_and_promises_no_grade() -> None:
    assessment = papers.stored("early")
    text = words(render_html(assessment))
    first = words(decision(render_html(assessment)))
    assert "提前结束：红线由下面的答案确定" in first
    assert "问“这件事由本单位来做，事项、层级、地域都合法吗？”，答“超出职权" in first
    assert f"还有{len(assessment.not_asked)}个问题没有答" in first
    assert all(words(asked_words(x.ask)) in text for x in assessment.not_asked)
    for promise in ("预计为", "风险矩阵", "措施后", "要降低等级", "可以采取的措施"):
        assert promise not in text


def test_steps_to_come_stand_before_the_facts_of_the_case() -> None:
    """What, by whom, before what, what proves it, and from when the act may begin."""
    base = papers.stored("medium")
    step = Precondition(
        id="hear", title="听完陈述申辩", what="告知并听取意见。", who="执法人员", before="", before_words="作出决定前",
        proof="送达回证", earliest=base.assessed_at + timedelta(days=7), causes=(), basis=(base.policy,), met=False,
    )  # fmt: skip
    html = render_html(msgspec.structs.replace(base, preconditions=(step,)))
    table = html[html.index("前置条件：办妥前不得实施") : html.index("执法行为")]
    for words in (
        "作出决定前：听完陈述申辩",
        "告知并听取意见。",
        "执法人员办",
        "送达回证",
        "最早",
        "才能实施",
    ):
        assert words in table


def test_what_is_done_is_ticked_after_all_that_is_due_and_stands_on_no_clock() -> None:
    a = papers.stored("high")
    done = [d for d in a.duties if d.done]
    assert done
    told = render_html(a)
    due, _, ticked = told.partition("已经办了的，不用再办")
    assert all(d.title in ticked and f">{d.title}<" not in due for d in done)
    assert ticked.count('class="tick"') == len(done)
    clock = told.partition("法定职责的时间顺序。")[2].partition("</title>")[0]
    assert all(
        f"{number}项" not in clock for number in range(len(a.duties) - len(done) + 1, len(a.duties) + 1)
    )
