"""What stands in the review besides the answers: measures, a raised grade, statements, and what is only half written."""

from __future__ import annotations

from yanpan.interview.paint import Body
from yanpan.interview.planning import TICKS
from yanpan.interview.raising import RAISE
from yanpan.interview.session import Session
from yanpan.interview.statements import ADOPTED_WORDS, STATEMENT

_HALF = {TICKS: ("措施还没有定完", "m"), "owner:": ("措施还没有定完", "m"), "due:": ("措施还没有定完", "m"),
         RAISE: ("调高等级只写了一半", "g"), STATEMENT: ("陈述申辩只写了一半", "s")}  # fmt: skip


def besides_into(body: Body, session: Session, width: int, *, measures: bool) -> None:
    """Paint it under the answers. `measures`: they can be chosen now."""
    form = session.form
    if session.measures:
        body.add("class:head", " 防范化解措施")
    for measure in session.measures:
        entry = form.measures.get(measure.id)
        words = f"{entry.title if entry else measure.id}（{measure.owner or '没有责任人'}，{measure.deadline or '没有时限'}）"
        body.block("", words, width, first="   · ")
    if raised := session.raised:
        titles = {item.id.value: item.title for item in form.questionnaire.header.grades}
        body.add("class:head", " 人工调高等级")
        words = f"调到{titles[raised.grade]}，{raised.by}：{raised.reason}"
        body.block("class:warn", words, width, first="   · ")
    if session.statements:
        body.add("class:head", " 陈述申辩")
    for statement in session.statements:
        adopted = ADOPTED_WORDS[statement.adopted]
        body.block("", f"{statement.who}：{statement.said}（{adopted}）", width, first="   · ")
    _contradictions_into(body, session, width)
    for words in half_written(session, measures=measures):
        body.block("class:warn", words, width, first=" ！")


def _contradictions_into(body: Body, session: Session, width: int) -> None:
    """Each with what explains it, or with what is to be done about it: nothing, where the rest is not asked."""
    for told in session.contradictions:
        if explained := session.explained.get(told.id):
            words = f"回答对不上：{told.words}。写明：{explained}（按 c 改、删去）"
        elif session.ended_early:
            words = f"回答对不上：{told.words}。提前结束的不必说明，文书照印。"
        else:
            words = f"回答对不上：{told.words}。完成以前要改正一题，或者写明怎样都对（按 c）。"
        body.block("class:given" if explained else "class:warn", words, width, first=" ！")


def half_written(session: Session, *, measures: bool = True) -> tuple[str, ...]:
    """What was begun beside the answers and left, with the key that goes on with it."""
    begun = {}
    for start, (words, key) in _HALF.items():
        if key == "m" and not measures:
            continue
        if any(name.startswith(start) for name in session.typed):
            begun[words] = f"{words}：按 {key} 接着写"
    return tuple(begun.values())


def left_behind(session: Session, *, measures: bool) -> str:
    """What would not be in the paper if the interview were done with now, in words; empty when nothing would."""
    said = list(half_written(session, measures=measures))
    if found := session.unprinted:
        names = "；".join(q.ask for q in found)
        said.append(f"有备注或者证据、却没有答案的题，备注、证据印不进文书：{names}")
    return "。".join(said)
