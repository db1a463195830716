"""Turns what annotators marked in some articles into flat arrays that can be counted at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from annotator.agreement.flat import Ints, Meetings, Spans, spans_meet
from annotator.agreement.matching import match_exactly, match_spans
from annotator.store.work import ArticleWork, Work


@dataclass(frozen=True)
class Lot:
    """Some articles, counted from 0, with the layers that are compared.

    ``layers`` are (article, coder) in order; ``pairs`` each two of an article's coders as
    (article, a, b) with a < b. Links are by span number; ``link_type`` counts the scheme's.
    """

    articles: tuple[ArticleWork, ...]
    lengths: Ints
    coders: int
    labels: int
    layers: Ints
    pairs: Ints
    spans: Spans
    ids: tuple[str, ...]
    attributes: tuple[str, ...]
    actors: Ints
    link_type: Ints
    link_from: Ints
    link_to: Ints

    @cached_property
    def layer_of(self) -> Ints:
        """Which layer each span belongs to."""
        return np.asarray(self._layer_index[self.spans.article * self.coders + self.spans.coder])

    @cached_property
    def _layer_index(self) -> Ints:
        index = np.full(len(self.articles) * self.coders, -1, dtype=np.intp)
        index[self.layers[:, 0] * self.coders + self.layers[:, 1]] = np.arange(len(self.layers))
        return index

    def layer_index(self, article: Ints, coder: Ints) -> Ints:
        """Return the number of each (article, coder)'s layer, -1 where there is none."""
        return np.asarray(self._layer_index[article * self.coders + coder])

    @cached_property
    def _pair_index(self) -> Ints:
        n = self.coders
        index = np.full(len(self.articles) * n * n, -1, dtype=np.intp)
        article, a, b = self.pairs.T
        index[(article * n + a) * n + b] = np.arange(len(self.pairs))
        return index

    def pair_of(self, met: Meetings) -> Ints:
        """Return which pair of layers two spans belong to."""
        spans = self.spans
        a, b = spans.coder[met.first], spans.coder[met.second]
        return self.pair_index(spans.article[met.first], a, b)

    def pair_index(self, article: Ints, a: Ints, b: Ints) -> Ints:
        """Return the number of each pair of an article's coders, ``a`` < ``b``."""
        return np.asarray(self._pair_index[(article * self.coders + a) * self.coders + b])

    @cached_property
    def met(self) -> Meetings:
        """All pairs of two coders' spans that share text."""
        return spans_meet(self.spans)

    @cached_property
    def matched(self) -> Meetings:
        """Spans of the same label, matched one to one."""
        return match_spans(self.spans, self.met)

    @cached_property
    def matched_blind(self) -> Meetings:
        """Spans matched one to one whatever their labels."""
        return match_spans(self.spans, self.met, blind=True)

    @cached_property
    def matched_exactly(self) -> Meetings:
        """Spans of the same label on the same code points, matched one to one."""
        return match_exactly(self.spans, self.met)


def gather(
    articles: Sequence[ArticleWork],
    counted: Sequence[Sequence[Work]],
    coders: Mapping[str, int],
    labels: Mapping[str, int],
    relations: Mapping[str, int],
    actors: dict[str, int],
) -> Lot:
    """Flatten the layers of ``counted``, those of each article that are compared.

    ``coders``, ``labels`` and ``relations`` number annotators' ids, labels and types of links;
    ``actors`` is filled with the numbers of actors as they come.
    """
    layers, pairs = [], []
    article: list[int] = []
    coder: list[int] = []
    label: list[int] = []
    actor: list[int] = []
    ids: list[str] = []
    attributes: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    links: list[tuple[int, int, int]] = []
    for number, works in enumerate(counted):
        own = sorted((coders[work.annotator], work) for work in works)
        layers += [(number, who) for who, _ in own]
        pairs += [(number, a, b) for a, b in combinations([who for who, _ in own], 2)]
        for who, work in own:
            first = len(ids)
            article += [number] * len(work.spans)
            coder += [who] * len(work.spans)
            ids += [span[0] for span in work.spans]
            label += [labels[span[1]] for span in work.spans]
            attributes += [span[2] for span in work.spans]
            actor += [
                -1 if s[3] is None else actors.setdefault(s[3], len(actors)) for s in work.spans
            ]
            pieces += [(first + span, start, end) for span, start, end in work.fragments]
            if work.relations:
                place = {span[0]: first + n for n, span in enumerate(work.spans)}
                links += [
                    (relations[kind], place[source], place[target])
                    for kind, source, target in work.relations
                ]
    table = np.array(pieces, dtype=np.intp).reshape(-1, 3)
    link = np.array(links, dtype=np.intp).reshape(-1, 3)
    return Lot(
        articles=tuple(articles),
        lengths=np.array([len(one.text) for one in articles], dtype=np.intp),
        coders=len(coders),
        labels=len(labels),
        layers=np.array(layers, dtype=np.intp).reshape(-1, 2),
        pairs=np.array(pairs, dtype=np.intp).reshape(-1, 3),
        spans=Spans(
            np.array(article, dtype=np.intp),
            np.array(coder, dtype=np.intp),
            np.array(label, dtype=np.intp),
            table[:, 0],
            table[:, 1],
            table[:, 2],
        ),
        ids=tuple(ids),
        attributes=tuple(attributes),
        actors=np.array(actor, dtype=np.intp),
        link_type=link[:, 0],
        link_from=link[:, 1],
        link_to=link[:, 2],
    )
