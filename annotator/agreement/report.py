"""An overview as one HTML page: no scripts, nothing from elsewhere, what people wrote escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from annotator.agreement.charts import bars, course, interval
from annotator.agreement.measures import MEASURES, Measure
from annotator.agreement.overview import Overview
from annotator.agreement.row import Row
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
b, td > .soft { white-space: nowrap; } td > .note { white-space: normal; }
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
    people = ", ".join(overview.annotators) or "nobody"
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
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Agreement</title><style>{_STYLE}</style></head><body>"
        f"<h1>Agreement</h1><p class=soft>{escape(people)}; {len(overview.articles):,} articles "
        f"with spans of two or more.</p>{''.join(filter(None, sections))}</body></html>\n"
    )


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
    rows, notes = [], set[str]()
    for label in (*overview.labels, None):
        told = [overview.by_label.get((measure.name, label)) for measure in measures]
        known = [row for row in told if row is not None]
        if known:
            notes |= {row.reason for row in known if row.reason}
            units = max(row.units for row in known)
            rows.append(
                (escape(label or "all labels"), f"{units:,}", *map(_number, told), _drawn(known[0]))
            )
    heads = ("Label", "Units", *(measure.title for measure in measures), measures[0].title)
    said = "".join(f"<p class=soft>{escape(note)}</p>" for note in sorted(notes))
    return _table(heads, rows) + said


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


def _findings(overview: Overview) -> str:
    items = "".join(f"<li>{escape(one.sentence)}</li>" for one in overview.findings)
    return _section("What is low", f"<ul>{items}</ul>" if items else "")


def _pairs(overview: Overview) -> str:
    names = overview.annotators

    def cell(one: str, other: str) -> str:
        row = overview.pair(one, other)
        return "·" if row is None else _number(row)

    rows = [(escape(one), *(cell(one, other) for other in names)) for one in names]
    title = f"Pairs, {overview.pair_measure.title}"
    return _section(title, _table(("", *names), rows) if len(names) > 1 else "")


def _besides(overview: Overview) -> str:
    rows = [
        (escape(row.name), _number(row), _drawn(row), f"{row.units:,}", _reason(row))
        for row in overview.besides
    ]
    return _section(
        "Attributes, links and actors on matched spans",
        _table(("What", "", "", "Matched", ""), rows),
    )


def _reason(row: Row) -> str:
    return f'<span class="soft note">{escape(row.reason or "")}</span>'


def _gold(overview: Overview) -> str:
    rows = [
        (escape(row.annotators[0]), escape(row.name), _number(row), _drawn(row), _reason(row))
        for row in overview.gold
    ]
    return _section("Against gold", _table(("Annotator", "Measure", "", "", ""), rows))


def _confusion(overview: Overview) -> str:
    found = {(item.one, item.other): item.count for item in overview.confusion}
    names: tuple[str | None, ...] = (*overview.labels, None)

    def cell(one: str | None, other: str | None) -> str:
        count = found.get((one, other), found.get((other, one), 0))
        return f"{count:,}" if count else "<span class=soft>·</span>"

    rows = [(escape(one), *(cell(one, other) for other in names)) for one in overview.labels]
    head = ("", *(name or "missed" for name in names))
    return _section("What one marked and the other", _table(head, rows) if found else "")


def _articles(overview: Overview) -> str:
    found = overview.articles
    if not found:
        return ""
    drawn = bars([(one.title, 1 - one.value) for one in found[:_ARTICLES]], _WORST)
    rows = [(escape(one.title), short(one.value), f"{one.spans:,}") for one in found[:_WORST]]
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
            escape(who or "all"),
            course(within(own, low, high), [part.value for part in own]),
            *("—" if part.value is None else short(part.value) for part in own),
        )
        for who, own in courses.items()
    ]
    return _section(title, _table(heads, rows) if len(courses.get(None, ())) > 1 else "")


def _left_out(overview: Overview) -> str:
    rows = [(escape(overview.titles[item.article]), escape(item.why)) for item in overview.left_out]
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
