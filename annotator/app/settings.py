"""What the window remembers on this machine: recent projects, who works, how it stood."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

_RECENT_KEPT = 8
_VIEWS_KEPT = 50


class Settings:
    """Typed access to the window's settings; nothing that belongs to a project is kept here."""

    def __init__(self) -> None:
        self._store = QSettings("annotator", "annotator")

    def recent(self) -> list[Path]:
        """Return the projects opened last, the newest first, as far as they still exist."""
        return [path for path in self._recent() if path.is_file()]

    def remember(self, path: Path) -> None:
        """Put a project in front of the recent ones."""
        path = path.absolute()
        others = [other for other in self._recent() if other != path]
        paths = [str(p) for p in [path, *others][:_RECENT_KEPT]]
        self._store.setValue("recent", paths)

    def annotator(self, path: Path) -> str | None:
        """Return who worked on this project here last."""
        return self._text(f"annotator/{_key(path)}")

    def set_annotator(self, path: Path, name: str) -> None:
        """Remember who works on this project here."""
        self._store.setValue(f"annotator/{_key(path)}", name)

    def article(self, path: Path) -> str | None:
        """Return the id of the article shown last in this project."""
        return self._text(f"article/{_key(path)}")

    def set_article(self, path: Path, article_id: str) -> None:
        """Remember the article that is shown."""
        self._store.setValue(f"article/{_key(path)}", article_id)

    def views(self, path: Path) -> dict[str, list[int]]:
        """Return how articles of this project stood last: three numbers for each, by its id."""
        kept = self._table(f"views/{_key(path)}")
        return {
            id: numbers
            for id, numbers in kept.items()
            if isinstance(numbers, list) and [type(n) for n in numbers] == [int, int, int]
        }

    def set_views(self, path: Path, views: Mapping[str, Sequence[int]]) -> None:
        """Remember how articles stand, the latest of them."""
        latest = dict(list(views.items())[-_VIEWS_KEPT:])
        self._store.setValue(f"views/{_key(path)}", json.dumps(latest))

    def export_target(self, path: Path, recipe: str) -> Path | None:
        """Return where a recipe's dataset of this project was written last from here."""
        kept = self._table(f"exports/{_key(path)}").get(recipe)
        return Path(kept) if isinstance(kept, str) else None

    def set_export_target(self, path: Path, recipe: str, target: Path) -> None:
        """Remember where a recipe's dataset is written: a place on this machine, no one else's."""
        kept = self._table(f"exports/{_key(path)}") | {recipe: str(target.absolute())}
        self._store.setValue(f"exports/{_key(path)}", json.dumps(kept))

    def geometry(self) -> QByteArray | None:
        """Return how the window stood last."""
        value = self._store.value("geometry")
        return value if isinstance(value, QByteArray) else None

    def set_geometry(self, geometry: QByteArray) -> None:
        """Remember how the window stands."""
        self._store.setValue("geometry", geometry)

    def tour(self) -> tuple[int, bool] | None:
        """Return how many steps of the guided tour are done and whether it is over, if begun."""
        kept = self._table("tour")
        step = kept.get("step")
        return (step, kept.get("over") is True) if isinstance(step, int) else None

    def set_tour(self, step: int, over: bool) -> None:
        """Remember how far the guided tour is."""
        self._store.setValue("tour", json.dumps({"step": step, "over": over}))

    def look(self) -> dict[str, object]:
        """Return what was chosen of how the window looks."""
        return self._table("look")

    def set_look(self, look: Mapping[str, object]) -> None:
        """Remember how the window looks."""
        self._store.setValue("look", json.dumps(look))

    def queue_order(self) -> str:
        """Return the order that the queue has."""
        return self._text("queue_order") or ""

    def set_queue_order(self, order: str) -> None:
        """Remember the order that the queue has."""
        self._store.setValue("queue_order", order)

    def web(self) -> bool:
        """Return whether pages may be fetched from the web when somebody asks for one."""
        return self._text("web") == "allowed"

    def set_web(self, allowed: bool) -> None:
        """Remember whether pages may be fetched from the web."""
        self._store.setValue("web", "allowed" if allowed else "")

    def keys(self) -> dict[str, tuple[str, ...]]:
        """Return the keys that were chosen for commands, by the commands' ids."""
        pairs = self._table("keys").items()
        return {id: tuple(map(str, keys)) for id, keys in pairs if isinstance(keys, list)}

    def set_keys(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        """Remember which keys were chosen for commands."""
        self._store.setValue("keys", json.dumps(chosen))

    def _recent(self) -> list[Path]:
        value = self._store.value("recent")
        texts = [value] if isinstance(value, str) else value
        return [Path(str(text)) for text in texts] if isinstance(texts, list) else []

    def _table(self, key: str) -> dict[str, object]:
        try:
            value = json.loads(self._text(key) or "{}")
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}

    def _text(self, key: str) -> str | None:
        value = self._store.value(key)
        return value if isinstance(value, str) and value else None


def login_name() -> str:
    """Return who is logged in, as a first guess at the annotator's name."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "annotator"


def _key(path: Path) -> str:
    # A slash would make a group of settings of each folder.
    return str(path.absolute()).replace("/", "|").replace("\\", "|")
