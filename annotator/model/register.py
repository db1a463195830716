"""The actor register: finding entries by name, and putting it in order.

Pure functions; what changes comes as a `Change` to apply. A change of an entry reaches every
annotator's spans that name it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotator.errors import FormatError
from annotator.model.annotation import Actor, Span
from annotator.model.change import Change
from annotator.model.identity import is_uuid, new_id

_COLUMNS = ("id", "name", "kind", "aliases", "kb_id", "note")
_MANY = 12


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


def rename(actor: Actor, name: str, annotator: str) -> Change:
    """Give an entry another name; the old one becomes an alias."""
    name = " ".join(name.split())
    aliases = [a for a in (*actor.aliases, actor.name) if folded(a) != folded(name)]
    after = replace(actor, name=name, aliases=tuple(dict.fromkeys(aliases)))
    return Change(
        f"Rename actor {actor.name}", annotator, put=[after] if name != actor.name else []
    )


def merge(keep: Actor, gone: Actor, mentions: Iterable[Span], annotator: str) -> Change:
    """Make two entries one: ``mentions`` of the one that goes name the other from then on.

    What ``keep`` doesn't know of its kind and knowledge-base id it takes over.
    """
    names = [n for n in (*keep.aliases, gone.name, *gone.aliases) if folded(n) != folded(keep.name)]
    after = replace(
        keep,
        kind=keep.kind or gone.kind,
        kb_id=keep.kb_id or gone.kb_id,
        note=keep.note or gone.note,
        aliases=tuple(dict.fromkeys(names)),
    )
    moved = [replace(span, actor=keep.id) for span in mentions]
    name = f"Merge actor {gone.name} into {keep.name}"
    return Change(name, annotator, put=[after, *moved], remove=[gone])


def split(actor: Actor, name: str, mentions: Sequence[Span], annotator: str) -> Change:
    """Make an entry of its own for some of an entry's mentions."""
    name = " ".join(name.split())
    new = Actor(new_id(), name, actor.kind)
    kept = tuple(alias for alias in actor.aliases if folded(alias) != folded(name))
    moved = [replace(span, actor=new.id) for span in mentions]
    rest = [replace(actor, aliases=kept)] if kept != actor.aliases else []
    put: list[Actor | Span] = [new, *rest, *moved]
    return Change(f"Split actor {name} from {actor.name}", annotator, put=put)


def read_register(text: str, *, where: str) -> list[Actor]:
    """Read a register from CSV with a header line, or from JSON lines.

    Columns or keys are ``name`` and, if known, ``kind``, ``aliases`` (in CSV parted by ``|``),
    ``kb_id``, ``note`` and ``id``. Raises ``FormatError`` naming the line that can't be read.
    """
    text = text.removeprefix("\ufeff")
    rows = _json_rows(text, where) if text.lstrip().startswith("{") else _csv_rows(text, where)
    return [_actor(row, place) for place, row in rows]


def joined(known: Iterable[Actor], read: Iterable[Actor], annotator: str, *, where: str) -> Change:
    """Bring read entries into a register: those that it knows by id or name gain what is new."""
    by_id = {actor.id: actor for actor in known}
    put: dict[str, Actor] = {}
    for actor in read:
        old = by_id.get(actor.id) or named(by_id.values(), actor.name)
        after = actor if old is None else _gained(old, actor)
        by_id[after.id] = after
        if after != old:
            put[after.id] = after
    return Change(f"Import register {where}", annotator, put=list(put.values()))


def _gained(old: Actor, new: Actor) -> Actor:
    names = [n for n in (*old.aliases, new.name, *new.aliases) if folded(n) != folded(old.name)]
    return replace(
        old,
        kind=old.kind or new.kind,
        kb_id=old.kb_id or new.kb_id,
        note=old.note or new.note,
        aliases=tuple(dict.fromkeys(names)),
    )


def _csv_rows(text: str, where: str) -> list[tuple[str, dict[str, object]]]:
    first = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    if "name" not in (reader.fieldnames or ()):
        raise FormatError(f'{where}: the first line has no column "name".')
    rows = []
    try:
        for row in reader:
            values: dict[str, object] = {k: row[k] for k in _COLUMNS if row.get(k)}
            values["aliases"] = [a.strip() for a in (row.get("aliases") or "").split("|")]
            rows.append((f"{where}:{reader.line_num}", values))
    except csv.Error as error:
        raise FormatError(f"{where}:{reader.line_num}: {error}.") from error
    return rows


def _json_rows(text: str, where: str) -> list[tuple[str, dict[str, object]]]:
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError as error:
            raise FormatError(f"{where}:{number}: this is not JSON ({error}).") from error
        if not isinstance(value, dict):
            raise FormatError(f"{where}:{number}: an actor is an object, not {value!r}.")
        rows.append((f"{where}:{number}", value))
    return rows


def _actor(row: dict[str, object], place: str) -> Actor:
    def text(key: str) -> str | None:
        value = row.get(key)
        if value is not None and not isinstance(value, str):
            raise FormatError(f'{place}: "{key}" is {value!r}, not a text.')
        return " ".join(value.split()) if value else None

    name, aliases = text("name"), row.get("aliases") or []
    if not name:
        raise FormatError(f"{place}: an actor needs a name.")
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise FormatError(f'{place}: "aliases" is {aliases!r}, not a list of texts.')
    known = text("id")
    return Actor(
        id=known if known and is_uuid(known) else new_id(),
        name=name,
        kind=text("kind"),
        aliases=tuple(dict.fromkeys(alias for alias in aliases if alias and alias != name)),
        kb_id=text("kb_id"),
        note=text("note"),
    )
