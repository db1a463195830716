"""The layers: spans and relations as custom layers of INCEpTION, a feature for each question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.formats.extras import missing
from annotator.model import AttributeType, Scheme

if TYPE_CHECKING:
    from cassis import TypeSystem

# INCEpTION names a custom layer "X" so: who makes layers "Span" and "Relation" can import ours.
SPAN, RELATION, ZONE = (f"webanno.custom.{name}" for name in ("Span", "Relation", "Zone"))
ARTICLE, ACTOR = "annotator.Article", "annotator.Actor"

DKPRO = "de.tudarmstadt.ukp.dkpro.core.api."
SEGMENTATION = f"{DKPRO}segmentation.type."
TOKEN, SENTENCE = f"{SEGMENTATION}Token", f"{SEGMENTATION}Sentence"
DOCUMENT = f"{DKPRO}metadata.type.DocumentMetaData"
ENTITY = f"{DKPRO}ner.type.NamedEntity"

#: Features of an article's layer beside its id and title; all are texts.
FACTS = ("source", "url", "byline", "published", "revision_of", "metadata")
WORK = ("annotator", "role", "status", "note")
ENTRY = ("id", "name", "kind", "kb_id", "note")

_STRING, _DOUBLE, _BOOLEAN = "uima.cas.String", "uima.cas.Double", "uima.cas.Boolean"
_INTEGER, _STRINGS = "uima.cas.Integer", "uima.cas.StringArray"
_TOP, _ANNOTATION = "uima.cas.TOP", "uima.tcas.Annotation"

_RANGES = {"flag": _BOOLEAN, "number": _DOUBLE, "multi-choice": _STRINGS}

#: Features of ours, and of every annotation, which no answer can be called.
RESERVED = frozenset(
    [
        *("spanId", "fragment", "label", "note", "doubt", "origin", "score", "actor"),
        *("relationId", "Governor", "Dependent"),
        *("begin", "end", "sofa", "self", "type", "xmiID"),
    ]
)


@dataclass(frozen=True, slots=True)
class Types:
    """A type system for a scheme, and which feature holds the answer to which question.

    ``features`` are the features' names by the layer's, and the question's name and kind.
    """

    system: TypeSystem
    features: dict[tuple[str, str, str], str] = field(default_factory=dict)


def types_of(scheme: Scheme) -> Types:
    """Make the type system for a scheme. Raises ``MissingExtra`` without dkpro-cassis."""
    try:
        from cassis import TypeSystem
    except ImportError as error:
        raise missing("dkpro-cassis", "uima") from error
    types = Types(TypeSystem())
    system = types.system
    for name in (TOKEN, SENTENCE):
        system.create_type(name, _ANNOTATION)
    known = dict.fromkeys(("documentTitle", "documentId"), _STRING)
    _create(system, DOCUMENT, "uima.tcas.DocumentAnnotation", known)
    texts = dict.fromkeys(("id", "title", "language", *FACTS, *WORK), _STRING)
    _create(system, ARTICLE, _TOP, texts | {"seconds": _DOUBLE})
    _create(system, ACTOR, _TOP, dict.fromkeys(ENTRY, _STRING) | {"aliases": _STRINGS})
    _create(system, ZONE, _ANNOTATION, {"kind": _STRING})
    span = dict.fromkeys(("spanId", "label", "note", "origin"), _STRING)
    span |= {"fragment": _INTEGER, "doubt": _BOOLEAN, "score": _DOUBLE, "actor": ACTOR}
    _create(system, SPAN, _ANNOTATION, span)
    link = {"relationId": _STRING, "label": _STRING, "Governor": SPAN, "Dependent": SPAN}
    _create(system, RELATION, _ANNOTATION, link)
    _add_answers(types, SPAN, (a for label in scheme.labels for a in label.attributes))
    _add_answers(types, RELATION, (a for kind in scheme.relations for a in kind.attributes))
    return types


def _create(system: TypeSystem, name: str, parent: str, features: Mapping[str, str]) -> None:
    made = system.create_type(name, parent)
    for feature, kind in features.items():
        system.create_feature(made, feature, kind)


def _add_answers(types: Types, name: str, attributes: Iterable[AttributeType]) -> None:
    """Add a feature for each question; its description is the question's name."""
    owner = types.system.get_type(name)
    taken: dict[str, tuple[str, str]] = {}
    for attribute in attributes:
        kind = _RANGES.get(attribute.kind, _STRING)
        feature = feature_name(attribute.name)
        while taken.get(feature, (attribute.name, kind)) != (attribute.name, kind):
            feature += "_"
        if feature not in taken:
            taken[feature] = (attribute.name, kind)
            types.system.create_feature(owner, feature, kind, description=attribute.name)
        types.features[name, attribute.name, attribute.kind] = feature


def feature_name(name: str) -> str:
    """Return a question's name as a feature can be called."""
    plain = re.sub(r"\W", "_", name)
    return f"{plain}_" if plain in RESERVED or not plain[:1].isalpha() else plain
