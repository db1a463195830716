"""Articles on their way into a project, on disk, so that any number of them fits in memory."""

from __future__ import annotations

import json
import struct
import tempfile
from collections.abc import Iterator, MutableMapping
from threading import Lock
from types import TracebackType
from typing import Self

from annotator.model import Article, Zone

_LENGTHS = struct.Struct("<QQ")
_FIELDS = tuple(name for name in Article.__dataclass_fields__ if name != "original")
_IN_MEMORY = 2_000_000  # bytes; a small import needs no file


class Spool(MutableMapping[str, Article]):
    """Articles by id, in the order in which they came; several threads may ask for them.

    They lie in a nameless file that vanishes when the spool is closed or the program ends.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        self._places: dict[str, int] = {}
        self._end = 0
        self._lock = Lock()

    def close(self) -> None:
        """Forget everything."""
        self._places.clear()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __setitem__(self, article_id: str, article: Article) -> None:
        fields = {name: getattr(article, name) for name in _FIELDS}
        fields["zones"] = [(zone.kind, zone.start, zone.end) for zone in article.zones]
        fields["metadata"] = dict(article.metadata)
        original = article.original
        head = json.dumps(fields).encode()
        with self._lock:
            self._file.seek(self._end)
            self._file.write(_LENGTHS.pack(len(head), 0 if original is None else len(original) + 1))
            self._file.write(head)
            self._file.write(original or b"")
            self._places[article_id] = self._end
            self._end = self._file.tell()

    def __getitem__(self, article_id: str) -> Article:
        with self._lock:
            self._file.seek(self._places[article_id])
            length, original = _LENGTHS.unpack(self._file.read(_LENGTHS.size))
            head = self._file.read(length)
            kept = self._file.read(original - 1) if original else None
        fields = json.loads(head)
        fields["id"] = article_id  # the same string for all who keep it
        fields["zones"] = tuple(Zone(*zone) for zone in fields["zones"])
        return Article(**fields, original=kept)

    def __delitem__(self, article_id: str) -> None:
        del self._places[article_id]

    def __contains__(self, article_id: object) -> bool:
        return article_id in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
