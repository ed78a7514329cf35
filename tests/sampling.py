"""How much of a long search `make test` does; `make test-long` does all of it."""

from __future__ import annotations

from hypothesis import settings


def examples(count: int, *, one_in: int = 8) -> settings:
    """So many examples in the long run, one in eight or in `one_in` of them every day."""
    thorough = settings.get_current_profile_name() == "long"
    return settings(max_examples=count if thorough else -(-count // one_in))
