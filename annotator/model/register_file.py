"""The actor register as a file: read from CSV or JSON lines, and brought into a project's."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator

from annotator.errors import FormatError
from annotator.model.annotation import Actor
from annotator.model.change import Change
from annotator.model.identity import is_uuid, new_id
from annotator.model.register import folded, gained

_COLUMNS = ("id", "name", "kind", "aliases", "kb_id", "note")
#: What parts the aliases of an entry in CSV.
_BETWEEN = "|"


def read_register(text: str, *, where: str) -> list[Actor]:
    """Read a register from CSV with a header line, or from JSON lines.

    Columns or keys are ``name`` and, if known, ``kind``, ``aliases`` (in CSV parted by ``|``),
    ``kb_id``, ``note`` and ``id``. Raises ``FormatError`` naming the line that can't be read.
    """
    text = text.removeprefix("\ufeff")
    json_lines = text.lstrip().startswith(("{", "["))
    rows = _json_rows(text, where) if json_lines else _csv_rows(text, where)
    return [_actor(row, place) for place, row in rows]


def write_register(actors: Iterable[Actor]) -> str:
    """Write entries as CSV that ``read_register`` reads: the same, if no alias holds a ``|``."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for actor in actors:
        values = {name: getattr(actor, name) or "" for name in _COLUMNS}
        writer.writerow(values | {"aliases": _BETWEEN.join(actor.aliases)})
    return file.getvalue()


def joined(known: Iterable[Actor], read: Iterable[Actor], annotator: str, *, where: str) -> Change:
    """Bring read entries into a register: those that it knows by id or name gain what is new.

    A name that several entries have means none of them.
    """
    index = _Index(known)
    put: dict[str, Actor] = {}
    for actor in read:
        old = index.find(actor)
        after = actor if old is None else gained(old, actor)
        if after != old:
            put[after.id] = after
            index.add(after)
    return Change(f"Import register {where}", annotator, put=list(put.values()))


class _Index:
    """Entries by their ids and by each of their names, so that long registers join quickly."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._by_id: dict[str, Actor] = {}
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for actor in actors:
            self.add(actor)

    def add(self, actor: Actor) -> None:
        self._by_id[actor.id] = actor
        for name in (actor.name, *actor.aliases):
            self._by_name[folded(name)].add(actor.id)

    def find(self, actor: Actor) -> Actor | None:
        same = self._by_id.get(actor.id)
        ids = self._by_name.get(folded(actor.name), set())
        return same or (self._by_id[next(iter(ids))] if len(ids) == 1 else None)


def _csv_rows(text: str, where: str) -> Iterator[tuple[str, dict[str, object]]]:
    first = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = [name.strip() for name in reader.fieldnames or ()]
        reader.fieldnames = columns
        if "name" not in columns:
            raise FormatError(f'{where}: the first line has no column "name".')
        _refuse_others(columns, f"{where}:1", "column")
        for row in reader:
            place = f"{where}:{reader.line_num}"
            if None in row:
                raise FormatError(f"{place}: there are more fields than columns.")
            values: dict[str, object] = {k: v for k, v in row.items() if v}
            values["aliases"] = [a.strip() for a in (row.get("aliases") or "").split(_BETWEEN)]
            yield place, values
    except csv.Error as error:
        raise FormatError(f"{where}:{reader.line_num}: {error}.") from error


def _json_rows(text: str, where: str) -> Iterator[tuple[str, dict[str, object]]]:
    # Not splitlines(): a JSON text may hold other signs that end a line.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f"{where}:{number}"
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FormatError(f"{place}: this is not JSON ({error}).") from error
        if not isinstance(value, dict):
            raise FormatError(f"{place}: an actor is an object, not {value!r:.40}.")
        _refuse_others(value, place, "key")
        yield place, value


def _refuse_others(names: Iterable[str], place: str, what: str) -> None:
    for name in names:
        if name not in _COLUMNS:
            raise FormatError(
                f'{place}: no entry of a register has the {what} "{name}"; it can have '
                f"{', '.join(_COLUMNS)}. Rename it or leave it out."
            )


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
