"""Commands that open the window: ``annotator [PROJECT]`` and ``annotator demo``."""

from __future__ import annotations

import os
import sys
from argparse import Namespace, _SubParsersAction
from pathlib import Path
from typing import Any

from annotator.cli.console import DONE, SOME_REFUSED, complain_of, count, say
from annotator.errors import ProjectError


def add_commands(commands: _SubParsersAction[Any]) -> None:
    """Add this module's commands to the parser."""
    demo = commands.add_parser(
        "demo",
        help="make a sample project and open the window on it",
        description="Make a project from the sample articles, or take the one made before, and "
        "open the window on it. Without a display, do the same job unattended and say what was "
        "made.",
    )
    demo.add_argument(
        "folder", metavar="DIR", nargs="?", type=Path, help="where to (default: annotator-demo)"
    )
    demo.set_defaults(run=demonstrate)


def open_window(project: Path | None) -> int:
    """Open the window on a project, or its start page."""
    if project is not None and not project.is_file():
        what = "is a folder, not a project" if project.is_dir() else "does not exist"
        raise ProjectError(f"{project} {what}. Make a project with: annotator new NAME")
    from annotator.app.main import run

    return run(project)


def demonstrate(options: Namespace) -> int:
    """Make the sample project; open the window on it, or work on it unattended."""
    from annotator.demo import WORKER, choose_folder, prepare, work_unattended

    folder = choose_folder(options.folder)
    if has_display():
        made = prepare(folder)
        complain_of((item.where, item.reason) for item in made.refused)
        say(f"Sample project: {made.project}")
        from annotator.app.main import run

        return run(made.project, WORKER, sample=True)
    done = work_unattended(folder)
    complain_of((item.where, item.reason) for item in done.refused)
    verb = "made" if done.made else "found"
    say(
        "There is no display, so the sample job ran unattended.",
        f"Project {verb}: {done.project}",
        f"  {count(done.articles, 'article')}, {count(done.layers, 'layer')} of "
        f"{', '.join(done.annotators)}",
        f"  {count(done.spans, 'span')}, {count(done.relations, 'link')}, "
        f"{count(done.actors, 'actor')}",
        *(f"Done as {done.worker}: {name}" for name in done.acts),
        f"Saved, opened again and exported: {done.export}",
        f"To see the window, run this where there is a display: annotator {done.project}",
    )
    return SOME_REFUSED if done.refused else DONE


def has_display() -> bool:
    """Say whether a window can be shown."""
    if not sys.platform.startswith(("linux", "freebsd", "openbsd", "netbsd")):
        return True
    return any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
