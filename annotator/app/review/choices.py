"""What can be chosen in the review, as entries of the palette: which cases, and which rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import combinations

from annotator.app.palette import Entry
from annotator.app.review import words
from annotator.model import Scheme
from annotator.review.filtering import CaseFilter
from annotator.review.rules import Rules

_ASPECTS = {
    "missing": "that only some have",
    "boundary": "with other boundaries",
    "fragments": "in other fragments",
    "label": "with other labels",
    "attribute": "with other answers",
    "actor": "that name another actor",
    "link": "that link elsewhere",
}
_MOST_PAIRS = 8


def filter_entries(
    now: CaseFilter,
    scheme: Scheme,
    annotators: Iterable[str],
    choose: Callable[[CaseFilter], object],
) -> Iterator[Entry]:
    """Offer what may be asked for, each beside what is asked for already."""
    if now:
        yield Entry("All cases", "cases", partial(choose, CaseFilter()))

    def entry(title: str, kind: str, **fields: object) -> Entry:
        asked = replace(now, **fields)  # type: ignore[arg-type]  # each is of its field's type
        chosen = "chosen" if asked == now else words.asked(now)
        return Entry(title, kind, partial(choose, asked), more=chosen)

    for aspect, title in _ASPECTS.items():
        yield entry(f"Cases {title}", "how they differ", aspect=aspect, name=None)
    for label in scheme.labels:
        yield entry(f"Cases of {label.name}", "label", labels=frozenset({label.name}))
    people = list(annotators)
    if len(people) <= _MOST_PAIRS:
        for pair in combinations(people, 2):
            yield entry(f"Between {pair[0]} and {pair[1]}", "pair", annotators=pair)
    for who in people:
        yield entry(f"Where {who} differs from anybody", "annotator", annotators=(who,))


def rule_entries(now: Rules, most: int, choose: Callable[[Rules], object]) -> Iterator[Entry]:
    """Offer what becomes gold at once, whose gold is made, and whether names are shown."""

    def entry(title: str, kind: str, **fields: object) -> Entry:
        asked = replace(now, **fields)  # type: ignore[arg-type]  # each is of its field's type
        return Entry(title, kind, partial(choose, asked), more="as it is" if asked == now else "")

    agreed = "gold at once"
    yield entry("What all have in the same way", agreed, agreed="all")
    yield entry("What more than half have in the same way", agreed, agreed="majority")
    for number in range(2, max(most, 3) + 1):
        title = f"What at least {number} have in the same way"
        yield entry(title, agreed, agreed="number", number=number)
    yield entry("Nothing; every case is decided by hand", agreed, agreed="never")
    into = "decisions"
    yield entry("Into one gold, whoever reviews", into, into="gold")
    yield entry("Into a gold of my own, to be compared with other reviewers'", into, into="own")
    yield entry("From the reviewers' own golds into one", into, into="joint")
    names = "annotators"
    yield entry("Shown by their names", names, blind=False)
    yield entry("Shown as A, B, C: a blind review", names, blind=True)
