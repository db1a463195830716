"""What a format can hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Holds:
    """What a format can hold. What it says it can't is what an export to it loses.

    ``text``                  the whole text, verbatim
    ``metadata``              the article's title, source, date and whatever else is known about it
    ``zones``                 the article's zones
    ``overlap``               spans that overlap or nest
    ``fragments``             discontinuous spans
    ``attributes``            the answers to a span's questions
    ``relations``             links between spans
    ``relation_attributes``   the answers to a link's questions
    ``actors``                which actor a span means: its name and its knowledge-base id
    ``register``              the rest of the register: kinds, aliases, notes, unmentioned actors
    ``notes``                 notes on spans
    ``certainty``             doubts, scores, and whether a person or a program made the span
    ``layers``                whose work it is, for several annotators
    ``progress``              status, time and notes of the work on an article, and whether the
                              annotator is a person or a model
    """

    text: bool = False
    metadata: bool = False
    zones: bool = False
    overlap: bool = False
    fragments: bool = False
    attributes: bool = False
    relations: bool = False
    relation_attributes: bool = False
    actors: bool = False
    register: bool = False
    notes: bool = False
    certainty: bool = False
    layers: bool = False
    progress: bool = False


EVERYTHING = Holds(*[True] * len(Holds.__dataclass_fields__))
