"""Settings common to all tests: the same examples on every run, no deadline on slow machines, Ctrl-C heard.

And what `make test` leaves to `make test-long`: most cases of the tests that are marked `long`.
"""

import signal
from collections import defaultdict
from collections.abc import Callable, Iterator
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "yanpan",
    deadline=None,
    derandomize=True,
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile(
    "search", parent=settings.get_profile("yanpan"), derandomize=False, max_examples=1500
)
# Twice as much as every day, by a name that tells `sampling.examples` to leave nothing out.
settings.register_profile("long", parent=settings.get_profile("yanpan"), max_examples=40)
settings.load_profile("yanpan")

# Started in the background (`make test &`, `nohup make test`), a shell hands down that Ctrl-C and hang-ups are not heard;
# what a test starts must hear them.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", help="every case of the tests marked `long`, not a sample"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--long"):
        settings.load_profile("long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without --long, keep a sample of what is marked `long`; what is asked for by its whole name always runs."""
    if config.getoption("--long") or any("::" in argument for argument in config.args):
        return
    left_out = set(_left_out(items))
    if left_out:
        config.hook.pytest_deselected(items=[item for item in items if item in left_out])
        items[:] = [item for item in items if item not in left_out]


def _left_out(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """Of each kind of case one in `one_in`, at least one: the same ones on every machine and however many there are."""
    kinds: dict[tuple[str, str], list[pytest.Item]] = defaultdict(list)
    one_in: dict[tuple[str, str], int] = {}
    for item in items:
        if mark := item.get_closest_marker("long"):
            if not mark.kwargs:
                yield item
                continue
            case = item.name.partition("[")[2].removesuffix("]")
            kind: Callable[[str], object] = mark.kwargs.get("kind", _all_alike)
            key = (item.nodeid.partition("[")[0], repr(kind(case)))
            kinds[key].append(item)
            one_in[key] = mark.kwargs["one_in"]
    for key, cases in kinds.items():
        cases.sort(key=lambda item: sha256(item.nodeid.encode()).digest())
        yield from cases[-(-len(cases) // one_in[key]) :]


def _all_alike(_: str) -> str:
    return ""
