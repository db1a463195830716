"""Mark claims, sources, cues and actors in news articles, link them, and export what was marked.

The library's front door: ``Project`` opens a project file; ``annotator.model`` has the values
that it gives and takes; ``annotator.agreement`` measures how far annotators agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.version import __version__

if TYPE_CHECKING:
    from annotator.store.project import Project

__all__ = ["Project", "__version__"]


def __getattr__(name: str) -> object:
    # The store brings SQLite along; who only wants the text or the model need not load it.
    if name == "Project":
        from annotator.store.project import Project

        return Project
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
