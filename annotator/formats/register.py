"""Which entry of the actor register is meant by an actor in a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from annotator.model import Actor, new_id
from annotator.model.identity import is_uuid


class Register:
    """The project's actor register, and what an import adds to it.

    A UUID says which entry is meant. Other ids are names within one file: the same id with the
    same name means the same entry throughout it, and an entry that has that name and kind already
    is taken for the same.
    """

    def __init__(self, actors: Iterable[Actor]) -> None:
        self.new: list[Actor] = []
        self._by_id: dict[str, Actor] = {}
        self._by_name: dict[tuple[str, str | None], Actor] = {}
        self._local: dict[tuple[str, str], Actor] = {}
        for actor in actors:
            self._know(actor)

    def __contains__(self, actor_id: str) -> bool:
        return actor_id in self._by_id

    def begin_file(self) -> None:
        """Forget what ids meant in the file before."""
        self._local.clear()

    def resolve(self, actor: Actor) -> tuple[Actor, str | None]:
        """Return the entry meant, which is new if none fits, and what of ``actor`` it lacks."""
        entry = self._find(actor)
        if entry is None:
            entry = actor if is_uuid(actor.id) else replace(actor, id=new_id())
            self._know(entry)
            self.new.append(entry)
        if actor.id and not is_uuid(actor.id):
            self._local[actor.id, actor.name] = entry
        return entry, _lacks(entry, actor)

    def _find(self, actor: Actor) -> Actor | None:
        if is_uuid(actor.id):
            return self._by_id.get(actor.id)
        local = self._local.get((actor.id, actor.name)) if actor.id else None
        return local or self._by_name.get((actor.name, actor.kind))

    def _know(self, actor: Actor) -> None:
        self._by_id[actor.id] = actor
        self._by_name.setdefault((actor.name, actor.kind), actor)


def _lacks(entry: Actor, actor: Actor) -> str | None:
    """Say what a file's actor has that the entry taken for it does not have, or ``None``."""
    differ = [
        name
        for name in ("name", "kind", "kb_id", "note")
        if getattr(actor, name) is not None and getattr(actor, name) != getattr(entry, name)
    ]
    if not set(actor.aliases) <= {*entry.aliases, entry.name}:
        differ.append("aliases")
    if not differ:
        return None
    return (
        f'The actor "{actor.name}" is in the register already with another {" and ".join(differ)}; '
        "the register's entry stays as it is."
    )
