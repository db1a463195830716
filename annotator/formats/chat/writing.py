"""Sheets to conversations. Each answer is held against its schema before it is written."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from annotator.errors import FormatError
from annotator.formats.chat import EXAMPLES, SCHEMA
from annotator.formats.chat.fitting import window_of
from annotator.formats.chat.instruction import instruction
from annotator.formats.chat.schema import answer_schema
from annotator.formats.chat.windows import windows
from annotator.formats.extras import missing
from annotator.formats.files import replacing_folder
from annotator.formats.format import Terms
from annotator.formats.json.articles import facts_of
from annotator.formats.json.writing import as_text, write_lines
from annotator.formats.sheet import Sheet
from annotator.model import AttributeType, LabelType, Relation, Scheme, Span


def write(sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
    """Write a line for each window of each sheet, and the schema of the answers.

    Raises ``FormatError``, naming the article, for an answer that its schema forbids, and
    ``MissingExtra`` without fastjsonschema.
    """
    schema = answer_schema(terms.scheme)
    check = _checker(schema)
    told = instruction(terms.scheme)
    with replacing_folder(to) as folder:
        examples = (line for sheet in sheets for line in _examples(sheet, terms, told, check))
        write_lines(examples, folder / EXAMPLES)
        text = json.dumps(schema, ensure_ascii=False, indent=2)
        (folder / SCHEMA).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _checker(schema: dict[str, Any]) -> Callable[[dict[str, Any], Sheet], None]:
    try:
        import fastjsonschema
    except ImportError as error:
        raise missing("fastjsonschema", "chat") from error
    fits = fastjsonschema.compile(schema)

    def check(answer: dict[str, Any], sheet: Sheet) -> None:
        try:
            fits(answer)
        except fastjsonschema.JsonSchemaValueException as error:
            raise FormatError(
                f'"{sheet.article.title}" cannot be written: its annotations are none that the '
                f"project's scheme allows ({error.message}). Check them, or the scheme."
            ) from error

    return check


def _examples(
    sheet: Sheet, terms: Terms, told: str, check: Callable[[dict[str, Any], Sheet], None]
) -> Iterator[dict[str, Any]]:
    article = sheet.article
    borders = windows(article.text, terms.options["window"], article.language)
    inside: dict[int | None, list[Span]] = defaultdict(list)
    for span in sheet.spans:
        inside[window_of(span, borders)].append(span)
    links: dict[str, list[Relation]] = defaultdict(list)
    for link in sheet.relations:
        links[link.source].append(link)
    names = {actor.id: actor.name for actor in sheet.actors}
    facts = facts_of(article)
    for number, (start, end) in enumerate(borders):
        text = article.text[start:end]
        spans = _Spans(terms.scheme, text, start, links, names)
        answer = {"spans": spans.said(sorted(inside[number], key=lambda span: span.order))}
        check(answer, sheet)
        yield {
            "messages": [
                {"role": "system", "content": told},
                {"role": "user", "content": text},
                {"role": "assistant", "content": as_text(answer)},
            ],
            "metadata": {
                "article": facts,
                "annotator": sheet.annotator,
                "window": [start, end],
                "length": len(article.text),
            },
        }


class _Spans:
    """Says in an answer what is marked in one window, which begins at ``start`` in the article."""

    def __init__(
        self,
        scheme: Scheme,
        text: str,
        start: int,
        links: dict[str, list[Relation]],
        names: dict[str, str],
    ) -> None:
        self._scheme, self._text, self._start = scheme, text, start
        self._links, self._names = links, names
        self._found: dict[str, list[int]] = {}

    def said(self, spans: list[Span]) -> list[dict[str, Any]]:
        numbers = {span.id: number for number, span in enumerate(spans, 1)}
        return [self._span(span, numbers) for span in spans]

    def _span(self, span: Span, numbers: dict[str, int]) -> dict[str, Any]:
        label = self._scheme.label(span.label) or LabelType(span.label)
        said: dict[str, Any] = {
            "number": numbers[span.id],
            "label": span.label,
            "fragments": [
                {"text": f.quote, "occurrence": self._occurrence(f.quote, f.start - self._start)}
                for f in span.fragments
            ],
        }
        if label.attributes:
            said["attributes"] = _answers(span, label.attributes)
        if label.register:
            said["actor"] = self._names.get(span.actor or "")
        if any(label.name in relation.sources for relation in self._scheme.relations):
            said["links"] = [self._link(link, numbers) for link in self._links[span.id]]
        return said

    def _link(self, link: Relation, numbers: dict[str, int]) -> dict[str, Any]:
        said: dict[str, Any] = {"type": link.type, "to": numbers[link.target]}
        relation = self._scheme.relation(link.type)
        if relation is not None and relation.attributes:
            said["attributes"] = _answers(link, relation.attributes)
        return said

    def _occurrence(self, quote: str, place: int) -> int:
        if quote not in self._found:
            self._found[quote] = list(places_of(quote, self._text))
        return self._found[quote].index(place) + 1


def places_of(quote: str, text: str) -> Iterator[int]:
    """Yield where a quote stands in a text, also where it overlaps itself."""
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _answers(owner: Span | Relation, asked: tuple[AttributeType, ...]) -> dict[str, Any]:
    given = owner.attributes
    return {
        attribute.name: list(value)
        if isinstance(value := given.get(attribute.name), tuple)
        else value
        for attribute in asked
    }
