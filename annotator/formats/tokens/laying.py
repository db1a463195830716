"""Lays a sheet out on tokens, for formats that have its spans both as they are and on tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.formats.fitting import Fitted, Losses
from annotator.formats.format import Terms
from annotator.formats.selection import without_overlap
from annotator.formats.sheet import Sheet
from annotator.formats.tokens.fitting import on_tokens
from annotator.formats.tokens.tokenizers import Tokens, tokenize
from annotator.model import Span


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A text's tokens, and the spans at their edges; ``flat`` are those that don't overlap."""

    tokens: Tokens
    spans: Sequence[Span]
    flat: tuple[Span, ...]


def laid_out(sheet: Sheet, terms: Terms, losses: Losses | None = None) -> LaidOut:
    """Lay a sheet out by the options ``tokens`` and ``edges``; tell the losses if asked."""
    article, options = sheet.article, terms.options
    tokens = tokenize(article.text, options["tokens"], article.language)
    spans = on_tokens(sheet, tokens, options["edges"], losses or Losses(sheet)).spans
    kept = without_overlap(spans, terms.scheme)
    return LaidOut(tokens, spans, tuple(span for span in spans if span.id in kept))


def fit_beside(sheet: Sheet, terms: Terms, where: str) -> Fitted:
    """Return the sheet as it is, and what stands otherwise ``where`` spans can't overlap."""
    losses = Losses(sheet)
    layout = laid_out(sheet, terms, losses)
    flat = {span.id for span in layout.flat}
    for span in layout.spans:
        if span.id not in flat:
            what = "overlaps one that is longer or first"
            losses.of(where, span, what, f"It is not in {where}.")
        elif len(span.fragments) > 1:
            what = f"{len(span.fragments)} fragments"
            losses.of(where, span, what, f"In {where} each is on its own.")
    return Fitted(sheet, tuple(losses.rows))
