"""A signer's opinion in words, and back from the words."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yanpan.approval import Decision, InkScan, Opinion, grade_after, opinion_words, read_opinion
from yanpan.approval.wording import has_hidden
from yanpan.errors import InputRefused
from yanpan.questionnaire import Grade

REASONS = (
    st.text(
        st.characters(
            categories=["L", "N", "P"], exclude_characters="〔〕\u115f\u1160\u17b4\u17b5\u3164\uffa0"
        ),
        max_size=40,
    )
    .map(lambda text: normalize("NFC", text))
    .filter(lambda text: text[:1] not in "同不退调調")
)
SCANS = st.lists(
    st.builds(
        InkScan,
        st.sampled_from(["officer", "unit_head"]),
        st.text("0123456789abcdef", min_size=64, max_size=64),
    ),
    max_size=2,
    unique_by=lambda scan: scan.role,
).map(tuple)


@given(decision=st.sampled_from(Decision), grade=st.sampled_from(Grade), reason=REASONS, scans=SCANS)
def test_an_opinion_is_read_back_as_it_was_given(
    decision: Decision, grade: Grade, reason: str, scans: tuple[InkScan, ...]
) -> None:
    given_grade = grade if decision in (Decision.RAISE, Decision.LOWER) else None
    opinion = Opinion(
        decision, given_grade, reason or ("理由" if decision is not Decision.AGREE else ""), scans
    )
    assert read_opinion(opinion_words(opinion)) == opinion


@given(st.text(max_size=60))
def test_any_other_text_is_no_opinion_or_one_that_says_the_same(text: str) -> None:
    found = read_opinion(text)
    assert found is None or opinion_words(found) == text


@pytest.mark.parametrize(
    "text", ["", "OK", "调低为零风险：x", "调高为高风险 \n同意", "同意〔手签 officer sha256:00〕"]
)
def test_a_text_of_another_form_is_no_opinion(text: str) -> None:
    assert read_opinion(text) is None


HIDDEN = (
    "\n",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\u3164",
    "\u2800",
    "\u034f",
    "\x1b",
    "\u2028",
    "\ufe0f",
    "\U000e0100",
    "\u180e",
    "\u206a",
    "\U000e0041",
)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_no_reader_sees_is_in_no_opinion(hidden: str) -> None:
    assert read_opinion(f"同意：好{hidden}的") is None
    assert has_hidden(f"好{hidden}的")
    if not hidden.isspace():
        with pytest.raises(InputRefused, match="看不见"):
            opinion_words(Opinion(Decision.AGREE, None, f"好{hidden}的"))


@pytest.mark.parametrize(
    "text",
    [
        "同意：",
        "同意： 好",
        "同意：好 ",
        "同意：a  b",
        "同〔手签 officer sha256:" + "0" * 64 + "〕意",
        "〔手签 officer sha256:" + "0" * 64 + "〕同意",
        "同意" + ("〔手签 officer sha256:" + "0" * 64 + "〕") * 2,
        "不同意，退回",
        "调高为高风险",
        "同意：" + "长" * 301,
    ],
)
def test_one_opinion_has_one_spelling(text: str) -> None:
    assert read_opinion(text) is None


AGAINST = [
    "不同意", "不 同意", "不、同意", "1. 不同意，证据不足", "（一）不同意", "本人不同意", "我不同意", "不予同意", "难以同意",
    "\uf967同意，证据不足", "不同 意", "反對，我反對", "我反对，退回重办", "暂缓实施", "先不执行", "不得实施", "不宜批准", "请退回",
    "调高为高风险", "調低", "此签作废", "收回同意", "[ ]同意 [x]不同意", "○同意 ●不同意", "☐同意",
    "√ 照办", "✗", "⬜⬛", "I disagree", "Not approved",
    "ｒｅｊｅｃｔ", "暫緩執行", "不應實施", "難以同意", "拒絕同意", "個人反對", "反对", "否", "否决", "驳回", "不认可", "不支持", "不予通过",
    "弃权", "禁止实施", "终止实施", "此签名无效", "撤销本签名", "签名系被迫", "以上“同意”二字无效", "改为高风险", "上调为高风险", "I don't agree",
    "no", "丕同意", "⨯", "X", "Ⅹ", "暂缓执行本决定",
]  # fmt: skip


@pytest.mark.parametrize("reason", AGAINST)
def test_who_agrees_cannot_say_otherwise_in_the_reason(reason: str) -> None:
    with pytest.raises(InputRefused):
        opinion_words(Opinion(Decision.AGREE, None, reason))
    assert read_opinion(f"同意：{reason}") is None


@pytest.mark.parametrize(
    "reason",
    [
        "同意上述意见", "当事人反对，已做通工作", "证据充分，程序合法", "气温 37℃，面积 120㎡，坡度 5°", "同意，注意安全", "已告知陈述、申辩权利",
        "一、证据充分；二、程序合法", "原件已核对（张某）", "100% 属实", "依 A+B 方案", "当事人不同意签字，已留置送达",
        "家属不同意搬迁，已安置", "商户退回占道桌椅",
        "村民反对执行的，及时上报",
        "不得实施夜间作业", "停止执行加处罚款的情形已经核对", "占地 3×4 米", "已调低噪声", "当事人撤回申请", "不予处罚适当",
    ],
)  # fmt: skip
def test_an_honest_reason_may_be_said(reason: str) -> None:
    assert read_opinion(opinion_words(Opinion(Decision.AGREE, None, reason))) is not None


@pytest.mark.parametrize(
    "reason", ["同意", "1. 同意实施", "二、同意", "不同意", "退回", "☑", "准予实施", "证据已补，本人现已认可"]
)
def test_who_does_not_agree_cannot_begin_with_another_opinion(reason: str) -> None:
    for decision, grade in ((Decision.REFUSE, None), (Decision.RAISE, Grade.HIGH)):
        with pytest.raises(InputRefused):
            opinion_words(Opinion(decision, grade, reason))
    assert opinion_words(Opinion(Decision.REFUSE, None, "当事人不同意调解，现场有人反对，要重做"))


def test_brackets_in_a_reason_cannot_pass_for_a_scan() -> None:
    words = opinion_words(Opinion(Decision.REFUSE, None, "见〔手签 officer sha256:" + "0" * 64 + "〕"))
    found = read_opinion(words)
    assert found is not None
    assert found.scans == ()


def test_a_reason_too_long_is_refused() -> None:
    with pytest.raises(InputRefused, match="300"):
        opinion_words(Opinion(Decision.REFUSE, None, "长" * 301))


def test_the_last_say_stands() -> None:
    up, down = Opinion(Decision.RAISE, Grade.HIGH, "a"), Opinion(Decision.LOWER, Grade.MEDIUM, "b")
    assert grade_after(Grade.LOW, [Opinion(), up, None, down]) is Grade.MEDIUM
    assert grade_after(Grade.LOW, [None]) is Grade.LOW


@pytest.mark.parametrize("reason", ["现场\udcb9\udce3", "\ud83d"])
def test_a_reason_that_is_no_text_is_said_to_be_none(reason: str) -> None:
    with pytest.raises(InputRefused, match="UTF-8"):
        opinion_words(Opinion(Decision.REFUSE, reason=reason))
