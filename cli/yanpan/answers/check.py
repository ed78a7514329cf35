"""Plain values → checked `Answers`. Every fault is collected with its place and remedy, then raised together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from typing import Any, cast
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from yanpan.answers.budget import over_budget
from yanpan.answers.by_act import told_twice
from yanpan.answers.model import (
    Answer,
    Answers,
    PlannedMeasure,
    RaisedGrade,
    Statement,
)
from yanpan.answers.one_screen import spread_out
from yanpan.answers.operation import (
    MOST_ALSO,
    OF_ACT,
    OfOperation,
    act_keys,
    explained_as,
    misplaced,
    unnamed,
)
from yanpan.answers.raised import with_grade_id
from yanpan.answers.values import MAX_SHORT, check_deadline, check_new, clean_text, read_value
from yanpan.answers.written import written_deadline
from yanpan.answers.wrong import WrongValue
from yanpan.documents import Lines, as_written, explain_validation
from yanpan.errors import AnswersRefused, FieldFault
from yanpan.naming import Misnamed, named, nearest
from yanpan.questionnaire.compile import Form
from yanpan.questionnaire.former import former_names
from yanpan.questionnaire.model import MAX_TEXT, Question, QuestionType

KEYS = (
    "questionnaire", "case_number", "answers", "also", "measures", "statements", "attachments", "raised", "explained",
    "ended_early", "full",
)  # fmt: skip
_SHOWN = 60
"""Letters of what somebody wrote that are said again."""

_SAYS = re.compile("[0-9A-Za-z㐀-䶿一-鿿\U00020000-\U0002fffd\U00030000-\U0003fffd]")
"""What an explanation is made of: letters that are seen. Marks, blanks and what nobody sees explain nothing."""

_WORDS = re.compile("[㐀-䶿一-鿿\U00020000-\U0002fffd\U00030000-\U0003fffd]")
_LEAST_SAID, _LEAST_UNLIKE, _LEAST_WORDS, _LEAST_LEFT = 6, 5, 3, 2
"""Letters of an explanation, how many of them are different, how many different ones are Chinese, and how many are left
without the words below."""

_SAYS_NOTHING = re.compile(
    "不太?清楚|不知道?|不了解|不详|不明|不晓得|不确定|没有|没什么|没啥|暂?无|未知|同上|同前|如上|如前|见上|如题|同意|说明|解释|理由|原因|情况"
    "|问题|测试|试试|试一下|略|是的|对的|好的|可以|正常|属实|确实|就是|这样|那样|如此|怎样|什么|任何|需要|写明|填写|待定|待补|补充|以后再[说写补]|再说"
    "|怎么回事|不懂|不晓|弄错|搞错|选错|答错|填错|写错|看错|点错|打错|出错|有错|错了|没错|错误|误报|误判|系统|软件|程序|电脑|机器|工具|工作|内容|文字|文档|矛盾"
    "|对不上|一致|冲突|选择|选项|题目|题|选|答|填|没|无|异议|意见|审批|领导|规定|法律另有|依法|按照?|办理|处理|进行|附件|材料|详见|参见|请看|看|原样|照旧|照样|不变"
    "|已经|已|核对|核实|核查|检查过|确认|误|错|原来|本来|为什么|什么原因|不用|不必|必要|多少|一下|继续|跳过|忽略|先这样|过|吗|么|着|在|也|还|再|之后|以后|回事|知|道|判断|识别|认定有误|不|个|这|那"
    "|这个|那个|前面|上面|后面|怎么说|没话说|[一二三四五六七八九十甲乙丙丁戊己庚辛壬癸]|稍后|随便|随意|其他|其它|都对|没错|两个?回答|两个|回答|答案|我|也|都|啊|呀|吧|呢|嘛|了|的|啦|哦|嗯|呵|哈|很|是|对|好|有|行|请|此|以|要|就|写|清|为"
)
"""Words with which people say that they say nothing. What is left without them is what was said."""
_SHOW = "yanpan pack show 列出全部编号。"


def says_something(text: str) -> bool:
    """Whether a text is an explanation at all, and not the same letter again and again, nor words that say nothing."""
    plain = unicodedata.normalize("NFKC", text)
    said, words = _SAYS.findall(plain), set(_WORDS.findall(plain))
    left = _WORDS.findall(_SAYS_NOTHING.sub("", "".join(said)))
    return (
        len(said) >= _LEAST_SAID
        and len(set(said)) >= _LEAST_UNLIKE
        and len(words) >= _LEAST_WORDS
        and len(set(left)) >= _LEAST_LEFT
    )


def read_answers(document: Any, form: Form, lines: Lines | None = None, *, budgeted: bool = True) -> Answers:
    """Check a whole answers document against its questionnaire. Raises `AnswersRefused` with every fault.

    Without `budgeted` the text budget and what else is asked of new answers alone (`check_new`) are left aside: for what
    was accepted before (a stored result, a draft).
    """
    reader = _Reader(form, lines, new=budgeted)
    with suppress(_TooMany):
        answers = reader.read(document)
        for over in over_budget(answers, form) if budgeted else ():
            reader.fault(over.field, over.what, over.remedy, over.path)
        if not reader.faults:
            return answers
    raise AnswersRefused(tuple(reader.faults))


MOST_FAULTS = 200
"""As many are told. Who has more gave another file; to look for what each could have meant would take minutes."""


class _TooMany(Exception):  # noqa: N818 - it is no error of its own
    """Enough was found."""


class _Reader:
    def __init__(self, form: Form, lines: Lines | None, *, new: bool) -> None:
        self.form = form
        self.lines = lines
        self.new = new
        self.faults: list[FieldFault] = []

    def fault(self, field: str, what: str, remedy: str = "", path: tuple[str | int, ...] = ()) -> None:
        where = self.lines.where(path) if self.lines else ""
        self.faults.append(FieldFault(field, what, where=where, remedy=remedy))
        if len(self.faults) >= MOST_FAULTS:
            raise _TooMany

    def read(self, document: Any) -> Answers:
        if not isinstance(document, dict):
            self.fault("", "最外层应是键值表", f"可用的键：{'、'.join(KEYS)}。")
            return Answers(answers={})
        for key in document:
            if key not in KEYS:
                shown = key[:_SHOWN]
                self.fault(
                    shown,
                    f"没有“{shown}”这个键{nearest(shown, list(KEYS))}",
                    f"可用的键：{'、'.join(KEYS)}。",
                    (key,),
                )
        header = self.form.questionnaire.header
        named = document.get("questionnaire", header.id)
        if not isinstance(named, str):
            what = "问卷的编号是空的" if named is None else "问卷的编号应是文字"
            remedy = f"写 questionnaire: {header.id}，或者删去这一行。"
            self.fault("questionnaire", what, remedy, ("questionnaire",))
        elif named != header.id and not (header.extends and named == header.extends.id):
            self.fault(
                "questionnaire",
                f"写的是问卷“{named[:_SHOWN]}”，现在用的是“{header.id}”",
                "换用相应的问卷（--questionnaire），或者改这一行。",
                ("questionnaire",),
            )
        number = document.get("case_number")
        if number is None:
            number = ""
        elif not isinstance(number, str):
            self.fault("case_number", "案号应是文字", "给案号加上引号。", ("case_number",))
            number = ""
        given = Answers(
            answers=self._answers(document.get("answers"), ("answers",)),
            also=self._also(document.get("also")),
        )
        if self.new:
            self._of_operation(unnamed(self.form, given))
        return replace(
            given,
            case_number=number,
            measures=self._measures(document.get("measures")),
            statements=self._statements(document.get("statements")),
            attachments=self._attachments(document.get("attachments")),
            raised=self._raised(document.get("raised")),
            explained=self._explained(document.get("explained"), given),
            ended_early=self._yes(
                document.get("ended_early"), "ended_early", "提前结束的写 true，不加引号。"
            ),
            full=self._yes(document.get("full"), "full", "要全面研判的写 true，不加引号。"),
        )

    def _also(self, raw: Any) -> tuple[dict[str, Answer], ...]:
        """What each further act answers for itself."""
        if raw is None:
            return ()
        remedy = "每件事另起一行，以 - 开头：- answers: {act: 扣货, …}。"
        if not isinstance(raw, list):
            self.fault("also", "also 下面应是列表（以 - 开头）", remedy, ("also",))
            return ()
        found = []
        for i, item in enumerate(raw[: MOST_ALSO + 1]):
            if not isinstance(item, dict) or item.keys() != {"answers"}:
                self.fault(f"also[{i + 1}]", "一件事只写 answers 这一个键", remedy, ("also", i))
            else:
                found.append(self._answers(item["answers"], ("also", i, "answers")))
        if len(found) == min(len(raw), MOST_ALSO + 1):
            self._of_operation(misplaced(self.form, [*found, *({} for _ in raw[MOST_ALSO + 1 :])]))
        return tuple(found[:MOST_ALSO])

    def _of_operation(self, faults: Iterable[OfOperation]) -> None:
        for at, name, what, remedy in faults:
            path: tuple[str | int, ...] = ("answers",) if at < 0 else ("also", at, "answers", name)
            called = name if at < 0 else ".".join(filter(None, (f"also[{at + 1}]", name)))
            self.fault(called, what, remedy, path)

    def _answers(self, raw: Any, at: tuple[str | int, ...]) -> dict[str, Answer]:
        if raw is None:
            self.fault("answers", "没有 answers 这一部分", "写 answers: 后面逐题写“编号: 答案”。", at[:-1])
            return {}
        if not isinstance(raw, dict):
            self.fault(
                "answers",
                "answers 下面应是“编号: 答案”的键值表",
                "每行写“编号: 答案”，前面空两格。",
                at,
            )
            return {}
        found: dict[str, Answer] = {}
        ticked: dict[str, Answer] = {}
        for name, item in raw.items():
            question = self.form.question(name)
            path = (*at, name)
            if question is None and (screen := self.form.screens.get(name)) is not None:
                if item is not None and (answer := self._answer(screen.question, item, path)) is not None:
                    ticked[name] = answer
                continue
            if question is None:
                self.fault(
                    name[:60],
                    f"问卷里没有编号“{name[:60]}”{nearest(name[:60], self.form.questions)}",
                    _SHOW,
                    path,
                )
                continue
            if item is None:
                continue
            answer = self._answer(question, item, path)
            if answer is not None and question.id in found:
                what = f"和“{question.id}”是同一题，写了两次（“{name[:_SHOWN]}”是从前的编号）"
                self.fault(name[:_SHOWN], what, "删去一个。", path)
            elif answer is not None:
                found[question.id] = answer
        found, wrong = spread_out(self.form, found, ticked)
        for fault in wrong:
            self.fault(fault.field, fault.what, fault.remedy, (*at, fault.field))
        found, denied = told_twice(self.form, found)
        for fault in denied:
            self.fault(fault.field, fault.what, fault.remedy, (*at, fault.field))
        return found

    def _answer(self, question: Question, item: Any, path: tuple[str | int, ...]) -> Answer | None:
        note, evidence = "", tuple[str, ...]()
        if isinstance(item, dict):
            for key in item:
                if key not in ("value", "note", "evidence"):
                    self.fault(
                        question.id,
                        f"没有“{key[:_SHOWN]}”这个键",
                        "一个答案可写 value、note、evidence。",
                        (*path, key),
                    )
                    return None
            try:
                note = clean_text(item.get("note") or "", "备注", MAX_TEXT)
                given = item.get("evidence") or ()
                evidence = _texts([given] if isinstance(given, str) else given, "证据编号")
            except WrongValue as error:
                self.fault(question.id, error.what, error.remedy, path)
                return None
            item = item.get("value")
            if item is None:
                return None
        try:
            value = read_value(question, item, self.form)
            if self.new:
                check_new(question, value, item)
        except WrongValue as error:
            self.fault(question.id, error.what, error.remedy, path)
            return None
        if value in ("", ()) and question.type in (QuestionType.TEXT, QuestionType.PEOPLE):
            return None  # an empty line is no answer (law 6)
        return Answer(value=value, note=note, evidence=evidence)

    def _measures(self, raw: Any) -> tuple[PlannedMeasure, ...]:
        found: list[PlannedMeasure] = []
        zone = ZoneInfo(self.form.questionnaire.header.timezone) if self.new else None
        titles = {measure.id: measure.title for measure in self.form.measures.values()} if raw else {}
        former = former_names(self.form.measures.values()) if raw else {}
        for i, measure in self._structs(raw, "measures", PlannedMeasure):
            path, name = ("measures", i), f"measures.{measure.id[:_SHOWN]}"
            try:
                word = measure.id.strip()
                measure = msgspec.structs.replace(measure, id=named(former.get(word, word), titles))
            except Misnamed as wrong:
                self.fault(name, wrong.words("措施"), _SHOW, path)
            if measure.id in {m.id for m in found}:
                self.fault(name, "同一措施写了两次", "删去一个。", path)
            if measure.deadline:
                if self.new:
                    measure = msgspec.structs.replace(measure, deadline=written_deadline(measure.deadline))
                try:
                    check_deadline(measure.deadline, zone)
                except WrongValue as error:
                    self.fault(name, error.what, error.remedy, path)
            found.append(measure)
        return tuple(found)

    def _structs(self, raw: Any, key: str, kind: Any) -> list[tuple[int, Any]]:
        """Each entry of a list as `kind`, with its position; texts checked, digits as they were written."""
        if raw is None:
            return []
        if not isinstance(raw, list):
            self.fault(key, f"{key} 下面应是列表（以 - 开头）", "每条另起一行，以 - 开头。", (key,))
            return []
        found = []
        for i, item in enumerate(raw):
            try:
                found.append((i, msgspec.convert(_checked(item), kind, strict=True)))
            except msgspec.ValidationError as error:
                what, _ = explain_validation(str(error))
                fields = "、".join(kind.__struct_fields__)
                self.fault(key, f"第 {i + 1} 条写法不对（{what}）", f"可用：{fields}。", (key, i))
            except WrongValue as error:
                self.fault(key, f"第 {i + 1} 条：{error.what}", error.remedy, (key, i))
        return found

    def _statements(self, raw: Any) -> tuple[Statement, ...]:
        found = self._structs(raw, "statements", Statement)
        for i, item in found:
            # An empty text would be left out where the answers are written again.
            for field, text in (("who", item.who), ("said", item.said)):
                if not text.strip():
                    where = f"statements[{i + 1}].{field}"
                    self.fault(where, "是空的", "写上内容，或者删去这一条。", ("statements", i))
        return tuple(item for _, item in found)

    def _attachments(self, raw: Any) -> tuple[str, ...]:
        try:
            return _texts(() if raw is None else raw, "附件")
        except WrongValue as error:
            self.fault("attachments", error.what, error.remedy, ("attachments",))
            return ()

    def _raised(self, raw: Any) -> RaisedGrade | None:
        if raw is None:
            return None
        try:
            raw = with_grade_id(raw, self.form)
        except WrongValue as error:
            self.fault("raised", error.what, error.remedy, ("raised", "grade"))
            return None
        for _, found in self._structs([raw], "raised", RaisedGrade):
            if found.by.strip() and found.reason.strip():
                return cast(RaisedGrade, found)
            self.fault(
                "raised", "调高等级要写明是谁、什么理由", "写 by（姓名、职务）和 reason。", ("raised",)
            )
        return None

    def _explained(self, raw: Any, given: Answers) -> dict[str, str]:
        """Contradiction → how both answers can be so; behind its act where a further act has it for itself."""
        if raw is None:
            return {}
        every = self.form.questionnaire.contradictions
        further = ["", *act_keys(self.form, given)[1:]]
        known = list(dict.fromkeys(explained_as(self.form, item, act) for act in further for item in every))
        if not isinstance(raw, dict):
            self.fault(
                "explained", "应是“编号: 说明”的键值表", "每行写一处矛盾的编号和说明。", ("explained",)
            )
            return {}
        found, former = {}, former_names(self.form.questionnaire.contradictions)
        for called, words in raw.items():
            act, _, own = str(called).rpartition(OF_ACT)
            path, name = ("explained", called), f"{act}{OF_ACT if act else ''}{former.get(own, own)}"
            if name not in known:
                remedy = f"可用：{'、'.join(known)}。" if known else "这份问卷没有；删去。"
                what = f"没有这一处矛盾：“{str(name)[:60]}”{nearest(str(name)[:60], known)}"
                self.fault("explained", what, remedy, path)
                continue
            try:
                text = (
                    clean_text(as_written(words), "说明", MAX_TEXT)
                    if isinstance(as_written(words), str)
                    else ""
                )
            except WrongValue as error:
                self.fault("explained", error.what, error.remedy, path)
                continue
            if not says_something(text):
                self.fault(
                    "explained",
                    f"说明不能空着，至少 {_LEAST_SAID} 个字，不是套话",
                    "写清两个回答怎样都对。",
                    path,
                )
                continue
            found[name] = text
        return found

    def _yes(self, raw: Any, key: str, remedy: str) -> bool:
        """`ended_early`, which must be at a certain red line, and `full`: whether they mean anything is for the judgement
        to say."""
        if raw is None or isinstance(raw, bool):
            return bool(raw)
        self.fault(key, "应是 true 或者 false", remedy, (key,))
        return False


def _texts(raw: Any, what: str) -> tuple[str, ...]:
    if not isinstance(raw, list | tuple):
        raise WrongValue(f"{what}应是一列文字", "写成 [文字, 文字]；是数的加引号。")
    if not all(isinstance(item, str) for item in raw):
        raise WrongValue(f"{what}应是一列文字", "是数的加引号。")
    return tuple(clean_text(item, what, MAX_SHORT) for item in raw)


def _checked(item: Any) -> Any:
    """The texts of one entry cleaned; the shape is for msgspec to judge."""
    if not isinstance(item, dict):
        return item
    return {
        k: clean_text(as_written(v), f"“{k}”", MAX_TEXT) if isinstance(as_written(v), str) else v
        for k, v in item.items()
    }
