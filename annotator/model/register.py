"""The actor register: finding entries by name, and putting it in order.

Pure functions; what changes comes as a `Change` to apply. A change of an entry reaches every
annotator's spans that name it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from annotator.errors import ChangeError
from annotator.model.annotation import Actor, Span
from annotator.model.change import Change
from annotator.model.identity import new_id

_MANY = 12


@lru_cache(maxsize=1 << 16)
def folded(name: str) -> str:
    """Return a name as names are compared: without case, doubled blanks or a leading article."""
    words = name.casefold().split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def named(actors: Iterable[Actor], name: str) -> Actor | None:
    """Return the entry with exactly this name or alias, or ``None`` if none or several have it."""
    wanted = folded(name)
    found = [a for a in actors if wanted in map(folded, (a.name, *a.aliases))]
    return found[0] if len(found) == 1 else None


def proposals(actors: Iterable[Actor], typed: str, limit: int = _MANY) -> list[Actor]:
    """Return the entries that what was typed may mean, the likeliest first.

    Those whose name or alias is it come first, then those that begin with it, then those with a
    word that begins with it, then those that hold it anywhere.
    """
    wanted = folded(typed)

    def rank(actor: Actor) -> int | None:
        ranks = []
        for name in map(folded, (actor.name, *actor.aliases)):
            if name == wanted:
                ranks.append(0)
            elif name.startswith(wanted):
                ranks.append(1)
            elif any(word.startswith(wanted) for word in name.split()):
                ranks.append(2)
            elif wanted in name:
                ranks.append(3)
        return min(ranks, default=None)

    ranked = [(rank(actor), actor) for actor in actors]
    found = [(n, actor) for n, actor in ranked if n is not None]
    return [actor for _, actor in sorted(found, key=lambda p: (p[0], p[1].name))][:limit]


def found_in(actors: Iterable[Actor], typed: str) -> list[Actor]:
    """Return the entries that hold each typed word in a name, kind, knowledge-base id or note.

    Those whose name begins so come first, then those with an alias that does; else in their order.
    """
    words, start = typed.casefold().split(), folded(typed)
    if not words:
        return list(actors)
    found = []
    for actor in actors:
        told = (actor.name, *actor.aliases, actor.kind, actor.kb_id, actor.note)
        held = "\n".join(text for text in told if text).casefold()
        if all(word in held for word in words):
            begins = [folded(name).startswith(start) for name in (actor.name, *actor.aliases)]
            found.append((0 if begins[0] else 1 if any(begins) else 2, actor))
    return [actor for _, actor in sorted(found, key=lambda pair: pair[0])]


def enter(name: str, annotator: str, *, kind: str | None = None) -> Change:
    """Make a new entry. Raises ``ChangeError`` for an empty name."""
    actor = Actor(new_id(), _name(name), kind)
    return Change(f"Add actor {actor.name}", annotator, put=[actor])


def edit(
    actor: Actor,
    annotator: str,
    *,
    name: str,
    kind: str | None,
    aliases: Iterable[str],
    kb_id: str | None,
    note: str | None,
) -> Change:
    """Write an entry anew as it is given; empty texts and doubled aliases are left out.

    Raises ``ChangeError`` for an empty name.
    """
    after = Actor(
        actor.id,
        _name(name),
        _line(kind) or None,
        _aliases(aliases, _name(name)),
        _line(kb_id) or None,
        _line(note) or None,
    )
    return Change(f"Edit actor {actor.name}", annotator, put=[after] if after != actor else [])


def rename(actor: Actor, name: str, annotator: str) -> Change:
    """Give an entry another name; the old one becomes an alias."""
    name = _name(name)
    after = replace(actor, name=name, aliases=_aliases((*actor.aliases, actor.name), name))
    return Change(
        f"Rename actor {actor.name}", annotator, put=[after] if name != actor.name else []
    )


def merge(keep: Actor, gone: Actor, mentions: Iterable[Span], annotator: str) -> Change:
    """Make two entries one: ``mentions`` of the one that goes name the other from then on.

    What ``keep`` doesn't know of its kind and knowledge-base id it takes over.
    """
    after = gained(keep, gone)
    moved = [replace(span, actor=keep.id) for span in mentions]
    name = f"Merge actor {gone.name} into {keep.name}"
    return Change(name, annotator, put=[after, *moved], remove=[gone])


def split(actor: Actor, name: str, mentions: Sequence[Span], annotator: str) -> Change:
    """Make an entry of its own for some of an entry's mentions."""
    name = _name(name)
    new = Actor(new_id(), name, actor.kind)
    kept = tuple(alias for alias in actor.aliases if folded(alias) != folded(name))
    moved = [replace(span, actor=new.id) for span in mentions]
    rest = [replace(actor, aliases=kept)] if kept != actor.aliases else []
    put: list[Actor | Span] = [new, *rest, *moved]
    return Change(f"Split actor {name} from {actor.name}", annotator, put=put)


def remove(actors: Sequence[Actor], mentioned: Iterable[str], annotator: str) -> Change:
    """Delete entries; ``mentioned`` are the ids of entries that some span names.

    Raises ``ChangeError`` if one of these is among them.
    """
    named_ids = set(mentioned)
    for actor in actors:
        if actor.id in named_ids:
            raise ChangeError(
                f"{actor.name} is named by spans. Merge it with another entry, or unname these."
            )
    told = f"actor {actors[0].name}" if len(actors) == 1 else f"{len(actors)} actors"
    return Change(f"Delete {told}", annotator, remove=list(actors))


def gained(actor: Actor, other: Actor) -> Actor:
    """Return the entry with what it didn't know and ``other`` does; both are the same actor."""
    return replace(
        actor,
        kind=actor.kind or other.kind,
        kb_id=actor.kb_id or other.kb_id,
        note=actor.note or other.note,
        aliases=_aliases((*actor.aliases, other.name, *other.aliases), actor.name),
    )


def step(mentions: Sequence[Span], here: str | None, by: int) -> Span | None:
    """Return the mention ``by`` places behind the span ``here``, round the ends.

    ``mentions`` are in the order in which they are visited; ``None`` if there are none.
    """
    if not mentions:
        return None
    ids = [span.id for span in mentions]
    at = ids.index(here) if here in ids else (-1 if by > 0 else 0)
    return mentions[(at + by) % len(mentions)]


def _name(name: str) -> str:
    line = _line(name)
    if not line:
        raise ChangeError("An actor needs a name.")
    return line


def _aliases(names: Iterable[str], name: str) -> tuple[str, ...]:
    """Return other names once each, without those that say the same as ``name``."""
    lines = (_line(alias) for alias in names)
    return tuple(dict.fromkeys(a for a in lines if a and folded(a) != folded(name)))


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
