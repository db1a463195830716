"""Sentences to classify: JSON Lines with a sentence each, and which classes it belongs to.

Which classes there are follows from the scheme: whether a label is in the sentence and, unless
only that is wanted, how its questions are answered, and those of the spans that it is linked with.
Offsets are code points, half-open, in the article's text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from annotator.formats.fitting import Fitted, Losses, fitted
from annotator.formats.format import Format, Option, Terms
from annotator.formats.holds import Holds
from annotator.formats.json.writing import write_lines
from annotator.formats.sheet import Sheet
from annotator.formats.tokens.sentences import as_tokens
from annotator.model import AttributeType, AttributeValue, LabelType, Scheme, Span

CLASSES = Option(
    "classes",
    ("answers", "labels"),
    "answers",
    "labels with their answers and those of what they are linked with, or labels alone",
)

_LABELS = Holds(overlap=True, fragments=True, layers=True)
_ANSWERS = replace(_LABELS, attributes=True, relations=True)


class SentenceClasses(Format):
    """The format ``sentences``."""

    name = "sentences"
    title = "Sentences to classify"
    suffixes = (".jsonl",)
    reads = False
    holds = _ANSWERS
    options = (CLASSES,)

    def fit(self, sheet: Sheet, terms: Terms) -> Fitted:
        """Return the sheet with what makes classes; of each span, only its sentence is known."""
        holds = _ANSWERS if terms.options["classes"] == "answers" else _LABELS
        result = fitted(sheet, holds, terms.scheme)
        losses = Losses(result.sheet)
        spans = []
        for span in result.sheet.spans:
            losses.of("places", span, "", "Only which sentences it touches is told.")
            spans.append(_with_choices(span, terms.scheme, losses))
        fit = replace(result.sheet, spans=tuple(spans))
        return Fitted(fit, (*result.losses, *losses.rows))

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write a line for each sentence of each sheet."""
        names = class_names(terms.scheme, answers=terms.options["classes"] == "answers")
        write_lines((line for sheet in sheets for line in _lines(sheet, names)), to)


def class_names(scheme: Scheme, *, answers: bool) -> list[str]:
    """Return all classes that sentences can belong to under this scheme, in its order."""
    names = [label.name for label in scheme.labels]
    if not answers:
        return names
    for label in scheme.labels:
        names += _said_of(label.name, label)
        for relation in scheme.relations:
            if label.name in relation.sources:
                for target in map(scheme.label, relation.targets):
                    names += _said_of(f"{label.name}/{relation.name}", target) if target else []
    return list(dict.fromkeys(names))


def _said_of(prefix: str, label: LabelType) -> Iterator[str]:
    for attribute in label.attributes:
        if _is_choice(attribute):
            values: tuple[AttributeValue, ...] = attribute.values or (True,)
            yield from (_class(prefix, attribute.name, value) for value in values)


def _is_choice(attribute: AttributeType) -> bool:
    return attribute.kind in ("choice", "multi-choice", "flag")


def _class(prefix: str, attribute: str, value: AttributeValue) -> str:
    return f"{prefix}/{attribute}" if value is True else f"{prefix}/{attribute}={value}"


def _with_choices(span: Span, scheme: Scheme, losses: Losses) -> Span:
    """Return the span with those of its answers that are one of a few."""
    label = scheme.label(span.label)
    asked = {a.name for a in label.attributes if _is_choice(a)} if label is not None else set()
    for name, value in span.attributes.items():
        if name not in asked:
            losses.of("attributes", span, f"{name} = {value!r}", "It is left out.")
    kept = {name: value for name, value in span.attributes.items() if name in asked}
    return span if len(kept) == len(span.attributes) else replace(span, attributes=kept)


def _lines(sheet: Sheet, names: list[str]) -> Iterator[dict[str, Any]]:
    article = sheet.article
    parts = as_tokens(article.text, article.language)
    spans = {span.id: span for span in sheet.spans}
    found: dict[int, set[str]] = defaultdict(set)
    said = {span.id: {span.label, *_answers(span.label, span)} for span in sheet.spans}
    for link in sheet.relations:
        source, target = spans[link.source], spans[link.target]
        said[source.id] |= set(_answers(f"{source.label}/{link.type}", target))
    for span in sheet.spans:
        for fragment in span.fragments:
            for number in parts.touching(fragment.start, fragment.end):
                found[number] |= said[span.id]
    none = dict.fromkeys(names, 0)
    for number, (start, end) in enumerate(parts.places):
        yield {
            "text": article.text[start:end],
            "cats": none | dict.fromkeys(none.keys() & found[number], 1),
            "article_id": article.id,
            "title": article.title,
            "annotator": sheet.annotator,
            "start": start,
            "end": end,
        }


def _answers(prefix: str, span: Span) -> Iterator[str]:
    for name, value in span.attributes.items():
        if value is False:
            continue
        for one in value if isinstance(value, tuple) else (value,):
            yield _class(prefix, name, one)


FORMAT = SentenceClasses()
