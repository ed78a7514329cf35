"""`yanpan doctor`: fonts, typesetting and its libraries, questionnaire, time: what is missing and how to get it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from yanpan import __version__
from yanpan.commands.common import boundary, home_folder, load_form, say, say_json
from yanpan.commands.options import JsonOption, QuietOption
from yanpan.data import data_folder
from yanpan.errors import ReportFailed, YanpanError

Check = tuple[str, str, str, bool]
"""What was looked at, what was found, what to do; whether it stops the work."""


def doctor(json: JsonOption = False, quiet: QuietOption = False) -> None:
    """检查字体、排版引擎和系统库、问卷、时间：缺什么，怎么补。"""
    with boundary():
        checks = list(_checks())
        if json:
            say_json([{"name": n, "found": f, "remedy": r, "ok": not r} for n, f, r, _ in checks])
        elif not quiet:
            for name, found, remedy, _ in checks:
                say(f"{'✓' if not remedy else '✗'} {name}：{found}")
                if remedy:
                    say(f"    怎么办：{remedy}")
        if any(stops and remedy for _, _, remedy, stops in checks):
            raise ReportFailed("还不能出文书", remedy="按上面的提示补齐。")


def _checks() -> Iterator[Check]:
    yield "yanpan", f"{__version__}，Python {sys.version.split()[0]}", "", False
    try:
        form = load_form()
        header = form.questionnaire.header
        yield "问卷", f"{header.id} {header.version}，{len(form.questions)} 题", "", True
        yield from _calendar(form.questionnaire.header.timezone)
    except YanpanError as error:
        yield "问卷", error.what, "重新安装 yanpan。", True
    fonts = sorted(p.name for p in (data_folder("report_templates") / "fonts").glob("*.[ot]tf"))
    yield "字体", "、".join(fonts) or "没有", "" if len(fonts) >= 4 else "重新安装 yanpan。", True
    yield from _engine()
    yield "资料", str(home_folder()), "", False


def _engine() -> Iterator[Check]:
    """What sets the paper: Python's part, and the system's libraries under it."""
    from importlib.metadata import PackageNotFoundError, version

    from yanpan.report.libraries import install_remedy, library_versions, missing_libraries

    for name in ("weasyprint", "pydyf"):
        try:
            yield name, version(name), "", True
        except PackageNotFoundError:
            yield name, "没有装，不出文书", "重新安装 yanpan。", True
    for name, found in library_versions().items():
        yield name, found or "有", "", True
    if missing := missing_libraries():
        yield "系统库", f"缺 {'、'.join(missing)}，不出文书", install_remedy(), True
        return
    from yanpan.report.fingerprint import fingerprint

    yield "排版引擎", f"指纹 {fingerprint()}（指纹相同，同一研判结果的文书逐字节相同）", "", False


def _calendar(zone: str) -> Iterator[Check]:
    from zoneinfo import ZoneInfo

    from yanpan.assessment.words import working_days_after

    now = datetime.now(UTC).astimezone(ZoneInfo(zone))
    yield "时间", f"{now:%Y-%m-%d %H:%M %Z}，请与标准时间核对", "", False
    known = working_days_after(now, 1) is not None
    found = f"{now.year} 年已知" if known else f"不知道 {now.year} 年的放假安排"
    yield "工作日历", found, "" if known else "pip install -U chinesecalendar（每年11月后更新）", False
