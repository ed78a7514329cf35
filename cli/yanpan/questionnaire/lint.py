"""What a questionnaire's author broke: faults with file and line, for `yanpan pack lint`.

Loading already refuses wrong form and wrong references; lint adds what the laws of the judgement need
(monotone conditions, law 4 and 5; citations in force, law 7) and what the policy asks (every demand settled).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from yanpan.errors import InputRefused, QuestionnaireBroken, YanpanError
from yanpan.naming import nearest
from yanpan.questionnaire.act_checks import act_warnings, own_words, unasked
from yanpan.questionnaire.compile import Form, compile_form, form_problems
from yanpan.questionnaire.condition import Condition
from yanpan.questionnaire.header import citations
from yanpan.questionnaire.lint_citations import citation_faults
from yanpan.questionnaire.lint_effects import effect_faults
from yanpan.questionnaire.lint_notes import unsound_notes
from yanpan.questionnaire.load import Pack, read_pack
from yanpan.questionnaire.model import QuestionType, Section, raised
from yanpan.questionnaire.thresholds import AMOUNT_ASKED, in_force, stated, together
from yanpan.questionnaire.worlds import Worlds

_ID = re.compile(r"[a-z0-9-]+")
MAX_ASK, MAX_HELP, MAX_LABEL = 60, 160, 40


@dataclass
class Lint:
    """`errors` must be put right before the pack can be used; `warnings` are advice."""

    errors: list[YanpanError] = field(default_factory=list)
    warnings: list[YanpanError] = field(default_factory=list)


def lint_pack(folder: Path, on: date) -> Lint:
    """Check a pack as of the day `on`."""
    found = Lint()
    pack = read_pack(folder)
    found.errors += pack.problems
    found.warnings += pack.idle
    if pack.questionnaire is None:
        return found
    found.errors += form_problems(pack.questionnaire, pack.where)
    if found.errors:
        return found
    try:
        form = compile_form(pack.questionnaire, pack.where)
    except QuestionnaireBroken as broken:
        found.errors += broken.problems
        return found
    checker = _Checker(pack, form, on, found)
    checker.run()
    return found


def _of_thresholds(form: Form) -> Iterator[tuple[str, Condition]]:
    """The conditions of thresholds and their amounts, each with where it stands."""
    for name, limits in form.limits.items():
        if limits.when:
            yield name, limits.when
        yield from ((f"{name} {i}", c) for i, (_, c) in enumerate(limits.rows) if c)


class _Checker:
    def __init__(self, pack: Pack, form: Form, on: date, found: Lint) -> None:
        self.pack = pack
        self.form = form
        self.q = form.questionnaire
        self.on = on
        self.found = found
        conditions = [
            *form.when.values(),
            *(c for _, c in form.hazard_rules),
            *(c for _, c in form.red_line_rules),
        ]
        conditions += [c for _, c in form.contradictions]
        conditions += [c for _, c in (*form.escalators, *form.duties, *form.signoff) if c]
        conditions += [c for _, c in form.periods if c]
        conditions += [c for _, c in _of_thresholds(form)]
        conditions += form.cited_when.values()
        conditions += [*form.done_when.values(), *form.fits_when.values()]
        conditions += [c for cures in form.cures.values() for c, _ in cures]
        conditions += [c for test in form.note_tests for _, c in test.untouched]
        self.worlds = Worlds(form, conditions)

    def error(self, kind: str, name: str, what: str, remedy: str = "") -> None:
        # Parts of the header (`grades.high`) stand where their field does.
        place = self.pack.where(kind, name.partition(".")[0] if kind == "header" else name)
        # So do the amounts of a threshold, by their number.
        shown = name.partition(" ")[0] if kind == "thresholds" else name
        self.found.errors.append(InputRefused(f"“{shown}”{what}", where=place, remedy=remedy))

    def warn(self, kind: str, name: str, what: str, remedy: str = "") -> None:
        self.found.warnings.append(
            InputRefused(f"“{name}”{what}", where=self.pack.where(kind, name), remedy=remedy)
        )

    def run(self) -> None:
        self.its_id()
        self.start_not_named()
        self.never_asked()
        self.unknown_calendar()
        self.monotone()
        self.uncited()
        self.in_force()
        self.thresholds()
        self.on_topic()
        self.unused()
        self.demands()
        self.effects()
        self.lengths()
        self.acts()
        self.notes()

    def _rules(self) -> Iterator[tuple[str, str, Condition]]:
        for kind, pairs in (
            ("hazards", self.form.hazard_rules),
            ("red_lines", self.form.red_line_rules),
            ("escalators", self.form.escalators),
        ):
            for item, condition in pairs:
                if condition is not None:
                    yield kind, item.id, condition

    def its_id(self) -> None:
        """It stands in file names, on command lines and in every record."""
        name = self.q.header.id
        if not _ID.fullmatch(name):
            remedy = "问卷的编号只用小写字母、数字、短横（a-z、0-9、-），例如 gd-563。"
            place = self.pack.where("header", "id")
            self.found.errors.append(
                InputRefused(f"问卷的编号“{name[:60]}”不能用", where=place, remedy=remedy)
            )

    def start_not_named(self) -> None:
        """Without it nobody sees that an assessment came after the act, or lapses before it."""
        moments = [item.id for item in self.q.questions if item.type is QuestionType.DATETIME]
        if moments and not self.q.header.meanings.start:
            self.error(
                "questions",
                moments[0],
                "问时间，可是没有写哪一题是计划实施的时间",
                f"在 questionnaire.yaml 里写 meanings: {{start: {moments[0]}}}：期限、有效期、事后补做都照它判断。",
            )

    def never_asked(self) -> None:
        """A question or rule that no answers can ever bring up."""
        for name, condition in self.form.when.items():
            if not self.worlds.can_hold(condition, name):
                self.error(
                    "questions",
                    name,
                    "永远问不到：没有任何答案能让它的条件成立",
                    "改正 when，或者删去这一题。",
                )
        rules = [*self._rules(), *(("duties", d.id, c) for d, c in self.form.duties if c)]
        rules += (("contradictions", item.id, c) for item, c in self.form.contradictions)
        rules += (("periods", p.id, c) for p, c in self.form.periods if c)
        rules += (("thresholds", name, c) for name, c in _of_thresholds(self.form))
        rules += (("measures", name, c) for name, c in self.form.fits_when.items())
        rules += (("duties", name, c) for name, c in self.form.done_when.items())
        rules += (("red_lines", name, c) for name, cures in self.form.cures.items() for c, _ in cures)
        for kind, name, condition in rules:
            if not self.worlds.can_hold(condition):
                self.error(kind, name, "的条件永远不成立", "改正 when，或者删去。")

    def unknown_calendar(self) -> None:
        """`holiday(x)` cannot tell in a year not known here; then the officer must be asked."""
        asked = [q.when for q in self.q.questions if q.when and "calendar_known(" in q.when]
        for kind, name, condition in [
            *self._rules(),
            *(("questions", n, c) for n, c in self.form.when.items()),
        ]:
            for date_question in condition.names:
                uses = f"holiday({date_question})" in condition.text.replace(" ", "")
                if uses and not any(
                    f"calendar_known({date_question})" in when.replace(" ", "") for when in asked
                ):
                    self.error(
                        kind, name, f"用了 holiday({date_question})，却没有在放假安排未公布时改问的题",
                        f"加一题，when 里写 not calendar_known({date_question})。",
                    )  # fmt: skip

    def monotone(self) -> None:
        """Laws 4 and 5: a worse answer never makes a rule go away, nor hides a question that carries risk."""
        watched = [*self._rules()]
        watched += [("questions", n, c) for n, c in self.form.when.items() if n in self._risk_bearing()]
        for kind, name, condition in watched:
            if silent := self.worlds.silent_when_unknown(condition):
                self.error(
                    kind, name, f"的条件在“{silent}”不清楚时反而不成立", "不清楚按最坏算：不要用 answered() 作前提。"
                )  # fmt: skip
            drop = self.worlds.drops(condition)
            if drop:
                question, better, worse = drop
                self.error(
                    kind, name, f"的条件不单调：“{question}”从“{better}”变坏为“{worse}”，它反而不成立了",
                    "条件只写“这么坏或者更坏”；好答案之后的追问，并入原题作为选项。",
                )  # fmt: skip

    def _risk_bearing(self) -> set[str]:
        """Questions whose answers can raise something, directly or through conditions."""
        bearing = set(self.form.effects)
        for _, _, condition in self._rules():
            bearing |= condition.names
        grew = True
        while grew:
            more = {n for q in bearing if (c := self.form.when.get(q)) for n in c.names} - bearing
            bearing |= more
            grew = bool(more)
        return bearing

    def _cited(self) -> Iterator[tuple[str, str, tuple[str, ...], bool]]:
        """Everything that cites: kind, name, citations, and whether it must."""
        for kind in (
            "questions",
            "hazards",
            "red_lines",
            "escalators",
            "measures",
            "duties",
            "contradictions",
            "preconditions",
            "periods",
            "notes",
            "thresholds",
        ):
            for item in getattr(self.q, kind):
                yield kind, item.id, item.basis, kind != "questions" or item.section is not Section.FACTS
        for threshold in self.q.thresholds:
            for i, amount in enumerate(threshold.amounts):
                # One that is over, or to come, cites the law of its own days.
                if in_force(amount, self.on):
                    yield "thresholds", f"{threshold.id} {i}", amount.basis, True
        for note in self.q.notes:
            for untouched in note.untouched:
                yield "notes", note.id, untouched.basis, False
        for rule in self.q.signoff.rules:
            yield "signoff", "rules", rule.basis, True
        for name, ref in citations(self.q.header):
            yield "header", name, (ref,), True

    def uncited(self) -> None:
        """Law 7: everything that can weigh on a case cites a clause or an article."""
        for kind, name, basis, must in self._cited():
            if must and not basis:
                self.error(kind, name, "没有写依据（basis）", "写上条目号或者条文号。")

    def in_force(self) -> None:
        """Law 7: what is cited is in force on the day."""
        for kind, name, basis, _ in self._cited():
            for ref in basis:
                source = self.form.sources[ref.partition(":")[0]]
                early = source.in_force_from is not None and self.on < source.in_force_from
                late = source.in_force_to is not None and self.on > source.in_force_to
                if early or late:
                    self.error(kind, name, f"引用的“{ref}”在 {self.on} 不在施行期内", "改引现行条文。")

    def thresholds(self) -> None:
        """Yuan are held against yuan, by one amount for one case on one day; a unit's stands beside what it extends."""
        for name, limits in self.form.limits.items():
            asked = self.form.questions[limits.threshold.amount]
            if asked.unit != "元":
                self.error("thresholds", name, f"比的是“{asked.id}”，那一题问的不是金额", AMOUNT_ASKED)
            for i, j in together([amount for amount, _ in limits.rows]):
                (one, first), (other, second) = limits.rows[i], limits.rows[j]
                if first and second and self.worlds.apart(first, second):
                    continue
                self.error(
                    "thresholds", f"{limits.threshold.id} {j}",
                    f"有两个数额会同时适用：{stated(one)}，{stated(other)}",
                    "改正 since、until 或者 when，让同一个案件、同一天只有一个。",
                )  # fmt: skip

    def on_topic(self) -> None:
        """Laws that hold for some kinds of act only: each citation belongs in some case, each case keeps some."""
        for fault in citation_faults(self.form, self.worlds):
            tell = self.error if fault.error else self.warn
            tell(fault.kind, fault.name, fault.what, fault.remedy)

    def effects(self) -> None:
        """Law 10: what a paper tells people to do is ranked, said to be what it is, and never contradicts itself."""
        for fault in effect_faults(self.form, self.worlds):
            self.error(fault.kind, fault.name, fault.what, fault.remedy)

    def unused(self) -> None:
        """Hazards, red lines that nothing raises; hazards that nothing treats."""
        lines = {o.red_line for q in self.form.order for o in q.options} | {
            r.id for r, _ in self.form.red_line_rules
        }
        hazards = {r.hazard for q in self.q.questions for o in q.options for r in raised(o)}
        hazards |= {h.id for h, _ in self.form.hazard_rules}
        awaited = {o.precondition for q in self.q.questions for o in q.options}
        for step in self.q.preconditions:
            if step.id not in awaited:
                self.error(
                    "preconditions", step.id, "没有任何选项用到", "在选项里写 precondition，或者删去。"
                )
        for line in self.q.red_lines:
            if line.id not in lines:
                self.error(
                    "red_lines", line.id, "没有任何答案会触到", "在选项里写 red_line，或者给它写 when。"
                )
        for hazard in self.q.hazards:
            if hazard.id not in hazards:
                self.error("hazards", hazard.id, "没有任何答案会引起", "在选项里写 raises，或者给它写 when。")
            if not self.form.treated_by[hazard.id]:
                self.warn("hazards", hazard.id, "没有能降低它的措施", "如果只能改变方案，可以不管。")

    def demands(self) -> None:
        """Every stop or high demand of the policy is settled: before and on scene by a question, later by a duty."""
        known = {d.id: d for d in self.q.demands}
        by_question = {s for q in self.q.questions for s in q.settles}
        by_duty = {s for d in self.q.duties for s in d.settles}
        for kind, items in (("questions", self.q.questions), ("duties", self.q.duties)):
            for item in items:
                for name in item.settles:
                    if name not in known:
                        self.error(
                            kind,
                            item.id,
                            f"落实的要求“{name}”不存在{nearest(name, known)}",
                            "对照 demands.yaml。",
                        )
        for demand in self.q.demands:
            if demand.severity not in ("stop", "high"):
                continue
            early = demand.phase in ("before", "on_scene")
            if early and demand.id not in by_question:
                self.error(
                    "demands",
                    demand.id,
                    f"（{demand.clause}）没有问题落实",
                    "在相应问题的 settles 里写上它。",
                )
            if not early and demand.id not in by_duty | by_question:
                self.error(
                    "demands",
                    demand.id,
                    f"（{demand.clause}）没有职责落实",
                    "在相应职责的 settles 里写上它。",
                )

    def acts(self) -> None:
        """What an act answers is asked with its other answers, so that no answer stands where nobody put a question."""
        for act in self.form.acts.values():
            for name in unasked(self.form, act):
                self.error(
                    "acts", act.id, f"定了“{name}”，可是照它自己的 sets 永远问不到这一题",
                    f"对照“{name}”的 when 改 sets，或者去掉它。",
                )  # fmt: skip
            if len(act.label) > MAX_LABEL or len(act.help) > MAX_HELP:
                self.warn(
                    "acts", act.id, "太长，一行放不下", f"名称 {MAX_LABEL} 字以内，说明 {MAX_HELP} 字以内。"
                )
        for kind, name, what, remedy in own_words(self.form):
            self.error(kind, name, what, remedy)
        for kind, name, what, remedy in act_warnings(self.form):
            self.warn(kind, name, what, remedy)

    def notes(self) -> None:
        """A note ends on facts that are known, few of them, and never on somebody's word that little is at stake."""
        for fault in unsound_notes(self.form, self.worlds):
            tell = self.error if fault.error else self.warn
            tell("notes", fault.name, fault.what, fault.remedy)

    def lengths(self) -> None:
        for question in self.q.questions:
            if len(question.ask) > MAX_ASK or len(question.help) > MAX_HELP:
                self.warn(
                    "questions",
                    question.id,
                    "太长，一屏放不下",
                    f"问 {MAX_ASK} 字以内，说明 {MAX_HELP} 字以内。",
                )
            for option in question.options:
                if len(option.label) > MAX_LABEL:
                    self.warn(
                        "questions", question.id, f"的选项“{option.value}”太长", f"{MAX_LABEL} 字以内。"
                    )
            if question.type is QuestionType.CHOICE and len(question.options) > 10:
                self.warn("questions", question.id, "的选项超过 10 个", "拆成两题。")
