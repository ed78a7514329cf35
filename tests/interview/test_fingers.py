"""A key held down answers one page, at whatever rate a keyboard repeats it; fingers are not kept waiting for long."""

from hypothesis import given
from hypothesis import strategies as st

from yanpan.interview.fingers import LET_GO, OPENS, PAUSE, REPEAT, RUN, WATCHED, Fingers, Verdict


class Desk:
    """Pages that every key answers. Time passes when it is told to."""

    def __init__(self, *, free: bool = False) -> None:
        self.now = 100.0
        self.fingers = Fingers(lambda: self.now)
        self.now += 10
        self.answers, self.page = 0, object()
        self.free, self.watched = free, 0.0

    def wait(self, seconds: float) -> None:
        self.now += seconds
        if self.watched and self.now - self.watched >= WATCHED:
            self.fingers.pressed(self.page)
            self._answered()

    def press(self, key: str) -> None:
        verdict = self.fingers.judge(key, self.page, free=self.free)
        self.watched = 0.0
        if verdict is Verdict.TAKE:
            self._answered()
        elif verdict is Verdict.WATCH:
            self.watched = self.now

    def _answered(self) -> None:
        self.answers, self.page, self.watched = self.answers + 1, object(), 0.0


RATES = st.floats(1 / 60, 1 / 3)


@given(
    st.floats(0.2, 0.8), RATES, st.integers(2, 60), st.floats(0, 0.03), st.sampled_from(["1", "u", "enter", "tab"]),
    st.booleans(),
)  # fmt: skip
def test_a_train_of_repeats_answers_once(
    first: float, gap: float, count: int, jitter: float, key: str, free: bool
) -> None:
    desk = Desk(free=free)
    desk.press(key)
    desk.wait(first)
    for i in range(count):
        desk.press(key)
        desk.wait(gap + (jitter if i % 3 else 0))
    desk.wait(2.0)
    assert desk.answers == 1
    desk.press(key)
    assert desk.answers == 2


@given(
    st.floats(0.2, 0.8), RATES, st.floats(0.05, 0.5), st.integers(3, 60), st.floats(0, 0.04), st.sampled_from(["1", "enter"])
)  # fmt: skip
def test_a_train_that_a_slow_line_hands_over_in_bundles_answers_once(
    first: float, gap: float, bundle: float, count: int, late: float, key: str
) -> None:
    desk = Desk()
    came: dict[int, int] = {}
    for i in range(count):
        of = int((first + i * gap) / bundle) + 1
        came[of] = came.get(of, 0) + 1
    desk.press(key)
    at, begun = 0.0, desk.now
    for of, keys in sorted(came.items()):
        at = max(at, of * bundle + (late if of % 2 else 0))
        desk.wait(begun + at - desk.now)
        for _ in range(keys):
            desk.press(key)
    desk.wait(2.0)
    assert desk.answers == 1


@given(st.lists(st.floats(WATCHED + 0.01, 3.0), min_size=1, max_size=9))
def test_fingers_that_press_the_same_key_again_are_answered(pauses: list[float]) -> None:
    desk = Desk()
    desk.press("1")
    for pause in pauses:
        desk.wait(pause)
        desk.press("1")
    desk.wait(WATCHED + 0.01)
    assert desk.answers == len(pauses) + 1


@given(st.floats(0.2, LET_GO - 0.01))
def test_one_press_more_of_the_same_key_is_answered_once_it_is_plain(pause: float) -> None:
    desk = Desk()
    desk.press("1")
    desk.wait(pause)
    desk.press("1")
    assert desk.answers == 1
    desk.wait(WATCHED + 0.01)
    assert desk.answers == 2


def test_who_has_read_the_page_is_answered_at_once() -> None:
    desk = Desk()
    for presses in range(1, 5):
        desk.press("1")
        assert desk.answers == presses
        desk.wait(LET_GO)


@given(st.lists(st.sampled_from("12u0"), min_size=2, max_size=20))
def test_different_keys_are_never_kept_waiting(keys: list[str]) -> None:
    desk = Desk()
    keys = [key for key, before in zip(keys, ["", *keys], strict=False) if key != before]
    for key in keys:
        desk.press(key)
        desk.wait(0.02)
    assert desk.answers == len(keys)


def test_on_its_own_page_a_key_that_moves_or_types_repeats() -> None:
    fingers, page = Fingers(lambda: 0.0), object()
    assert {fingers.judge("a", page, free=True) for _ in range(20)} == {Verdict.TAKE}
    assert fingers.judge("a", object(), free=True) is Verdict.DROP


def test_a_field_that_refused_a_digit_takes_none_before_a_pause() -> None:
    """110 must not become 0."""
    now = [0.0]
    fingers, asked, field = Fingers(lambda: now[0]), object(), object()
    now[0] = 5.0
    assert fingers.judge("1", asked, free=False) is Verdict.TAKE
    for key in "110":
        now[0] += 0.1
        assert fingers.judge(key, field, free=True, typed=True) is Verdict.DROP
    now[0] += OPENS
    assert [fingers.judge(key, field, free=True, typed=True) for key in "110"] == [Verdict.TAKE] * 3


def test_on_a_field_for_words_a_few_of_the_same_character_are_watched_and_a_train_is_dropped() -> None:
    now = [0.0]
    fingers, asked, field = Fingers(lambda: now[0]), object(), object()
    now[0] = 5.0
    fingers.judge("1", asked, free=False)
    verdicts = []
    for _ in range(6):
        now[0] += 0.11
        verdicts.append(fingers.judge("1", field, free=True, typed=True, words=True))
    assert verdicts == [Verdict.WATCH] * RUN + [Verdict.DROP] * (6 - RUN)
    now[0] += LET_GO
    assert fingers.judge("1", field, free=True, typed=True, words=True) is Verdict.TAKE


def test_what_was_thrown_away_counts_as_seen() -> None:
    now = [0.0]
    fingers, page = Fingers(lambda: now[0]), object()
    now[0] = 5.0
    fingers.judge("1", page, free=False)
    now[0] += 0.4
    fingers.saw("1")
    now[0] += 0.3
    assert fingers.judge("1", object(), free=False) is Verdict.DROP
    fingers.saw("2")
    now[0] += 0.03
    assert fingers.judge("2", page, free=True) is Verdict.DROP


def test_the_times_fit_each_other() -> None:
    assert REPEAT < 1 / 3 < 0.5 < WATCHED < PAUSE < OPENS < 0.8 + 0.5 < LET_GO
