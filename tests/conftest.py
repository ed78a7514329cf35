"""Settings common to all tests: the same examples on every run, no deadline on slow machines, Ctrl-C heard."""

import signal

from hypothesis import HealthCheck, settings

settings.register_profile(
    "yanpan",
    deadline=None,
    derandomize=True,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile(
    "search", parent=settings.get_profile("yanpan"), derandomize=False, max_examples=1500
)
settings.load_profile("yanpan")

# Started in the background (`make test &`), a shell hands down that Ctrl-C is not heard; what a test starts must hear it.
signal.signal(signal.SIGINT, signal.default_int_handler)
