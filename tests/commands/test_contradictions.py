"""Answers that contradict each other: said on the screen and in the folder, signed by nobody before they are explained."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import Keys, Run, check_refused

DEMO = Path(__file__).parents[2] / "demo" / "L01-当场处罚.yaml"


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """The spot fine of the demo, but what is to be done is called a removal."""
    file = tmp_path / "answers.yaml"
    text = DEMO.read_text(encoding="utf-8")
    assert "action_summary: 在人行道乱扔垃圾，当场罚款五十元" in text
    text = text.replace("action_summary: 在人行道乱扔垃圾，当场罚款五十元", "action_summary: 拆除沿街招牌")
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.long
def test_they_are_said_and_nobody_signs(answers: Path, run: Run, out: Path, keys: Keys) -> None:
    done = run("assess", "--answers", answers, "--out", out)
    assert (done.code, done.err) == (0, "")
    assert "回答矛盾" in done.out
    assert "“做什么”里写着查封、扣押、强拆等，那是行政强制，选的却是行政处罚" in done.out
    case = next(path for path in out.iterdir() if path.is_dir())
    sign = ("sign", case, "--as", "officer", "--key", keys.officer, "--passphrase-file", keys.passphrase)
    check_refused(run(*sign), says=("互相矛盾，没有说明，不能签署", "yanpan edit"))
    told = run("assess", "--answers", answers, "--out", out, "--replace", "--json").json
    assert (told["signable"], [c["explained"] for c in told["contradictions"]]) == (False, [""])


@pytest.mark.long
def test_who_explains_them_may_sign(answers: Path, run: Run, out: Path, keys: Keys) -> None:
    with answers.open("a", encoding="utf-8") as file:
        file.write("\nexplained:\n  force_called_a_penalty: 罚的是拆招牌时乱扔垃圾的人\n")
    done = run("assess", "--answers", answers, "--out", out)
    assert "矛盾已说明" in done.out
    case = next(path for path in out.iterdir() if path.is_dir())
    signed = run("sign", case, "--as", "officer", "--key", keys.officer, "--passphrase-file", keys.passphrase)
    assert signed.code == 0, signed
    assert "罚的是拆招牌时乱扔垃圾的人" in (case / "answers.yaml").read_text(encoding="utf-8")
