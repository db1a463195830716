"""Rubbish is looked for as usual again, whoever ends last."""

from __future__ import annotations

import gc

from annotator.collecting import seldom


def test_of_two_that_overlap_neither_leaves_it_seldom() -> None:
    usual = gc.get_threshold()
    first, second = seldom(), seldom()
    first.__enter__()
    second.__enter__()
    assert gc.get_threshold() != usual
    first.__exit__(None, None, None)
    second.__exit__(None, None, None)
    assert gc.get_threshold() == usual
