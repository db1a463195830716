"""Schemes are written as TOML, and take over what others have and they lack."""

from __future__ import annotations

from annotator.model import AttributeType, LabelType, RelationType, Scheme
from annotator.model.codebook import parse_scheme
from annotator.model.codebook_joining import joined_schemes
from annotator.model.codebook_toml import to_toml
from annotator.store.project import built_in_scheme

OTHER = Scheme(
    "other",
    (
        LabelType(
            "Claim",
            attributes=(
                AttributeType("stance", "choice", ("hopes",)),
                AttributeType("checkworthy", "text"),
                AttributeType("weight", "number"),
            ),
        ),
        LabelType("Speaker", key="1", colour="#112233", definition='"Who"\nspeaks'),
        LabelType("Place", key="9", examples=("[Rome]",), overlap=False),
    ),
    (
        RelationType("about", ("Speaker",), ("Claim",)),
        RelationType("at", ("Claim",), ("Place",), 1, attributes=(AttributeType("sure", "flag"),)),
    ),
)


def test_a_written_scheme_reads_as_the_same() -> None:
    for scheme in (OTHER, built_in_scheme("attribution")):
        again = parse_scheme(to_toml(scheme))

        assert (again.name, again.title) == (scheme.name, scheme.title)
        assert again.labels == scheme.labels
        assert again.relations == scheme.relations


def test_a_scheme_takes_over_what_it_lacks_and_keeps_what_it_says() -> None:
    scheme = built_in_scheme("attribution")

    joined = joined_schemes(scheme, OTHER)

    assert joined is not None
    assert joined.version == scheme.version + 1
    assert (joined.checks, joined.attribution) == (scheme.checks, scheme.attribution)
    claim = joined.label("Claim")
    assert claim is not None and claim.key == "1"
    stance, checkworthy = claim.attribute("stance"), claim.attribute("checkworthy")
    assert stance is not None and stance.values[-1] == "hopes" and stance.default == "asserts"
    assert checkworthy is not None and checkworthy.kind == "flag"
    assert claim.attribute("weight") == AttributeType("weight", "number")
    speaker = joined.label("Speaker")
    assert speaker is not None and (speaker.key, speaker.colour) == (None, "#112233")
    assert joined.label("Place") == OTHER.label("Place")
    about = joined.relation("about")
    assert about is not None
    assert (about.sources, about.targets) == (("Claim", "Speaker"), ("Actor", "Claim"))
    assert joined.relation("at") == OTHER.relation("at")
    assert "# What makes these spans one attribution." in joined.toml


def test_a_scheme_that_lacks_nothing_stays() -> None:
    joined = joined_schemes(built_in_scheme("attribution"), OTHER)

    assert joined is not None
    assert joined_schemes(joined, OTHER) is None
