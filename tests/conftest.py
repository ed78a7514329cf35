"""Settings common to all tests: the same examples on every run, no deadline on slow machines."""

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
