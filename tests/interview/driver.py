"""Runs one interview in the terminal it is started in and prints the answers: what tests talk to.

Usage: driver.py PACK HOME [--number NO] [--like ANSWERS] [--edit ANSWERS] [--now ISO] [--unfiled]
"""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from yanpan.answers import load_answers, render_answers
from yanpan.errors import YanpanError
from yanpan.interview import Revises, behind, burst, fingers, run_interview, screen, seen
from yanpan.questionnaire import compile_form, load_questionnaire


def hasten(times: float) -> None:
    """A person who answers whole cases is not kept waiting: what is watched for is shorter, and they are quicker, too."""
    for name in ("REPEAT", "LET_GO", "PAUSE", "WATCHED"):
        setattr(fingers, name, getattr(fingers, name) / times)
    screen.WATCHED = fingers.WATCHED
    burst.APART /= times
    seen.SEEN /= times
    seen.HABIT /= times
    behind.SOON /= times


def main() -> int:
    hasten(float(os.environ.get("PERSON_HASTE", "1")))
    options = argparse.ArgumentParser()
    options.add_argument("pack", type=Path)
    options.add_argument("home", type=Path)
    options.add_argument("--number")
    options.add_argument("--like", type=Path)
    options.add_argument("--edit", type=Path)
    options.add_argument("--now", default="2026-11-24T15:20:31")
    options.add_argument("--unfiled", action="store_true")
    options.add_argument("--plain", action="store_true")
    given = options.parse_args()
    form = compile_form(load_questionnaire(given.pack))
    now = datetime.fromisoformat(given.now).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    try:
        interviewed = run_interview(
            form,
            now=lambda: now,
            case_number=given.number,
            like=load_answers(given.like, form) if given.like else None,
            home=given.home,
            taken=lambda number: number.startswith("已有"),
            plain=given.plain,
            start=load_answers(given.edit, form) if given.edit else None,
            revises=Revises(str(given.edit), "0" * 64) if given.edit else None,
            again="yanpan edit" if given.edit else "yanpan assess",
        )
    except YanpanError as error:
        print(f"{error}", file=sys.stderr)
        return error.exit_code
    if not given.unfiled:
        interviewed.done()
    (given.home / "answers.yaml").write_text(render_answers(interviewed.answers, form), encoding="utf-8")
    print("答完了")
    return 0


if __name__ == "__main__":
    sys.exit(main())
