"""`yanpan schema`: the JSON Schema of `assessment.json`, for those who read it by program."""

from __future__ import annotations

from yanpan.commands.common import boundary, say_json
from yanpan.commands.options import JsonOption, QuietOption


def schema(json: JsonOption = True, quiet: QuietOption = False) -> None:  # noqa: ARG001
    """输出 assessment.json 的 JSON Schema。"""
    with boundary():
        from yanpan.assessment import json_schema

        say_json(json_schema())
