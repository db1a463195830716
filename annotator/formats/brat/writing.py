"""Sheets to folders of brat's files. The same sheets always give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from annotator.formats.brat import escapes
from annotator.formats.brat.reading import KNOWLEDGE_BASE, NOTE, REGISTER
from annotator.formats.brat.settings import write_settings
from annotator.formats.files import replacing_folder
from annotator.formats.names import FileNames
from annotator.formats.sheet import Sheet
from annotator.model import Actor, AttributeValue, Scheme


def write(sheets: Iterable[Sheet], to: Path, scheme: Scheme) -> None:
    """Write each annotator's work to a folder of its own, and what is nobody's beside them."""
    articles, annotators = FileNames(), FileNames()
    folders: dict[str, str] = {}
    with replacing_folder(to) as root:
        for sheet in sheets:
            folder = root
            if sheet.annotator is not None:
                name = annotators.name(sheet.annotator, sheet.annotator)
                folder = root / name
                if name not in folders:
                    folder.mkdir()
                    folders[name] = sheet.annotator
            stem = articles.name(sheet.article.id, sheet.article.title)
            (folder / f"{stem}.txt").write_bytes(sheet.article.text.encode())
            lines = "".join(f"{line}\n" for line in _lines(sheet))
            (folder / f"{stem}.ann").write_bytes(lines.encode())
        write_settings(root, scheme, folders)


def _lines(sheet: Sheet) -> Iterator[str]:
    names = {span.id: f"T{number}" for number, span in enumerate(sheet.spans, 1)}
    links = {link.id: f"R{number}" for number, link in enumerate(sheet.relations, 1)}
    actors = {actor.id: actor for actor in sheet.actors}
    for span in sheet.spans:
        places = ";".join(f"{fragment.start} {fragment.end}" for fragment in span.fragments)
        quote = escapes.quote(" ".join(fragment.quote for fragment in span.fragments))
        yield f"{names[span.id]}\t{escapes.name(span.label)} {places}\t{quote}"
    for link in sheet.relations:
        ends = f"Arg1:{names[link.source]} Arg2:{names[link.target]}"
        yield f"{links[link.id]}\t{escapes.name(link.type)} {ends}"
    answers = [(names[span.id], span.attributes) for span in sheet.spans]
    answers += [(links[link.id], link.attributes) for link in sheet.relations]
    for number, line in enumerate(_answers(answers), 1):
        yield f"A{number}\t{line}"
    named = [(names[span.id], actors[span.actor]) for span in sheet.spans if span.actor]
    for number, (name, actor) in enumerate(named, 1):
        yield f"N{number}\tReference {name} {_entry(actor)}\t{escapes.line(actor.name)}"
    noted = [(names[span.id], span.note) for span in sheet.spans if span.note]
    for number, (name, note) in enumerate(noted, 1):
        yield f"#{number}\t{NOTE} {name}\t{escapes.line(note)}"


def _answers(answers: Iterable[tuple[str, Mapping[str, AttributeValue]]]) -> Iterator[str]:
    """Yield a line for each answer: a flag alone, and each of several answers by itself."""
    for name, values in answers:
        for question, value in values.items():
            asked = f"{escapes.name(question)} {name}"
            match value:
                case True:
                    yield asked
                case False:
                    yield f"{asked} false"
                case tuple():
                    yield from (f"{asked} {escapes.name(one)}" for one in value or ("",))
                case _:
                    yield f"{asked} {escapes.name(str(value))}"


def _entry(actor: Actor) -> str:
    """Return the knowledge base and the entry in it; without one, the register's own."""
    if actor.kb_id is None:
        return f"{REGISTER}:{escapes.name(actor.id)}"
    base, colon, entry = actor.kb_id.partition(":")
    plain = escapes.name(base) == base and base not in (REGISTER, KNOWLEDGE_BASE)
    if colon and plain and entry:
        return f"{base}:{escapes.name(entry)}"
    return f"{KNOWLEDGE_BASE}:{escapes.name(actor.kb_id)}"
