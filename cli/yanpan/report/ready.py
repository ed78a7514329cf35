"""Getting the engine ready in this process: are its libraries here, does it load. Cheap to import; a press's child begins here."""

from __future__ import annotations

import gc
from collections.abc import Callable

from yanpan.errors import ReportFailed
from yanpan.report.libraries import check_libraries
from yanpan.report.paper import PrintJob


def ready_engine() -> Callable[[PrintJob], bytes | None]:
    """Load libraries, fonts and style sheet; `setting.set_paper`. Raises `ReportFailed` where anything is missing."""
    check_libraries()
    try:
        from yanpan.report.setting import ready, set_paper
    except (ImportError, OSError) as error:
        raise ReportFailed(
            "排版引擎装不上，出不了 PDF", remedy="重新安装 yanpan；运行 yanpan doctor 检查。"
        ) from error
    ready()
    return set_paper


def ready_child(_outfit: None) -> Callable[[PrintJob], bytes | None]:
    """The same as the first thing of a press's child, where all that is loaded by then stays for good."""
    gc.disable()
    try:
        return ready_engine()
    finally:
        gc.enable()
