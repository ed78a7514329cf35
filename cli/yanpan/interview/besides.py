"""What stands in the review besides the answers: measures, a raised grade, statements, and what is only half written."""

from __future__ import annotations

from collections.abc import Iterator

from yanpan.interview.frame import action_words
from yanpan.interview.half import half_written
from yanpan.interview.paint import Body
from yanpan.interview.session import Session
from yanpan.interview.statements import ADOPTED_WORDS


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
    for view in session.views:
        _contradictions_into(body, view, width)
    for words in _half_written(session, measures=measures):
        body.block("class:warn", words, width, first=" ！")


def _contradictions_into(body: Body, session: Session, width: int) -> None:
    """Each with what explains it, or with what is to be done about it: nothing, where the rest is not asked."""
    act = f"【{action_words(session)}】" if session.parked else ""
    for told in session.contradictions:
        if explained := session.explained.get(told.id):
            words = f"{act}回答对不上：{told.words}。写明：{explained}（按 c 改、删去）"
        elif session.ended_early:
            words = f"{act}回答对不上：{told.words}。提前结束的不必说明，文书照印。"
        else:
            words = f"{act}回答对不上：{told.words}。完成以前要改正一题，或者写明怎样都对（按 c）。"
        body.block("class:given" if explained else "class:warn", words, width, first=" ！")


def _half_written(session: Session, *, measures: bool, next_asked: bool = False) -> Iterator[str]:
    """What is half written in any act. `next_asked`: not what explains a contradiction that is asked about next."""
    found: dict[str, None] = {}
    for view in session.views:
        but = [f"explain:{told.id}" for told in view.unexplained] if next_asked else ()
        found.update(dict.fromkeys(half_written(view, measures=measures, but=but)))
    yield from found


def left_behind(session: Session, *, measures: bool) -> list[str]:
    """What would not be in the paper if the interview were done with now, each in words."""
    # Those that are still to be explained are asked about next, with what is written of it.
    said = list(_half_written(session, measures=measures, next_asked=True))
    if found := dict.fromkeys(q for view in session.views for q in view.unprinted):
        names = "；".join(q.ask for q in found)
        said.append(f"有备注或者证据、却没有答案的题，备注、证据印不进文书：{names}")
    return said
