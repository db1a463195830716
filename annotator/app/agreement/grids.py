"""Lays an overview out as grids: which figure stands where, what it says, where it leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from annotator.agreement.cases import About, Case
from annotator.agreement.measures import MEASURES, Measure
from annotator.agreement.overview import Overview
from annotator.agreement.row import Row
from annotator.agreement.tables import short
from annotator.agreement.views import Part, bounds, within
from annotator.app.agreement.grid import Between, Cell, Door, Grid

# So many articles are set off as the worst at most.
_WORST = 6
_UNDEFINED = "—"
_HOW = "Agreement is measured on articles that two annotators or more have marked as done."


def page(overview: Overview, colours: Mapping[str, str | None]) -> list[list[list[Grid]]]:
    """Return all tables as they stand: bands, in them columns, in them one below the other.

    Where nothing is compared, only what says so. ``colours`` are those of labels.
    """
    compared = bool(overview.articles) or any(row.articles for row in overview.rows)
    if not compared:
        return [[[by_label(overview, colours)]], [[left_out(overview)]]]
    return [
        [[by_label(overview, colours)]],
        [[findings(overview)]],
        [
            [pairs(overview), confusion(overview), gold(overview)],
            [besides(overview)],
        ],
        [[articles(overview)]],
        [[course(overview)]],
        [[rounds(overview)]],
        [[left_out(overview)]],
    ]


def by_label(overview: Overview, colours: Mapping[str, str | None]) -> Grid:
    """Each label's figures, the first measure's with its interval, written and drawn."""
    measures = overview.measures
    together = "all labels" if overview.scope.labels is None else "these together"
    rows = []
    for label in (*overview.labels, None):
        told = [overview.by_label.get((measure.name, label)) for measure in measures]
        known = [row for row in told if row is not None]
        if not known:
            continue
        lead, about = known[0], About(label=label)
        units = max(row.units for row in known)
        colour = colours.get(label) if label is not None else None
        rows.append(
            [
                Cell(label or together, strong=label is None),
                _counted(units, about),
                *(
                    _waiting(measure)
                    if measure in overview.waiting
                    else _figure(row, measure, about, lead=n == 0)
                    for n, (measure, row) in enumerate(zip(measures, told, strict=True))
                ),
                _drawn(lead, colour, about),
            ]
        )
    drawn = f"{measures[0].title} from 0 to 1" if measures else ""
    heads = ("Label", "Units", *(measure.title for measure in measures), drawn)
    tips = ("", "Spans of all annotators together.", *(measure.how for measure in measures), "")
    noted = [row for row in overview.by_label.values() if row.value is not None and row.reason]
    notes = dict.fromkeys(f"* {_measure(row).title}: {row.reason}" for row in noted)
    note = " ".join(notes) if rows else "Choose a measure on the left."
    if rows and not any(row.articles for row in overview.by_label.values()):
        note = f"{next(iter(overview.by_label.values())).reason} {_HOW}"
    return Grid("By label, 95 % bootstrap interval", heads, rows, note=note, tips=tips)


def pairs(overview: Overview) -> Grid:
    """The matrix of pairs."""
    names, measure = overview.annotators, overview.pair_measure
    rows = [[Cell(one), *(_pair(overview, one, other) for other in names)] for one in names]
    few = "" if len(names) > 1 else "It takes two annotators."
    title = f"Pairs, {measure.title}"
    return Grid(title, ("", *names), rows if not few else (), even=True, note=few)


def besides(overview: Overview) -> Grid:
    """Answers, links and actors, given matched spans."""
    rows = [
        [
            Cell(row.name),
            _figure(row, _measure(row), _about_besides(row)),
            _counted(row.units, _about_besides(row) if row.value is not None else None),
        ]
        for row in overview.besides
    ]
    return Grid("Attributes, links and actors on matched spans", ("What", "Value", "Matched"), rows)


def gold(overview: Overview) -> Grid:
    """Each annotator against gold."""
    measures = [measure for measure in overview.measures if measure.gold]
    found = {(row.annotators[0], row.measure): row for row in overview.gold}
    rows = [
        [
            Cell(name),
            *(
                _figure(found[name, m.name], m, About(annotators=found[name, m.name].annotators))
                for m in measures
            ),
        ]
        for name in dict.fromkeys(row.annotators[0] for row in overview.gold)
    ]
    return Grid("Against gold", ("Annotator", *(m.title for m in measures)), rows)


def confusion(overview: Overview) -> Grid:
    """Which labels matched spans have, and which spans were missed."""
    found = {(item.one, item.other): item.count for item in overview.confusion}
    names = (*overview.labels, None)
    rows = []
    for one in overview.labels:
        counts = [found.get((one, other), found.get((other, one), 0)) for other in names]
        total = max(sum(counts), 1)
        rows.append(
            [
                Cell(one),
                *(
                    _confused(one, other, count, count / total)
                    for other, count in zip(names, counts, strict=True)
                ),
            ]
        )
    heads = ("", *(name or "missed" for name in names))
    return Grid("What one marked and the other", heads, rows if found else (), even=True)


def findings(overview: Overview) -> Grid:
    """Sentences about what is low."""
    rows = [
        [Cell(one.sentence, wraps=True, door=Door(one.sentence, cases=one.cases))]
        for one in overview.findings
    ]
    return Grid("What is low", ("",), rows)


def articles(overview: Overview) -> Grid:
    """A bar for each article, those with most disagreement first, as high as that of the worst."""
    found = overview.articles
    most = max((1 - one.value for one in found), default=0.0) or 1.0
    worst = min(_WORST, len(found) // 4)
    bars = []
    for place, one in enumerate(found):
        words = f"{one.title}: F1 {short(one.value)}, {one.spans:,} spans"
        door = Door(f"differences in “{one.title}”", About(articles=(one.article,)))
        share = (1 - one.value) / most
        bars.append(Cell(spoken=words, tip=words, bar=share, worst=place < worst, door=door))
    note = ""
    if found:
        ends = f"from {short(found[0].value)} to {short(found[-1].value)}"
        note = f"F1 {overview.scope.match} {ends}; the tallest bar is the worst article."
    title = "Disagreement by article, worst first"
    return Grid(title, (), [bars] if bars else (), bars=True, note=note)


def rounds(overview: Overview) -> Grid:
    """The learning curve by round, or how to get one."""
    several = len({part.title for part in overview.rounds}) > 1
    how = (
        "Nothing to show yet: it takes articles of two rounds or more. An article's round is its "
        "field “round”, such as a column of that name in the table that it is imported from."
    )
    note = "" if several or not overview.articles else how
    return _courses("Learning curve by round", overview.rounds, "round", note)


def course(overview: Overview) -> Grid:
    """Agreement over the articles in their order: drift."""
    return _courses("Over time, in the order of the articles", overview.course, "articles")


def _courses(name: str, parts: Sequence[Part], of: str, note: str = "") -> Grid:
    """A line for each annotator's agreement with the others, and the values it goes through."""
    by_person: dict[str | None, list[Part]] = {}
    for part in parts:
        by_person.setdefault(part.annotator, []).append(part)
    everybody = by_person.get(None, [])
    low, high = bounds(parts)
    rows = [
        [
            Cell(who or "all", strong=who is None),
            Cell(spoken=_spoken_course(own), course=within(own, low, high)),
            *(_part(part, of) for part in own),
        ]
        for who, own in by_person.items()
    ]
    heads = ("", f"{low:.1f} to {high:.1f}", *(part.title for part in everybody))
    return Grid(f"{name}, F1", heads, rows if len(everybody) > 1 else (), note=note)


def left_out(overview: Overview) -> Grid:
    """How many articles are not counted, by reason."""
    reasons: dict[str, list[Case]] = {}
    for item in overview.left_out:
        reasons.setdefault(item.why, []).append(Case(item.article, None, None))
    rows = [
        [Cell(f"{len(found):,}", door=Door(f"left out: {why}", cases=tuple(found))), Cell(why)]
        for why, found in sorted(reasons.items(), key=lambda item: -len(item[1]))
    ]
    return Grid("Left out", ("Articles", "Why"), rows)


def _figure(row: Row | None, measure: Measure, about: About, *, lead: bool = False) -> Cell:
    if row is None:
        why = f"{measure.title} is told for {'single labels' if about.label is None else 'all'}."
        return Cell(_UNDEFINED, spoken=f"not told: {why}", tip=why, quiet=True)
    if row.value is None:
        why = row.reason or ""
        return Cell(_UNDEFINED, spoken=f"undefined: {why}", tip=why, quiet=True)
    text = f"{short(row.value)}"
    interval = _interval(row)
    tip = " ".join(
        part
        for part in (
            f"{measure.title} {text}{f', 95 % interval {interval}' if interval else ''}.",
            f"{row.articles:,} articles, {row.units:,} units.",
            row.reason or "",
            measure.how,
        )
        if part
    )
    mark = "*" if row.reason else ""
    spoken = " ".join(part for part in (text, interval, row.reason or "") if part)
    more = interval if lead else ""
    return Cell(text + mark, more, spoken, tip, Door(about.words, about), strong=lead)


def _waiting(measure: Measure) -> Cell:
    why = f"{measure.title} is not worked out yet."
    return Cell("…", spoken=why, tip=why, quiet=True)


def _interval(row: Row) -> str:
    return "" if row.low is None or row.high is None else f"[{short(row.low)}, {short(row.high)}]"


def _drawn(row: Row, colour: str | None, about: About) -> Cell:
    if row.value is None:
        return Cell()
    words = f"{short(row.value)} {_interval(row)}"
    between = Between(row.value, row.low, row.high, colour)
    return Cell(spoken=words, tip=words, between=between, door=Door(about.words, about))


def _counted(units: int, about: About | None = None) -> Cell:
    return Cell(f"{units:,}", door=Door(about.words, about) if about is not None else None)


def _pair(overview: Overview, one: str, other: str) -> Cell:
    row = overview.pair(one, other)
    if row is None:
        return Cell("·", spoken="the same", quiet=True, middle=True)
    cell = _figure(row, overview.pair_measure, About(annotators=row.annotators))
    if row.value is None:
        return replace(cell, middle=True)
    said = f"{one} and {other}: {cell.said}"
    return replace(cell, spoken=said, middle=True, heat=min(max(row.value, 0), 1))


def _measure(row: Row) -> Measure:
    return MEASURES[row.measure.partition(":")[0]]


def _about_besides(row: Row) -> About:
    base, _, attribute = row.measure.partition(":")
    if base == "attribute_alpha":
        return About("attribute", row.label, name=attribute or None)
    if base.startswith("actor"):
        return About("actors")
    return About("links", name=row.label)


def _confused(one: str, other: str | None, count: int, share: float) -> Cell:
    if not count:
        return Cell("·", spoken="0", quiet=True, middle=True)
    about = About("labels", one, other)
    said, door = f"{count:,}: {about.words}", Door(about.words, about)
    return Cell(f"{count:,}", spoken=said, tip=said, door=door, middle=True, heat=share)


def _part(part: Part, of: str) -> Cell:
    where = f"{of} {part.title}"
    if part.value is None:
        return Cell(_UNDEFINED, spoken=f"{where}: nothing to compare", quiet=True)
    about = About(articles=part.articles, who=part.annotator)
    text = f"{short(part.value)}"
    tip = f"{part.annotator or 'all'}, {where}: {text}"
    return Cell(text, spoken=tip, tip=tip, door=Door(f"differences in {where}", about))


def _spoken_course(parts: Iterable[Part]) -> str:
    return ", ".join("none" if part.value is None else f"{short(part.value)}" for part in parts)
