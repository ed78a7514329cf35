"""What a typed line means on a page: the rows it names, a command, or text. All of it goes through the page's own keys."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from yanpan.answers.model import UNKNOWN
from yanpan.inert import is_letter
from yanpan.interview.act_page import ActPage
from yanpan.interview.choose import NONE, ChoicePage, ChoicesPage
from yanpan.interview.field import MAX
from yanpan.interview.item import Item
from yanpan.interview.lists import MeasuresPage
from yanpan.interview.paint import printable
from yanpan.interview.question import QuestionPage
from yanpan.questionnaire.model import QuestionType

_LIST_KEYS = {"=": "tab", "<": "left", ">": "right", "": "enter", "/b": "left"}
_TYPING_KEYS = {"b": "left", "?": "f1", "n": "c-n", "e": "c-e", "r": "c-r", "x": "c-t"}
"""Where letters search, commands are other keys."""
_FIELD_KEYS = {"/b": "up", "/?": "f1", "/n": "c-n", "/e": "c-e", "/r": "c-r", "/x": "c-t", "/f": "down"}
_ON_FIELDS = {"<": "/b", ">": "/f", **{key: f"/{key}" for key in "b?nerx"}}
"""What the keys of lists are where text is typed."""
_CLEAR, _LESS = "/c", "/d"
_NUMBERS = re.compile(r"\d{1,3}(?:[ ,、;]+\d{1,3})*")
_ONE = re.compile(r"第?\(?(\d{1,3})\)?[.、)项]*")
_ON_ROW = re.compile(r"([a-z?-]) ?(\d{1,3})")
_CLAUSE = re.compile("[,;(]")
_PARTS = re.compile(r"[、;\s]+")
_NOT_KNOWN = ("不清楚", "不知道")
_SEVERAL = 6
_SHORT = 3
"""Letters of an answer that says yes or no and nothing else."""
_DENIES = re.compile("[没无不未否非]")


def on_list(page: Any, said: str) -> object:
    """Do what a line says on a page with a list; None while the page stays, and it then says why."""
    page.message = ""
    words = unicodedata.normalize("NFKC", said).strip()
    if words == "-" and _may_tick(page):
        return _untick(page)
    if words != "0" and (numbers := _numbers(words)):
        return _numbered(page, numbers)
    exact = [item for item in _items(page) if item.title in (said, words)]
    if len(exact) == 1:
        return _picked(page, exact)
    key = words.lower()
    # On a question a row that is only pointed at would be the answer of an empty line.
    row = None if isinstance(page, QuestionPage) else _ON_ROW.fullmatch(key)
    if row and row[1] in page.letters and (found := page.numbered(int(row[2]))):
        page.point(found)
        return page.press("text", row[1])
    if key in _LIST_KEYS:
        answer = page.press(_LIST_KEYS[key], "")
        return _said(page, answer, f"这里不能用“{said}”。{hint(page)}。")
    key = key[1:] if len(key) == 2 and key[0] == "/" else key
    if len(key) == 1 and key.isascii():
        return _command(page, key)
    return _by_words(page, said, words)


def on_field(page: Any, said: str) -> object:
    """Do what a line says on a page with a field. An empty line takes what stands there."""
    page.message, word = "", unicodedata.normalize("NFKC", said).strip().lower()
    asked, page.asked = getattr(page, "asked", ""), ""
    if word == _CLEAR:
        page.field.clear()
        return _say(page, "清空了：直接回车就是空着。")
    if word == _LESS and hasattr(page, "people"):
        return _less(page)
    if word == "=":
        answer = page.press("tab", "") if page.takes("tab") else None
        return _said(page, answer, "这里没有上次的可以照用。")
    if word in _FIELD_KEYS:
        key = _FIELD_KEYS[word]
        if word == "/b" and not page.takes(key):
            key = "escape"
        if not page.takes(key):
            return _say(page, f"这里不能用 {word}。")
        return page.press(key, "")
    if len(word) == 2 and word[0] == "/" and word.isascii():
        return _say(page, f"这里不能用 {word}。")
    if _is_key_of_lists(page, word) and asked != word:
        page.asked = word
        there = _FIELD_KEYS.get(instead := _ON_FIELDS.get(word, ""))
        way = f"那个键这里打 {instead}；" if there and page.takes(there) else ""
        return _say(page, f"只有“{word}”，没有收下：{way}确实要填“{word}”的，再打一遍。")
    if len(printable(said)) > MAX:
        return _say(page, f"写了 {len(said)} 字，最多 {MAX} 字：没有收下，分短些再打。")
    if said and (page.field.offered or said != page.field.text):
        page.field.clear()
        page.press("paste", said)
        if page.message:
            return None
    return page.press("enter", "")


def _is_key_of_lists(page: Any, word: str) -> bool:
    """Whether a line in a field for words is only a character: on a list it is a key, and typed here from habit.

    Pages without a question ask for digits, too.
    """
    if len(word) != 1 or not word.isascii():
        return False
    question = getattr(page, "question", None)
    if question is None:
        return not word.isdigit()
    return question.type is QuestionType.TEXT and word != "u"


def hint(page: Any) -> str:
    """What can be typed on a page with a list."""
    parts = str(page.plain).split("；")
    if isinstance(page, ChoicePage):
        parts = [part for part in parts if page.question.unknown or not part.startswith("u ")]
        shown = " ".join(page.keys())
        parts = [part for part in parts if "照上次" in shown or not part.startswith("= ")]
    session = getattr(page, "session", None)
    if session is not None and session.may_end and not getattr(page, "ready", False):
        parts.append("x 到此为止")
    return "；".join(parts)


def _numbers(words: str) -> list[int]:
    if _NUMBERS.fullmatch(words):
        return [int(word) for word in re.findall(r"\d+", words)]
    one = _ONE.fullmatch(words)
    return [int(one[1])] if one else []


def _items(page: Any) -> list[Item]:
    return [item for item, _ in page.shown() if not item.heading]


def _may_tick(page: Any) -> bool:
    return isinstance(page, (ChoicesPage, MeasuresPage))


def _numbered(page: Any, numbers: list[int]) -> object:
    items = [page.numbered(number) for number in numbers]
    for number, item in zip(numbers, items, strict=True):
        if item is None:
            return _say(page, f"没有这一项（第 {number} 项）：照前面的序号打。")
        # These have keys of their own, as on the screen: a slip by one must not be the clean answer.
        if item.value in (NONE, UNKNOWN):
            key = "0" if item.value == NONE else "u"
            return _say(page, f"没有这一项（第 {number} 项）：要答“{item.title}”，打 {key}。")
    return _picked(page, items)


def _picked(page: Any, items: Sequence[Item]) -> object:
    """Choose a row by pointing at it and Enter; where several may be ticked, tick these and no others."""
    special = [item for item in items if item.value in (NONE, UNKNOWN)]
    if special and _may_tick(page):
        return page.press("text", "0" if special[0].value == NONE else "u")
    if _may_tick(page):
        wanted = {item.value for item in items}
        for item in _items(page):
            if (item.value in page.ticked) is not (item.value in wanted):
                page.rows.toggle(item.value)
        return page.press("enter", "")
    if len(items) > 1:
        return _say(page, "只能选一项。")
    page.point(items[0])
    return page.press("enter", "")


def _untick(page: Any) -> object:
    for item in _items(page):
        if item.value in page.ticked:
            page.rows.toggle(item.value)
    return _say(page, "勾都去掉了。")


def _command(page: Any, key: str) -> object:
    """A key of the page. One that it does nothing with is told."""
    before = _state(page)
    if getattr(page, "by_typing", False):
        if key == "u":
            answer = page.press("text", "-")
        elif key in _TYPING_KEYS:
            answer = page.press(_TYPING_KEYS[key], "")
        else:
            return _unknown_words(page, key)
    else:
        answer = page.press("text", key)
    if answer is None and not page.message and _state(page) == before:
        return _unknown_words(page, key)
    return answer


def _state(page: Any) -> object:
    return page.paint(78, None).lines


def _by_words(page: Any, said: str, words: str) -> object:
    """The row that is called so. Words that only stand somewhere in a title are asked about, whatever they mean there:
    没有 stands in 已过，没有申请复议."""
    if isinstance(page, ActPage):
        return page.look(words)
    if isinstance(page, ChoicePage) and _bare(words) in _NOT_KNOWN:
        return page.unknown()
    rows = [item for item in _items(page) if item.value not in (NONE, UNKNOWN)]
    if called := _called(rows, words):
        return _picked(page, [called])
    found = [item for item in rows if _leading(item) == _bare(words)]
    if found:
        found = [item for item in rows if item in found or _meant_too(item, _bare(words))]
    if not found and len(words) > 1:
        found = [item for item in rows if _bare(words) and _bare(words) in _bare(item.title)]
    parts = [part for part in _PARTS.split(words) if part] if _may_tick(page) and not found else []
    each = [_called(rows, part) for part in parts]
    if len(each) > 1 and all(each):
        return _picked(page, [item for item in each if item])
    if len(each) > 1:
        found = [item for item in rows if item in each or _leading(item) in map(_bare, parts)]
    if found:
        numbers = {item.value: number for number, item in enumerate(_items(page), 1)}
        shown = "；".join(f"{numbers[item.value]} {item.title}" for item in found[:_SEVERAL])
        more = f"；等 {len(found)} 项" if len(found) > _SEVERAL else ""
        return _say(page, f"有“{_short(said)}”的是：{shown}{more}。要选的，打前面的序号。")
    return _unknown_words(page, said)


def _called(rows: Sequence[Item], words: str) -> Item | None:
    """The one row with this title: spaces, width and marks aside. The beginning of one is asked about, for what follows
    it may turn it round: 做了，没写暂停条件.

    Its value counts where it can be read in the title (强制 of 行政强制): yes and no stand in files, and on the screen
    nobody sees which row they are.
    """
    bare = _bare(words)
    if not bare:
        return None
    values = [item for item in rows if str(item.value) == words and bare in _bare(item.title)]
    found = values + [item for item in rows if _bare(item.title) == bare and item not in values]
    return found[0] if len(found) == 1 else None


def _meant_too(item: Item, bare: str) -> bool:
    """Whether who says no more than a short 没有, 是, 会 may mean this option as well as the one that begins so.

    “没有” to “有权吗？” is an honest no, and no “没有，所以申请法院强制执行”.
    """
    title = _bare(item.title)
    if title.startswith(bare):
        return True
    if len(bare) > _SHORT:
        return False
    if _DENIES.search(bare):
        return _DENIES.search(title) is not None
    return re.search(f"(?<!{_DENIES.pattern}){re.escape(bare)}", title) is not None


def _leading(item: Item) -> str:
    return _bare(_CLAUSE.split(unicodedata.normalize("NFKC", item.title))[0])


def _bare(words: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", words).casefold() if is_letter(c))


def _unknown_words(page: Any, said: str) -> object:
    return _say(page, f"没有看懂“{_short(said)}”。{hint(page)}。")


def _short(said: str) -> str:
    return said if len(said) <= 20 else f"{said[:19]}…"


def _less(page: Any) -> object:
    if page.field.text:
        page.field.clear()
    if not page.people:
        return _say(page, "上面没有人了。")
    person = page.people[-1]
    page.press("backspace", "")
    page.field.clear()
    return _say(page, f"去掉了 {person.name}。")


def _say(page: Any, words: str) -> object:
    page.message = words
    return None


def _said(page: Any, answer: object, otherwise: str) -> object:
    if answer is None and not page.message:
        page.message = otherwise
    return answer
