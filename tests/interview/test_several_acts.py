"""“+ 同时还做别的”: further acts are picked in the review, and only what is their own is asked."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace
from person import CTRL_C, ENTER, NUMBER, PACK, UP, Person

from strategies import ZONE
from yanpan.answers import Answer, read_answers
from yanpan.answers.draft import Draft, Kept, KeptAct
from yanpan.batch.worked_cases import load_cases, merged
from yanpan.data import data_folder
from yanpan.interview.finished import begun_with
from yanpan.interview.lines import on_list
from yanpan.interview.review import Choice, ReviewPage, may_add, unanswered
from yanpan.interview.session import Session
from yanpan.questionnaire import Form, compile_form, load_questionnaire

SHIPPED = data_folder("questionnaires") / "gd-563"

ASK = """\
questions:
  - {id: act, section: facts, ask: 准备做什么？, type: choice, acts: true, nominal: true, unknown: false, required: false}
"""
ACTS = """\
acts:
  - {value: 罚款, label: 开单罚款, group: 罚, sets: {kind: 处罚}}
  - {value: 扣车, label: 扣押车辆, group: 动手, words: [拖车], sets: {kind: 强制}}
  - {value: 封店, label: 查封店铺, group: 动手, sets: {kind: 强制}}
  - {value: 没有, label: 列表里没有, group: 别的}
hazards:
"""


def pack_of(folder: Path) -> Path:
    """The pack of this room with acts; unit, officers, party, start and reactions are shared."""
    folder.mkdir()
    for path in PACK.iterdir():
        (folder / path.name).write_text(path.read_text("utf-8"), "utf-8")
    head, part = folder / "questionnaire.yaml", folder / "questions.yaml"
    head.write_text(
        head.read_text("utf-8").replace(
            "sections:\n", "shared: [unit, officers, party, start, reactions]\nsections:\n", 1
        ),
        "utf-8",
    )
    text = part.read_text("utf-8").replace("questions:\n", ASK, 1).replace("hazards:\n", ACTS, 1)
    part.write_text(text, "utf-8")
    return folder


def form_of(tmp_path: Path) -> Form:
    return compile_form(load_questionnaire(pack_of(tmp_path / "acts")))


def reviewed(person: Person) -> Person:
    """A whole case of one act, at its review."""
    person.see("案号是什么").press(NUMBER, ENTER).see("准备做什么").press("开单").see(
        "› 1 开单罚款"
    ).pause().press(ENTER)
    person.see("实施执法的单位").press("某局", ENTER).see("由哪些执法人员").press("张三 粤A001", ENTER)
    person.see("1 张三").press(ENTER).see("当事人是谁").press("王某", ENTER)
    person.see("什么时候开始").press("现在").see("星期二 15:20（今天）").press(ENTER)
    person.see("报负责人批准了吗").press("1").see("会有哪些反应").press("0")
    return person.see("检查答案", "都答了", "+ 同时还做别的")


def with_another(person: Person) -> Person:
    """The same with a second act, at the review."""
    person.press("+").see("准备做什么", "同时还做什么").press("拖车").see("› 1 扣押车辆").pause().press(ENTER)
    # Unit, officers, party, start and reactions are shared: none of them is asked again.
    person.see("多少人受影响", "扣车").press("3", ENTER).see("报负责人批准了吗", "扣车").press("3")
    return person.see("检查答案", "都答了")


def given_of(person: Person) -> dict[str, object]:
    found = yaml.safe_load(person.answers())
    assert isinstance(found, dict)
    return found


def test_a_second_act_asks_for_its_own_alone(tmp_path: Path) -> None:
    person = with_another(reviewed(Person(tmp_path / "home", pack=pack_of(tmp_path / "acts"), size=(90, 50))))
    person.see("【罚款】基本情况", "【扣车】基本情况", "已触红线 1：没有批准", "- 去掉一件")
    assert person.text.count("实施执法的单位") == 1
    assert person.text.count("报负责人批准了吗") == 2
    assert person.press("y").ends() == 0
    said = given_of(person)
    assert said["also"] == [{"answers": {"act": "扣车", "people": 3, "approved": "no"}}]
    assert set(said["answers"]) == {"act", "unit", "officers", "party", "start", "approved", "reactions"}  # type: ignore[arg-type]


@pytest.mark.long
def test_one_act_is_asked_nothing_more(tmp_path: Path) -> None:
    person = reviewed(Person(tmp_path / "home", pack=pack_of(tmp_path / "acts")))
    assert "【" not in person.text
    assert person.press("y").ends() == 0
    assert "also" not in person.answers()


@pytest.mark.long
def test_who_leaves_and_comes_back_has_lost_nothing(tmp_path: Path) -> None:
    pack = pack_of(tmp_path / "acts")
    person = reviewed(Person(tmp_path / "home", pack=pack, size=(90, 50)))
    person.press("+").see("准备做什么").press("拖车").see("› 1 扣押车辆").pause().press(ENTER)
    person.see("多少人受影响").press("3", ENTER).see("报负责人批准了吗")
    assert person.press(CTRL_C).ends() == 130
    person = Person(tmp_path / "home", pack=pack, size=(90, 50)).see("有没做完的案件", "已答 9 题").press("1")
    person.see("报负责人批准了吗", "扣车", "已答 9 题").press("1").see("检查答案", "【扣车】基本情况")
    assert person.press("y").ends() == 0
    assert given_of(person)["also"] == [{"answers": {"act": "扣车", "people": 3, "approved": "yes"}}]


@pytest.mark.long
def test_the_same_act_is_not_taken_twice_and_one_not_picked_is_none(tmp_path: Path) -> None:
    person = reviewed(Person(tmp_path / "home", pack=pack_of(tmp_path / "acts"), size=(90, 50)))
    person.press("+").see("准备做什么").press("开单").see("› 1 开单罚款").pause().press(ENTER)
    person.see("这一样已经在这次行动里了").press("\x12").see("检查答案", "都答了", "+ 同时还做别的")
    assert "【" not in person.text
    assert person.press("y").ends() == 0
    assert "also" not in person.answers()


@pytest.mark.long
def test_an_act_is_taken_away_with_its_answers_once_y_says_so(tmp_path: Path) -> None:
    person = with_another(reviewed(Person(tmp_path / "home", pack=pack_of(tmp_path / "acts"), size=(90, 50))))
    person.press("-").see("先用↑↓选要去掉的那一件自己的一题")
    person.press("\x1b[F").press("-").see("去掉【扣车】和它自己的 3 个答案？").press("j").press("-")
    person.see("要去掉按 y").pause().press("y").see("检查答案", "都答了", "+ 同时还做别的")
    assert "【" not in person.text
    assert "also" not in person.draft()
    assert person.press("y").ends() == 0
    assert "扣车" not in person.answers()


@pytest.mark.long
def test_an_answer_of_another_act_is_changed_from_the_review(tmp_path: Path) -> None:
    person = with_another(reviewed(Person(tmp_path / "home", pack=pack_of(tmp_path / "acts"), size=(90, 50))))
    # The first arrow points at where the person came from: the last answer of the second act.
    rows = [line for line in person.text.splitlines() if "报负责人批准了吗" in line]
    first, second = (int(re.findall(r"\d+", row)[0]) for row in rows)
    person.press(*[UP] * (1 + second - first), ENTER).see("报负责人批准了吗", "· 罚款").press("3").see(
        "检查答案"
    )
    assert person.press("y").ends() == 0
    said = given_of(person)
    assert said["answers"]["approved"] == "no"  # type: ignore[index]
    assert said["also"] == [{"answers": {"act": "扣车", "people": 3, "approved": "no"}}]


@pytest.mark.long
def test_a_finished_case_of_several_acts_is_changed_from_its_review(tmp_path: Path) -> None:
    pack = pack_of(tmp_path / "acts")
    person = with_another(reviewed(Person(tmp_path / "home", pack=pack, size=(90, 50))))
    assert person.press("y").ends() == 0
    before = person.answers()
    (tmp_path / "before.yaml").write_text(before, "utf-8")
    edit = ("--number", NUMBER, "--edit", str(tmp_path / "before.yaml"))
    person = Person(tmp_path / "home", *edit, pack=pack, size=(90, 50)).see(
        "检查答案", "都答了", "【扣车】基本情况"
    )
    assert person.press("y").ends() == 0
    assert person.answers() == before
    person = Person(tmp_path / "home", *edit, pack=pack, size=(90, 50)).see("检查答案")
    person.press("+").see("准备做什么").press("封店").see("› 1 查封店铺").pause().press(ENTER)
    person.see("多少人受影响", "封店").press("2", ENTER).see("报负责人批准了吗", "封店").press("1")
    assert person.see("检查答案", "【封店】基本情况").press("y").ends() == 0
    also = given_of(person)["also"]
    assert isinstance(also, list)
    assert [act["answers"]["act"] for act in also] == ["扣车", "封店"]


def test_line_by_line_too(tmp_path: Path) -> None:
    person = Person(tmp_path / "home", "--plain", pack=pack_of(tmp_path / "acts"), size=(100, 60))
    person.see("案号").press(NUMBER, ENTER).see("准备做什么").press("开单罚款", ENTER)
    person.see("实施执法的单位").press("某局", ENTER).see("由哪些执法人员").press("张三 粤A001", ENTER).see(
        "1 张三"
    )
    person.press(ENTER).see("当事人是谁").press("王某", ENTER).see("什么时候开始").press("现在", ENTER)
    person.see("报负责人批准了吗").press("1", ENTER).see("会有哪些反应").press("0", ENTER)
    person.see("检查答案", "+ 同时还做别的").press("+", ENTER).see("同时还做什么").press("扣押车辆", ENTER)
    person.see("多少人受影响").press("3", ENTER).see("报负责人批准了吗").press("1", ENTER)
    person.see("【扣车】").press("y", ENTER)
    assert person.ends() == 0
    assert given_of(person)["also"] == [{"answers": {"act": "扣车", "people": 3, "approved": "yes"}}]


# ── The session as a value ──

SAID = {
    "act": "罚款", "unit": "某局", "officers": ["张三 粤A001"], "party": "王某", "start": "2026-11-24 15:20",
    "approved": "yes", "reactions": [],
}  # fmt: skip


def session_of(form: Form, *also: dict[str, object], **more: object) -> Session:
    document = {"answers": SAID, "also": [{"answers": act} for act in also]} | more
    return Session(form).resumed(Kept(read_answers(document, form, budgeted=False)))


CAR = {"act": "扣车", "people": 3, "approved": "urgent", "urgency": "danger"}
SHOP = {"act": "封店", "people": 2, "approved": "yes"}


def test_whichever_act_is_asked_about_the_answers_are_the_same(tmp_path: Path) -> None:
    form = form_of(tmp_path)
    session = session_of(form, CAR, SHOP)
    wanted = session.answers("1")
    assert [act["act"] for act in wanted.also] == [Answer(value="扣车"), Answer(value="封店")]
    for place in (2, 0, 1, 2, 1, 0):
        session = session.focused(place)
        assert session.given["act"].value == ("罚款", "扣车", "封店")[place]
        assert session.given["unit"].value == "某局"
        assert session.answers("1") == wanted
        assert session.finished
    assert session.focused(1).without(1).answers("1").also == (wanted.also[1],)
    first_gone = session.without(0).answers("1")
    assert first_gone.answers["act"].value == "扣车"
    assert first_gone.answers["unit"].value == "某局"
    assert [act["act"].value for act in first_gone.also] == ["封店"]


def test_a_shared_answer_changed_in_any_act_is_changed_in_all(tmp_path: Path) -> None:
    session = session_of(form_of(tmp_path), CAR).focused(1).reopen("unit").answer("乙局")
    assert session.answers("1").answers["unit"] == Answer(value="乙局")
    assert all("unit" not in act for act in session.answers("1").also)
    own = session.reopen("approved").answer("no")
    assert own.answers("1").answers["approved"] == Answer(value="yes")
    assert own.may_end
    assert own.focused(0).may_end


def test_what_is_left_half_written_and_said_beside_stays_with_its_act(tmp_path: Path) -> None:
    form = form_of(tmp_path)
    session = session_of(form, {"act": "扣车"}).focused(1)
    session = session.hold("people", "三百").note("approved", "局长口头同意", ["录音"]).hold("unit", "某")
    assert (session.focused(0).typed, session.focused(0).remarks) == ({"unit": "某"}, {})
    back = session.focused(0).focused(1)
    assert back.typed == {"people": "三百", "unit": "某"}
    assert back.remarks["approved"].note == "局长口头同意"


def test_a_draft_gives_every_act_back_with_what_stands_beside_it(tmp_path: Path) -> None:
    form = form_of(tmp_path)
    session = (
        session_of(form, {"act": "扣车"}, SHOP).focused(1).hold("people", "三百").note("approved", "口头", ())
    )
    draft = Draft.begin(tmp_path, "1号")
    acts = tuple(KeptAct(tuple(own.skipped), dict(own.remarks), dict(own.typed)) for own in session.further)
    draft.save(session.answers("1号"), form, datetime.now(ZONE), acts=acts)
    kept = draft.load(form)
    draft.close()
    assert kept is not None
    again = Session(form).resumed(kept)
    assert again.answers("1号") == session.answers("1号")
    assert again.focused(1).typed == {"people": "三百"}
    assert again.focused(1).remarks["approved"].note == "口头"


def test_more_can_be_added_while_there_is_room_and_nothing_is_open(tmp_path: Path) -> None:
    form = form_of(tmp_path)
    assert may_add(session_of(form))
    assert not may_add(session_of(form, {"act": "扣车"}))
    assert not may_add(Session(form))
    full = session_of(form, CAR, SHOP, {"act": "没有", "kind": "处罚", "approved": "yes"})
    assert full.finished
    assert not may_add(full)
    plain = compile_form(load_questionnaire(PACK))
    assert not may_add(Session(plain, given=session_of(form).given))


def test_the_review_has_what_is_shared_once_and_each_acts_own(tmp_path: Path) -> None:
    session = session_of(form_of(tmp_path), CAR, SHOP)
    page = ReviewPage(session, NUMBER)
    titles = [item.title for item in page.items() if item.heading]
    assert titles == [
        "基本情况", "社会稳定性", "【罚款】基本情况", "【罚款】合法性", "【扣车】基本情况", "【扣车】合法性",
        "【封店】基本情况", "【封店】合法性",
    ]  # fmt: skip
    rows = [item for item in page.items() if not item.heading]
    assert [page.by_id[item.value].number for item in rows] == list(range(1, len(rows) + 1))
    assert len({item.value for item in rows}) == len(rows)


def test_what_is_unanswered_is_counted_of_every_act(tmp_path: Path) -> None:
    assert unanswered(session_of(form_of(tmp_path), {"act": "扣车"}, {"act": "封店", "people": 2})) == 3


def test_a_finished_case_of_several_acts_is_looked_at_again_with_all_of_them(tmp_path: Path) -> None:
    form = form_of(tmp_path)
    noted = {"value": 3, "note": "约"}
    left_out = {name: value for name, value in SAID.items() if name != "party"}
    answers = read_answers({"answers": left_out, "also": [{"answers": CAR | {"people": noted}}]}, form)
    session = begun_with(Session(form), answers)
    assert session.answers("") == answers
    # What was left out is not asked for again, and the word beside a number goes with its number.
    assert session.finished
    changed = session.focused(1).reopen("people").answer(5)
    assert changed.answers("").also[0]["people"] == Answer(value=5)


def test_a_line_takes_an_act_away_once_y_says_so(tmp_path: Path) -> None:
    session = session_of(form_of(tmp_path), CAR, SHOP)
    page = ReviewPage(session, NUMBER)
    page.by_lines = True
    (shop,) = [row for row in page.all if row.view.place == 2 and row.question.id == "people"]
    assert on_list(page, f"- {shop.number}") is None
    assert page.message == "去掉【封店】和它自己的 3 个答案？要去掉按 y，按别的键不去。"
    assert on_list(page, "y") == Choice("without", "2/")
    assert on_list(page, "- 1") is None
    assert page.message == "先用↑↓选要去掉的那一件自己的一题。"
    # With nothing asked for, y is what it always is.
    assert on_list(page, "y") == Choice("done")


def test_what_only_a_further_act_asks_of_all_is_asked_with_it_and_is_said_of_all() -> None:
    """Nobody asks an inspection when it begins, of whom, how many it is about; sealing the shop asks all that."""
    form = compile_form(load_questionnaire(SHIPPED))
    later = {"party_name", "planned_start", "people_affected", "gathering", "prior_dispute", "filming_plan"}
    assert later <= form.shared
    files = load_cases(SHIPPED / "cases")
    begun = read_answers(merged(files["V11"][0], files, files["V11"][1]) | {"case_number": "1"}, form)
    inspection, sealing, _ = Session(form).resumed(Kept(begun)).views
    assert not later & {q.id for q in inspection.asked}
    assert later <= {q.id for q in sealing.asked}
    said = {name: answer for name, answer in begun.answers.items() if name not in later}
    alone = Session(form).resumed(Kept(replace(begun, answers=said, also=())))
    assert alone.finished
    # It is asked where the further act stands, and the answer is of the operation.
    both = Session(form).resumed(Kept(replace(begun, answers=said, also=begun.also[:1])))
    assert both.views[0].open is None
    session = both.focused(1)
    asked = []
    while session.current is not None:
        asked.append(session.current.id)
        session = session.answer(begun.answers[session.current.id].value)
    assert later <= set(asked)
    assert session.finished
    assert session.answers("1") == replace(begun, also=begun.also[:1])
    page = ReviewPage(session.focused(0), NUMBER)
    rows = [row for row in page.all if row.question.id in later]
    assert sorted(row.question.id for row in rows) == sorted(later)
    assert not any(row.own or row.aside for row in rows)
    # Without the act that asked for them they stay, and count for nothing.
    left = session.without(1)
    assert left.finished
    assert later <= {q.id for q in left.aside}
