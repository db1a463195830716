"""What an open project has at hand: annotators' names, the scheme, and texts read lately."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from sqlite_utils import Database

from annotator.errors import ProjectError
from annotator.model import Annotator, Article, Record, Scheme
from annotator.model.codebook import parse_scheme
from annotator.store import tables
from annotator.store.rows import Names, kind_named

# How many articles' texts are kept at hand to check new spans against.
_TEXTS_KEPT = 8


class Known:
    """What one connection knows of its file; it is `refresh`-ed when others change that."""

    def __init__(self, db: Database, path: Path) -> None:
        self._db = db
        self._path = path
        self._texts: dict[str, str] = {}
        self.names = self._read_names()
        self.scheme = self._read_scheme()

    def refresh(self) -> None:
        """Read the names and the scheme anew."""
        self.names = self._read_names()
        self.scheme = self._read_scheme()

    def id(self, annotator: str) -> str | None:
        """Return the id of the annotator called so, or ``None``."""
        return self.names.id(annotator) if annotator in self.names else None

    def read(self, table: str, key: str) -> Record | None:
        """Return the record with this key, or ``None``."""
        kind = kind_named(table)
        row = tables.read(self._db, kind, (key,))
        return None if row is None else kind.to_record(row, self.names)

    def article(self, article_id: str) -> Article:
        """Return one article; ``ProjectError`` if the project has none with this id."""
        found = self.read("article", article_id)
        if found is None:
            raise ProjectError(f"{self._path.name} has no article with the id {article_id}.")
        return cast(Article, found)

    def text(self, article_id: str) -> str:
        """Return an article's text; ``ProjectError`` if there is no such article."""
        if article_id not in self._texts:
            self.keep_text(self.article(article_id))
        return self._texts[article_id]

    def keep_text(self, article: Article) -> None:
        """Have an article's text at hand: whoever reads it is likely to mark something in it."""
        self._texts.pop(article.id, None)
        while len(self._texts) >= _TEXTS_KEPT:
            del self._texts[next(iter(self._texts))]
        self._texts[article.id] = article.text

    def forget_texts(self) -> None:
        """Forget the texts at hand: some may be no part of the project after all."""
        self._texts.clear()

    def _read_names(self) -> Names:
        rows = tables.select(self._db, kind_named("annotator"))
        return Names(Annotator(**row) for row in rows)

    def _read_scheme(self) -> Scheme:
        rows = self._db.table("scheme").rows_where(order_by="version DESC", limit=1)
        row = next(iter(rows), None)
        if row is None:
            raise ProjectError(f"{self._path} holds no label scheme. Open a backup instead.")
        where = f"{self._path.name}, scheme version {row['version']}"
        return parse_scheme(row["toml"], where=where, version=row["version"])
