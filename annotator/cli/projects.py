"""Commands about a project as a whole: new, info."""

from __future__ import annotations

from argparse import Namespace, _SubParsersAction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotator.cli.console import DONE, say, say_json
from annotator.errors import SchemeError

if TYPE_CHECKING:
    from annotator.model import Scheme
    from annotator.store.project import Project

SUFFIX = ".annotator"


def add_commands(commands: _SubParsersAction[Any]) -> None:
    """Add this module's commands to the parser."""
    new = commands.add_parser("new", help="make a project", description="Make an empty project.")
    new.add_argument("project", metavar="PROJECT", type=Path, help=f"its file ({SUFFIX} is added)")
    new.add_argument(
        "--scheme",
        default="attribution",
        metavar="NAME|FILE",
        help="the label scheme: one that comes along, or a TOML file (default: attribution)",
    )
    new.set_defaults(run=make)

    info = commands.add_parser(
        "info", help="say what a project holds", description="Say what a project holds."
    )
    info.add_argument("project", metavar="PROJECT", type=Path)
    info.add_argument("--json", action="store_true", help="as one JSON document")
    info.set_defaults(run=inform)


def make(options: Namespace) -> int:
    """Make an empty project."""
    from annotator.store.project import Project

    path: Path = options.project
    if not path.suffix:
        path = path.with_name(path.name + SUFFIX)
    with Project.create(path, _scheme(options.scheme)) as project:
        labels = ", ".join(label.name for label in project.scheme.labels)
        say(f"Made {path} with the scheme {project.scheme.name}: {labels}.")
    return DONE


def inform(options: Namespace) -> int:
    """Say what a project holds."""
    from annotator.store.project import Project

    with Project.open(options.project) as project:
        facts = _facts(project)
    if options.json:
        say_json(facts)
        return DONE
    scheme = facts["scheme"]
    say(
        f"{facts['name']} ({facts['path']})",
        f"scheme      {scheme['name']}, version {scheme['version']}",
        f"articles    {facts['articles']:,}",
        f"annotators  {', '.join(a['name'] for a in facts['annotators']) or 'none yet'}",
        f"spans       {facts['spans']:,}",
        *(f"  {label:<20} {number:,}" for label, number in facts["labels"].items()),
        f"links       {facts['relations']:,}",
        f"actors      {facts['actors']:,}",
        f"changes     {facts['changes']:,}",
    )
    for annotator in facts["annotators"]:
        if annotator["role"] == "import":
            continue
        states = ", ".join(f"{n:,} {state}" for state, n in annotator["articles"].items())
        say(f"{annotator['name']:<20} {states}")
    if facts["read_only"]:
        say(f"It can only be read. {facts['read_only']}")
    return DONE


def _scheme(name: str) -> Scheme | str:
    """Return a scheme file parsed, or the name of a scheme that comes along."""
    path = Path(name)
    if path.suffix != ".toml" and not path.is_file():
        return name
    from annotator.model.codebook import parse_scheme

    try:
        toml = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SchemeError(f"{path} is not in UTF-8. Save it so.") from error
    except OSError as error:
        raise SchemeError(f"{path} cannot be read: {error.strerror}.") from error
    return parse_scheme(toml, where=str(path))


def _facts(project: Project) -> dict[str, Any]:
    people = [
        {"name": a.name, "role": a.role, "articles": _states(project, a.name)}
        for a in project.annotators()
    ]
    return {
        "name": project.name,
        "path": str(project.path),
        "scheme": {"name": project.scheme.name, "version": project.scheme.version},
        **project.counts(),
        "annotators": people,
        "read_only": project.read_only_reason,
    }


def _states(project: Project, annotator: str) -> dict[str, int]:
    """Count an annotator's articles by how far the work on them is."""
    states: dict[str, int] = {}
    for row in project.queue(annotator):
        states[row.status] = states.get(row.status, 0) + 1
    return states
