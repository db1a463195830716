"""Joins what files bring to what a project has: one change, and the reasons for what is left out.

Articles are the same if their id or the hash of their text is; layers of one annotator join. What
is in the project is never changed by an import, but for how far the work on an article is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, cast

from annotator.errors import AnnotatorError, ChangeError
from annotator.formats.anchoring import anchored
from annotator.formats.joint_layer import JointLayer
from annotator.formats.labels import as_in
from annotator.formats.register import Register
from annotator.formats.sheet import Kept, Moved, Refused, Sheet, usual_role
from annotator.model import (
    Annotator,
    Article,
    Change,
    Record,
    Scheme,
    SchemeVersion,
    Span,
    new_id,
)
from annotator.model.codebook_joining import joined_schemes
from annotator.model.extension import Link, extend_scheme
from annotator.model.identity import is_uuid
from annotator.model.validation import validate_article
from annotator.store.project import Project

#: Who owns what an import brings if neither the file nor whoever imports it says.
IMPORTER = "import"


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An article that the project, or an earlier file, has already; ``article`` is its id."""

    where: str
    article: str
    title: str


class Gathered(Sequence[Record]):
    """The records of one import, in the order in which they are written.

    Its articles are read from where they are kept whenever it is gone through. ``seen`` is called
    with the number of records so far; what it raises ends that.
    """

    def __init__(
        self,
        before: Sequence[Record],
        articles: MutableMapping[str, Article],
        after: Sequence[Record],
    ) -> None:
        self._before = before
        self._articles = articles
        self._after = after
        self.seen: Callable[[int], None] | None = None
        self._counts: Counter[type] | None = None

    def __len__(self) -> int:
        return len(self._before) + len(self._articles) + len(self._after)

    def __iter__(self) -> Iterator[Record]:
        records = chain(self._before, self._articles.values(), self._after)
        seen = self.seen
        if seen is None:
            yield from records
            return
        for number, record in enumerate(records, 1):
            yield record
            seen(number)

    def __getitem__(self, index: Any) -> Any:
        return list(self)[index]

    def number_of(self, kind: type) -> int:
        """Return how many records of one type there are."""
        if kind is Article:
            return len(self._articles)
        if self._counts is None:
            self._counts = Counter(map(type, chain(self._before, self._after)))
        return self._counts[kind]


class Joiner:
    """Gathers one import, from any number of files, without writing anything.

    Made for one project; call ``add_article`` and ``add_sheets`` for what there is, then
    ``change`` once. ``refused`` tells what was left out, ``moved`` what stands elsewhere in the
    text than the file has it, ``duplicates`` which articles were there already, and ``kept`` what
    a file has otherwise than the project, which stays as it is. New articles are kept in
    ``articles``, which need not be in memory; those that come without word of zones are given some
    by ``zoned``.
    """

    def __init__(
        self,
        project: Project,
        annotator: str | None = None,
        *,
        extend: bool = False,
        articles: MutableMapping[str, Article] | None = None,
        zoned: Callable[[Article], Article] | None = None,
    ) -> None:
        self.refused: list[Refused] = []
        self.moved: list[Moved] = []
        self.kept: list[Kept] = []
        self.duplicates: list[Duplicate] = []
        self._project = project
        self.importer = annotator or IMPORTER
        self._extend = extend
        self._zoned = zoned
        self._declared: list[Scheme] = []
        self._articles: MutableMapping[str, Article] = {} if articles is None else articles
        self._by_hash: dict[bytes, str] = {}
        self._revised: dict[str, str] = {}
        self._revisions: dict[str, str] = {}
        self._register = Register(project.actors())
        self._accepted: list[tuple[Sheet, str, dict[str, str]]] = []
        self._roles = {annotator.name: annotator.role for annotator in project.annotators()}
        self._newcomers: dict[str, Annotator] = {}
        self._taken_ids: set[str] = set()
        there = project.counts()
        # Of a new project nothing need be asked, for each of what may be very many.
        self._has_articles, self._has_spans = there["articles"] > 0, there["spans"] > 0

    def add_article(self, article: Article, where: str) -> None:
        """Add an article without annotations, unless it is known already."""
        try:
            validate_article(article)
        except AnnotatorError as error:
            self.refused.append(Refused(where, str(error)))
            return
        found = self._find(article)
        if found is None:
            self._know(article)
        else:
            self.duplicates.append(Duplicate(where, found.id, found.title))

    def declare(self, codebook: Scheme | None) -> None:
        """Take note of the labels, relations and attributes that come with a file."""
        if codebook is not None and codebook not in self._declared:
            self._declared.append(codebook)

    def add_sheets(self, sheets: Iterable[Sheet | Refused]) -> None:
        """Add what one file holds."""
        self._register.begin_file()
        self._revised.clear()
        local: dict[str, str] = {}
        places: dict[str, str] = {}
        for sheet in sheets:
            if isinstance(sheet, Refused):
                self.refused.append(sheet)
                continue
            try:
                article = self._accept(sheet)
            except AnnotatorError as error:
                self.refused.append(Refused(sheet.where, str(error)))
                continue
            if sheet.article.id:
                local[sheet.article.id] = article.id
            places.setdefault(article.id, sheet.where)
        for article_id, earlier in self._revised.items():
            article = self._articles[article_id]
            revision_of = local.get(earlier, earlier)
            self._articles[article_id] = replace(article, revision_of=revision_of)
            self._revisions[article_id] = places[article_id]

    def newcomers(self) -> Change:
        """Return the change that introduces annotators with other roles than usual.

        It has to be applied first, and stays when the import is undone: the journal names them.
        """
        importer = self.importer
        if importer == IMPORTER and importer not in self._roles:
            self._newcomers[importer] = Annotator(new_id(), importer, "import")
        put = list(self._newcomers.values())
        return Change("Add annotators", importer, put=put, undoable=False)

    def change(self, name: str) -> Change:
        """Return the change that brings everything gathered, under this name."""
        self._resolve_revisions()
        scheme, put = self._project.scheme, cast(list[Record], [])
        if self._extend:
            scheme = self._extended()
        if scheme is not self._project.scheme:
            put.append(SchemeVersion(scheme.version, scheme.toml))
        layers: dict[tuple[str, str], JointLayer] = {}
        for sheet, article_id, actors in self._accepted:
            if sheet.annotator is None:
                continue
            article = self._article(article_id)
            layer = self._layer(layers, article, sheet.annotator)
            self.refused += layer.join(sheet, article.text, actors, scheme)
            self.kept += [Kept(sheet.where, reason) for reason in layer.take_progress(sheet)]
        put += self._register.new
        work = [record for layer in layers.values() for record in layer.records()]
        # A bulk change can only bring new records.
        bulk = not any(layer.updates for layer in layers.values())
        return Change(name, self.importer, put=Gathered(put, self._articles, work), bulk=bulk)

    def _extended(self) -> Scheme:
        """Return the scheme with what the files declare, and what their data needs beyond that."""
        current = scheme = self._project.scheme
        for codebook in self._declared:
            scheme = joined_schemes(scheme, codebook) or scheme
        scheme = extend_scheme(scheme, self._spans(), self._links()) or scheme
        return scheme if scheme is current else replace(scheme, version=current.version + 1)

    def _accept(self, sheet: Sheet) -> Article:
        """Take a sheet, with those of its spans whose quotes are found in the text.

        Raises ``ChangeError`` if none is: then nothing in it is sure.
        """
        result = anchored(sheet)
        if sheet.spans and not result.sheet.spans:
            raise ChangeError(result.refused[0].reason)
        sheet = as_in(self._project.scheme, result.sheet)
        article = self._join_article(sheet)
        self.moved += result.moved
        self.refused += result.refused
        actors: dict[str, str] = {}
        for actor in sheet.actors:
            entry, lacks = self._register.resolve(actor)
            if lacks:
                self.kept.append(Kept(sheet.where, lacks))
            actors[actor.id] = entry.id
        # A span may also name an entry that the register has and the line does not repeat.
        named = {span.actor for span in sheet.spans if span.actor is not None}
        actors.update({name: name for name in named - set(actors) if name in self._register})
        annotator = sheet.annotator
        if annotator is None and (sheet.spans or sheet.relations):
            annotator = self.importer
        if annotator is not None:
            self._meet(annotator, sheet)
        # The text is kept with the article, and not once more with each sheet.
        work = replace(sheet, annotator=annotator, article=replace(sheet.article, text=""))
        self._accepted.append((work, article.id, actors))
        return article

    def _meet(self, annotator: str, sheet: Sheet) -> None:
        if annotator in self._roles:
            return
        role = sheet.role or usual_role(annotator)
        if annotator == IMPORTER == self.importer:
            role = sheet.role or "import"
        if role != usual_role(annotator):
            self._newcomers[annotator] = Annotator(new_id(), annotator, role)
        self._roles[annotator] = role

    def _join_article(self, sheet: Sheet) -> Article:
        article = sheet.article
        found = self._find(article)
        if found is None:
            new = article if is_uuid(article.id) else replace(article, id=new_id())
            validate_article(new)
            if self._zoned is not None and not new.zones and "zones" not in sheet.given:
                new = self._zoned(new)
            self._know(new)
            return new
        if found.sha256 != article.sha256:
            raise ChangeError(
                f'The project has the article "{found.title}" under this id with another text, and '
                "texts are never changed. Give the new text an id of its own."
            )
        names = sorted(sheet.given - {"id", "text", "sha256", "revision_of"})
        differ = [n for n in names if n in _FIELDS and getattr(found, n) != getattr(article, n)]
        if differ:
            said = " and ".join(differ)
            self.kept.append(
                Kept(
                    sheet.where,
                    f'The article "{found.title}" is there already with another {said}; it stays '
                    "as it is.",
                )
            )
        if not sheet.spans and sheet.annotator is None:
            self.duplicates.append(Duplicate(sheet.where, found.id, found.title))
        return found

    def _find(self, article: Article) -> Article | None:
        if article.id in self._articles:
            return self._articles[article.id]
        known = self._known(article.id or None, None)
        sha256 = article.sha256
        digest = bytes.fromhex(sha256)
        if known is None and digest in self._by_hash:
            return self._articles[self._by_hash[digest]]
        known = known or self._known(None, sha256)
        return None if known is None else self._project.article(known)

    def _known(self, article_id: str | None, sha256: str | None) -> str | None:
        """Return the id of the project's article with this id, or this hash."""
        return self._project.find_article(article_id, sha256) if self._has_articles else None

    def _article(self, article_id: str) -> Article:
        """Return an article that is new, or that the project has."""
        if article_id in self._articles:
            return self._articles[article_id]
        return self._project.article(article_id)

    def _know(self, article: Article) -> None:
        self._articles[article.id] = article
        self._by_hash.setdefault(bytes.fromhex(article.sha256), article.id)
        if article.revision_of is not None:
            self._revised[article.id] = article.revision_of

    def _resolve_revisions(self) -> None:
        """Let go of earlier versions that are nowhere; they may come after the later ones."""
        for name, where in self._revisions.items():
            article = self._articles[name]
            earlier = article.revision_of
            if earlier in self._articles or self._known(earlier, None):
                continue
            self.refused.append(
                Refused(
                    where,
                    f'The article "{article.title}" is a revision of "{earlier}", which is '
                    "neither in the project nor in what is imported. It is taken in as one of its "
                    "own.",
                )
            )
            self._articles[name] = replace(article, revision_of=None)
        self._revisions.clear()

    def _layer(
        self, layers: dict[tuple[str, str], JointLayer], article: Article, annotator: str
    ) -> JointLayer:
        key = (article.id, annotator)
        if key not in layers:
            old = None
            if article.id not in self._articles:
                there = self._project.layers(article.id)
                old = next((layer for layer in there if layer.annotator == annotator), None)
            layers[key] = JointLayer(article, annotator, old, self._taken)
        return layers[key]

    def _taken(self, record_id: str) -> bool:
        """Say whether a span or relation has this id already; from now on one has."""
        if record_id in self._taken_ids:
            return True
        self._taken_ids.add(record_id)
        project = self._project
        return self._has_spans and bool(project.span(record_id) or project.relation(record_id))

    def _spans(self) -> Iterable[Span]:
        return (span for sheet, _, _ in self._accepted for span in sheet.spans)

    def _links(self) -> Iterable[Link]:
        for sheet, _, _ in self._accepted:
            labels = {span.id: span.label for span in sheet.spans}
            for relation in sheet.relations:
                if relation.source in labels and relation.target in labels:
                    yield relation, labels[relation.source], labels[relation.target]


_FIELDS = frozenset(
    ("title", "source", "url", "byline", "published", "language", "metadata", "zones")
)
