"""`yanpan edit CASE`: a finished case opened at its review; what is changed makes a new assessment in its place."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yanpan.commands.assessed import placed_in
from yanpan.commands.common import (
    boundary,
    home_folder,
    load_form,
    now_for,
    path_words,
    press_for,
    say,
    say_json,
    say_lines,
    tell,
    tell_missing,
)
from yanpan.commands.options import (
    AnswersOption,
    CaseArgument,
    JsonOption,
    NoPdfOption,
    PackOption,
    PlainOption,
    QuietOption,
)
from yanpan.errors import InputRefused, Interrupted, TerminalRefused
from yanpan.interrupts import hear

if TYPE_CHECKING:
    from yanpan.answers.model import Answers
    from yanpan.assessment import Assessment
    from yanpan.cases import Revision
    from yanpan.interview import Interviewed
    from yanpan.questionnaire.compile import Form
    from yanpan.report import Press

_SAME = "没有改动，什么也没有写。答案不变也要重新研判的，用 yanpan assess --replace。"


def edit(
    case: CaseArgument,
    answers: AnswersOption = None,
    plain: PlainOption = False,
    no_pdf: NoPdfOption = False,
    questionnaire: PackOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """改一个做完的案件：从检查的一屏开始，改完重新研判，旧的留作“旧版-1”。过了期、问卷换了版的，不改也重新研判。

    新的一份写明替代了哪一份（摘要值），旧的连同签名、扫描件都收在案件文件夹的“旧版-1”里，不能再签；新的从头签。
    和 assess --replace 不同：那是从头重做，不写明替代了谁，旧的整个文件夹挪到旁边。
    """
    with boundary(), press_for(not no_pdf, asks=answers is None) as press:
        form = load_form(questionnaire)
        from yanpan.cases import begin_revision

        revision = begin_revision(case, form)
        inside = _stands_in(revision.case.folder)
        interviewed = None
        if answers is None:
            interviewed = _ask(revision, form, case, press, plain=plain)
            hear()  # The screens let go of the signals that they had taken.
            # The interview knows of no attachments.
            given = _with_attachments(interviewed.answers, revision.before)
        else:
            given = _read(answers, revision, form)
        with placed_in(answers) if answers else nullcontext():
            done = None
            if revision.wanted(given, form, now_for(form)):
                if interviewed is not None and not (no_pdf or quiet):
                    tell("正在出文书…")
                done = _write(revision, form, given, press)
        if interviewed is not None:
            # Not `done`: the next new case does not follow the number of an old one.
            interviewed.draft.discard()
        _say(revision, done, paper=not no_pdf, json=json, quiet=quiet)
        if inside and done is not None:
            tell("注意：你现在所在的是换下来的文件夹，先 cd 出去再进来。")


def _ask(revision: Revision, form: Form, named: Path, press: Press | None, *, plain: bool) -> Interviewed:
    from yanpan.interview import Revises, run_interview

    again = f"yanpan edit {path_words(named)}"
    try:
        return run_interview(
            form,
            now=lambda: now_for(form),
            case_number=revision.case.assessment.case_number,
            like=None,
            home=home_folder(),
            start=revision.before,
            plain=plain,
            shown=press.warm if press else None,
            revises=Revises(path_words(revision.case.folder), revision.digest),
            again=again,
        )
    except Interrupted as stop:
        raise Interrupted(
            stop.what, remedy=f"案件没有动。{stop.remedy.replace('就接着做', '就接着改')}"
        ) from stop
    except TerminalRefused as refused:
        remedy = refused.remedy.replace("yanpan assess --answers", f"{again} --answers")
        raise TerminalRefused(refused.what, where=refused.where, remedy=remedy) from refused


def _stands_in(folder: Path) -> bool:
    """Whether the person's current folder is this one, or one in it."""
    try:
        return Path.cwd().is_relative_to(folder)
    except OSError:
        return False


def _with_attachments(answers: Answers, before: Answers) -> Answers:
    import msgspec

    return msgspec.structs.replace(answers, attachments=before.attachments)


def _read(file: Path, revision: Revision, form: Form) -> Answers:
    """The answers of a file, for this case and no other. Raises `InputRefused`."""
    import msgspec

    from yanpan.answers import load_answers

    given = load_answers(file, form)
    number = revision.case.assessment.case_number
    if given.case_number not in ("", number):
        raise InputRefused(
            f"这是“{given.case_number}”的答案，不是“{number}”的",
            where=str(file),
            remedy="给出这个案件的答案；换了案号的是另一个案件，用 yanpan assess。",
        )
    return msgspec.structs.replace(given, case_number=number)


def _write(revision: Revision, form: Form, given: Answers, press: Press | None) -> tuple[Assessment, Path]:
    from yanpan.assessment import assess as judge
    from yanpan.cases import make_paper

    assessment = judge(form, revision.answers(given, form), now_for(form))
    paper = None
    if press is not None:
        paper, missing = make_paper(assessment, press, questionnaire=form.embedded)
        tell_missing(missing)
    return assessment, revision.write(form, given, assessment, paper=paper)


def _say(
    revision: Revision, done: tuple[Assessment, Path] | None, *, paper: bool, json: bool, quiet: bool
) -> None:
    from yanpan.cases import PAPER
    from yanpan.commands.summary import coloured, paper_line, summary_lines

    folder = revision.case.folder
    if json:
        say_json(_told(revision, done))
    elif done is None and not quiet:
        say_lines([_SAME])
    elif done is not None and not quiet:
        assessment, kept = done
        for line in summary_lines(assessment, colour=coloured()):
            say(line)
        say(paper_line(folder / PAPER if paper else None, ""))
        say(f"被替代的    {kept}（SHA-256 {revision.digest[:16]}…）")


def _told(revision: Revision, done: tuple[Assessment, Path] | None) -> dict[str, Any]:
    from yanpan.assessment import digest_of

    told = {"folder": path_words(revision.case.folder), "changed": done is not None}
    if done is None:
        return told | {"digest": revision.digest, "supersedes": None, "kept": None}
    assessment, kept = done
    return told | {
        "digest": digest_of(assessment),
        "supersedes": revision.digest,
        "kept": path_words(kept),
        "grade": assessment.grade,
    }
