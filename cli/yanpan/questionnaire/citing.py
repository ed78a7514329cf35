"""Which laws may be cited in a case: those of this kind of act, and those that hold for every act.

A hazard, duty or question that several kinds of act share lists the articles of each. A source in `sources.yaml`
says with `when` for which cases it may be cited, and with `when_provision` where an article differs from the rest.
What the answers do not decide stays cited; a basis is never filtered down to nothing (law 7).
"""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from yanpan.questionnaire.facts import Facts
from yanpan.questionnaire.terms import settled

if TYPE_CHECKING:
    from yanpan.questionnaire.form import Form

OffTopic = frozenset[str]
"""Sources (`行政处罚法`) and single articles (`行政许可法:63`) whose condition is certain not to hold."""


def condition_key(ref: str, conditional: Container[str]) -> str:
    """What decides whether `ref` may be cited: the article itself, else its source; empty where nothing does."""
    source = ref.partition(":")[0]
    return ref if ref in conditional else source if source in conditional else ""


def off_topic(form: Form, facts: Facts) -> OffTopic:
    """What the answers so far rule out as a citation."""
    values = facts.values
    narrowed = form.for_case(values)
    if not narrowed.cited_if:
        return narrowed.off_topic
    if any(name in values and values[name] is None for name, _, _ in form.case_facts):
        return narrowed.off_topic  # while the kind is open, a question not asked yet may still be
    absent = narrowed.cited_by - values.keys()
    decided = (narrowed.cited_by & facts.known) | absent
    if len(decided) == len(narrowed.cited_by):
        more = [key for key, _, test in narrowed.cited_if if not test(facts)]
    else:
        more = [key for key, term, _ in narrowed.cited_if if settled(term, facts, decided, absent) is False]
    return narrowed.off_topic.union(more)


def on_topic(form: Form, refs: tuple[str, ...], ruled_out: OffTopic) -> tuple[str, ...]:
    """The citations that stay; all of them where none would (law 7)."""
    kept = tuple([ref for ref in refs if condition_key(ref, form.cited_when) not in ruled_out])
    return kept or refs
