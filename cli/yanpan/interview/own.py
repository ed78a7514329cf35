"""What an act of several has for itself, taken apart from what they share: answers, and all that hangs on a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from yanpan.answers.draft import Remark
from yanpan.answers.model import Answer
from yanpan.answers.operation import of_all
from yanpan.questionnaire.compile import Form

ABOUT_ONE = "explain"
"""In what is typed: the part of a name before the id of a contradiction; elsewhere before that of a question."""


@dataclass(frozen=True)
class Own:
    """Of one act, or of what all share: as in `Session`."""

    given: Mapping[str, Answer] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    remarks: Mapping[str, Remark] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    explained: Mapping[str, str] = field(default_factory=dict)

    def and_(self, other: Own) -> Own:
        """Both together."""
        return Own(
            {**self.given, **other.given},
            self.skipped | other.skipped,
            {**self.remarks, **other.remarks},
            {**self.typed, **other.typed},
            {**self.explained, **other.explained},
        )

    def parted(self, form: Form) -> tuple[Own, Own]:
        """What is shared, and what is the act's own."""
        alike = {item.id for item in form.questionnaire.contradictions if of_all(form, item)}

        def shared(name: str) -> bool:
            head, _, tail = name.rpartition(":")
            if ABOUT_ONE in head:
                return tail in alike
            return tail not in form.questions or tail in form.shared

        one, other = (
            Own(
                {name: a for name, a in self.given.items() if (name in form.shared) is both},
                frozenset(name for name in self.skipped if (name in form.shared) is both),
                {name: remark for name, remark in self.remarks.items() if (name in form.shared) is both},
                {name: text for name, text in self.typed.items() if shared(name) is both},
                {name: words for name, words in self.explained.items() if (name in alike) is both},
            )
            for both in (True, False)
        )
        return one, other
