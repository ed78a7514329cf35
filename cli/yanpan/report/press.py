"""The press: papers set in a child process that has fonts, style sheet and imports ready.

It is started while the officer still answers, so that the paper is there at once when the last answer is. A paper
that brings the libraries down takes the child with it and not the officer's answers. The words are filled in here,
while the child still loads.
"""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from yanpan.processes import Crew
from yanpan.report.paper import Paper, PrintJob
from yanpan.report.ready import ready_child

if TYPE_CHECKING:
    from yanpan.assessment import Assessment

SECONDS = 120.0
"""How long one paper may take; the longest that answers allow takes a few."""


class Press:
    """Sets papers in `size` children. As a context manager it ends them."""

    def __init__(self, size: int = 1) -> None:
        self._crew: Crew[None, PrintJob, bytes | None] = Crew(ready_child, None, size=size, seconds=SECONDS)

    def warm(self) -> None:
        """Start loading now, and return at once."""
        self._crew.warm()

    def print(
        self, assessment: Assessment, record: bytes | None = None, questionnaire: bytes | None = None
    ) -> Paper:
        """As `yanpan.report.render_pdf`; `record` is what `encode` gives where it is not given. Raises `ReportFailed`."""
        # Not before the child is under way.
        from yanpan.assessment import encode
        from yanpan.report.pdf import print_paper

        return print_paper(assessment, record or encode(assessment), questionnaire, self._crew.do)

    def close(self) -> None:
        self._crew.close()

    def __enter__(self) -> Press:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
