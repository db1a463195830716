"""What exists: articles, spans, relations, actors, schemes, and changes to them, as frozen values.

Pure Python without input or output. May import ``annotator.text`` and ``annotator.errors`` only.
"""

from __future__ import annotations

from annotator.model.annotation import (
    Actor,
    Annotator,
    Assignment,
    AttributeValue,
    Decision,
    Fragment,
    Relation,
    Span,
)
from annotator.model.article import ZONE_KINDS, Article, Zone
from annotator.model.change import Change, Changed, Delta, Record, SchemeVersion, Setting
from annotator.model.identity import new_id
from annotator.model.layer import Layer
from annotator.model.scheme import (
    AttributeType,
    AttributionRoles,
    Boundaries,
    Check,
    LabelType,
    RelationType,
    Scheme,
)

__all__ = [
    "ZONE_KINDS",
    "Actor",
    "Annotator",
    "Article",
    "Assignment",
    "AttributeType",
    "AttributeValue",
    "AttributionRoles",
    "Boundaries",
    "Change",
    "Changed",
    "Check",
    "Decision",
    "Delta",
    "Fragment",
    "LabelType",
    "Layer",
    "Record",
    "Relation",
    "RelationType",
    "Scheme",
    "SchemeVersion",
    "Setting",
    "Span",
    "Zone",
    "new_id",
]
