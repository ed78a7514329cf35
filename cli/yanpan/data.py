"""Where the questionnaires and the report templates stand: beside the package, or at the checkout's root."""

from __future__ import annotations

from pathlib import Path

from yanpan.errors import InputRefused


def data_folder(name: str) -> Path:
    """Folder `questionnaires` or `report_templates`. Raises `InputRefused` when the install lacks it."""
    package = Path(__file__).resolve().parent
    for place in (package / name, package.parent.parent / name):
        if place.is_dir():
            return place
    raise InputRefused(f"安装里缺少 {name} 文件夹", where=str(package), remedy="重新安装 yanpan。")
