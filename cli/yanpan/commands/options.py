"""Options that commands share, and the Chinese of help and usage errors."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
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
KeyOption = Annotated[
    Path | None,
    typer.Option("--key", help="密钥文件：PKCS#12，或者 PEM 私钥（另给 --cert）。", metavar="文件"),
]
CertOption = Annotated[
    Path | None, typer.Option("--cert", help="签署人的证书（PEM 或 DER）。", metavar="文件")
]
ChainOption = Annotated[
    Path | None, typer.Option("--chain", help="证书链（PEM），配合 --cert。", metavar="文件")
]
TokenOption = Annotated[
    Path | None,
    typer.Option("--token", help="用令牌（USB 介质）里的密钥：给出它的 PKCS#11 驱动库。", metavar="驱动库"),
]
TokenLabelOption = Annotated[
    str, typer.Option("--token-label", help="令牌的名字；只插着一个时可不写。", metavar="名字")
]
KeyLabelOption = Annotated[
    str,
    typer.Option("--key-label", help="令牌里证书的名字；只有一张签名证书时可不写。", metavar="名字"),
]
RolesOption = Annotated[
    Path | None,
    typer.Option(
        "--roles", help="角色名册（YAML）：谁可以签什么；不给就用资料文件夹里的 roles.yaml。", metavar="文件"
    ),
]
PassFileOption = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file", help="存口令或者 PIN 的文件（权限 0600）；不给就提示输入。", metavar="文件"
    ),
]
PassFdOption = Annotated[
    int | None, typer.Option("--passphrase-fd", help="从这个文件描述符读口令或者 PIN。", metavar="编号")
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
    # The library names Python types beside our own words for values.
    return re.sub(r" <(?:path|str|int|list\[\w+\]|int range)>", "", text)


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
    shown = ""
    if parameter is not None:
        option = bool(parameter.opts) and parameter.opts[0].startswith("-")
        shown = "/".join(parameter.opts) if option else parameter.metavar or "/".join(parameter.opts)
    if name == "NoSuchOption":
        close = getattr(error, "possibilities", None)
        return f"没有选项 {error.option_name}" + (f"；是不是 {'、'.join(close)}？" if close else "")
    if name == "MissingParameter":
        return f"缺少 {shown or '参数'}"
    if name == "BadOptionUsage":
        return f"选项 {error.option_name} 后面要跟一个值"
    found = str(getattr(error, "message", error))
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
        if here in options:
            return following[:40]
    return ""


def _value_words(message: str) -> str:
    """Why a value does not fit, from the library's words."""
    lower = message.lower()
    if "integer" in lower:
        return "应是整数"
    limits = re.findall(r"(greater|less)[a-z ]*?(or equal to )?(-?\d+)", lower)
    if limits or "range" in lower:
        parts = [f"不{'小' if side == 'greater' else '大'}于 {number}" for side, _, number in limits]
        return "应" + "、".join(parts) if parts else "不在范围内"
    return "写法不对"
