"""A study as one HTML page: no scripts, nothing from elsewhere, all that people wrote escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from annotator.agreement.charts import bars, course, interval
from annotator.agreement.findings import Finding
from annotator.agreement.measures import DEFAULT, MEASURES
from annotator.agreement.study import Row, Study
from annotator.agreement.views import by_article, confusion, over_time
from annotator.errors import MeasureError

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


def write_report(
    study: Study, found: Sequence[Finding], path: Path, measures: Sequence[str] | None = None
) -> None:
    """Write the report; ``MeasureError`` if that fails, and what was there is still there."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(report(study, found, measures), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise MeasureError(f"{path} cannot be written: {error.strerror}.") from error


def report(study: Study, found: Sequence[Finding], measures: Sequence[str] | None = None) -> str:
    """Return the report as HTML."""
    names = study.rows(measures or DEFAULT)
    compared = len(by_article(study))
    people = ", ".join(study.annotators) or "nobody"
    sections = [
        _findings(found),
        _figures(
            "By label, with 95 % bootstrap intervals by article",
            [row for row in names if row.annotators == study.annotators],
        ),
        _pairs(study),
        _gold(names),
        _confusion(study),
        _articles(study),
        _course(study),
        _left_out(study),
        _method(study),
    ]
    body = "".join(section for section in sections if section)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Agreement</title><style>{_STYLE}</style></head><body>"
        f"<h1>Agreement</h1><p class=soft>{escape(people)}; {compared:,} articles with spans of "
        f"two or more.</p>{body}</body></html>\n"
    )


def _section(title: str, content: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{content}</section>" if content else ""


def _table(head: Sequence[str], rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> str:
    """Make a table; cells are HTML, heads are text."""
    top = "".join(f"<th>{escape(name)}</th>" for name in head)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table>" if lines else ""


def _findings(found: Sequence[Finding]) -> str:
    items = "".join(f"<li>{escape(one.sentence)}</li>" for one in found)
    return _section("What is low", f"<ul>{items}</ul>" if items else "")


def _title(measure: str) -> str:
    base, _, attribute = measure.partition(":")
    return f"{MEASURES[base].title}: {attribute}" if attribute else MEASURES[base].title


def _number(row: Row) -> str:
    if row.value is None:
        return f'<span class=soft title="{escape(row.reason or "")}">–</span>'
    if row.low is None or row.high is None:
        return f"<b>{_short(row.value)}</b>"
    between = f"[{_short(row.low)}, {_short(row.high)}]"
    return f"<b>{_short(row.value)}</b> <span class=soft>{between}</span>"


def _short(value: float) -> str:
    # Adding nothing makes a plain zero of a negative one.
    return f"{round(value, 2) + 0.0:.2f}"


def _figures(title: str, rows: Sequence[Row]) -> str:
    def cells() -> Iterator[Sequence[str]]:
        for row in rows:
            drawn = "" if row.value is None else interval(row.value, row.low, row.high)
            yield (
                escape(_title(row.measure)),
                escape(row.label or "all"),
                _number(row),
                drawn,
                f"{row.units:,}",
                f"{row.articles:,}",
                f'<span class="soft note">{escape(row.reason or "")}</span>',
            )

    return _section(
        title, _table(("Measure", "Label", "Value", "", "Units", "Articles", ""), list(cells()))
    )


def _pairs(study: Study) -> str:
    if len(study.annotators) < 3:
        return ""

    def cell(one: str, other: str) -> str:
        if one == other:
            return "·"
        pair = (one, other) if (one, other) in study.pairs else (other, one)
        return _number(study.row("f1_overlap", None, pair))

    rows = [
        (escape(one), *(cell(one, other) for other in study.annotators)) for one in study.annotators
    ]
    return _section("Pairs, F1 by overlap", _table(("", *study.annotators), rows))


def _gold(rows: Sequence[Row]) -> str:
    return _figures("Against gold", [row for row in rows if row.annotators[-1:] == ("gold",)])


def _confusion(study: Study) -> str:
    found = {(item.one, item.other): item.count for item in confusion(study)}
    names: tuple[str | None, ...] = (*study.labels, None)

    def cell(one: str | None, other: str | None) -> str:
        count = found.get((one, other), found.get((other, one), 0))
        return f"{count:,}" if count else "<span class=soft>·</span>"

    rows = [(escape(one or ""), *(cell(one, other) for other in names)) for one in study.labels]
    head = ("", *(name or "missed" for name in names))
    return _section("What one marked and the other", _table(head, rows) if found else "")


def _articles(study: Study) -> str:
    found = by_article(study)
    if not found:
        return ""
    drawn = bars([(one.title, 1 - one.value) for one in found[:_ARTICLES]], _WORST)
    rows = [(escape(one.title), f"{one.value:.2f}", f"{one.spans:,}") for one in found[:_WORST]]
    return _section(
        "Disagreement by article, worst first",
        drawn + _table(("Article", "F1 by overlap", "Spans"), rows),
    )


def _course(study: Study) -> str:
    courses: dict[str | None, list[float | None]] = {}
    for part in over_time(study):
        courses.setdefault(part.annotator, []).append(part.value)
    rows = [(escape(who or "all"), course(values)) for who, values in courses.items()]
    several = any(len(values) > 1 for values in courses.values())
    return _section(
        "In the order of the articles, F1 by overlap", _table(("", ""), rows) if several else ""
    )


def _left_out(study: Study) -> str:
    rows = [(escape(study.titles[item.article]), escape(item.why)) for item in study.left_out]
    more = f"<p class=soft>and {len(rows) - _ARTICLES:,} more</p>" if len(rows) > _ARTICLES else ""
    return _section("Left out", _table(("Article", "Why"), rows[:_ARTICLES]) + more if rows else "")


def _method(study: Study) -> str:
    scope = study.scope
    lines = [f"{MEASURES[name].title}: {MEASURES[name].how}" for name in DEFAULT]
    lines.append(
        f"Seed {scope.seed}; figures are {scope.average}; items of ratings are {scope.by}s."
    )
    return _section(
        "How it is measured", "".join(f"<p class=soft>{escape(line)}</p>" for line in lines)
    )
