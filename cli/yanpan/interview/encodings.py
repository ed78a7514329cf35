"""In which encoding characters come here, and what those are that were sent in another: told by their bytes."""

from __future__ import annotations

import codecs
import re
import sys
from contextlib import suppress

from yanpan.inert import inert

_UTF_8 = "utf-8"
_CHINESE = re.compile("[ -~\u4e00-\u9fff、。，；：（）〔〕“”《》]+")
_SHOWN = 60


def expected() -> str:
    """The name of the encoding that is read here, as people write it."""
    return _name().upper()


def meant(text: str) -> str:
    """What a text reads as in the encoding that it was probably sent in, empty where it is right as it is.

    `text` holds bytes that are no characters here as surrogates. UTF-8 that is read as GB18030 may be characters
    throughout (李四: 鏉庡洓); the other way round it never is.
    """
    here = _name()
    other = "gb18030" if here == _UTF_8 else _UTF_8
    if text.isascii():
        return ""
    with suppress(UnicodeError, LookupError):
        # The last character may be cut: its bytes wait for the other half of one here.
        decoder = codecs.getincrementaldecoder(other)()
        words = decoder.decode(text.strip().encode(here, "surrogateescape"), final=here == _UTF_8)
        if words != text.strip() and len(words) > 1 and not words.isascii() and _CHINESE.fullmatch(words):
            wrong = here != _UTF_8 or any("\ud800" <= c <= "\udfff" for c in text)
            return inert(words[:_SHOWN]) if wrong else ""
    return ""


def sent_in() -> str:
    """The encoding in which people send what `meant` finds."""
    return "GBK" if _name() == _UTF_8 else "UTF-8"


def remedy() -> str:
    """What to do with text in another encoding."""
    if _name() == _UTF_8:
        return "这里只收 UTF-8：别的编码的，先转成 UTF-8，如 iconv -f GB18030 -t UTF-8。"
    name = expected()
    return (
        f"这里按系统的语言设置（locale）收 {name}：设 LANG=zh_CN.UTF-8 再运行就收 UTF-8，"
        f"或者先转成 {name}，如 iconv -f UTF-8 -t {name}。"
    )


def _name() -> str:
    with suppress(LookupError, AttributeError, TypeError):
        return codecs.lookup(sys.stdin.encoding).name
    return _UTF_8
