"""Label schemes: which labels, attributes and relations there are, and what must hold of them.

A scheme is the only place that knows what a project's labels are called. It is read from TOML by
`annotator.model.codebook`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from annotator.model.annotation import AttributeValue

AttributeKind = Literal["choice", "multi-choice", "flag", "text", "number"]
LineStyle = Literal["tint", "solid", "dashed", "dotted"]


@dataclass(frozen=True, slots=True)
class AttributeType:
    """A question asked of each span of a label, or of each relation of a type.

    ``values`` are the answers of a choice; ``default`` is what a new span gets, unless its text
    shows a sign that ``guess`` has for an answer (`annotator.model.guesses`).
    """

    name: str
    kind: AttributeKind
    values: tuple[str, ...] = ()
    default: AttributeValue | None = None
    required: bool = False
    definition: str = ""
    guess: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LabelType:
    """A label: its name, the key that gives it, how it is drawn and what it means.

    ``overlap`` and ``fragments`` say whether spans of this label may lie on each other and may be
    discontinuous; ``register`` whether they name an entry of the project's actor register.
    """

    name: str
    key: str | None = None
    colour: str = "#555555"
    style: LineStyle = "solid"
    definition: str = ""
    examples: tuple[str, ...] = ()
    overlap: bool = True
    fragments: bool = True
    register: bool = False
    attributes: tuple[AttributeType, ...] = ()

    def attribute(self, name: str) -> AttributeType | None:
        """Return the attribute of this name, or ``None``."""
        return next((a for a in self.attributes if a.name == name), None)

    @property
    def defaults(self) -> dict[str, AttributeValue]:
        """The attributes that a new span of this label starts with."""
        return {a.name: a.default for a in self.attributes if a.default is not None}


@dataclass(frozen=True, slots=True)
class RelationType:
    """A typed link: which labels it leads from and to, and how many one span may have of it.

    ``maximum`` is how many relations of this type may start from one span; ``None``: any number.
    """

    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    maximum: int | None = None
    definition: str = ""
    attributes: tuple[AttributeType, ...] = ()

    def joins(self, source_label: str, target_label: str) -> bool:
        """Say whether this type may lead from a span of the one label to one of the other."""
        return source_label in self.sources and target_label in self.targets


@dataclass(frozen=True, slots=True)
class Check:
    """Something that a finished layer should fulfil; told to the annotator, never enforced.

    It concerns spans of ``label`` (any, if ``None``) whose attributes have one of the values in
    ``when`` for each name there and for no name in ``unless``. Such a span starts a relation of
    each type in ``needs``, takes part in one of the types in ``needs_any``, starts none of those
    in ``forbids``, and touches no zone of a kind in ``zones``.
    """

    message: str
    label: str | None = None
    when: Mapping[str, tuple[AttributeValue, ...]] = field(default_factory=dict)
    unless: Mapping[str, tuple[AttributeValue, ...]] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    needs_any: tuple[str, ...] = ()
    forbids: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Boundaries:
    """How a selection becomes a span: rules that help annotators to draw the same edges.

    ``trim_punctuation`` trims stray punctuation as well as white space; ``one_line`` splits what
    crosses a line break into a fragment for each line; ``whole_words`` widens edges to words.
    """

    trim_punctuation: bool = True
    one_line: bool = True
    whole_words: bool = False


@dataclass(frozen=True, slots=True)
class AttributionRoles:
    """Which label heads an attribution and which relations gather the rest of it around it.

    ``claim`` is a label's name, the others are relation types'. ``chain`` and ``same`` join
    spans of the source's label: hearsay, and later mention.
    """

    claim: str
    source: str
    cue: str
    about: str | None = None
    chain: str | None = None
    same: str | None = None


# Without slots: the look-up tables are worked out once and kept.
@dataclass(frozen=True)
class Scheme:
    """A project's codebook, and the TOML it was read from.

    ``actor_kinds`` are the kinds that the register's entries are expected to have; others may be.
    """

    name: str
    labels: tuple[LabelType, ...]
    relations: tuple[RelationType, ...] = ()
    checks: tuple[Check, ...] = ()
    boundaries: Boundaries = Boundaries()
    attribution: AttributionRoles | None = None
    actor_kinds: tuple[str, ...] = ()
    title: str = ""
    toml: str = ""
    version: int = 0

    @cached_property
    def _labels(self) -> dict[str, LabelType]:
        return {label.name: label for label in self.labels}

    @cached_property
    def _relations(self) -> dict[str, RelationType]:
        return {relation.name: relation for relation in self.relations}

    def label(self, name: str) -> LabelType | None:
        """Return the label of this name, or ``None``."""
        return self._labels.get(name)

    def relation(self, name: str) -> RelationType | None:
        """Return the relation type of this name, or ``None``."""
        return self._relations.get(name)

    def relations_between(self, source_label: str, target_label: str) -> tuple[RelationType, ...]:
        """Return the relation types that may lead from the one label to the other."""
        return tuple(r for r in self.relations if r.joins(source_label, target_label))

    def rank(self, label_name: str) -> int:
        """Return the label's place in the scheme; unknown ones come last."""
        names = [label.name for label in self.labels]
        return names.index(label_name) if label_name in names else len(names)
