"""The Chinese of help pages and of wrong usage: the library behind them speaks English."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup

from yanpan.commands.options import ALIASES

_HELP_WORDS = (
    ("Usage:", "用法："),
    ("Options:", "选项："),
    ("Commands:", "命令："),
    ("Arguments:", "参数："),
    ("Show this message and exit.", "显示这份说明。"),
    ("Install completion for the current shell.", "给当前 shell 装上命令补全。"),
    ("Show completion for the current shell, to copy it or", "显示补全脚本，供复制或者"),
    ("customize the installation.", "自行安装。"),
    ("[required]", "[必填]"),
    ("[default:", "[默认："),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 [参数]..."),
)


def in_chinese(text: str) -> str:
    """The help page of the library with its own words in Chinese."""
    for english, chinese in _HELP_WORDS:
        text = text.replace(english, chinese)
    # The library names Python types beside our own words for values.
    return re.sub(r" <(?:path|str|int|list\[\w+\]|int range)>", "", text)


_EMPTY = "empty"
"""Our own reason why a path does not fit."""


class Command(TyperCommand):
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """An empty path would mean the folder one stands in; most often it is a variable that is not set."""
        if parameter := self._empty(args):
            raise typer.BadParameter(_EMPTY, ctx=ctx, param=cast(Any, parameter))
        return super().parse_args(ctx, args)

    def _empty(self, args: list[str]) -> Any:
        """The parameter for a path that was given as nothing, if there is one."""
        ours = args[: args.index("--")] if "--" in args else args
        paths = {word: item for item in self.params if _is_path(item) for word in item.opts}
        takes_value = {
            word for item in self.params if not getattr(item, "is_flag", False) for word in item.opts
        }
        for i, word in enumerate(ours):
            name, _, value = word.partition("=")
            if word.startswith("-") and "=" in word and not value and ALIASES.get(name, name) in paths:
                return paths[ALIASES.get(name, name)]
            before = ours[i - 1] if i else ""
            before = ALIASES.get(before, before)
            if word == "" and before in paths and before.startswith("-"):
                return paths[before]
            if word == "" and not (before.startswith("-") and before in takes_value):
                return next((item for item in paths.values() if not item.opts[0].startswith("-")), None)
        return None

    def make_parser(self, ctx: Any) -> Any:
        """The options, and the words of earlier versions for them."""
        parser = super().make_parser(ctx)
        for word, now in ALIASES.items():
            for parameter in self.params:
                if now in parameter.opts:
                    # Each of them takes a value.
                    action = "append" if parameter.multiple else "store"
                    parser.add_option(cast(Any, parameter), [word], parameter.name, action)
        return parser

    def get_help(self, ctx: Any) -> str:
        return in_chinese(super().get_help(ctx))


class Group(TyperGroup):
    def get_help(self, ctx: Any) -> str:
        return in_chinese(super().get_help(ctx))


def _is_path(parameter: Any) -> bool:
    """Whether it takes a path, or several."""
    return "Path" in str(parameter.bare_type())


def usage_words(error: Any) -> str:
    """A usage error of the library in Chinese, with the nearest real option or command."""
    name = type(error).__name__
    parameter = getattr(error, "param", None)
    shown, option = "", False
    if parameter is not None:
        option = bool(parameter.opts) and parameter.opts[0].startswith("-")
        shown = "/".join(parameter.opts) if option else parameter.metavar or "/".join(parameter.opts)
    if name == "NoSuchOption":
        near = dict.fromkeys(ALIASES.get(word, word) for word in error.possibilities or ())
        return f"没有选项 {error.option_name}" + (f"；是不是 {'、'.join(near)}？" if near else "")
    if name == "MissingParameter":
        return f"缺少 {shown or '参数'}"
    if name == "BadOptionUsage" and "does not take" in str(error.message):
        return f"选项 {error.option_name} 后面不跟值"
    if name == "BadOptionUsage":
        return f"选项 {error.option_name} 后面要跟一个值"
    found = str(getattr(error, "message", error))
    if name == "BadParameter" and found == _EMPTY:
        return f"{shown or '参数'} 后面是空的" if option else f"有一个文件名是空的：{shown or '参数'}"
    if name == "BadParameter":
        given = _given(parameter.opts if parameter is not None else [])
        return f"{shown or '参数'} 的值{f'“{given}”' if given else ''}不对：{_value_words(found)}"
    if found.startswith("No such command"):
        wanted, *close = re.findall(r"'([^']*)'", found) or [""]
        return f"没有命令 {wanted}" + (f"；是不是 {'、'.join(close)}？" if close else "")
    if "unexpected extra" in found:
        return "多了参数：" + found.rpartition("(")[2].rstrip(").")
    return "缺少命令" if found.startswith("Missing command") else "用法不对"


def _given(options: list[str]) -> str:
    """What was typed after an option; the library does not say."""
    for here, following in pairwise(sys.argv):
        if ALIASES.get(here, here) in options:
            return following[:40]
    return ""


def _value_words(message: str) -> str:
    """Why a value does not fit, from the library's words."""
    lower = message.lower()
    if "integer" in lower:
        return "应是整数"
    limits = re.findall(r"(greater|less)[a-z ]*?(or equal to )?(-?\d+(?:\.\d+)?)", lower)
    if limits or "range" in lower:
        parts = [f"不{'小' if side == 'greater' else '大'}于 {number}" for side, _, number in limits]
        return "应" + "、".join(parts) if parts else "不在范围内"
    return "写法不对"
