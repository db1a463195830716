"""Commands that keep a project safe: backup, restore, check."""

from __future__ import annotations

from argparse import Namespace, _SubParsersAction
from pathlib import Path
from typing import Any

from annotator.cli.console import (
    DONE,
    SOME_REFUSED,
    complain,
    complain_of,
    count,
    say,
    say_json,
    shows_progress,
)


def add_commands(commands: _SubParsersAction[Any]) -> None:
    """Add this module's commands to the parser."""
    backup = commands.add_parser(
        "backup",
        help="write a checked copy of a project",
        description="Write a complete, checked copy of a project; it may be in use meanwhile. "
        "Without --to it joins the row of backups beside the project, which the window adds to "
        "by itself.",
    )
    backup.add_argument("project", metavar="PROJECT", type=Path)
    backup.add_argument("--to", metavar="FILE", type=Path, help="the copy")
    backup.add_argument("--list", action="store_true", help="list the row of backups instead")
    backup.set_defaults(run=back_up)

    restore = commands.add_parser(
        "restore",
        help="put a backup in a project's place",
        description="Put a copy of a backup in a project's place, and set aside what is there. "
        "Nobody may have the project open.",
    )
    restore.add_argument("project", metavar="PROJECT", type=Path)
    restore.add_argument(
        "--from", dest="backup", metavar="FILE", type=Path, help="the backup (default: the latest)"
    )
    restore.set_defaults(run=bring_back)

    check = commands.add_parser(
        "check",
        help="look for damage in a project",
        description="Look through a whole project: its pages, each text by its hash, each quote "
        "at its place, links, and the journal against all of them.",
    )
    check.add_argument("project", metavar="PROJECT", type=Path)
    check.add_argument(
        "--repair",
        action="store_true",
        help="save what can be read into a new file; the damaged one stays as it is",
    )
    check.add_argument("--to", metavar="FILE", type=Path, help="the new file of --repair")
    check.add_argument("--json", action="store_true", help="the result as one JSON document")
    check.set_defaults(run=look_for_damage)


def back_up(options: Namespace) -> int:
    """Write a checked copy of a project, or list those that there are."""
    from annotator.store.backup import folder, kept
    from annotator.store.project import Project

    if options.list:
        backups = kept(options.project)
        for backup in backups:
            say(f"{backup.at:%Y-%m-%d %H:%M} UTC  {backup.path}")
        if not backups:
            say(f"There are no backups in {folder(options.project)}.")
        return DONE
    with Project.open(options.project) as project:
        if options.to is not None:
            project.backup(options.to)
            say(f"Backed up {count(project.count_articles(), 'article')} to {options.to}.")
            return DONE
        made = project.keep_backup()
    if made is None:
        say("Nothing changed since the last backup.")
    else:
        say(f"Backed up to {made.path}.")
    return DONE


def bring_back(options: Namespace) -> int:
    """Put a backup in a project's place."""
    from annotator.errors import ProjectError
    from annotator.store.backup import folder, kept, restore

    path: Path = options.project
    backup: Path | None = options.backup
    if backup is None:
        backups = kept(path)
        if not backups:
            raise ProjectError(f"There are no backups in {folder(path)}. Name one with --from.")
        backup = backups[0].path
    aside = restore(backup, path)
    say(f"Restored {path} from {backup}.")
    if aside is not None:
        say(f"What was there is now {aside}.")
    return DONE


def look_for_damage(options: Namespace) -> int:
    """Look for damage in a project, and save what can be saved if asked to."""
    from annotator.store.backup import kept
    from annotator.store.checking import check
    from annotator.store.salvage import salvage

    path: Path = options.project
    report = check(path, shows_progress())
    saved = None
    if options.repair and report.findings:
        to = options.to or path.with_name(f"{path.stem} repaired{path.suffix}")
        saved = salvage(path, to)
    if options.json:
        say_json(
            {
                "project": str(path),
                "articles": report.articles,
                "spans": report.spans,
                "relations": report.relations,
                "changes": report.changes,
                "findings": [{"where": f.where, "what": f.what} for f in report.findings],
                "repaired": None
                if saved is None
                else {
                    "path": str(saved.path),
                    "saved": dict(saved.saved),
                    "missing": [{"where": f.where, "what": f.what} for f in saved.missing],
                },
            }
        )
    complain_of((finding.where, finding.what) for finding in report.findings)
    if saved is not None:
        complain_of((finding.where, finding.what) for finding in saved.missing)
    if not options.json:
        looked_at = (
            f"{count(report.articles, 'article')}, {count(report.spans, 'span')}, "
            f"{count(report.relations, 'link')} and {count(report.changes, 'change')}"
        )
        if report.findings:
            say(f"Looked through {looked_at}: {count(len(report.findings), 'finding')}.")
        else:
            say(f"Looked through {looked_at}: all is sound.")
        if saved is not None:
            articles, spans = saved.saved["article"], saved.saved["span"]
            say(
                f"Saved {count(articles, 'article')} and {count(spans, 'span')} in {saved.path}; "
                f"{count(len(saved.missing), 'thing')} could not be saved."
            )
    if report.findings and saved is None:
        backups = kept(path)
        latest = f" The latest backup is {backups[0].path}." if backups else ""
        complain(f"Save what can be read with: annotator check --repair.{latest}")
    return SOME_REFUSED if report.findings else DONE
