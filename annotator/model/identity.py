"""Identifiers: UUID version 7, so that ids made later sort later."""

from __future__ import annotations

import os
import re
import time
from uuid import UUID

_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def new_id() -> str:
    """Return a new UUIDv7 (RFC 9562, method 3: the sub-millisecond part holds the clock)."""
    nanoseconds = time.time_ns()
    milliseconds, rest = divmod(nanoseconds, 1_000_000)
    fraction = rest * 4096 // 1_000_000
    random = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    value = (milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62
    return str(UUID(int=value | random))


def is_uuid(text: str) -> bool:
    """Say whether ``text`` is a UUID in its usual lower-case form with hyphens."""
    return _UUID.fullmatch(text) is not None
