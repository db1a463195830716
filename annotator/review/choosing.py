"""What a reviewer does to a case of any kind with one key: a decision, gathered in a draft."""

from __future__ import annotations

from annotator.errors import ChangeError
from annotator.model.annotation import Outcome
from annotator.review.cases import ActorCase, Case, SpanCase, Version
from annotator.review.deciding import Draft
from annotator.review.votes import actor_votes, link_votes, vote


def take_from(draft: Draft, case: Case, who: str) -> None:
    """Take what one annotator has; who doesn't have the span, none of the case.

    Raises ``ChangeError`` for what hangs on a span that the annotator doesn't have.
    """
    if isinstance(case, SpanCase):
        versions = {name: Version.of(span) for name, span in case.members.items()}
        version = versions.get(who)
        alike = [name for name, one in versions.items() if version and one.key == version.key]
        draft.take(case, version, "taken", origin=alike or (who,))
    elif who not in case.source.members:
        name = draft.review.name(who)
        raise ChangeError(f"{name} doesn't have the span that this hangs on. Take another's.")
    elif isinstance(case, ActorCase):
        draft.name(case, case.actors[who], "taken", origin=(who,))
    else:
        draft.link(case, case.links[who], "taken", origin=(who,))


def take_majority(draft: Draft, case: Case) -> None:
    """Take what most annotators have, which may be nothing.

    Raises ``ChangeError`` where as many have it as have it not, or where nothing has most votes.
    """
    if isinstance(case, SpanCase):
        found = vote(case)
        if found.exists is None:
            raise ChangeError("As many have it as have it not. Take one by its number, or none.")
        version = found.version if found.exists else None
        outcome: Outcome = "majority" if found.exists else "none"
        draft.take(case, version, outcome, origin=found.origin if found.exists else ())
    elif isinstance(case, ActorCase):
        actor, clear = actor_votes(case)
        if not clear:
            raise ChangeError("No actor has a majority. Take one by its number.")
        origin = [who for who, named in case.actors.items() if named == actor]
        draft.name(case, actor, "majority", origin=origin)
    else:
        links, clear = link_votes(case)
        if not clear:
            raise ChangeError("As many link it as don't. Take one by its number.")
        origin = [who for who, linked in case.links.items() if linked == links]
        draft.link(case, links, "majority", origin=origin)


def reject(draft: Draft, case: Case, reason: str) -> None:
    """Have none of them, for a reason."""
    if isinstance(case, SpanCase):
        draft.take(case, None, "none", reason=reason)
    elif isinstance(case, ActorCase):
        draft.name(case, None, "none", reason=reason)
    else:
        draft.link(case, (), "none", reason=reason)
