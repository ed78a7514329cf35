"""What is really on disk, in words: said at once when it is less than what was answered, and again at the end."""

from __future__ import annotations

from dataclasses import dataclass

from yanpan.errors import Interrupted, OutputRefused


@dataclass
class Saved:
    """`answers` is how many the draft on disk holds, None when there is none; `trouble` why the last save failed."""

    answers: int | None = None
    trouble: OutputRefused | None = None

    def done(self, answers: int) -> None:
        """The draft was written."""
        self.answers, self.trouble = answers, None

    def failed(self, why: OutputRefused) -> None:
        """It was not; what was written before stands."""
        self.trouble = why

    @property
    def warning(self) -> str:
        """For every page as long as what is on the screen is not on disk."""
        if self.trouble is None:
            return ""
        return f"没有存下：{self.trouble.what}。{self.trouble.remedy}"

    def stopped(self, number: str, answered: int, again: str) -> Interrupted:
        """The person leaves case `number` with so many answers, and goes on with the command `again`."""
        if self.trouble is None:
            return Interrupted(
                f"已停下，{number} 答过的 {answered} 题都存好了", remedy=f"再运行 {again} 就接着做。"
            )
        why = f"{self.trouble.what}。{self.trouble.remedy}"
        if self.answers is None:
            return Interrupted(f"已停下，{number} 答过的 {answered} 题都没有存下：{why}")
        return Interrupted(
            f"已停下，{number} 最后改的没有存下：存着的是以前的 {self.answers} 题，现在答了 {answered} 题。{why}",
            remedy=f"再运行 {again}，从存着的接着做。",
        )
