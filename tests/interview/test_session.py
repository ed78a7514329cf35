"""The interview as a value, without a screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import AT, answers_for, choice, form_of, gd563, question, questionnaires, red_line, values_of
from yanpan.answers import UNKNOWN, Answer, Person
from yanpan.answers.draft import Kept, Remark
from yanpan.assessment import assess
from yanpan.interview.session import Session
from yanpan.questionnaire import Form, Question, QuestionType, compile_form
from yanpan.questionnaire.model import Option

NUMBER, TEXT = QuestionType.NUMBER, QuestionType.TEXT
FORM = form_of(
    questions=(
        choice("kind", "a", "b", nominal=True, unknown=False),
        choice("first", "good", Option(value="bad", label="坏", red_line="stop")),
        choice("deeper", "yes", "no", when='first == "bad"'),
        question("people", NUMBER, worse="more", min=0, unit="人"),
        question("party", TEXT, required=False, unknown=False),
    ),
    red_lines=(red_line("stop"),),
)


def at(session: Session) -> str:
    return session.current.id if session.current else ""


def test_questions_are_asked_in_order_and_only_when_they_apply() -> None:
    session = Session(FORM).answer("a")
    assert at(session) == "first"
    assert at(session.answer("good")) == "people"
    assert at(session.answer("bad")) == "deeper"


def test_a_question_is_not_asked_while_the_one_it_depends_on_is_open() -> None:
    session = Session(FORM).answer("a")
    ids = [q.id for q in session.asked]
    assert ids.index("first") < ids.index("deeper") if "deeper" in ids else True
    assert at(session) == "first"


def test_going_back_keeps_what_was_answered() -> None:
    session = Session(FORM).answer("a").answer("good").back()
    assert at(session) == "first"
    assert session.given["first"].value == "good"
    assert at(session.back()) == "kind"
    assert at(session.back().back()) == "kind"
    assert at(session.back().forward().forward()) == "people"


def test_answering_after_going_back_returns_to_the_first_open_question() -> None:
    session = Session(FORM).answer("a").answer("good").answer(3).back().back()
    assert at(session) == "first"
    assert at(session.answer("good")) == "party"


def test_a_changed_answer_reopens_what_depends_on_it_and_keeps_the_rest_aside() -> None:
    done = Session(FORM).answer("a").answer("bad").answer("no").answer(3).skip()
    assert done.finished
    changed = done.reopen("first").answer("good")
    assert changed.finished
    assert [q.id for q in changed.aside] == ["deeper"]
    assert changed.answers("1号").answers["deeper"].value == "no"
    # Changed once more the kept answer counts again.
    assert changed.reopen("first").answer("bad").finished
    fresh = Session(FORM).answer("a").answer("good").answer(3).skip().reopen("first").answer("bad")
    assert at(fresh) == "deeper"


def test_red_lines_show_as_soon_as_they_are_certain() -> None:
    session = Session(FORM).answer("a")
    assert tuple(session.met.red_lines) == ()
    [unsure] = session.answer(UNKNOWN).met.red_lines.values()
    assert not unsure
    assert not session.answer(UNKNOWN).may_end
    assert list(session.answer("bad").met.red_lines.values()) == [True]
    assert session.answer("bad").may_end


def test_a_question_that_is_not_required_can_be_left_out() -> None:
    session = Session(FORM).answer("a").answer("good").answer(3)
    assert session.skip().finished
    with pytest.raises(ValueError, match="required"):
        Session(FORM).skip()


def test_a_note_may_come_before_the_answer() -> None:
    session = Session(FORM).note("kind", "先记一笔", ["笔录1"])
    assert session.remark("kind") == Remark("先记一笔", ("笔录1",))
    answered = session.answer("a")
    assert answered.given["kind"] == Answer(value="a", note="先记一笔", evidence=("笔录1",))
    assert answered.note("kind", "", []).given["kind"] == Answer(value="a")


def test_the_word_beside_a_number_becomes_its_note_and_goes_with_it() -> None:
    session = Session(FORM).answer("a").answer("good").note("people", "村里估的", ())
    about = session.answer(300, "约")
    assert about.given["people"].note == "约；村里估的"
    assert about.reopen("people").answer(310).given["people"].note == "村里估的"


def test_a_draft_is_taken_up_where_it_was_left() -> None:
    session = Session(FORM).answer("a").answer("bad").note("deeper", "待查", ())
    kept = Kept(session.answers("1号"), remarks=session.remarks)
    resumed = Session(FORM).resumed(kept)
    assert at(resumed) == "deeper"
    assert resumed.remark("deeper").note == "待查"


def test_an_offer_stands_only_while_there_is_no_answer() -> None:
    session = Session(FORM, offers={"kind": "b"})
    assert session.offer(FORM.questions["kind"]) == "b"
    assert session.answer("a").offer(FORM.questions["kind"]) is None


def test_progress_counts_questions_and_guesses_those_ahead() -> None:
    progress = Session(FORM).progress
    assert (progress.number, progress.left) == (1, 3)
    assert Session(FORM).answer("a").answer("bad").progress[:2] == (3, 2)


# ── The shipped questionnaire ──


def best(q: Question) -> object:
    """The answer of a case without worries."""
    if q.type is QuestionType.CHOICE:
        return q.options[0].value
    if q.type is QuestionType.PEOPLE:
        return (Person("张三", "粤A001"), Person("李四", "粤A002"))
    return {QuestionType.CHOICES: (), QuestionType.NUMBER: 3, QuestionType.TEXT: "某"}.get(q.type, AT)


def asked_in(form: Form, *, required: bool = False, **facts: str) -> int:
    """How many questions a case without worries is asked, all or only those that want an answer."""
    session, count = Session(form), 0
    while (q := session.current) is not None:
        session = session.answer(facts.get(q.id, best(q)))  # type: ignore[arg-type]
        count += q.required or not required
    return count


def test_a_clean_on_the_spot_case_asks_at_most_seventeen_questions() -> None:
    """Beside those for what the paper names: party, conduct, place, amount and articles, each empty by one Enter."""
    spot = {"kind": "处罚", "penalty_procedure": "当场"}
    assert asked_in(gd563(), required=True, **spot) <= 17
    assert asked_in(gd563(), **spot) <= 20


def test_a_demolition_asks_at_most_sixty() -> None:
    assert asked_in(gd563(), kind="强制", compulsion_type="拆除", structure_occupied="home") <= 60


# ── Laws ──


@pytest.mark.long
@given(st.data())
def test_every_question_asked_is_answered_once_and_nothing_is_missing(data: st.DataObject) -> None:
    form = compile_form(data.draw(questionnaires()))
    session, seen = Session(form), []
    while (q := session.current) is not None:
        seen.append(q.id)
        ways = [values_of(q)] + ([st.just(UNKNOWN)] if q.unknown else [])
        value = data.draw(st.one_of(ways))
        skipped = not q.required and data.draw(st.booleans())
        session = session.skip() if skipped else session.answer(value)  # type: ignore[arg-type]
    assert len(seen) == len(set(seen))
    assert assess(form, session.answers("1号"), AT).missing == ()
    assert session.aside == ()


@given(st.data())
def test_whatever_is_changed_in_review_nothing_is_lost_or_missing(data: st.DataObject) -> None:
    form = compile_form(data.draw(questionnaires()))
    session = Session(form, given=dict(data.draw(answers_for(form)).answers))
    before = dict(session.given)
    for _ in range(data.draw(st.integers(0, 3))):
        if not session.asked:
            break
        changed = data.draw(st.sampled_from(session.asked))
        session = session.reopen(changed.id)
        assert session.current == changed
        session = session.answer(data.draw(values_of(changed)))  # type: ignore[arg-type]
        before[changed.id] = session.given[changed.id]
        assert {name: session.given[name] for name in before} == before
    while (q := session.current) is not None:
        session = session.answer(data.draw(values_of(q)))  # type: ignore[arg-type]
    assert assess(form, session.answers("1号"), AT).missing == ()
    asked = {q.id for q in session.asked}
    assert {q.id for q in session.aside} == set(session.given) - asked


@pytest.mark.long
@given(st.data())
def test_a_step_back_and_a_step_forward_change_no_answer(data: st.DataObject) -> None:
    form = compile_form(data.draw(questionnaires()))
    session = Session(form, given=dict(data.draw(answers_for(form)).answers))
    given = session.given
    for step in data.draw(st.lists(st.sampled_from(["back", "forward", "go_on"]), max_size=12)):
        session = getattr(session, step)()
        assert session.given == given
        assert session.current is None or session.current in session.asked
    progress = session.progress
    assert progress.left >= 0
    assert 0 <= progress.section_done <= progress.section_all


@pytest.mark.parametrize(
    "note", ["估计；按门牌数", "原话：村支书说有三百多人，另附名单", "约", "差不多；原话：约三百"]
)
def test_a_note_of_ones_own_stays_whatever_number_is_answered(note: str) -> None:
    session = Session(FORM).answer("a").answer("good").note("people", note, ())
    session = session.answer(300)
    assert session.given["people"].note == note
    session = session.reopen("people").answer(301, "大约").reopen("people").answer(302, "原话：三百多")
    assert session.given["people"].note == f"原话：三百多；{note}"
    resumed = Session(FORM).resumed(Kept(session.answers("1"), typed=session.typed))
    assert resumed.reopen("people").answer(303).given["people"].note == note
