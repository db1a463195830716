"""CASes to sheets: those of ours, and those of anybody.

Every annotation is a span but for what only parts the text: its label is what its feature
``label``, or a named entity's ``value``, says, or else its layer's name, and its other features
are attributes. What has a governor and a dependent is a relation, and so is a link feature.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.errors import FormatError
from annotator.formats.extras import missing
from annotator.formats.jsonl.reading import sheet_of
from annotator.formats.sheet import Refused, Sheet
from annotator.formats.uima.types import (
    ACTOR,
    ARTICLE,
    DKPRO,
    DOCUMENT,
    ENTITY,
    ENTRY,
    FACTS,
    RESERVED,
    SEGMENTATION,
    SPAN,
    WORK,
    ZONE,
)
from annotator.formats.uima.writing import NOBODY
from annotator.model.annotation import GOLD

if TYPE_CHECKING:
    from cassis import Cas
    from cassis.typesystem import FeatureStructure

Values = dict[str, Any]

_LABELS = ("label", "value", "relationType", "DependencyType")
_KNOWLEDGE_BASE = "identifier"
_NO_LAYERS = ("uima.", "de.tudarmstadt.ukp.clarin.webanno.", SEGMENTATION, DOCUMENT)

# The folders in an export of INCEpTION that have a folder for each text.
_PROJECT_FOLDERS = ("annotation", "curation")
_CURATOR = "CURATION_USER"

# What cassis raises for a file that isn't what it says.
_BROKEN = (
    *(ValueError, KeyError, TypeError, IndexError, AttributeError, RuntimeError, Warning),
    *(SyntaxError, RecursionError, OverflowError),
)


def read(path: Path, load: Callable[[Path], Cas]) -> Iterator[Sheet | Refused]:
    """Yield a sheet for the CAS that ``load`` makes of the file, and what of it is left out.

    Raises ``FormatError`` if it can't be made, ``MissingExtra`` without dkpro-cassis.
    """
    try:
        from cassis.typesystem import TypeNotFoundError
    except ImportError as error:
        raise missing("dkpro-cassis", "uima") from error
    where = f"{path.parent.name}/{path.name}"
    try:
        reader = _Reader(load(path))
        line = reader.line(path)
    except OSError as error:
        raise FormatError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (*_BROKEN, TypeNotFoundError) as error:
        raise FormatError(f"{path} is no CAS that can be read ({error}).") from error
    yield sheet_of(line, where, [])
    yield from (Refused(where, reason) for reason in reader.left_out)


class _Reader:
    """Reads one CAS into a line of the native format."""

    def __init__(self, cas: Cas) -> None:
        self._cas = cas
        self._ours = cas.typesystem.contains_type(ARTICLE)
        self._spans: dict[str, Values] = {}
        self._ids: dict[int, str] = {}
        self._actors: dict[str, Values] = {}
        self._relations: list[Values] = []
        self.left_out: list[str] = []

    def line(self, path: Path) -> Values:
        """Return the line; ``left_out`` then says what isn't in it."""
        spans, relations, others = self._sorted()
        for found in spans:
            self._take_span(found)
        for found in spans:
            self._take_links(found)
        for found in relations:
            self._take_relation(found)
        for actor in self._all(ACTOR):
            self._take_actor(actor)
        for name, count in sorted(others.items()):
            self.left_out.append(f"{count} annotations of the linguistic layer {name}.")
        zones = [{"kind": z.kind, "start": z.begin, "end": z.end} for z in self._all(ZONE)]
        article, work = self._article(path)
        article |= {"text": self._cas.sofa_string or "", "zones": zones}
        made = {"spans": list(self._spans.values()), "relations": self._relations}
        return {"article": article, **work, **made, "actors": list(self._actors.values())}

    def _sorted(self) -> tuple[list[FeatureStructure], list[FeatureStructure], Counter[str]]:
        """Return the annotations that are spans and relations, and count the linguistic ones."""
        spans, relations, others = [], [], Counter[str]()
        found = self._cas.select_all_annotations()
        for one in sorted(found, key=lambda one: (one.begin, -one.end, one.xmiID)):
            name = one.type.name
            if name.startswith(_NO_LAYERS) or name == ZONE:
                continue
            if name.startswith(DKPRO) and name != ENTITY:
                others[name.rpartition(".")[2]] += 1
            elif hasattr(one, "Governor") and hasattr(one, "Dependent"):
                relations.append(one)
            else:
                spans.append(one)
        return spans, relations, others

    def _all(self, name: str) -> list[FeatureStructure]:
        known = self._cas.typesystem.contains_type(name)
        return sorted(self._cas.select(name), key=lambda one: one.xmiID) if known else []

    def _article(self, path: Path) -> tuple[Values, Values]:
        """Return what is known of the article, and of the work on it."""
        for found in self._all(ARTICLE):
            article = {name: _get(found, name) for name in ("id", "title", "language", *FACTS)}
            article["metadata"] = json.loads(article["metadata"] or "{}")
            work = {name: _get(found, name) for name in (*WORK, "seconds")}
            return article, work
        in_project = path.absolute().parent.parent.name in _PROJECT_FOLDERS
        title = path.parent.name if in_project else path.stem
        for found in self._all(DOCUMENT):
            title = _get(found, "documentTitle") or title
        who = {NOBODY: None, _CURATOR: GOLD}.get(path.stem, path.stem) if in_project else None
        return {"title": title}, {"annotator": who}

    def _take_span(self, found: FeatureStructure) -> None:
        ours = self._ours and found.type.name == SPAN
        key = str((ours and found.spanId) or f"fs{found.xmiID}")
        self._ids[found.xmiID] = key
        place = [found.begin, found.end]
        if key in self._spans:
            self._spans[key]["fragments"].append(place)
            return
        span: Values = {"id": key, "label": _label(found), "fragments": [place]}
        span |= {"attributes": self._answers(found), "actor": self._actor(found)}
        if ours:
            span |= {name: _get(found, name) for name in ("note", "doubt", "origin", "score")}
        self._spans[key] = span

    def _answers(self, found: FeatureStructure) -> Values:
        """Return the features that are answers, by the names that their questions have."""
        answers: Values = {}
        for feature in found.type.all_features:
            value = getattr(found, feature.name)
            if feature.name in RESERVED or feature.name == _label_feature(found):
                continue
            name = (self._ours and feature.description) or feature.name
            if isinstance(value, str | bool | int):
                answers[name] = value
            elif isinstance(value, float):
                answers[name] = int(value) if value.is_integer() else value
            elif (texts := _elements(value)) and all(isinstance(one, str) for one in texts):
                answers[name] = texts
        if not self._ours:
            answers.pop(_KNOWLEDGE_BASE, None)
        return answers

    def _actor(self, found: FeatureStructure) -> str | None:
        """Return the id of the actor that an annotation names or is linked to."""
        if self._ours:
            actor = _get(found, "actor")
            return None if actor is None else self._take_actor(actor)
        entry = _get(found, _KNOWLEDGE_BASE)
        if not isinstance(entry, str):
            return None
        named = {"id": entry, "name": found.get_covered_text(), "kb_id": entry}
        self._actors.setdefault(entry, named)
        return entry

    def _take_actor(self, actor: FeatureStructure) -> str:
        values: Values = {name: _get(actor, name) for name in ENTRY}
        values["aliases"] = _elements(_get(actor, "aliases"))
        return str(self._actors.setdefault(str(actor.id), values)["id"])

    def _take_relation(self, found: FeatureStructure) -> None:
        key = (self._ours and _get(found, "relationId")) or f"fs{found.xmiID}"
        self._relate(str(key), _label(found), found.Governor, found.Dependent)
        if self._relations and self._relations[-1]["id"] == key:
            self._relations[-1]["attributes"] = self._answers(found)

    def _take_links(self, found: FeatureStructure) -> None:
        """Take the features of a span that link to other spans in a role."""
        for feature in found.type.all_features:
            for link in _elements(getattr(found, feature.name)):
                if hasattr(link, "role") and hasattr(link, "target"):
                    self._relate("", link.role or feature.name, found, link.target)

    def _relate(self, key: str, name: str, source: Any, target: Any) -> None:
        ends = [self._ids.get(end.xmiID) if end is not None else None for end in (source, target)]
        if None in ends:
            self.left_out.append(f"A relation {name} that doesn't join two spans.")
        else:
            self._relations.append({"id": key, "type": name, "from": ends[0], "to": ends[1]})


def _get(found: FeatureStructure, name: str) -> Any:
    return getattr(found, name, None)


def _elements(value: Any) -> list[Any]:
    """Return what is in an array; nothing, if it is none."""
    elements = value if isinstance(value, list) else _get(value, "elements")
    return list(elements) if isinstance(elements, list) else []


def _label_feature(found: FeatureStructure) -> str | None:
    return next((name for name in _LABELS if isinstance(_get(found, name), str)), None)


def _label(found: FeatureStructure) -> str:
    name = _label_feature(found)
    return (getattr(found, name) if name else "") or found.type.name.rpartition(".")[2]
