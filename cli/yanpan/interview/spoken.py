"""Words of the pages for who types whole lines: the keys that a line cannot press have another name there."""

from __future__ import annotations

import re

from yanpan.interview.paint import Line

# Longer ones first: each is replaced as it stands.
_WORDS = (
    ("按 Tab（一行一行答的打 =）", "打 ="),
    ("？。", "？"),
    ("按前面的数字，或者用↑↓选中再回车", "打前面的序号"),
    ("按前面的数字，或者用↑↓选中", "打前面的序号"),
    ("用↑↓选中再按空格，或者直接按数字", "打前面的序号"),
    ("↑↓选一题再回车就是改", "打序号就是改那一题"),
    ("选这一题，按 n 接着写", "打 n 和它的序号接着写"),
    ("选这一题，按 e 接着写", "打 e 和它的序号接着写"),
    ("改这一题，接着写", "打它的序号接着写"),
    ("先用↑↓选一题", "先打字母再打序号，如 n 7"),
    ("先用↑↓选一条", "打前面的序号"),
    ("有的按数字勾上再回车", "有的打序号"),
    ("按数字或者空格勾上", "打序号"),
    ("先把勾去掉", "先打 - 把勾都去掉"),
    ("按前面的数字", "打前面的序号"),
    ("就再按一次回车", "就直接回车（打空行）"),
    ("再按一次回车", "再打一次空行"),
    ("写上再回车，或者按 Esc 不写了", "写上再回车，不写了的打 /b"),
    ("清空再回车", "打 /c 清空再回车"),
    ("已填的：回车不变", "已填的：直接回车不变"),
    ("Tab照用", "= 照用"), ("回车照用", "直接回车照用"), ("没有别的人了，回车定", "没有别的人了，直接回车"),
    ("要撤销调高，按 Ctrl-T", "要撤销调高，打 /x"), ("再按一次 Ctrl-T", "再打一次 /x"),
    ("先按 Ctrl-N 把备注写短些", "先打 /n 把备注写短些"),
    ("按 Esc ", "打 /b "), ("按 Esc", "打 /b"), ("按 Tab", "打 ="), ("Tab", "="), ("Esc", "/b"),
    ("按数字", "打序号"), ("按别的键", "打别的"), ("打字或者拼音首字母就能找，例如 拆、cc", "打选项里的几个字，例如 拆"),
)  # fmt: skip
_KEY = re.compile(r"(按|再按一次) (?=[0-9a-z=<?-](?![0-9a-z]))")
_OURS = ("class:dim", "class:good", "class:warn", "class:said")
"""Styles of words that are the program's own; what people wrote is never changed."""


def spoken(words: str) -> str:
    """A message as it is right where lines are typed."""
    for key, instead in _WORDS:
        words = words.replace(key, instead)
    return _KEY.sub(lambda found: {"按": "打 ", "再按一次": "再打一次 "}[found[1]], words)


def spoken_line(line: Line) -> str:
    """A painted line as text."""
    return "".join(spoken(text) if style in _OURS else text for style, text in line).rstrip()
