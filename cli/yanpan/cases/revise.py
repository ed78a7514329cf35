"""A finished case changed: a new assessment in its place, which names the one that it supersedes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from yanpan.answers.load import render_answers
from yanpan.answers.model import Answers
from yanpan.answers.values import taken_by_no_door
from yanpan.assessment import Assessment, answers_of, digest_of_bytes, encode
from yanpan.cases.case_folder import ANSWERS, PAPER, RESULT, Case, open_case
from yanpan.cases.later import check_current
from yanpan.cases.superseded import earlier_versions
from yanpan.documents import true_path
from yanpan.errors import AnswersRefused, InputRefused, OutputRefused
from yanpan.questionnaire.compile import Form
from yanpan.storage import check_output_folder, locked, next_version, write_file


@dataclass(frozen=True)
class Revision:
    """A case that is being changed: as it was found, the digest of its record, and what was answered then."""

    case: Case
    digest: str
    before: Answers

    def wanted(self, answers: Answers, form: Form, at: datetime) -> bool:
        """Whether there is anything to assess anew: other answers, another questionnaire, or a term that has run out."""
        found = self.case.assessment
        same = replace(answers, supersedes="") == self.before
        return (
            not same
            or found.questionnaire.digest != form.questionnaire.digest
            or at >= found.validity.expires_at
        )

    def answers(self, answers: Answers, form: Form) -> Answers:
        """The answers to assess: as given, with the digest of what they supersede. Raises `InputRefused`."""
        new = replace(answers, supersedes=self.digest)
        for over in taken_by_no_door(new, form):
            raise InputRefused(over.what, where=over.field, remedy=over.remedy)
        return new

    def write(self, form: Form, answers: Answers, assessment: Assessment, *, paper: bytes | None) -> Path:
        """Write the new assessment in the place of the old one; return where the old one is kept.

        Whole or not at all, also for a process that is killed. Raises `InputRefused` when the case was assessed anew
        meanwhile or is held by somebody, and `OutputRefused`.
        """
        with next_version(self.case.folder) as folder:
            # What stands there is held by now.
            if digest_of_bytes(self.case.record()) != self.digest:
                raise InputRefused(
                    "刚刚有别人改了这个案件",
                    where=str(self.case.folder),
                    remedy="看看现在的结果（yanpan show），再运行 yanpan edit；答过的还在。",
                )
            write_file(folder / ANSWERS, render_answers(answers, form).encode())
            write_file(folder / RESULT, encode(assessment))
            if paper is not None:
                write_file(folder / PAPER, paper)
        return earlier_versions(self.case.folder)[-1]


def begin_revision(path: Path, form: Form) -> Revision:
    """Open a finished case to change it. Nothing is held until it is written: that may take an hour.

    Raises `InputRefused` for what is no case, is superseded, held by another process, or was answered for another
    questionnaire, and `OutputRefused` where nothing can be written.
    """
    found = open_case(path)
    # The place itself: a relative path may end in the folder one stands in.
    case = Case(true_path(found.folder), found.assessment, found.digest)
    check_current(case, remedy="改现行的那一份：yanpan edit {later}")
    if case.assessment.questionnaire.id != form.questionnaire.header.id:
        raise InputRefused(
            f"这个案件是用问卷“{case.assessment.questionnaire.id}”研判的，不是“{form.questionnaire.header.id}”",
            where=str(path),
            remedy="用 --questionnaire 给出那份问卷。",
        )
    _check_place(case.folder.parent)
    with locked(case.folder):
        record = case.record()
    return Revision(case, digest_of_bytes(record), replace(_answered(case, form), supersedes=""))


def _answered(case: Case, form: Form) -> Answers:
    try:
        return answers_of(case.assessment, form)
    except AnswersRefused as error:
        raise InputRefused(
            f"研判以后问卷换了版，有的答案对不上：{error.what}",
            where=str(case.folder),
            remedy="按现在的问卷改 answers.yaml，用 yanpan assess --answers 文件 --replace 重新研判。",
            parts=error.parts,
        ) from error


def _check_place(parent: Path) -> None:
    """Refused before all the questions rather than after."""
    try:
        check_output_folder(parent)
    except OutputRefused as error:
        remedy = "新的一份要先在案件文件夹旁边写好：开通权限，或者把案件拷到能写的位置再改。"
        raise OutputRefused(error.what, where=error.where, remedy=remedy) from error
