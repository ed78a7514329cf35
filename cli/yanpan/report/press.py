"""The press: papers set in a child process that has fonts, style sheet and imports ready.

It is started while the officer still answers, so that the paper is there at once when the last answer is. A paper
that brings the libraries down takes the child with it and not the officer's answers.
"""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

from yanpan.assessment import Assessment, encode, read_assessment
from yanpan.processes import Crew
from yanpan.report.paper import Paper

SECONDS = 120.0
"""How long one paper may take; the longest that answers allow takes a few."""


class Press:
    """Sets papers in `size` children. As a context manager it ends them."""

    def __init__(self, size: int = 1) -> None:
        self._crew: Crew[None, bytes, Paper] = Crew(_ready, None, size=size, seconds=SECONDS)

    def warm(self) -> None:
        """Start loading now, and return at once."""
        self._crew.warm()

    def print(self, assessment: Assessment) -> Paper:
        """As `yanpan.report.render_pdf` with the assessment attached. Raises `ReportFailed`."""
        return self._crew.do(encode(assessment))

    def close(self) -> None:
        self._crew.close()

    def __enter__(self) -> Press:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _ready(_outfit: None) -> Callable[[bytes], Paper]:
    """The child's part: load what takes long, then set what comes. Raises `ReportFailed` where a library is missing."""
    from yanpan.report import render_pdf, warm

    warm()

    def print_one(data: bytes) -> Paper:
        return render_pdf(read_assessment(data), data)

    return print_one
