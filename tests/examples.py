"""How many examples a property gets whose every example is dear."""

from __future__ import annotations

from hypothesis import settings


def few(number: int) -> settings:
    """Have so many in the quick run of fifty, and as many times more in a longer one."""
    return settings(max_examples=max(settings().max_examples * number // 50, 1))
