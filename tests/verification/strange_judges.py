"""Judges for child processes that hang, die or answer, by what the file says."""

from __future__ import annotations

import os
import time

from yanpan.verification import ReadersView, ToJudge, Verification


def make_strange(view: ReadersView) -> object:
    def judge(paper: ToJudge) -> Verification:
        if paper.pdf == b"hang":
            time.sleep(600)
        if paper.pdf == b"die":
            os._exit(9)
        if paper.pdf == b"too much":
            raise MemoryError
        if paper.pdf == b"raise":
            raise RuntimeError("a bug")
        return Verification(verdict="valid", findings=(), case_number=paper.pdf.decode())

    return judge
