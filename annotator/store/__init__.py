"""The project file: one SQLite database, read freely and written through one door.

The only place with SQL. May import `annotator.model`, `annotator.text` and `annotator.errors`.
"""

from __future__ import annotations

import sys


def _load_sqlite_utils() -> None:
    """Load sqlite-utils without the libraries whose values it could store as well.

    It imports pandas and NumPy wherever they are installed, which every start would wait for. An
    entry of ``None`` makes an import fail as if there were no such package.
    """
    kept_away = [name for name in ("numpy", "pandas") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(kept_away))  # type: ignore[arg-type]
    try:
        import sqlite_utils  # noqa: F401
    finally:
        for name in kept_away:
            del sys.modules[name]


_load_sqlite_utils()
