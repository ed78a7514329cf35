"""The answers of a record judged anew: by a questionnaire at hand, or by the one that the paper carries."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from yanpan.assessment import Outcome, judged_by, recompute
from yanpan.assessment.model import Assessment
from yanpan.errors import YanpanError
from yanpan.questionnaire import read_embedded
from yanpan.questionnaire.compile import Form, compile_form


@dataclass(frozen=True)
class Again:
    """What came of it, in words. `exact`, `caution` as in `Recomputation`; `forged` when the paper carries another questionnaire."""

    outcome: Outcome
    words: str
    exact: bool = True
    forged: bool = False
    caution: str = ""


def judge_again(record: Assessment, forms: Sequence[Form], carried: bytes | None) -> Again:
    """Judge the answers of a record with its questionnaire: among `forms`, else as carried along (`questionnaire.json`).

    Says nothing about whether that questionnaire may decide: anybody can write one. Never raises for what a paper holds.
    """
    if carried is not None and hashlib.sha256(carried).hexdigest() != record.questionnaire.digest:
        words = "文书所附的问卷不是研判用的那一份：摘要和研判结果里写的不一致"
        return Again(Outcome.OTHER_QUESTIONNAIRE, words, forged=True)
    known = [item for item in forms if judged_by(record, item.questionnaire)]
    if not known and carried is not None:
        try:
            known = [_form(carried)]
        except YanpanError as error:
            return Again(Outcome.OTHER_QUESTIONNAIRE, f"文书所附的问卷读不了，没有重算等级（{error.what}）")
    if not known:
        reference = record.questionnaire
        words = f"没有问卷 {reference.id} {reference.version}，没有重算等级：用 --trust-questionnaire 给出它"
        return Again(Outcome.OTHER_QUESTIONNAIRE, words)
    # Before the record was frozen several questionnaires went by one version.
    found = [recompute(record, form) for form in known]
    best = next((item for item in found if item.outcome is Outcome.SAME), found[0])
    return Again(best.outcome, best.words, best.exact, caution=best.caution)


@lru_cache(maxsize=4)
def _form(carried: bytes) -> Form:
    return compile_form(read_embedded(carried))
