"""Which of the articles that were found share much of their text with others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from annotator.errors import MissingExtra
from annotator.intake.duplicates import Finder
from annotator.model import Article
from annotator.store.project import Project
from annotator.survey.found import Survey

#: Of more articles than this, near-duplicates are looked for only if that is asked for.
NEAR_LIMIT = 5_000


def compare(project: Project, found: Survey, progress: Callable[[int, int], None]) -> None:
    """Note which articles share much of their text with others, here or in the project."""
    try:
        finder = Finder()
    except MissingExtra as error:
        found.notes.append(str(error))
        return
    for one in list(found.articles.values()):
        if one.near is not None:
            found.articles[one.id] = replace(one, near=None, share=0.0)
    titles: dict[str, str] = {}
    count = project.count_articles()
    for done, article in enumerate(project.articles()):
        progress(done, count + len(found.articles))
        titles[article.id] = article.title
        finder.add(article.id, _own_text(article))
    for done, one in enumerate(list(found.articles.values()), count):
        progress(done, count + len(found.articles))
        titles[one.id] = one.title
        if one.same_as is None:
            nearest = next(iter(finder.add(one.id, _own_text(found.spool[one.id]))), None)
            if nearest is not None:
                found.tell_near(one.id, titles[nearest.article], nearest.share)
    found.compared = True


def _own_text(article: Article) -> str:
    """Return the text without what is the site's: two articles of one site share that."""
    own = (z for z in article.zones if z.kind != "boilerplate")
    return "\n".join(article.text[zone.start : zone.end] for zone in own)
