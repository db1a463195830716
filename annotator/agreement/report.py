"""An overview as one HTML page: no scripts, nothing from elsewhere, what people wrote escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from annotator.agreement.charts import bars, course, interval
from annotator.agreement.measures import MEASURES, Measure
from annotator.agreement.overview import Overview
from annotator.agreement.row import Row
from annotator.agreement.scope import Scope
from annotator.agreement.tables import short
from annotator.agreement.views import Part, bounds, within

_STYLE = """
:root { color-scheme: light dark; --page: #f6f4ef; --card: #fff; --ink: #1d1d1b; --soft: #5f5d57;
  --line: #ddd9d0; --mark: #005f9e; --worst: #b02318; --bar: #8fa3ba; }
@media (prefers-color-scheme: dark) { :root { --page: #1b1b19; --card: #262624; --ink: #eceae4;
  --soft: #aaa79e; --line: #45443f; --mark: #6db8ee; --worst: #ff8a75; --bar: #6f87a3; } }
body { margin: 2rem auto; max-width: 62rem; padding: 0 1rem; background: var(--page);
  color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; } h2 { font-size: 1rem; margin: 0 0 .6rem; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
  padding: 1rem 1.2rem; margin: 1rem 0; overflow-x: auto; }
table { border-collapse: collapse; } th, td { padding: .3rem .9rem .3rem 0; text-align: left;
  vertical-align: top; } th { color: var(--soft); font-weight: 500; }
td { font-variant-numeric: tabular-nums; }
b, .soft { white-space: nowrap; } p.soft { white-space: normal; }
.heat { display: inline-block; padding: .1rem .5rem; border-radius: 4px;
  background: color-mix(in srgb, var(--mark) var(--heat), transparent); }
.heat .soft { color: var(--ink); }
.soft { color: var(--soft); }
svg { vertical-align: middle; } .scale { stroke: var(--line); stroke-width: 2; }
.between { stroke: var(--mark); stroke-width: 3; } .point { fill: var(--mark); }
.bar { fill: var(--bar); } .worst { fill: var(--worst); }
.course { fill: none; stroke: var(--mark); stroke-width: 2; } li { margin: .3rem 0; }
"""

# So many articles are named and drawn; a page with more is no help.
_ARTICLES = 60
_WORST = 6
# So many measures stand side by side.
_ABREAST = 6


def report(overview: Overview) -> str:
    """Return an overview as HTML."""
    people = ", ".join(map(_name, overview.annotators)) or "nobody"
    sections = [
        *_by_label(overview),
        _findings(overview),
        _pairs(overview),
        _besides(overview),
        _confusion(overview),
        _gold(overview),
        _articles(overview),
        _course("Learning curve by round", overview.rounds),
        _course("In the order of the articles", overview.course),
        _left_out(overview),
        _method(overview),
    ]
    shown = "".join(filter(None, sections))
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Agreement</title><style>{_STYLE}</style></head><body>"
        f"<h1>Agreement</h1><p class=soft>{people}; {len(overview.articles):,} articles "
        f"with spans of two or more{escape(_scope(overview.scope))}.</p>{shown}</body></html>\n"
    )


def _scope(scope: Scope) -> str:
    """Say what the figures are limited to."""
    limits = [
        f"labels {', '.join(scope.labels)}" if scope.labels else "",
        f"published from {scope.since}" if scope.since else "",
        f"published to {scope.until}" if scope.until else "",
        f"rounds {', '.join(scope.rounds)}" if scope.rounds else "",
        "unfinished work too" if scope.unfinished else "",
    ]
    return "".join(f"; {limit}" for limit in limits if limit)


def _section(title: str, content: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{content}</section>" if content else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Make a table; cells are HTML, heads are text."""
    top = "".join(f"<th>{escape(name)}</th>" for name in head)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table>" if lines else ""


def _by_label(overview: Overview) -> list[str]:
    columns = overview.measures
    return [
        _section(
            "By label, with 95 % bootstrap intervals by article",
            _labels(overview, columns[first : first + _ABREAST]),
        )
        for first in range(0, len(columns), _ABREAST)
    ]


def _labels(overview: Overview, measures: Sequence[Measure]) -> str:
    rows, unlike = [], dict[str, list[str]]()
    for label in (*overview.labels, None):
        told = [overview.by_label.get((measure.name, label)) for measure in measures]
        known = [row for row in told if row is not None]
        if known:
            for row in known:
                if row.reason:
                    of = f"{MEASURES[row.measure].title} of {label or 'all labels'}"
                    unlike.setdefault(row.reason, []).append(of)
            units = max(row.units for row in known)
            rows.append(
                (_name(label or "all labels"), f"{units:,}", *map(_number, told), _drawn(known[0]))
            )
    drawn = f"{measures[0].title} from 0 to 1"
    heads = ("Label", "Units", *(measure.title for measure in measures), drawn)
    return _table(heads, rows) + _reasons(unlike)


def _reasons(told: Mapping[str, Sequence[str]]) -> str:
    """Say why figures are undefined, or not of all: each reason once, with what it is about."""
    return "".join(
        f"<p class=soft>{escape(', '.join(names))}: {escape(reason)}</p>"
        for reason, names in told.items()
    )


def _name(text: str) -> str:
    """Write what people called somebody or something, in a direction of its own."""
    return f"<bdi>{escape(text)}</bdi>"


def _drawn(row: Row) -> str:
    return "" if row.value is None else interval(row.value, row.low, row.high)


def _number(row: Row | None) -> str:
    if row is None:
        return ""
    if row.value is None:
        return f'<span class=soft title="{escape(row.reason or "")}">—</span>'
    if row.low is None or row.high is None:
        return f"<b>{short(row.value)}</b>"
    between = f"[{short(row.low)}, {short(row.high)}]"
    return f"<b>{short(row.value)}</b> <span class=soft>{between}</span>"


def _alone(row: Row) -> str:
    """Write a figure of a matrix; its interval is told by the tip."""
    if row.value is None:
        return _number(row)
    between = "" if row.low is None else f"{short(row.low)} to {short(row.high or row.low)}"
    return f'<span title="{between}">{short(row.value)}</span>'


def _findings(overview: Overview) -> str:
    items = "".join(f"<li>{escape(one.sentence)}</li>" for one in overview.findings)
    return _section("What is low", f"<ul>{items}</ul>" if items else "")


def _pairs(overview: Overview) -> str:
    names = overview.annotators

    def cell(one: str, other: str) -> str:
        row = overview.pair(one, other)
        return "·" if row is None else _shaded(_alone(row), row.value or 0.0)

    rows = [(_name(one), *(cell(one, other) for other in names)) for one in names]
    title = f"Pairs, {overview.pair_measure.title}"
    return _section(title, _table(("", *names), rows) if len(names) > 1 else "")


def _besides(overview: Overview) -> str:
    rows, without = [], dict[str, list[str]]()
    for row in overview.besides:
        if row.value is None:
            without.setdefault(row.reason or "", []).append(row.name)
        else:
            rows.append((_name(row.name), _number(row), _drawn(row), f"{row.units:,}"))
    return _section(
        "Attributes, links and actors on matched spans",
        _table(("What", "Value", "from 0 to 1", "Matched"), rows) + _reasons(without),
    )


def _shaded(cell: str, share: float) -> str:
    heat = round(60 * min(max(share, 0.0), 1.0))
    return f'<span class=heat style="--heat: {heat}%">{cell}</span>'


def _gold(overview: Overview) -> str:
    rows = [
        (_name(row.annotators[0]), _name(row.name), _number(row), _drawn(row))
        for row in overview.gold
    ]
    return _section("Against gold", _table(("Annotator", "Measure", "Value", "from 0 to 1"), rows))


def _confusion(overview: Overview) -> str:
    found = {(item.one, item.other): item.count for item in overview.confusion}
    names: tuple[str | None, ...] = (*overview.labels, None)
    totals: Counter[str | None] = Counter()
    for item in overview.confusion:
        for name in {item.one, item.other}:
            totals[name] += item.count

    def cell(one: str | None, other: str | None) -> str:
        count = found.get((one, other), found.get((other, one), 0))
        share = count / max(totals[one], 1)
        return _shaded(f"{count:,}", share) if count else "<span class=soft>·</span>"

    rows = [(_name(one), *(cell(one, other) for other in names)) for one in overview.labels]
    head = ("", *(name or "missed" for name in names))
    return _section("What one marked and the other", _table(head, rows) if found else "")


def _articles(overview: Overview) -> str:
    found = overview.articles
    if not found:
        return ""
    most = (1 - found[0].value) or 1.0
    worst = min(_WORST, len(found) // 4)
    heights = [
        (f"{one.title}: F1 {short(one.value)}", (1 - one.value) / most) for one in found[:_ARTICLES]
    ]
    drawn = bars(heights, worst)
    rows = [(_name(one.title), short(one.value), f"{one.spans:,}") for one in found[:_WORST]]
    return _section(
        "Disagreement by article, worst first",
        drawn + _table(("Article", f"F1 {overview.scope.match}", "Spans"), rows),
    )


def _course(title: str, parts: Sequence[Part]) -> str:
    courses: dict[str | None, list[Part]] = {}
    for part in parts:
        courses.setdefault(part.annotator, []).append(part)
    low, high = bounds(parts)
    heads = ("", f"{low:.1f} to {high:.1f}", *(part.title for part in courses.get(None, ())))
    rows = [
        (
            _name(who or "all"),
            course(within(own, low, high), [part.value for part in own]),
            *("—" if part.value is None else short(part.value) for part in own),
        )
        for who, own in courses.items()
    ]
    return _section(title, _table(heads, rows) if len(courses.get(None, ())) > 1 else "")


def _left_out(overview: Overview) -> str:
    rows = [(_name(overview.titles[item.article]), escape(item.why)) for item in overview.left_out]
    more = f"<p class=soft>and {len(rows) - _ARTICLES:,} more</p>" if len(rows) > _ARTICLES else ""
    return _section("Left out", _table(("Article", "Why"), rows[:_ARTICLES]) + more if rows else "")


def _method(overview: Overview) -> str:
    scope = overview.scope
    told = dict.fromkeys(
        MEASURES[row.measure.partition(":")[0]] for row in overview.rows if row.value is not None
    )
    lines = [f"{measure.title}: {measure.how}" for measure in told]
    lines.append(
        f"Seed {scope.seed}; figures are {scope.average}; items of ratings are {scope.by}s."
    )
    return _section(
        "How it is measured", "".join(f"<p class=soft>{escape(line)}</p>" for line in lines)
    )
