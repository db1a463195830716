"""What an export writes: a project's layers as sheets, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from annotator.errors import FormatError
from annotator.formats.sheet import Sheet, usual_role
from annotator.model import Actor, Layer
from annotator.model.annotation import Role
from annotator.store.project import Project

#: Stands for every annotator's layers, and for articles without any.
ALL = "all"


_END: tuple[str | None, Iterator[Layer]] = (None, iter(()))


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
    # Layers come in the articles' order, so both are walked through side by side.
    worked_on = groupby(project.layers(), key=lambda one: one.article.id)
    current, layers = next(worked_on, _END)
    for article_id in project.article_ids():
        if article_id != current:
            if layer == ALL:
                yield Sheet(where=article_id, article=project.article(article_id))
        else:
            for one in layers:
                if layer in (ALL, one.annotator):
                    yield _sheet(one, roles, register)
            current, layers = next(worked_on, _END)
        seen()


def _sheet(layer: Layer, roles: dict[str, Role], register: dict[str, Actor]) -> Sheet:
    role = roles[layer.annotator]
    named = sorted({span.actor for span in layer.spans if span.actor is not None})
    return Sheet(
        where=layer.article.id,
        article=layer.article,
        annotator=layer.annotator,
        role=role if role != usual_role(layer.annotator) else None,
        status=layer.status,
        seconds=layer.assignment.seconds,
        note=layer.assignment.note,
        spans=layer.spans,
        relations=layer.relations,
        actors=tuple(register[actor] for actor in named),
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
