"""Feedback as one HTML page that needs nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby

from annotator.review.feedback import Correction, Feedback

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1b1f24; background: #faf9f7;
  max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #e1dfda; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .3rem; }
table { border-collapse: collapse; width: 100%; background: #fff; }
th, td { text-align: start; vertical-align: top; padding: .45rem .6rem;
  border: 1px solid #e1dfda; }
th { font-weight: 600; color: #555d68; font-size: .85rem; }
td.quote { font-family: Georgia, serif; unicode-bidi: plaintext; }
.none { color: #626972; } .why { color: #0b5cad; } .what { color: #b3261e; }
p.sum { color: #555d68; }
@media (prefers-color-scheme: dark) {
  body { color: #e4e2dd; background: #17191d; } table { background: #1e2126; }
  th, td, h2 { border-color: #343941; } th, p.sum { color: #b0b5bc; }
  .none { color: #9aa0a9; } .why { color: #6cb0f2; } .what { color: #ff8a80; } }
@media print { body { background: none; } h3, tr { break-inside: avoid; } }
"""
_HEAD = "<tr><th>Label</th><th>Yours</th><th>Gold</th><th>How it differs</th><th>Why</th></tr>"


def html_report(project: str, found: Iterable[Feedback]) -> str:
    """Write what became of each annotator's work; ``project`` is the project's name."""
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Feedback: {escape(project)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>Feedback: {escape(project)}</h1>",
    ]
    for one in found:
        parts += _annotator(one)
    return "\n".join([*parts, "</body></html>", ""])


def _annotator(found: Feedback) -> list[str]:
    parts = [f"<h2>{escape(found.annotator)}</h2>", f'<p class="sum">{escape(summary(found))}</p>']
    by_article = groupby(found.corrections, key=lambda correction: correction.article)
    for _, group in by_article:
        corrections = list(group)
        parts += [
            f"<h3>{escape(corrections[0].title)}</h3>",
            "<table>",
            _HEAD,
            *map(_row, corrections),
            "</table>",
        ]
    return parts


def _row(one: Correction) -> str:
    why = escape(one.reason or one.note or "")
    by = f' <span class="none">({escape(one.reviewer)})</span>' if why and one.reviewer else ""
    return (
        f"<tr><td>{escape(one.label)}</td>{_quote(one.theirs)}{_quote(one.gold)}"
        f'<td class="what">{escape(one.what)}</td><td class="why">{why}{by}</td></tr>'
    )


def _quote(text: str | None) -> str:
    if text is None:
        return '<td class="none">–</td>'
    return f'<td class="quote" dir="auto">{escape(text)}</td>'


def summary(found: Feedback) -> str:
    """Say in a sentence how much of an annotator's work is as gold has it, and what isn't."""
    if not found.articles:
        return "No article that this annotator finished has gold yet."
    told = (
        f"{found.kept} of {found.cases} cases in {found.articles} "
        f"article{'s' if found.articles != 1 else ''} are as gold has them"
    )
    aspects = ", ".join(f"{aspect} {count}" for aspect, count in found.aspects.items())
    return f"{told}. Otherwise: {aspects}." if aspects else f"{told}."
