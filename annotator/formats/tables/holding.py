"""What the tables hold, and where a cell's text is another than the one in the project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain

from annotator.formats.fitting import Fitted, Losses
from annotator.formats.holds import EVERYTHING
from annotator.formats.tables.rows import article_cells, said
from annotator.model import Actor, AttributeValue, Relation, Span

#: Everything but an article's text and what its parts are.
HOLDS = replace(EVERYTHING, text=False, zones=False)


def with_changed_cells(
    fitted: Fitted, change: Callable[[str], str], kind: str, reason: str
) -> Fitted:
    """Add a loss for each thing that has a text which ``change`` makes another in its cell."""

    def changes(texts: Iterator[str | None]) -> bool:
        return any(text is not None and change(text) != text for text in texts)

    sheet = fitted.sheet
    losses = Losses(sheet)
    if changes(said(cell) for cell in article_cells(sheet.article)):
        losses.of_article(kind, "what is known of the article", reason)
    if changes(iter((sheet.annotator, sheet.note))):
        losses.of_layer(kind, "the annotator's name or note", reason)
    things: Iterator[Span | Relation | Actor] = chain(sheet.spans, sheet.relations, sheet.actors)
    for thing in things:
        if changes(_texts(thing)):
            losses.of(kind, thing, "", reason)
    return Fitted(sheet, (*fitted.losses, *losses.rows))


def _texts(thing: Span | Relation | Actor) -> Iterator[str | None]:
    answers: dict[str, AttributeValue] = {}
    match thing:
        case Span():
            yield from (thing.label, thing.quote, thing.note)
            answers |= thing.attributes
        case Relation():
            yield thing.type
            answers |= thing.attributes
        case Actor():
            yield from (thing.name, thing.kind, said(thing.aliases), thing.kb_id, thing.note)
    yield from (value if isinstance(value, str) else said(value) for value in answers.values())
