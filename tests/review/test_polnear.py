"""A published corpus that several people annotated becomes gold unattended."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator import Project
from annotator.agreement import span_f1
from annotator.model.checks import problems
from annotator.model.codebook import parse_scheme
from annotator.model.validation import validate_relation, validate_span
from annotator.review.adjudicating import Rule, adjudicate, gather
from annotator.review.feedback import feedback
from annotator.transfer import import_paths

SCHEME = 'name = "empty"\n[[label]]\nname = "Discard"\n'


@pytest.fixture(scope="module")
def corpus() -> Path:
    """The compartment that six annotators worked on; its licence keeps it out of the repository."""
    shared = Path(__file__).parents[3] / "shared" / "data" / "corpora" / "polnear"
    if not shared.is_dir():
        pytest.skip("the corpus PolNeAR lies outside the repository and is not here")
    return shared


def is_adjudicated(path: Path, tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.annotator", parse_scheme(SCHEME)) as project:
        import_paths(project, [path], extend_scheme=True)
        result = adjudicate(project, Rule.parse("majority"))
        several = [a for a in project.article_ids() if len(gather(project, a).annotators) > 1]
        assert result.articles == len(several) > 0
        for article in several:
            review = gather(project, article)
            assert not review.open_cases
            gold = review.gold
            assert gold.status == "done"
            text, scheme = gold.article.text, project.scheme
            for span in gold.spans:
                validate_span(span, text, scheme)
            for link in gold.relations:
                ends = gold.span(link.source), gold.span(link.target)
                assert ends[0] is not None
                assert ends[1] is not None
                validate_relation(link, *ends, scheme)
            assert problems(gold, scheme) == []
        again = adjudicate(project, Rule.parse("majority"))
        assert again.cases == 0
        golds = [s for a in several for s in project.layer(a, "gold").spans]
        told = feedback(project)
        assert len(told) > 1
        for one in told:
            theirs = [
                span
                for article in several
                for layer in project.layers(article)
                if layer.annotator == one.annotator
                for span in layer.spans
            ]
            done = {span.article for span in theirs}
            score = span_f1([span for span in golds if span.article in done], theirs, "overlap")
            assert score.f1 is not None
            assert score.f1 > 0.5, f"{one.annotator} is near to what most have"
            assert one.cases == one.kept + len(one.corrections)


def test_what_six_annotators_made_becomes_gold_by_majority(corpus: Path, tmp_path: Path) -> None:
    is_adjudicated(corpus / "annotator-training", tmp_path)


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_the_whole_corpus_becomes_gold_by_majority(corpus: Path, tmp_path: Path) -> None:
    is_adjudicated(corpus, tmp_path)
