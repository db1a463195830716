"""Answers that the text itself gives for sure, where the scheme says which sign stands for which.

A scheme's attribute may name signs: ``guess = { direct = "quoted" }``. A new span begins with the
answer whose sign its text shows; the annotator may change it like any other. Where a span names an
entry of the register, it begins with the one whose name its text is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from annotator.model.annotation import Actor, AttributeValue
from annotator.model.article import Article
from annotator.model.boundaries import marked
from annotator.model.scheme import LabelType, Scheme
from annotator.text.quotations import quotations_in_line
from annotator.text.small_words import small_words
from annotator.text.units import Range, around


def guessed(label: LabelType, article: Article, pieces: Sequence[Range]) -> dict[str, str]:
    """Return the answers to a label's questions that pieces of an article's text show."""
    answers = {}
    for attribute in label.attributes:
        for value, sign in attribute.guess.items():
            if SIGNS[sign](article, pieces):
                answers[attribute.name] = value
                break
    return answers


def reworked(
    label: LabelType,
    article: Article,
    before: Sequence[Range],
    after: Sequence[Range],
    answers: Mapping[str, AttributeValue],
) -> dict[str, AttributeValue]:
    """Return a span's answers once its pieces are others: what its text gave, it gives anew.

    What somebody answered otherwise than the text stays; what the text shows no more goes back to
    the label's default, or to no answer.
    """
    old, new = guessed(label, article, before), guessed(label, article, after)
    found = dict(answers)
    for attribute in label.attributes:
        name, default = attribute.name, attribute.default
        if old.get(name) != new.get(name) and answers.get(name) == old.get(name, default):
            found.pop(name, None)
            if (value := new.get(name, default)) is not None:
                found[name] = value
    return found


def foreseen(
    article: Article,
    scheme: Scheme,
    label: LabelType,
    start: int,
    end: int,
    known: Callable[[str], Actor | None],
) -> tuple[dict[str, str], Actor | None]:
    """Say what a span will begin with besides its label, once a range is marked with it.

    That is what the text answers, and the entry that it names; ``known`` gives the register's
    entry of a name. Offsets are code points.
    """
    pieces = marked(article.text, scheme.boundaries, start, end)
    words = " ".join(article.text[a:b] for a, b in pieces)
    return guessed(label, article, pieces), known(words) if label.register and words else None


def _quoted(article: Article, pieces: Sequence[Range]) -> bool:
    return all(
        any(a <= start and end <= b for a, b in _quotations(article, start, end))
        for start, end in pieces
    )


def _partly_quoted(article: Article, pieces: Sequence[Range]) -> bool:
    return not _quoted(article, pieces) and any(
        start < b and a < end for start, end in pieces for a, b in _quotations(article, start, end)
    )


def _pronoun(article: Article, pieces: Sequence[Range]) -> bool:
    words = " ".join(article.text[start:end] for start, end in pieces).casefold()
    small = small_words(article.language)
    return words in small.pronouns | small.subjects


def _quotations(article: Article, start: int, end: int) -> list[Range]:
    return quotations_in_line(article.text, *around(article.text, start, end))


SIGNS: Mapping[str, Callable[[Article, Sequence[Range]], bool]] = {
    "quoted": _quoted,
    "partly quoted": _partly_quoted,
    "pronoun": _pronoun,
}
"""What a text may show: all of it stands in quotation marks, a part does, or it is a pronoun."""
