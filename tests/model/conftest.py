"""A small article and the default scheme, for the tests of the model."""

from __future__ import annotations

import pytest

from annotator.assets import resource
from annotator.model import Article, Assignment, Layer, Scheme, Zone
from annotator.model.codebook import parse_scheme

TEXT = (
    "Ferry to sail on oil\n\n"
    '"The oil is there," said Linnet Harrow. "It is in every kitchen.\n\n'
    '"Most is poured away." She warned that it would smell.\n\n'
    "Most read: seal pup found"
)


@pytest.fixture
def scheme() -> Scheme:
    return parse_scheme(resource("schemes", "attribution.toml").read_text(encoding="utf-8"))


@pytest.fixture
def layer() -> Layer:
    zones = (Zone("title", 0, 20), Zone("boilerplate", TEXT.index("Most read"), len(TEXT)))
    article = Article("a", "Ferry", TEXT, zones=zones)
    return Layer(article, Assignment("a", "ann-01"))
