"""ZIP archives to articles: those of every file in them that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from annotator.errors import IntakeError, MissingExtra
from annotator.intake.source import Raw, Refusal
from annotator.intake.zipped import Members, unzipped
from annotator.model import Article

_HIDDEN = ("__MACOSX", ".")


def shown(members: Members) -> Iterator[tuple[str, PurePosixPath]]:
    """Yield the members that aren't hidden by name, each with its name as a path."""
    for member in sorted(members.names):
        path = PurePosixPath(member.replace("\\", "/"))
        if not any(part.startswith(_HIDDEN) and part != ".." for part in path.parts):
            yield member, path


def leads_out(path: PurePosixPath) -> bool:
    """Say whether a member's path leads out of its archive."""
    return path.is_absolute() or ".." in path.parts or str(path)[1:2] == ":"


def read_archive(raw: Raw) -> Iterator[Article | Refusal]:
    """Give the articles of all files in an archive, which is never unpacked to disk.

    What can't be read is refused by name and stops nothing. Raises ``IntakeError`` if it is no
    archive, or unpacks to more than the limits of ``zipped``.
    """
    # The table of kinds has this module in it.
    from annotator.intake.files import articles_in, kind_of

    with unzipped(raw.data, raw.name, "ZIP archive") as members:
        for member, path in shown(members):
            name = f'{raw.name} › "{member}"'
            try:
                if leads_out(path):
                    raise IntakeError(f"{name} is left out: it names a place outside the archive.")
                kind = kind_of(path, name)
                if kind.read is read_archive:
                    raise IntakeError(f"{name} is an archive in an archive: unpack it first.")
                inner = replace(
                    raw,
                    data=members.read(member),
                    name=name,
                    source=f"{raw.source}/{member}",
                    fallback=path.stem,
                )
                yield from articles_in(kind, inner)
            except (IntakeError, MissingExtra) as error:
                if members.exhausted:
                    yield Refusal(name, f"{error} From here on it is left out: split it.")
                    return
                yield Refusal(name, str(error))
