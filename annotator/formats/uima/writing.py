"""Sheets to CASes: one for each layer, in a folder for each article."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.formats.files import replacing_folder
from annotator.formats.format import Terms
from annotator.formats.jsonl.writing import dumped
from annotator.formats.names import FileNames
from annotator.formats.sheet import Sheet
from annotator.formats.tokens.sentences import in_sentences
from annotator.formats.tokens.tokenizers import tokenize
from annotator.formats.uima.types import (
    ACTOR,
    ARTICLE,
    DOCUMENT,
    ENTRY,
    FACTS,
    RELATION,
    SENTENCE,
    SPAN,
    TOKEN,
    WORK,
    ZONE,
    Types,
    types_of,
)
from annotator.model import AttributeType, AttributeValue

if TYPE_CHECKING:
    from cassis import Cas
    from cassis.typesystem import FeatureStructure

#: What INCEpTION calls the CAS of a text that nobody has worked on.
NOBODY = "INITIAL_CAS"


def write(
    sheets: Iterable[Sheet],
    to: Path,
    terms: Terms,
    save: Callable[[Cas, Path], object],
    finish: Callable[[Types, Path], object] = lambda types, folder: None,
) -> None:
    """Fill a folder with one for each article; ``save`` writes each CAS, ``finish`` the rest."""
    types = types_of(terms.scheme)
    articles, annotators = FileNames(), FileNames()
    with replacing_folder(to) as folder:
        for sheet in sheets:
            inside = folder / articles.name(sheet.article.id, sheet.article.title)
            inside.mkdir(exist_ok=True)
            who = sheet.annotator
            name = NOBODY if who is None else annotators.name(who, who)
            save(_cas(sheet, types, terms), inside / name)
        finish(types, folder)


def _cas(sheet: Sheet, types: Types, terms: Terms) -> Cas:
    from cassis import Cas

    text = sheet.article.text
    cas = Cas(typesystem=types.system, sofa_string=text, sofa_mime="text/plain")
    made = _Maker(cas, types, terms)
    made.add(DOCUMENT, 0, len(text), documentId=sheet.article.id, documentTitle=sheet.article.title)
    made.article(sheet)
    _add_units(sheet, made)
    for zone in sheet.article.zones:
        made.add(ZONE, zone.start, zone.end, kind=zone.kind)
    made.annotations(sheet)
    return cas


def _add_units(sheet: Sheet, made: _Maker) -> None:
    """Add sentences and tokens, which INCEpTION would otherwise make itself."""
    tokens = tokenize(sheet.article.text)
    for numbers in in_sentences(sheet.article.text, tokens, sheet.article.language):
        made.add(SENTENCE, tokens.places[numbers[0]][0], tokens.places[numbers[-1]][1])
    for start, end in tokens.places:
        made.add(TOKEN, start, end)


class _Maker:
    """Makes the feature structures of one CAS."""

    def __init__(self, cas: Cas, types: Types, terms: Terms) -> None:
        self._cas = cas
        self._types = types
        self._scheme = terms.scheme

    def add(self, name: str, start: int, end: int, **values: Any) -> FeatureStructure:
        """Add an annotation."""
        made = self._types.system.get_type(name)(begin=start, end=end, **values)
        self._cas.add(made)
        return made

    def article(self, sheet: Sheet) -> None:
        """Add what is known of the article, and of the work on it."""
        article = sheet.article
        known: dict[str, Any] = {name: getattr(article, name) for name in FACTS}
        known["metadata"] = dumped(dict(article.metadata), article) if article.metadata else None
        known |= {name: getattr(article, name) for name in ("id", "title", "language")}
        known |= {name: getattr(sheet, name) for name in WORK}
        made = self._types.system.get_type(ARTICLE)(**known, seconds=sheet.seconds or None)
        self._cas.add(made)

    def annotations(self, sheet: Sheet) -> None:
        """Add actors, spans with an annotation for each fragment, and relations."""
        actors = {}
        for actor in sheet.actors:
            known: dict[str, Any] = {name: getattr(actor, name) for name in ENTRY}
            known["aliases"] = self._strings(actor.aliases) if actor.aliases else None
            actors[actor.id] = self._types.system.get_type(ACTOR)(**known)
            self._cas.add(actors[actor.id])
        firsts: dict[str, FeatureStructure] = {}
        for span in sheet.spans:
            label = self._scheme.label(span.label)
            values = self._answers(SPAN, span.attributes, label.attributes if label else ())
            values |= {"label": span.label, "spanId": span.id, "note": span.note}
            values |= {"origin": span.origin, "score": span.score, "doubt": span.doubt or None}
            values["actor"] = actors.get(span.actor) if span.actor else None
            for number, fragment in enumerate(span.fragments):
                values["fragment"] = number + 1 if len(span.fragments) > 1 else None
                made = self.add(SPAN, fragment.start, fragment.end, **values)
                firsts.setdefault(span.id, made)
        for link in sheet.relations:
            kind = self._scheme.relation(link.type)
            values = self._answers(RELATION, link.attributes, kind.attributes if kind else ())
            source, target = firsts[link.source], firsts[link.target]
            values |= {"label": link.type, "relationId": link.id}
            # INCEpTION has a relation stand where its target does.
            self.add(
                RELATION, target.begin, target.end, Governor=source, Dependent=target, **values
            )

    def _answers(
        self, owner: str, answers: Any, known: tuple[AttributeType, ...]
    ) -> dict[str, Any]:
        kinds = {attribute.name: attribute.kind for attribute in known}
        return {
            self._types.features[owner, name, kinds[name]]: self._value(value)
            for name, value in answers.items()
        }

    def _value(self, value: AttributeValue) -> Any:
        match value:
            case tuple():
                return self._strings(value)
            case bool() | str():
                return value
        return float(value)

    def _strings(self, texts: tuple[str, ...]) -> FeatureStructure:
        return self._types.system.get_type("uima.cas.StringArray")(elements=list(texts))
