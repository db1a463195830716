"""What a person wants done to a layer, worked out as a `Change`.

Pure functions: each looks at the layer as it is and returns the change to apply; an empty one if
nothing would differ. `ChangeError`, with a sentence for people, where the scheme forbids it.
The first span of an untouched article also marks the work as started, in the same change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from annotator.errors import ChangeError
from annotator.model.annotation import (
    Actor,
    AttributeValue,
    Fragment,
    Relation,
    Span,
    Status,
)
from annotator.model.boundaries import marked
from annotator.model.change import Change, Record
from annotator.model.guesses import guessed, reworked
from annotator.model.identity import new_id
from annotator.model.layer import Layer
from annotator.model.scheme import AttributeType, LabelType, RelationType, Scheme
from annotator.model.validation import validate_attributes, validate_relation
from annotator.text.characters import LINE_BREAK
from annotator.text.graphemes import snap_down, snap_up

Edge = Literal["start", "end"]


def add_span(
    layer: Layer,
    scheme: Scheme,
    label: str,
    start: int,
    end: int,
    *,
    attributes: Mapping[str, AttributeValue] | None = None,
    actor: str | None = None,
) -> Change:
    """Label what lies between two offsets, once the scheme's boundary rules are applied."""
    kind = _label(scheme, label)
    fragments = _fragments(layer, scheme, kind, start, end)
    _refuse_overlap(layer, kind, fragments)
    span = Span(
        id=new_id(),
        article=layer.article.id,
        annotator=layer.annotator,
        label=label,
        fragments=fragments,
        attributes=_answered(kind, layer, fragments, attributes or {}),
        actor=actor,
    )
    return _change(layer, f"Label {label}", put=[span])


def label_others(
    layer: Layer, scheme: Scheme, span: Span, places: Sequence[tuple[int, int]]
) -> Change:
    """Label further places as ``span`` is labelled, with its attributes and actor."""
    kind = _label(scheme, span.label)
    text = layer.article.text
    spans: list[Span] = []
    for start, end in places:
        fragments = (Fragment(start, end, text[start:end]),)
        _refuse_overlap(layer, kind, fragments)
        spans.append(replace(span, id=new_id(), fragments=fragments, note=None, doubt=False))
    name = f"Label {len(spans)} more {span.label}"
    return _change(layer, name, put=spans)


def relabel(
    layer: Layer, scheme: Scheme, span: Span, label: str, *, actor: str | None = None
) -> Change:
    """Give the span another label; attributes and links that it can't have are dropped.

    ``actor`` is the entry that it names from now on, unless it names one already.
    """
    kind = _label(scheme, label)
    if span.label == label:
        return _change(layer, "Relabel")
    if len(span.fragments) > 1 and not kind.fragments:
        raise ChangeError(f"A {label} is one continuous piece of text; this has several.")
    _refuse_overlap(layer, kind, span.fragments, but=span.id)
    kept = {name: v for name, v in span.attributes.items() if _suits(kind, name, v)}
    after = replace(
        span,
        label=label,
        attributes=_answered(kind, layer, span.fragments, kept),
        actor=span.actor or actor if kind.register else None,
    )
    lost = [r for r in layer.links(span.id) if not _still_joins(layer, scheme, r, after)]
    return _change(layer, f"Relabel {span.label} as {label}", put=[after], remove=lost)


def delete_spans(layer: Layer, spans: Iterable[Span]) -> Change:
    """Delete spans and the links that they take part in."""
    gone = list(spans)
    links = {r.id: r for span in gone for r in layer.links(span.id)}
    name = f"Delete {gone[0].label}" if len(gone) == 1 else f"Delete {len(gone)} spans"
    return _change(layer, name, remove=[*links.values(), *gone])


def add_fragment(layer: Layer, scheme: Scheme, span: Span, start: int, end: int) -> Change:
    """Add what lies between two offsets to the span; where it touches a fragment, they join."""
    kind = _label(scheme, span.label)
    if not kind.fragments:
        raise ChangeError(f"A {span.label} is one continuous piece of text.")
    new = _fragments(layer, scheme, kind, start, end)
    pieces = _joined(layer.article.text, [*span.fragments, *new])
    _refuse_overlap(layer, kind, pieces, but=span.id)
    return _reshape(layer, kind, f"Extend {span.label}", span, pieces)


def remove_fragment(layer: Layer, scheme: Scheme, span: Span, index: int) -> Change:
    """Take one fragment out of the span; with the last one the span goes too."""
    if len(span.fragments) == 1:
        return delete_spans(layer, [span])
    pieces = span.fragments[:index] + span.fragments[index + 1 :]
    return _reshape(layer, _label(scheme, span.label), f"Shorten {span.label}", span, pieces)


def move_edge(layer: Layer, scheme: Scheme, span: Span, index: int, edge: Edge, to: int) -> Change:
    """Move one edge of one fragment to ``to``, at most up to its neighbours and line breaks."""
    text = layer.article.text
    kind = _label(scheme, span.label)
    start, end = span.fragments[index].start, span.fragments[index].end
    low = span.fragments[index - 1].end if index else 0
    high = span.fragments[index + 1].start if index + 1 < len(span.fragments) else len(text)
    to = min(max(to, low), high)
    if edge == "start":
        start = snap_down(text, min(to, end))
    else:
        end = snap_up(text, max(to, start))
    if start >= end:
        return _change(layer, f"Move edge of {span.label}")
    if scheme.boundaries.one_line and LINE_BREAK.search(text, start, end):
        raise ChangeError(f"A fragment of a {span.label} ends where its line ends.")
    moved = Fragment(start, end, text[start:end])
    pieces = (*span.fragments[:index], moved, *span.fragments[index + 1 :])
    _refuse_overlap(layer, kind, pieces, but=span.id)
    return _reshape(layer, kind, f"Move edge of {span.label}", span, pieces)


def set_attribute(
    layer: Layer, scheme: Scheme, span: Span, name: str, value: AttributeValue | None
) -> Change:
    """Answer one of the label's questions for this span; ``None`` takes the answer back."""
    kind = _label(scheme, span.label)
    values = {key: old for key, old in span.attributes.items() if key != name}
    if value is not None:
        values[name] = value
    validate_attributes(values, kind.attributes, f"A {span.label}")
    return _update(layer, f"Set {name} of {span.label}", span, attributes=_in_order(kind, values))


def set_actor(layer: Layer, scheme: Scheme, span: Span, actor: Actor | None) -> Change:
    """Say which entry of the register the span names; a new entry is stored along with it."""
    if actor is not None and not _label(scheme, span.label).register:
        raise ChangeError(f"A {span.label} has no entry in the actor register.")
    name = f"Name actor {actor.name}" if actor else f"Unname actor of {span.label}"
    return _update(layer, name, span, along=[actor] if actor else [], actor=actor and actor.id)


def set_note(layer: Layer, span: Span, note: str | None) -> Change:
    """Write a note on the span; an empty one takes it away."""
    return _update(layer, f"Note on {span.label}", span, note=note or None)


def set_doubt(layer: Layer, span: Span, doubt: bool) -> Change:
    """Mark the span as doubtful, or as settled."""
    return _update(layer, f"{'Doubt' if doubt else 'Settle'} {span.label}", span, doubt=doubt)


def link(
    layer: Layer, scheme: Scheme, source: Span, target: Span, type: str | None = None
) -> Change:
    """Link two spans; without a type, the first that the scheme allows in either direction."""
    kind, source, target = _direction(scheme, source, target, type)
    same = [r for r in layer.links(source.id) if r.source == source.id and r.type == kind.name]
    name = f'Link {source.label} to {target.label} "{shorten(target.quote)}"'
    if any(r.target == target.id for r in same):
        return _change(layer, name)
    if kind.maximum is not None and len(same) >= kind.maximum:
        times = "once" if kind.maximum == 1 else f"{kind.maximum} times"
        raise ChangeError(f'A {source.label} may have "{kind.name}" only {times}.')
    defaults = {a.name: a.default for a in kind.attributes if a.default is not None}
    ends = (source.id, target.id)
    relation = Relation(new_id(), layer.article.id, layer.annotator, kind.name, *ends, defaults)
    validate_relation(relation, source, target, scheme)
    return _change(layer, name, put=[relation])


def unlink(layer: Layer, relation: Relation) -> Change:
    """Take a link away."""
    return _change(layer, f"Unlink {relation.type}", remove=[relation])


def set_status(layer: Layer, status: Status, note: str | None = None) -> Change:
    """Say how far the work on this article is; ``note`` replaces the old one."""
    after = replace(layer.assignment, status=status, note=note or None)
    put = [] if after == layer.assignment else [after]
    return Change(f"Mark {status}", layer.annotator, put=put)


def add_seconds(layer: Layer, seconds: float) -> Change:
    """Count active time spent on this article; kept in the journal, passed over by undo."""
    after = replace(layer.assignment, seconds=layer.assignment.seconds + seconds)
    return Change("Count time", layer.annotator, put=[after], undoable=False)


def shorten(text: str, limit: int = 32) -> str:
    """Return the text in one line, at most ``limit`` characters of it."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _change(
    layer: Layer, name: str, *, put: Sequence[Record] = (), remove: Sequence[Record] = ()
) -> Change:
    started: list[Record] = []
    if put and layer.status == "new":
        started = [replace(layer.assignment, status="started")]
    return Change(name, layer.annotator, put=[*put, *started], remove=remove)


def _update(
    layer: Layer, name: str, span: Span, *, along: Sequence[Record] = (), **fields: object
) -> Change:
    after = replace(span, **fields)  # type: ignore[arg-type]  # each caller names real fields
    return _change(layer, name, put=[*along, after] if after != span else [])


def _reshape(
    layer: Layer, label: LabelType, name: str, span: Span, fragments: tuple[Fragment, ...]
) -> Change:
    """Give the span other fragments, and the answers that the text gives by these."""
    before, after = _ranges(span.fragments), _ranges(fragments)
    answers = reworked(label, layer.article, before, after, span.attributes)
    return _update(layer, name, span, fragments=fragments, attributes=_in_order(label, answers))


def _label(scheme: Scheme, name: str) -> LabelType:
    label = scheme.label(name)
    if label is None:
        raise ChangeError(f'The scheme has no label "{name}".')
    return label


def _fragments(
    layer: Layer, scheme: Scheme, label: LabelType, start: int, end: int
) -> tuple[Fragment, ...]:
    text = layer.article.text
    found = marked(text, scheme.boundaries, start, end)
    pieces = tuple(Fragment(a, b, text[a:b]) for a, b in found)
    if not pieces:
        raise ChangeError("There is nothing to label: the selection has no letters in it.")
    if len(pieces) > 1 and not label.fragments:
        raise ChangeError(f"A {label.name} stays within one line; the selection has several.")
    return pieces


def _answered(
    label: LabelType,
    layer: Layer,
    fragments: Sequence[Fragment],
    given: Mapping[str, AttributeValue],
) -> dict[str, AttributeValue]:
    """Return the answers that a new span begins with, in the order of the questions."""
    values = {**label.defaults, **guessed(label, layer.article, _ranges(fragments)), **given}
    return _in_order(label, values)


def _in_order(label: LabelType, values: Mapping[str, AttributeValue]) -> dict[str, AttributeValue]:
    """Put answers in the order of the questions."""
    known = {a.name: values[a.name] for a in label.attributes if a.name in values}
    return {**known, **values}


def _ranges(fragments: Iterable[Fragment]) -> list[tuple[int, int]]:
    return [(fragment.start, fragment.end) for fragment in fragments]


def _joined(text: str, fragments: Iterable[Fragment]) -> tuple[Fragment, ...]:
    pieces: list[Fragment] = []
    for fragment in sorted(fragments):
        if pieces and fragment.start <= pieces[-1].end:
            start, end = pieces[-1].start, max(pieces[-1].end, fragment.end)
            pieces[-1] = Fragment(start, end, text[start:end])
        else:
            pieces.append(fragment)
    return tuple(pieces)


def _refuse_overlap(
    layer: Layer, label: LabelType, fragments: Sequence[Fragment], but: str | None = None
) -> None:
    """Refuse a second span at exactly the same place, and any overlap the scheme forbids."""
    near = layer.touching(fragments[0].start, fragments[-1].end)
    for other in near:
        if other.label != label.name or other.id == but:
            continue
        if other.fragments == tuple(fragments):
            raise ChangeError(f"This is marked as {label.name} already.")
        if not label.overlap and _overlap(other.fragments, fragments):
            raise ChangeError(f"Two {label.name} spans may not overlap in this scheme.")


def _overlap(one: Iterable[Fragment], other: Sequence[Fragment]) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one for b in other)


def _suits(label: LabelType, name: str, value: AttributeValue) -> bool:
    attribute: AttributeType | None = label.attribute(name)
    if attribute is None:
        return False
    try:
        validate_attributes({name: value}, (attribute,), label.name)
    except ChangeError:
        return False
    return True


def _still_joins(layer: Layer, scheme: Scheme, relation: Relation, after: Span) -> bool:
    kind = scheme.relation(relation.type)
    ends = [
        after if end == after.id else layer.span(end) for end in (relation.source, relation.target)
    ]
    return kind is not None and kind.joins(*(end.label for end in ends if end is not None))


def _direction(
    scheme: Scheme, source: Span, target: Span, type: str | None
) -> tuple[RelationType, Span, Span]:
    """Find the relation type, turning the link round where the scheme has it the other way."""
    for one, other in ((source, target), (target, source)):
        for kind in scheme.relations_between(one.label, other.label):
            if type in (None, kind.name):
                return kind, one, other
    wanted = f'"{type}" does not link' if type else "No relation links"
    raise ChangeError(f"{wanted} a {source.label} and a {target.label} in this scheme.")
