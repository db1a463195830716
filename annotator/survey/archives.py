"""Annotated data in ZIP archives, as most tools hand it out."""

from __future__ import annotations

import re
from pathlib import Path

from annotator.formats import Format
from annotator.intake.archive import leads_out, shown
from annotator.intake.zipped import unzipped
from annotator.survey.found import Survey
from annotator.survey.sorting import by_format

_NOT_IN_NAMES = re.compile(r'[<>:"|?*\x00-\x1f]')


def annotated_in(where: str, found: Survey, known: list[Format]) -> dict[str, Format | None]:
    """Unpack an archive that holds annotated data; return its files with their formats.

    Nothing if it holds none: then it is read as articles, without being unpacked. Raises
    ``IntakeError`` if it is no archive, or more than may be unpacked.
    """
    suffixes = {suffix for format in known for suffix in format.suffixes}
    with unzipped(Path(where), f'"{where}"', "ZIP archive") as members:
        names = dict(shown(members))
        if not any(path.suffix.lower() in suffixes for path in names.values()):
            return {}
        folder = found.folder()
        unpacked: dict[str, Path] = {}
        for member, path in names.items():
            if leads_out(path):
                found.refuse(f"{where}/{member}", "It names a place outside the archive.")
                continue
            file = folder.joinpath(*(_NOT_IN_NAMES.sub("_", part) for part in path.parts))
            data = members.read(member)
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                with file.open("xb") as out:  # two names may be one here
                    out.write(data)
            except OSError as error:
                reason = f"It cannot be unpacked ({error.strerror}). Rename it in the archive."
                found.refuse(f"{where}/{member}", reason)
                continue
            unpacked[f"{where}/{path}"] = file
    formats = by_format(unpacked, unpacked.__getitem__, None, known)
    if not any(formats.values()):
        return {}
    found.unpacked.update(unpacked)
    return formats
