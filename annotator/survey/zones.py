"""Zones for what is brought in: as people corrected them before, or guessed."""

from __future__ import annotations

from dataclasses import replace

from annotator.intake import guess_zones
from annotator.intake.learning import Learnt
from annotator.model import Article
from annotator.model.zoning import CORRECTED
from annotator.store.project import Project


class Zoner:
    """Knows what people corrected in a project, and what they correct in what is about to come."""

    def __init__(self, project: Project) -> None:
        corrected = project.articles_saying("zones", CORRECTED)
        self._learnt = Learnt(project.article(article) for article in corrected)

    def learn(self, article: Article) -> None:
        """Follow the zones of this article in others of its site from now on."""
        self._learnt.learn(article)

    def learnt(self, article: Article) -> Article:
        """Return the article with its zones as corrections of its site would have them."""
        return self._learnt.applied(article)

    def guessed(self, article: Article) -> Article:
        """Return an article of annotated data, which came without zones, with guessed ones.

        What somebody annotated was read: none of it is folded away as the site's.
        """
        read = (
            replace(z, kind="body") if z.kind == "boilerplate" else z
            for z in guess_zones(article.text)
        )
        return replace(article, zones=tuple(read))

    @staticmethod
    def is_corrected(article: Article) -> bool:
        """Say whether a person corrected the article's zones."""
        return article.metadata.get("zones") == CORRECTED
