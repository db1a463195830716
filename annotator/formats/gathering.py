"""What an export writes: a project's layers as sheets, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from annotator.errors import FormatError
from annotator.formats.sheet import Sheet, usual_role
from annotator.model import Actor, Article
from annotator.model.annotation import Role
from annotator.store.project import Project
from annotator.store.reading import StoredLayer

#: Stands for every annotator's layers, and for articles without any.
ALL = "all"


def sheets(
    project: Project, layer: str = ALL, seen: Callable[[], None] = lambda: None
) -> Iterator[Sheet]:
    """Yield the layers of one annotator or, for ``all``, of everybody, in order of arrival.

    With ``all``, articles that nobody worked on come too, and the last sheet also carries the
    register's entries that no span refers to. ``seen`` is called after each article. Raises
    ``FormatError`` if nobody has this name.
    """
    roles = {annotator.name: annotator.role for annotator in project.annotators()}
    if layer != ALL and layer not in roles:
        known = ", ".join(roles) or "nobody"
        raise FormatError(f'{project.path.name} has no layer "{layer}"; it has layers of: {known}.')
    register = {actor.id: actor for actor in project.actors()}
    found = _found(project, layer, roles, register, seen)
    return _with_the_rest(found, register) if layer == ALL else found


def _found(
    project: Project,
    layer: str,
    roles: dict[str, Role],
    register: dict[str, Actor],
    seen: Callable[[], None],
) -> Iterator[Sheet]:
    whose = None if layer == ALL else layer
    for worked in project.worked(project.article_ids(), whose, originals=False):
        if layer == ALL and not worked.layers:
            yield Sheet(where=worked.article.id, article=worked.article)
        for one in worked.layers:
            yield _sheet(worked.article, one, roles, register)
        seen()


def _sheet(
    article: Article, layer: StoredLayer, roles: dict[str, Role], register: dict[str, Actor]
) -> Sheet:
    work = layer.assignment
    role = roles[work.annotator]
    return Sheet(
        where=article.id,
        article=article,
        annotator=work.annotator,
        role=role if role != usual_role(work.annotator) else None,
        status=work.status,
        seconds=work.seconds,
        note=work.note,
        spans=layer.spans,
        relations=layer.relations,
        actors=tuple(register[actor] for actor in sorted(layer.actors)),
    )


def _with_the_rest(found: Iterable[Sheet], register: dict[str, Actor]) -> Iterator[Sheet]:
    """Let the last sheet carry what no sheet does: only then is it known what that is."""
    rest = dict(register)
    last: Sheet | None = None
    for sheet in found:
        if last is not None:
            yield last
        for actor in sheet.actors:
            rest.pop(actor.id, None)
        last = sheet
    if last is not None:
        everyone = sorted([*last.actors, *rest.values()], key=lambda actor: actor.id)
        yield replace(last, actors=tuple(everyone))
