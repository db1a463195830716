"""Ids are UUIDs that sort by when they were made."""

from __future__ import annotations

import time
from uuid import RFC_4122, UUID

from annotator.model.identity import is_uuid, new_id


def test_an_id_holds_when_it_was_made() -> None:
    before = time.time_ns() // 1_000_000
    made = [new_id() for _ in range(2000)]
    after = time.time_ns() // 1_000_000

    assert len(set(made)) == len(made)
    assert all(map(is_uuid, made))
    for uuid in map(UUID, made):
        assert (uuid.version, uuid.variant) == (7, RFC_4122)
        assert before <= uuid.int >> 80 <= after
    # The clock may stand still between two; what lies below it is chance.
    moments = [UUID(one).int >> 64 for one in made]
    assert moments == sorted(moments)
    assert len({UUID(one).int & (1 << 62) - 1 for one in made}) == len(made)


def test_a_uuid_is_told_by_its_form() -> None:
    assert not is_uuid("s1")
    assert not is_uuid(new_id().upper())
    assert not is_uuid(new_id() + "0")
