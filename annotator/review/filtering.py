"""Which cases someone wants to see: by label, by who differs, and by how."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.review.differences import Aspect


@dataclass(frozen=True, slots=True)
class Divide:
    """One aspect on which a case divides its annotators.

    ``sides`` says for each annotator on which side, by number; -1 for who has no say, since they
    don't have the span. ``name`` is the attribute's, or the type of the links.
    """

    aspect: Aspect
    sides: tuple[int, ...]
    name: str | None = None

    def parts(self, chosen: tuple[int, ...]) -> bool:
        """Say whether some of these annotators are on different sides; one, whether from any."""
        mine = {self.sides[n] for n in chosen} - {-1}
        if len(chosen) == 1:
            return bool(mine) and len({*self.sides} - {-1}) > 1
        return len(mine) > 1


@dataclass(frozen=True, slots=True)
class Gist:
    """What a case is about, small enough to keep those of a whole project at hand.

    ``labels`` are those that each of the ``annotators`` gave, ``None`` where there is no span.
    """

    annotators: tuple[str, ...]
    labels: tuple[str | None, ...]
    divides: tuple[Divide, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases are wanted; a field that is empty lets all through.

    ``labels`` must all have been given in the case; ``annotators`` must differ among themselves,
    or, if it is one, from anybody; by ``aspect``, and by the attribute or type of links that
    ``name`` says. With ``annotators``, only their labels count.
    """

    labels: frozenset[str] = frozenset()
    annotators: tuple[str, ...] = ()
    aspect: Aspect | None = None
    name: str | None = None

    def __bool__(self) -> bool:
        """An empty filter asks for nothing."""
        return self != CaseFilter()

    def lets(self, gist: Gist) -> bool:
        """Say whether a case is one of those that are wanted."""
        everybody = range(len(gist.annotators))
        chosen = tuple(
            n for n in everybody if not self.annotators or gist.annotators[n] in self.annotators
        )
        if len(chosen) < len(self.annotators) or not self.labels <= {
            label for n in chosen if (label := gist.labels[n]) is not None
        }:
            return False
        if not (self.annotators or self.aspect or self.name):
            return True
        return any(
            self.aspect in (None, divide.aspect)
            and self.name in (None, divide.name)
            and divide.parts(chosen)
            for divide in gist.divides
        )
