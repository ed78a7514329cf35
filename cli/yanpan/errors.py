"""One tree of errors. Each says what is wrong, where it is and what to do, and carries its exit code.

Rooms raise these; only `yanpan.commands` turns them into a message and an exit code (DESIGN section 8).
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from typing import Any

from msgspec import DecodeError

from yanpan.inert import inert

MOST_PARTS = 200
"""Faults that one message lists; a file of nothing but faults would fill the screen for minutes."""

_OS_WORDS = {
    errno.ENOENT: "不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EBADF: "没有打开",
    errno.EIO: "磁盘读写出错",
    errno.EFBIG: "超过文件大小的限制",
    errno.ELOOP: "链接绕成了圈",
    errno.ENAMETOOLONG: "名字太长",
    errno.ENOEXEC: "不是能运行的程序",
    errno.ESTALE: "网络共享断开过，文件已不是原来那个",
    errno.EILSEQ: "这个磁盘上不能用这样的名字",
    errno.EINVAL: "这个磁盘不接受这样的名字或者操作",
    errno.ETIMEDOUT: "网络共享没有应答",
    errno.ENODEV: "设备不在了",
    errno.EROFS: "这个位置是只读的",
    errno.ENOTCONN: "网络共享断开了",
    errno.EHOSTDOWN: "网络共享没有应答",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ENOMEM: "内存不够",
}


def os_words(error: OSError) -> str:
    """Why the system refused, in Chinese."""
    return _OS_WORDS.get(error.errno or 0, f"系统错误 {error.errno}")


NOT_JSON = (DecodeError, UnicodeError, OverflowError, RecursionError)
"""All that msgspec raises for bytes that are no JSON of the wanted shape."""


class YanpanError(Exception):
    """Anything yanpan refuses or cannot do, in words for the person at the keyboard.

    `where` names the place (file:line, row, field), `remedy` the next step. Both may be empty. `parts` are the single
    faults of which it tells, each with lines of its own.
    """

    exit_code = 1

    def __init__(
        self, what: str, *, where: str = "", remedy: str = "", parts: Iterable[YanpanError] = ()
    ) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy
        self.parts = tuple(parts)

    def lines(self) -> list[str]:
        """The message, line by line, inert: what people wrote never makes a line of its own."""
        rows = [f"{self.where}：{self.what}" if self.where else self.what]
        for part in self.parts[:MOST_PARTS]:
            first, *rest = part.lines()
            rows += [f"- {first}", *rest]
        if len(self.parts) > MOST_PARTS:
            rows.append(f"… 另有 {len(self.parts) - MOST_PARTS} 处")
        if self.remedy:
            rows.append(f"  怎么办：{self.remedy}")
        return [inert(row) for row in rows]

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def __reduce__(self) -> tuple[Any, ...]:
        """An error of a child process arrives as it was: its kind may want more than `what` to be made."""
        return _made_again, (type(self), self.args, self.__dict__)


def _made_again(kind: type[YanpanError], args: tuple[object, ...], facts: dict[str, object]) -> YanpanError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(facts)
    return error


class UsageError(YanpanError):
    """The command line asks for something that cannot be."""

    exit_code = 2


class InputRefused(YanpanError):
    """A file, a value or a folder given to yanpan cannot be accepted."""

    exit_code = 3


class DocumentUnreadable(InputRefused):
    """A YAML or JSON file that cannot be read as strict data."""


class AnswersRefused(InputRefused):
    """Answers that do not fit their questionnaire. `faults` holds each one; `where` of a fault ends with its field."""

    def __init__(self, faults: tuple[FieldFault, ...]) -> None:
        one = faults[0]
        if len(faults) == 1:
            super().__init__(one.what, where=one.where, remedy=one.remedy)
        else:
            super().__init__(f"答案有 {len(faults)} 处不对：", remedy="逐处改正后重试。", parts=faults)
        self.faults = faults


class FieldFault(InputRefused):
    """One wrong field: its name, what is wrong, how to put it right."""

    def __init__(self, field: str, what: str, *, where: str = "", remedy: str = "") -> None:
        between = "" if not (where and field) else " " if where[-1].isdigit() else " 的 "
        super().__init__(what, where=f"{where}{between}{field}", remedy=remedy)
        self.field = field
        self.place = where


class OutputRefused(InputRefused):
    """A place to write to that is missing, read-only, full or already taken."""


class CaseNumberRefused(InputRefused):
    """A case number that cannot name a folder safely."""


class KeyRefused(InputRefused):
    """A key file, passphrase or certificate that cannot be used."""


class TerminalRefused(InputRefused):
    """There is no terminal, or it is too small to ask questions on."""


class QuestionnaireBroken(InputRefused):
    """A questionnaire that breaks its own format. `problems` lists every fault found."""

    def __init__(self, problems: tuple[YanpanError, ...], *, where: str = "") -> None:
        super().__init__(
            f"问卷有 {len(problems)} 处错误：",
            where=where,
            parts=problems,
            remedy="逐条改正后，用 yanpan pack lint 再查一遍。",
        )
        self.problems = problems


class ReportFailed(YanpanError):
    """The paper could not be made."""

    exit_code = 4


class SignatureInvalid(YanpanError):
    """A signature or the signed content has been found false."""

    exit_code = 5


class SignatureNotJudged(YanpanError):
    """What is needed to judge a signature is missing."""

    exit_code = 6


class BatchRowsFailed(YanpanError):
    """Some rows of a batch were refused; the rest is done."""

    exit_code = 7


class ChildLost(YanpanError):
    """The system ended every child process that was given this work: `tries` in a row."""

    def __init__(self, tries: int) -> None:
        super().__init__(
            f"做这件事的进程接连 {tries} 次中途被系统终止（多半是内存不够）",
            remedy="关掉一些程序、腾出内存后重试。",
        )
        self.tries = tries


class TooSlow(YanpanError):
    """Work that was not done within its `seconds` and was stopped."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"{seconds:g} 秒内没有做完，已停下", remedy="重试；还是这样的，请把材料交给维护人员。"
        )
        self.seconds = seconds


class ChildFailed(YanpanError):
    """Work that ended with a fault of the program: the `name` of its type, and the `trace` for who mends it."""

    def __init__(self, name: str, trace: str = "") -> None:
        super().__init__(f"yanpan 自身出错（{name}）", remedy="请把材料交给维护人员。")
        self.name = name
        self.trace = trace


class CannotStart(YanpanError):
    """No child process gets as far as its first work."""

    def __init__(self) -> None:
        super().__init__(
            "工作进程启动不了", remedy="看看内存、进程数是不是用满了；都够的，重装 yanpan 后重试。"
        )


class GradeReached(YanpanError):
    """`--fail-on` was asked for and the grade reached it."""

    exit_code = 9


class Interrupted(YanpanError):
    """The person stopped; what was answered is kept."""

    exit_code = 130
