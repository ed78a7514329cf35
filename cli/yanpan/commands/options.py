"""Options that commands share, and the Chinese of help and usage errors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

JsonOption = Annotated[bool, typer.Option("--json", help="在标准输出上给出 JSON，此外什么也不写。")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="只说错误。")]
LangOption = Annotated[str, typer.Option("--lang", help="界面语言。本版只有 zh-Hans。", metavar="语言")]
CaseArgument = Annotated[Path, typer.Argument(help="案件文件夹。", metavar="案件")]
PackOption = Annotated[
    Path | None, typer.Option("--questionnaire", help="另用一份问卷文件夹（默认 gd-563）。", metavar="文件夹")
]
OutOption = Annotated[Path, typer.Option("--out", help="案件文件夹放在哪里（要已存在）。", metavar="文件夹")]
KeyOption = Annotated[Path | None, typer.Option("--key", help="PKCS#12 密钥文件。", metavar="P12")]
PassFileOption = Annotated[
    Path | None,
    typer.Option("--passphrase-file", help="存口令的文件（权限 0600）；不给就提示输入。", metavar="文件"),
]
PassFdOption = Annotated[
    int | None, typer.Option("--passphrase-fd", help="从这个文件描述符读口令。", metavar="编号")
]

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
    return text


class Command(TyperCommand):
    def get_help(self, ctx: Any) -> str:
        return in_chinese(super().get_help(ctx))


class Group(TyperGroup):
    def get_help(self, ctx: Any) -> str:
        return in_chinese(super().get_help(ctx))


def usage_words(error: Any) -> str:
    """A usage error of the library in Chinese, with the nearest real option or command."""
    name = type(error).__name__
    parameter = getattr(error, "param", None)
    shown = (parameter.metavar or "/".join(parameter.opts)) if parameter is not None else ""
    if parameter is not None and parameter.opts and parameter.opts[0].startswith("-"):
        shown = "/".join(parameter.opts)
    if name == "NoSuchOption":
        close = getattr(error, "possibilities", None)
        return f"没有选项 {error.option_name}" + (f"；是不是 {'、'.join(close)}？" if close else "")
    if name == "MissingParameter":
        return f"缺少 {shown or '参数'}"
    if name == "BadOptionUsage":
        return f"选项 {error.option_name} 后面要跟一个值"
    if name == "BadParameter":
        return f"{shown or '参数'} 的值不对：{error.message}"
    found = str(getattr(error, "message", error))
    if found.startswith("No such command"):
        return f"没有命令 {found.removeprefix('No such command').strip(' .')}"
    if found.startswith(("Got unexpected extra", "Missing command")):
        return "多了参数：" + found.partition("(")[2].rstrip(")") if "extra" in found else "缺少命令"
    return found
