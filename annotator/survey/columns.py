"""What a project remembers of tables: which of their columns held what."""

from __future__ import annotations

import json
from collections.abc import Mapping

from annotator.model import Setting
from annotator.store.project import Project

_COLUMNS = "columns"
_REMEMBERED = 20


def known_columns(project: Project) -> tuple[Mapping[str, str], ...]:
    """Return what was said of earlier tables, the latest first."""
    return tuple(json.loads(project.meta(_COLUMNS) or "[]"))


def remembered_columns(project: Project, columns: Mapping[str, str]) -> Setting:
    """Return the setting that has the project remember what a table's columns hold."""
    known = [dict(columns), *(dict(c) for c in known_columns(project) if c != columns)]
    return Setting(_COLUMNS, json.dumps(known[:_REMEMBERED], ensure_ascii=False))
