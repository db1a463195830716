"""A project to sheets, one for each text and user who coded it.

Texts are read one by one; users, codes, cases, notes and links stay in memory.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from annotator.errors import FormatError
from annotator.formats.refi.book import ELEMENTS, Book, own_id, read_book, target
from annotator.formats.refi.codes import attributes_of, labels_of
from annotator.formats.refi.names import FACTS, INTERNAL, SOURCES, id_of
from annotator.formats.refi.places import Selection, placed
from annotator.formats.sheet import Refused, Sheet
from annotator.formats.xml.reading import Element, elements
from annotator.formats.zips import opened
from annotator.model import Article, AttributeValue, Fragment, Relation, Scheme, Span
from annotator.model.codebook_toml import to_toml
from annotator.text.title import title_of

#: The longest text that is read, in bytes.
LONGEST_TEXT = 64 * 1024 * 1024

_SOURCES = ("TextSource", "PDFSource", "PictureSource", "AudioSource", "VideoSource")


def codebook(path: Path) -> Scheme | None:
    """Return the codes of a project as labels, or ``None`` if it has none."""
    with opened(path) as archive, archive.open(_project(path, archive)) as file:
        labels = labels_of(list(elements(file, path.name, ("Code",))))
    if not labels:
        return None
    scheme = Scheme(path.stem, labels)
    return Scheme(scheme.name, labels, toml=to_toml(scheme))


def read(path: Path) -> Iterator[Sheet | Refused]:
    """Yield a sheet for each text and user, and what of a text can't be read."""
    with opened(path) as archive:
        files = {name.lower(): name for name in archive.namelist()}
        project = _project(path, archive)
        where = f"{path.name}/{project}"
        with archive.open(project) as file:
            reader = _Reader(read_book(elements(file, where, ELEMENTS)), archive, files)
        with archive.open(project) as file:
            for source in elements(file, where, _SOURCES):
                place = f"{where}:{source.line}"
                try:
                    yield from reader.sheets(source, place)
                except FormatError as error:
                    yield Refused(place, str(error))
        yield from (Refused(where, reason) for reason in reader.left_over())


def _project(path: Path, archive: ZipFile) -> str:
    """Return the name of the project file in the archive."""
    names = sorted(name for name in archive.namelist() if name.lower().endswith(".qde"))
    if not names:
        raise FormatError(f"{path} holds no project: there is no .qde file in it.")
    return names[0]


class _Reader:
    """Reads the sources of one project, one after the other."""

    def __init__(self, book: Book, archive: ZipFile, files: dict[str, str]) -> None:
        self._book = book
        self._archive = archive
        self._files = files
        self._rest = tuple(book.unmentioned())
        self._joined: set[str] = set()

    def sheets(self, source: Element, where: str) -> Iterator[Sheet | Refused]:
        """Yield a sheet for each user who coded the source; one for nobody if nobody did."""
        shown = source.attributes.get("name") or source.attributes.get("guid", "")
        body = source if source.name == "TextSource" else source.first("Representation")
        if body is None:
            raise FormatError(f'"{shown}" has no text; only texts are read.')
        text = self._text(body, shown)
        article = self._article(source, text)
        if list(source.all("Coding")):
            yield Refused(where, f'"{shown}" is coded as a whole; only spans are read.')
        spans: dict[str | None, list[Span]] = defaultdict(list)
        ids: dict[str | None, set[str]] = defaultdict(set)
        for first, group in self._grouped(text, body).items():
            made = self._spans(first, group)
            if not made:
                quote = group[0].quote
                yield Refused(where, f'The selection {quote!r} in "{shown}" has no code.')
                continue
            user = self._user(group[0].element)
            spans[user] += made
            ids[user].add(first)
        for user in spans or (None,):
            named = {span.actor for span in spans[user]}
            yield Sheet(
                where,
                article,
                user,
                spans=tuple(spans[user]),
                relations=tuple(self._relations(ids[user])),
                actors=(*(a for a in self._book.actors.values() if a.id in named), *self._rest),
                given=frozenset(("id", "title", "text")),
            )
            self._rest = ()

    def left_over(self) -> Iterator[str]:
        """Say which links joined no two selections of one text and user."""
        for links in self._book.links.values():
            for link in links:
                if own_id(link) not in self._joined:
                    name = link.attributes.get("name") or own_id(link)
                    yield f'The link "{name}" joins no two spans of one user; it is left out.'

    def _grouped(self, text: str, body: Element) -> dict[str, list[Selection]]:
        """Return the selections of each span by the id of its first."""
        groups: dict[str, list[Selection]] = {}
        for selection in placed(text, list(_selections(body))):
            key = own_id(selection.element)
            groups.setdefault(self._book.continues.get(key, key), []).append(selection)
        return groups

    def _spans(self, first: str, group: list[Selection]) -> list[Span]:
        """Make a span for each label that a group of selections is coded with."""
        elements = [selection.element for selection in group]
        codings = [coding for one in elements for coding in one.all("Coding")]
        references = dict.fromkeys(target(r) for coding in codings for r in coding.all("CodeRef"))
        codes = [self._book.codes[key] for key in references if key in self._book.codes]
        labels = list(dict.fromkeys(code.label for code in codes if code.question is None))
        fragments = tuple(sorted(Fragment(s.start, s.end, s.quote) for s in group))
        spans = []
        for number, label in enumerate(labels):
            answers, note = self._notes(elements, label)
            spans.append(
                Span(
                    # One selection can be several spans; only one of them can have its id.
                    id=first if number == 0 else f"{first}/{label}",
                    article="",
                    annotator="",
                    label=label,
                    fragments=fragments,
                    attributes={**attributes_of(label, codes), **answers},
                    actor=self._book.mentions.get(first),
                    note=note,
                    origin="import",
                )
            )
        return spans

    def _notes(
        self, elements: list[Element], kind: str
    ) -> tuple[dict[str, AttributeValue], str | None]:
        """Return the answers that are notes, and what else is noted."""
        answers: dict[str, AttributeValue] = {}
        notes = [said for one in elements if (said := one.said("Description"))]
        for reference in (ref for one in elements for ref in one.all("NoteRef")):
            note = self._book.notes.get(target(reference))
            if note is None:
                continue
            name = note.attributes.get("name", "")
            text = self._text(note, name)
            if name.startswith(f"{kind}."):
                answers[name.removeprefix(f"{kind}.")] = text
            else:
                notes.append(text)
        return answers, "\n".join(notes) or None

    def _relations(self, ids: set[str]) -> Iterator[Relation]:
        for origin in sorted(ids):
            for link in self._book.links.get(origin, ()):
                ends = origin, target(link)
                if ends[1] in ids:
                    self._joined.add(own_id(link))
                    kind = link.attributes.get("name") or "link"
                    answers, _ = self._notes([link], kind)
                    yield Relation(own_id(link), "", "", kind, *ends, answers)

    def _user(self, selection: Element) -> str | None:
        owners = [selection, *selection.all("Coding")]
        named = (self._book.users.get(_creator(owner)) for owner in owners)
        return next((user for user in named if user is not None), None)

    def _article(self, source: Element, text: str) -> Article:
        known = self._book.values(source)
        metadata = {name: value for name, value in known.items() if name not in FACTS}
        if described := source.said("Description"):
            metadata["description"] = described
        try:
            metadata |= json.loads(known.get("metadata") or "{}")
        except (ValueError, TypeError, RecursionError):
            metadata["metadata"] = known["metadata"]
        return Article(
            id=own_id(source),
            title=source.attributes.get("name", title_of(text)),
            text=text,
            source=known.get("source"),
            url=known.get("url"),
            byline=known.get("byline"),
            published=known.get("published"),
            language=known.get("language"),
            metadata=metadata,
            revision_of=known.get("revision_of"),
        )

    def _text(self, owner: Element, shown: str) -> str:
        """Return the plain text of a source or a note."""
        content, path = owner.first("PlainTextContent"), owner.attributes.get("plainTextPath")
        if content is not None:
            return content.text
        if path is None:
            rich = owner.attributes.get("richTextPath")
            said = "only in a formatted file" if rich else "not there"
            raise FormatError(f'The plain text of "{shown}" is {said}; it is left out.')
        inside = f"{SOURCES}/{path.removeprefix(INTERNAL)}".lower()
        if not path.startswith(INTERNAL) or inside not in self._files:
            raise FormatError(f'The text of "{shown}" is not in the file but at {path}.')
        name = self._files[inside]
        if self._archive.getinfo(name).file_size > LONGEST_TEXT:
            raise FormatError(f'The text of "{shown}" has more than {LONGEST_TEXT:,} bytes.')
        with self._archive.open(name) as file:
            packed = file.read()
        encoding = "utf-16" if packed[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        try:
            return packed.decode(encoding)
        except UnicodeDecodeError as error:
            raise FormatError(
                f'The text of "{shown}" is not in {encoding.upper()}: byte {error.start + 1} of '
                f"{name} fits no character."
            ) from error


def _creator(element: Element) -> str:
    return id_of(element.attributes.get("creatingUser", ""))


def _selections(body: Element) -> Iterator[Selection]:
    for one in body.all("PlainTextSelection"):
        said = one.attributes
        try:
            start, end = int(said["startPosition"]), int(said["endPosition"])
        except (KeyError, ValueError) as error:
            raise FormatError(
                f"The selection in line {one.line} has no start and end that are numbers."
            ) from error
        yield Selection(one, start, end, said.get("name", ""))
