"""What must hold of a questionnaire before it can be used: references that exist, levels in range, options in order."""

from __future__ import annotations

import re
from collections.abc import Callable

from yanpan.errors import InputRefused, YanpanError
from yanpan.naming import nearest
from yanpan.questionnaire.act_checks import act_faults
from yanpan.questionnaire.act_list import with_acts
from yanpan.questionnaire.form import Level
from yanpan.questionnaire.former import clashes
from yanpan.questionnaire.header import citations, meaning_faults, question_faults
from yanpan.questionnaire.model import (
    MAX_TEXT,
    Option,
    Period,
    Question,
    Questionnaire,
    QuestionType,
    Threshold,
    raised,
)
from yanpan.questionnaire.notes import note_faults
from yanpan.questionnaire.shared import shared_faults
from yanpan.questionnaire.thresholds import AMOUNT_ASKED, amount_faults, named

THINGS = "{things}"
"""Stands in a duty's `what` for the hazards and red lines that it is about."""

MOST_IN_A_RANK = 100
MOST_DAYS, MOST_YEARS = 3650, 50
"""Days that a record has room for between a step and the act."""
_ROLE_ID = re.compile(r"[a-z][a-z_]{0,39}")
"""It is part of signature fields, of opinions and of the names of scans."""
_SLOT = re.compile(r"\{[^}]*\}?|\}")

Where = Callable[[str, str], str]
"""`file:line` of an entry, by its list and id."""


class Checks:
    """Gathers every fault in `problems` instead of stopping at the first."""

    def __init__(self, questionnaire: Questionnaire, where: Where) -> None:
        self.q = questionnaire
        self.where = where
        self.problems: list[YanpanError] = []
        self.questions = {item.id: with_acts(item, questionnaire) for item in questionnaire.questions}
        self.hazards = {item.id: item for item in questionnaire.hazards}
        self.red_lines = {item.id: item for item in questionnaire.red_lines}
        self.measures = {item.id: item for item in questionnaire.measures}
        self.preconditions = {item.id: item for item in questionnaire.preconditions}
        self.periods = {item.id: item for item in questionnaire.periods}
        self.sources = {item.id: item for item in questionnaire.sources}

    def fault(self, kind: str, name: str, what: str, remedy: str = "", place: str = "") -> None:
        where = self.where(kind, place or name)
        self.problems.append(InputRefused(f"“{name}”{what}", where=where, remedy=remedy))

    def check_question(self, question: Question) -> None:
        question = self.questions[question.id]
        many = question.type in (QuestionType.CHOICE, QuestionType.CHOICES)
        if many and len(question.options) < (2 if question.type is QuestionType.CHOICE else 1):
            self.fault("questions", question.id, "的选项太少")
        if not many and question.options:
            self.fault("questions", question.id, f"是{question.type.value}题，不能有选项")
        values = [option.value for option in question.options]
        if len(set(values)) != len(values) or "unknown" in values:
            self.fault(
                "questions", question.id, "的选项重复，或者用了 unknown", "“不清楚”会自动提供，不用写。"
            )
        if (question.type is QuestionType.NUMBER) is not (question.worse is not None):
            self.fault(
                "questions",
                question.id,
                "的 worse 只用于数字题，数字题必须写",
                "写 worse: more 或者 worse: less。",
            )
        if question.longest is not None and (
            question.type is not QuestionType.TEXT or not 0 < question.longest <= MAX_TEXT
        ):
            what = f"的 longest 只用于文字题，在 1 到 {MAX_TEXT} 之间"
            self.fault("questions", question.id, what, "文字题最多写几个字，不写就是上限。")
        if question.past and question.type not in (QuestionType.DATE, QuestionType.DATETIME):
            what = "的 past 只用于问日子的题（date、datetime）"
            self.fault("questions", question.id, what, "去掉 past，或者改成 type: date。")
        if question.nominal and question.unknown:
            self.fault("questions", question.id, "是事实分类题，不能答不清楚", "加上 unknown: false。")
        for option in question.options:
            if option.red_line and option.red_line not in self.red_lines and not question.acts:
                self.fault(
                    "questions",
                    question.id,
                    f"引用了没有的红线“{option.red_line}”{nearest(option.red_line, self.red_lines)}",
                )
            for item in raised(option):
                self._hazard_ref("questions", question.id, item.hazard)
                for level in (item.likelihood, item.consequence):
                    if level is not None and not 1 <= level <= 5:
                        self.fault("questions", question.id, f"的等级 {level} 不在 1 到 5 之间")

            if option.precondition:
                self._not_yet(question, option)
        if question.type is QuestionType.CHOICE and not question.nominal:
            self._order_law(question)

    def _not_yet(self, question: Question, option: Option) -> None:
        """还没到这一步 stands between what is done and what is left undone: not known counts as the last option.

        Among options to tick it is one that does no harm by itself; not known counts as all the others.
        """
        wanted = option.precondition or ""
        if wanted not in self.preconditions:
            what = f"引用了没有的前置条件“{wanted}”{nearest(wanted, self.preconditions)}"
            self.fault("questions", question.id, what)
        if question.type not in (QuestionType.CHOICE, QuestionType.CHOICES):
            what = "不是选择题，选项不能写 precondition"
            self.fault("questions", question.id, what, "“还没到这一步”只用于选择题。")
        elif question.type is QuestionType.CHOICES and option.raises:
            what = f"的选项“{option.value}”又是前置条件，又触发风险点"
            self.fault("questions", question.id, what, "多选题里没到的步骤单独列一项，不触发风险点。")
        elif question.type is QuestionType.CHOICE and option is question.options[-1]:
            what = f"的选项“{option.value}”有前置条件，不能排在最后"
            self.fault("questions", question.id, what, "“不清楚”按最后一项判：后面要有更坏的选项。")
        if option.red_line:
            what = f"的选项“{option.value}”又是前置条件，又触红线“{option.red_line}”"
            self.fault("questions", question.id, what, "留一样：还能补的写 precondition，不许的写 red_line。")

    def _order_law(self, question: Question) -> None:
        """Law 4 and 5 stand on this: a later option raises all that an earlier one does, or is a red line."""
        levels = [self.levels_of(option) for option in question.options]
        for i, worse in enumerate(question.options):
            if worse.red_line:
                continue
            has = {h: (a, b) for h, a, b in levels[i]}
            for better, raised_before in zip(question.options[:i], levels, strict=False):
                if better.red_line:
                    self.fault(
                        "questions",
                        question.id,
                        f"的选项“{worse.value}”排在红线“{better.value}”之后却不触红线",
                        "选项从好到坏排。",
                    )
                for hazard, likelihood, consequence in raised_before:
                    mine = has.get(hazard, (0, 0))
                    if mine[0] < likelihood or mine[1] < consequence:
                        self.fault(
                            "questions", question.id,
                            f"的选项“{worse.value}”排在“{better.value}”之后，却没有同样引起风险点“{hazard}”",
                            "选项从好到坏排；后面的选项要包含前面选项的全部风险点，等级不低于它。",
                        )  # fmt: skip

    def levels_of(self, option: Option) -> tuple[Level, ...]:
        found = []
        for item in raised(option):
            hazard = self.hazards.get(item.hazard)
            if hazard:
                found.append(
                    (hazard.id, item.likelihood or hazard.likelihood, item.consequence or hazard.consequence)
                )
        return tuple(found)

    def _hazard_ref(self, kind: str, name: str, hazard: str) -> None:
        if hazard not in self.hazards:
            self.fault(kind, name, f"引用了没有的风险点“{hazard}”{nearest(hazard, self.hazards)}")

    def check_entries(self) -> None:
        for hazard in self.q.hazards:
            if not (1 <= hazard.likelihood <= 5 and 1 <= hazard.consequence <= 5):
                self.fault("hazards", hazard.id, "的可能性、后果应在 1 到 5 之间")
        for line in self.q.red_lines:
            if line.curable and not line.cure:
                self.fault("red_lines", line.id, "可以改正，却没有写怎么改正", "写 cure。")
            if not 0 <= line.precedence < MOST_IN_A_RANK:
                what = f"的 precedence 应在 0 到 {MOST_IN_A_RANK - 1} 之间"
                self.fault("red_lines", line.id, what, "它只排同一 rank 里的先后。")
            if line.cures and not line.curable:
                self.fault(
                    "red_lines", line.id, "不能改正，却写了 cures", "写 curable: true，或者删去 cures。"
                )
        for escalator in self.q.escalators:
            for name in escalator.of:
                self._hazard_ref("escalators", escalator.id, name)
            if bool(escalator.of) is (escalator.when is not None) or (escalator.of and not escalator.any):
                self.fault("escalators", escalator.id, "要么写 when，要么写 of 和 any")
        for measure in self.q.measures:
            for treatment in measure.treats:
                self._hazard_ref("measures", measure.id, treatment.hazard)
                if treatment.likelihood > 0 or treatment.consequence > 0:
                    self.fault("measures", measure.id, "的步数只能是零或者负数", "措施只降不升。")
        for item in self.q.contradictions:
            for name in item.questions:
                if name not in self.questions:
                    self.fault(
                        "contradictions", item.id, f"引用了没有的题号“{name}”{nearest(name, self.questions)}"
                    )
            if not item.questions:
                self.fault("contradictions", item.id, "没有写要核对哪几题", "写 questions: [题号, …]。")
        for step in self.q.preconditions:
            if not (0 <= step.lead_days <= MOST_DAYS and 0 <= step.lead_workdays <= MOST_DAYS):
                what = f"的 lead_days、lead_workdays 应是 0 到 {MOST_DAYS}"
                self.fault("preconditions", step.id, what, "写至少隔几天，不隔的不写。")
            if step.lead_days and step.lead_workdays:
                what = "的 lead_days 和 lead_workdays 只能写一个"
                self.fault("preconditions", step.id, what, "照法律写的：几日，或者几个工作日。")
        for period in self.q.periods:
            self._period(period)
        for threshold in self.q.thresholds:
            self._threshold(threshold)
        for duty in self.q.duties:
            for name in duty.hazards:
                self._hazard_ref("duties", duty.id, name)
            for name in duty.red_lines:
                if name not in self.red_lines:
                    self.fault("duties", duty.id, f"引用了没有的红线“{name}”{nearest(name, self.red_lines)}")
            if set(_SLOT.findall(duty.what + duty.title)) - {THINGS} or THINGS in duty.title:
                self.fault(
                    "duties", duty.id, f"的空格只能是 what 里的 {THINGS}", "要填的别的内容，写成文字。"
                )
            if duty.from_grade and duty.to_grade and duty.from_grade.rank > duty.to_grade.rank:
                self.fault("duties", duty.id, "的 from_grade 高于 to_grade，永远没有", "改正其中一个。")
            if (duty.due.n is None) is duty.due.kind.value.startswith("within_"):
                self.fault("duties", duty.id, "的期限写法有误", "within_… 要写 n，其余不写。")
        for kind, name, what, remedy in act_faults(self.q, self.questions, self.red_lines):
            self.fault(kind, name, what, remedy)
        for name, what, remedy in note_faults(self.q, self.questions):
            self.fault("notes", name, what, remedy)
        roles = {role.id for role in self.q.signoff.roles}
        for name in sorted(roles):
            if not _ROLE_ID.fullmatch(name):
                what = f"签批角色的编号“{name[:40]}”不能用"
                remedy = "只用小写字母和下划线，四十个以内，例如 unit_head：它写进签名和文件名。"
                self.problems.append(InputRefused(what, where=self.where("signoff", "roles"), remedy=remedy))
        for rule in self.q.signoff.rules:
            for name in rule.roles:
                if name not in roles:
                    self.problems.append(
                        InputRefused(f"“{name}”不是已定义的签批角色", where=self.where("signoff", "rules"))
                    )
        self._former()
        self._citations()

    def _period(self, period: Period) -> None:
        start = self.questions.get(period.start)
        if start is None:
            what = f"从“{period.start}”起算，没有这一题{nearest(period.start, self.questions)}"
            self.fault("periods", period.id, what, "from 写一道日期题的编号。")
        elif start.type not in (QuestionType.DATE, QuestionType.DATETIME):
            what = f"从“{period.start}”起算，那是{start.type.value}题"
            self.fault("periods", period.id, what, "from 写一道日期题的编号。")
        lengths = (period.days, period.workdays, period.months, period.years)
        if (
            sum(map(bool, lengths)) != 1
            or not all(0 <= n <= MOST_DAYS for n in lengths)
            or period.years > MOST_YEARS
        ):
            what = "的长短只写 days、workdays、months、years 里的一个"
            self.fault(
                "periods",
                period.id,
                what,
                f"照法律写的：几日、几个工作日、几个月、几年（{MOST_YEARS} 年以内）。",
            )
        if period.rolls and period.workdays:
            self.fault("periods", period.id, "按工作日算，不用写 rolls", "最后一天本来就是工作日。")

    def _threshold(self, threshold: Threshold) -> None:
        asked = self.questions.get(threshold.amount)
        remedy = AMOUNT_ASKED
        if asked is None:
            what = f"比的是“{threshold.amount}”，没有这一题{nearest(threshold.amount, self.questions)}"
            self.fault("thresholds", threshold.id, what, remedy)
        elif asked.type is not QuestionType.NUMBER or asked.worse != "more":
            self.fault("thresholds", threshold.id, f"比的是“{asked.id}”，那一题问的不是金额", remedy)
        if not threshold.amounts and not threshold.open:
            what = "一个数额也没有写"
            self.fault("thresholds", threshold.id, what, "写 amounts；各地、各系统自己定的，写 open: true。")
        for i, amount in enumerate(threshold.amounts):
            for what, todo in amount_faults(amount):
                self.fault("thresholds", threshold.id, what, todo, f"{threshold.id} {i}")
            for ref in amount.basis:
                self.citation("thresholds", threshold.id, ref, f"{threshold.id} {i}")
                source = self.sources.get(ref.partition(":")[0])
                if source and source.in_force_from and amount.since and amount.since < source.in_force_from:
                    what = f"{named(amount)}从 {amount.since} 起，依据“{ref}”{source.in_force_from} 才施行"
                    todo = "改正 since，或者引那时有效的依据。"
                    self.fault("thresholds", threshold.id, what, todo, f"{threshold.id} {i}")

    def _former(self) -> None:
        """A former name means one thing only, and nothing of today."""
        lists = (
            ("questions", self.q.questions), ("measures", self.q.measures), ("acts", self.q.acts),
            ("contradictions", self.q.contradictions),
        )  # fmt: skip
        for kind, items in lists:
            for name, former, besides in clashes((item.id, item.formerly) for item in items):
                self.fault(kind, name, f"从前的名称“{former}”也是{besides}", "从 formerly 里删去一处。")
        for question in self.q.questions:
            for name, former, besides in clashes((o.value, o.formerly) for o in question.options):
                what = f"的选项“{name}”从前的名称“{former}”也是{besides}"
                self.fault("questions", question.id, what, "从 formerly 里删去一处。")

    def _citations(self) -> None:
        lists = (
            ("questions", self.q.questions), ("hazards", self.q.hazards), ("red_lines", self.q.red_lines),
            ("escalators", self.q.escalators), ("measures", self.q.measures), ("duties", self.q.duties),
            ("contradictions", self.q.contradictions), ("preconditions", self.q.preconditions), ("periods", self.q.periods),
            ("thresholds", self.q.thresholds),
        )  # fmt: skip
        for kind, items in lists:
            for item in items:
                for ref in item.basis:
                    self.citation(kind, item.id, ref)
        for note in self.q.notes:
            for ref in (*note.basis, *(ref for item in note.untouched for ref in item.basis)):
                self.citation("notes", note.id, ref)
        for rule in self.q.signoff.rules:
            for ref in rule.basis:
                self.citation("signoff", "rules", ref)
        for field_name, ref in citations(self.q.header):
            self.citation("header", field_name, ref)
        for source in self.q.sources:
            for number in source.when_provision.keys() - source.provisions.keys():
                what = f"的 when_provision 里的“{number}”没有登记这一条"
                self.fault("sources", source.id, what, "先写进 provisions，核对条文号。")
        if self.q.header.policy not in self.sources:
            self.citation("header", "policy", self.q.header.policy)
        for field_name, what in meaning_faults(self.q.header):
            self.problems.append(InputRefused(what, where=self.where("header", field_name)))
        for field_name, what, remedy in question_faults(self.q.header, self.questions):
            self.problems.append(InputRefused(what, where=self.where("header", field_name), remedy=remedy))
        for name, what, remedy in shared_faults(self.q):
            place = self.where("shared" if name else "header", name or "shared")
            self.problems.append(InputRefused(what, where=place, remedy=remedy))

    def citation(self, kind: str, name: str, ref: str, place: str = "") -> None:
        """Gather what is wrong with a citation of the entry `name`, which stands at its `place`."""
        source_id, _, provision = ref.partition(":")
        source = self.sources.get(source_id)
        if source is None:
            self.fault(
                kind,
                name,
                f"引用了没有的依据“{source_id}”{nearest(source_id, self.sources)}",
                "先在 sources.yaml 里登记。",
                place,
            )
        elif provision and provision not in source.provisions:
            self.fault(
                kind, name, f"引用的“{ref}”没有登记这一条", "先在 sources.yaml 里登记，核对条文号。", place
            )
        elif not provision and source.provisions:
            self.fault(kind, name, f"引用“{ref}”没有写条文号", f"写成 {ref}:条文号。", place)
