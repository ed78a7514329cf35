"""A questionnaire as text, for `pack show`."""

from __future__ import annotations

from collections.abc import Iterator

from yanpan.questionnaire.act_list import follows_from
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.effects import WORDS
from yanpan.questionnaire.model import Option, Question, Threshold, raised
from yanpan.questionnaire.periods import length
from yanpan.questionnaire.thresholds import stated


def pack_lines(form: Form) -> Iterator[str]:
    """Every question with options and what they trigger, acts, then red lines, hazards, measures, duties."""
    q = form.questionnaire
    yield f"{q.header.title}  {q.header.id} {q.header.version}"
    yield f"摘要 {q.digest}"
    for section in q.header.sections:
        yield ""
        yield f"【{section.title}】"
        for question in q.questions:
            if question.section is section.id:
                yield from _question(form, question)
    if q.acts:
        yield ""
        yield f"【行为 {len(q.acts)} 样】"
        for act in q.acts:
            follows = follows_from(form, act)
            yield f"{act.id}  {act.label}" + (f"  → {follows}" if follows else "")
            if act.words:
                yield f"    也叫：{'、'.join(act.words)}"
            if act.red_line:
                yield f"    红线 {form.red_lines[act.red_line].title}"
    if q.notes:
        yield ""
        yield f"【不需要全面研判的 {sum(len(note.acts) for note in q.notes)} 样行为】"
        for note in q.notes:
            yield f"{note.id}  {'、'.join(note.acts)}（{'、'.join(note.basis)}）"
            yield f"    {note.why}"
            yield from (f"    {item.right.words}：{item.words}  条件：{item.when}" for item in note.untouched)
            yield from (
                f"    一屏问：{'、'.join(sheet.of)}  {sheet.id}  {sheet.ask}" for sheet in note.sheets
            )
    if q.header.shared:
        yield ""
        yield f"【几件事一起研判，只答一次的题 {len(q.header.shared)} 道】"
        yield from (f"{name}  {form.questions[name].ask}" for name in q.header.shared)
    if q.periods:
        yield ""
        yield f"【期间 {len(q.periods)} 个】"
        for period in q.periods:
            runs = f"从 {period.start} 起 {length(period)}"
            yield f"{period.id}  {period.title}  {runs}（{'、'.join(period.basis)}）"
            if period.when:
                yield f"    只在：{period.when}"
    if q.thresholds:
        yield ""
        yield f"【数额标准 {len(q.thresholds)} 个】"
        for threshold in q.thresholds:
            yield from _threshold(threshold)
    yield ""
    yield f"【红线 {len(q.red_lines)} 条】"
    for line in q.red_lines:
        rank = f"  轻重 {line.rank}" if line.rank else ""
        yield f"{line.id}  {line.title}（{'、'.join(line.basis)}）{rank}{'，本单位无权' if line.no_power else ''}"
        yield f"    {line.words}" + (f" 改正：{line.cure}" if line.curable else " 不可改正。")
        for item in line.cures:
            yield f"    {item.when} 的，改正：{item.cure}"
        if line.when:
            yield f"    条件：{line.when}"
    yield ""
    yield f"【风险点 {len(q.hazards)} 个】"
    for hazard in q.hazards:
        yield f"{hazard.id}  {hazard.title}  {hazard.likelihood}×{hazard.consequence}（{'、'.join(hazard.basis)}）"
        if hazard.when:
            yield f"    条件：{hazard.when}"
    yield ""
    yield f"【措施 {len(q.measures)} 项】"
    for measure in q.measures:
        steps = "；".join(
            f"{t.hazard} 可能性{t.likelihood:+d} 后果{t.consequence:+d}" for t in measure.treats
        )
        yield f"{measure.id}  {measure.title}（{measure.who}）  {steps}"
        if measure.when:
            yield f"    只在：{measure.when}"
    yield ""
    yield f"【职责 {len(q.duties)} 项】"
    for duty in q.duties:
        effect = f"  {WORDS[duty.effect]}" if duty.effect else ""
        yield f"{duty.id}  {duty.title}（{duty.who}，{'、'.join(duty.basis)}）{effect}"


def _threshold(threshold: Threshold) -> Iterator[str]:
    yield f"{threshold.id}  {threshold.title}  比 {threshold.amount}（{'、'.join(threshold.basis)}）"
    if threshold.when:
        yield f"    只在：{threshold.when}"
    for amount in threshold.amounts:
        days = f"{amount.since} 起" + (f"，到 {amount.until}" if amount.until else "")
        kind = "（没有本地标准时）" if amount.otherwise else "（本单位补充）" if amount.local else ""
        yield f"    - {stated(amount)}{kind}  {days}（{'、'.join(amount.basis)}）"
        if amount.when:
            yield f"      只在：{amount.when}"
    if threshold.open:
        yield "    - 别的：各地、各系统的标准，用补充（local_amounts）写进来；没有收录的，问人"


def _question(form: Form, question: Question) -> Iterator[str]:
    basis = f"（{'、'.join(question.basis)}）" if question.basis else ""
    yield f"{question.id}  {question.ask}{basis}"
    if question.when:
        yield f"    只在：{question.when}"
    if question.acts:
        yield "    选项就是下面的行为"
    for option in question.options:
        effect = _effect(form, option)
        yield f"    - {option.value}：{option.label}" + (f"  → {effect}" if effect else "")


def _effect(form: Form, option: Option) -> str:
    parts = [f"红线 {form.red_lines[option.red_line].title}"] if option.red_line else []
    for item in raised(option):
        hazard = form.hazards[item.hazard]
        parts.append(
            f"{hazard.title} {item.likelihood or hazard.likelihood}×{item.consequence or hazard.consequence}"
        )
    return "；".join(parts)
