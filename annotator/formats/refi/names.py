"""What things are called in a project file, both ways."""

from __future__ import annotations

from uuid import UUID, uuid5

from annotator.model.identity import is_uuid

NAMESPACE = "urn:QDA-XML:project:1.0"

#: The file in the archive that has everything but the texts, and the folder that has those.
PROJECT, SOURCES = "project.qde", "sources"

#: What a path into that folder begins with.
INTERNAL = "internal://"

#: The name of the link from a span's first selection to each of its others.
CONTINUES = "continues"

#: The variables of a source that say what is known about an article, beside its title.
FACTS = ("source", "url", "byline", "published", "language", "revision_of", "metadata")

#: The variables of a case that say what is known about an actor.
ENTRY = ("kind", "kb_id", "aliases")

_OURS = UUID("6f1c2f0e-7c0b-5d3e-9a57-5b1c0a6f3d21")


def guid(*said: str) -> str:
    """Return the GUID of something, always the same one; an id that is a UUID is one already."""
    if len(said) == 1 and is_uuid(said[0]):
        return said[0]
    return str(uuid5(_OURS, "\x1f".join(said)))


def id_of(guid: str) -> str:
    """Return a GUID as an id is written."""
    return guid.strip("{} ").lower()
