"""Files that are ZIP archives inside: read within bounds, whatever they claim to hold."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import IntakeError
from annotator.intake.markup import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

#: No member may unpack to more, nor all of them together to ten times as much.
MEMBER_LIMIT = 50 * 1024 * 1024  # bytes
_MOST_MEMBERS = 20_000
#: What Python raises for an archive that isn't what it says.
BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error),
    *(NotImplementedError, EOFError, OSError, ValueError),
)


class Members:
    """The members of an archive; names are those that it gives, and never used as paths."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self._name = name
        self._read = 0
        found = (info.filename for info in archive.infolist())
        self.names = [member for member in found if not member.endswith("/")]
        if len(self.names) > _MOST_MEMBERS:
            raise IntakeError(f"{name} holds more files than can be looked at.")

    @property
    def exhausted(self) -> bool:
        """Whether so much was read that no more will be."""
        return self._read > 10 * MEMBER_LIMIT

    def __contains__(self, member: str) -> bool:
        return member in self._archive.NameToInfo

    def read(self, member: str) -> bytes:
        """Return what a member unpacks to. Raises ``IntakeError`` if it may not, or can't be."""
        try:
            if self._archive.getinfo(member).flag_bits & 0x1:
                raise IntakeError(f"{self._name} needs a password. Save it without one.")
            with self._archive.open(member) as file:
                data = file.read(MEMBER_LIMIT + 1)
        except KeyError as error:
            raise IntakeError(f'{self._name} is damaged: it lacks "{member}".') from error
        except BROKEN as error:
            raise IntakeError(f'{self._name} is damaged: "{member}" can\'t be read.') from error
        self._read += len(data)
        if self.exhausted:
            most = 10 * MEMBER_LIMIT // 1024 // 1024
            raise IntakeError(f"{self._name} unpacks to more than {most} MB in all.")
        if len(data) > MEMBER_LIMIT:
            most = MEMBER_LIMIT // 1024 // 1024
            raise IntakeError(f'{self._name} unpacks to more than {most} MB in "{member}" alone.')
        return data

    def xml(self, member: str) -> _Element:
        """Return a member parsed as XML, with no entity resolved and nothing fetched."""
        return parse_xml(self.read(member), f'{self._name} ("{member}")')


@contextmanager
def unzipped(data: bytes | Path, name: str, what: str) -> Iterator[Members]:
    """Open the archive in ``data``; ``IntakeError`` says that it is no ``what`` ("EPUB file")."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data)
    except BROKEN as error:
        raise IntakeError(f"{name} is no {what}, or it is damaged: {error}.") from error
    with archive:
        yield Members(archive, name)
