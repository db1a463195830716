"""Everything that reads what strangers wrote: how it is called, and good examples to spoil."""

from __future__ import annotations

import gzip
import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from annotator import Project
from annotator.dataset.making import export
from annotator.dataset.recipe import Recipe
from annotator.errors import AnnotatorError
from annotator.formats import Format, Sample, format_named, formats
from annotator.intake.files import KINDS, Kind, articles_in
from annotator.intake.source import Raw
from annotator.model.codebook import parse_scheme
from annotator.model.register_file import read_register
from annotator.store.project import built_in_scheme
from annotator.store.query import parse_query
from annotator.transfer import import_paths
from tests.formats.hard_sample import hard_project

PROSE = "“It is not safe,” said Mara Ollinvar of the Harbour Office, who refused to say more. "
# At most so many bytes: a longer one takes longer without saying more.
_LONGEST_SEED = 40_000


@dataclass(frozen=True, slots=True)
class Reader:
    """One way in: what is called with a stranger's bytes, and bytes that it likes."""

    name: str
    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]


def ways_in() -> dict[str, Callable[[], Iterator[Reader]]]:
    """Return every way in by name: kinds of file, formats, whole imports, and texts."""
    kinds = {f"intake{kind.suffixes[0]}": partial(_kind, kind) for kind in KINDS}
    read = (f for f in formats() if type(f).read is not Format.read)  # some are only written
    return {
        **kinds,
        **{f"format {format.name}": partial(_format, format) for format in read},
        "import": _import,
        "texts": _texts,
    }


@cache
def readers_of(way: str) -> tuple[Reader, ...]:
    """Return what reads on one way in: the file itself, and what is inside of it."""
    return tuple(ways_in()[way]())


def _kind(kind: Kind) -> Iterator[Reader]:
    suffix = kind.suffixes[0]
    seeds = _SEEDS[suffix]()
    yield Reader(f"intake{suffix}", partial(_take, kind), seeds)
    for member in _INSIDE.get(suffix, ()):
        yield _inside(f"intake{suffix}", member, seeds[0], partial(_take, kind))


def _take(kind: Kind, data: bytes) -> None:
    for _ in articles_in(kind, Raw(data, "stranger")):
        pass


def _inside(name: str, member: str, archive: bytes, read: Callable[[bytes], object]) -> Reader:
    """Read an archive in which one member is a stranger's, which no checksum protects."""
    with zipfile.ZipFile(io.BytesIO(archive)) as old:
        parts = {part: old.read(part) for part in old.namelist()}

    def wrapped(data: bytes) -> None:
        read(_zip({**parts, member: data}))

    return Reader(f"{name}:{member.rpartition('/')[2]}", wrapped, (parts[member],))


def _zip(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            member = zipfile.ZipInfo()
            member.filename = name  # whatever it is
            archive.writestr(member, data)
    return buffer.getvalue()


@cache
def _hard() -> Path:
    path = scratch() / "hard.annotator"
    hard_project(path).close()
    return path


def _written(format: Format) -> Path:
    name = format.name if format.folder else f"{format.name}{format.suffixes[0]}"
    layer = "all" if format.holds.layers else "ann-01"
    with Project.open(_hard()) as project:
        export(project, Recipe(format.name, layer=layer), scratch() / name)
    return scratch() / name


def _import() -> Iterator[Reader]:
    written = _written(format_named("jsonl"))
    yield Reader("import.jsonl", Importer(scratch(), ".jsonl"), _some(written))
    line = written.read_bytes().partition(b"\n")[0]
    take_zip = Importer(scratch(), ".zip")
    yield Reader("import.zip", take_zip, (_zip({"a.jsonl": line, "b/c.jsonl": line}),))

    def named(names: bytes) -> None:
        found = dict.fromkeys(names.decode("latin-1").split("\n"), line)
        take_zip(_zip(found))

    yield Reader("import.zip:names", named, (b"a.jsonl\nb/c.jsonl\n../d.jsonl\na?.jsonl",))


def _format(format: Format) -> Iterator[Reader]:
    written = _written(format)
    files = [written] if written.is_file() else sorted(written.rglob("*"))
    by_suffix: dict[str, list[Path]] = {}
    for file in files:
        if file.is_file() and file.suffix in (*format.suffixes, ".txt"):
            by_suffix.setdefault(file.suffix, []).append(file)
    for suffix, found in by_suffix.items():
        file = max(found, key=lambda path: path.stat().st_size)
        start = file
        if suffix == ".txt":  # a text is read through the file that goes with it
            start = next((f for f in files if f.stem == file.stem and f != file), file)
            if start == file:
                continue
        seeds = tuple(seed for path in found for seed in _some(path))
        yield Reader(
            f"format {format.name}{suffix}",
            partial(_put_and_read, format, file, start),
            tuple(dict.fromkeys(seeds)),
        )
    if format.name == "refi":
        yield _inside(
            "format refi.qdpx",
            "project.qde",
            written.read_bytes(),
            partial(_put_and_read, format, written, written),
        )


def _some(path: Path) -> tuple[bytes, ...]:
    data = path.read_bytes()
    return (data,) if len(data) <= _LONGEST_SEED else ()


def _put_and_read(format: Format, file: Path, start: Path, data: bytes) -> None:
    before = file.read_bytes()
    file.write_bytes(data)
    try:
        format.recognises(Sample(start))
        format.parts(start)
        with suppress(AnnotatorError):
            format.codebook(start)
        for _ in format.read(start):
            pass
    finally:
        file.write_bytes(before)


class Importer:
    """Imports a stranger's file into a project that has the same articles, and takes it back."""

    def __init__(self, folder: Path, suffix: str) -> None:
        self._path = folder / f"stranger{suffix}"
        self._project = Project.create(
            folder / f"importing{suffix}.annotator", built_in_scheme("attribution")
        )

    def __call__(self, data: bytes) -> None:
        self._path.write_bytes(data)
        import_paths(self._project, [self._path], annotator="me", extend_scheme=True)
        while self._project.undo(annotator="me") is not None:
            pass
        assert self._project.count_articles() == 0


def _texts() -> Iterator[Reader]:
    scheme = built_in_scheme("attribution").toml.encode()
    yield Reader("scheme", lambda d: parse_scheme(_text(d), where="stranger"), (scheme,))
    register = b"name,kind,aliases,kb_id\nHuawei,company,Hua Wei; HW,Q160120\n"
    lines = b'{"name": "Huawei", "kind": "company", "aliases": ["HW"], "kb_id": "Q160120"}\n'
    yield Reader("register", lambda d: read_register(_text(d), where="x"), (register, lines))
    query = b'status:done -actor:"Huawei" label:Claim fog "the harbour" is:doubt'
    yield Reader("query", lambda d: parse_query(_text(d)), (query,))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


@cache
def scratch() -> Path:
    """Return the folder that all inputs are written into; in memory where there is such a disk."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None, prefix="annotator-"))


def clean() -> None:
    """Remove the folder with the inputs."""
    shutil.rmtree(scratch(), ignore_errors=True)


def _text_seeds() -> tuple[bytes, ...]:
    text = f"Port shut\n\nBy Ada Lind\n\n{PROSE}\r\n\r\n{PROSE * 3}\n"
    return (text.encode(), text.encode("utf-16"), text.encode("cp1252", "replace"))


def _html() -> tuple[bytes, ...]:
    body = f"<h1>Port shut</h1><p class=byline>By Ada Lind</p><p>{PROSE}</p><pre> x </pre>"
    head = (
        '<meta charset="utf-8"><title>Port</title><meta name="author" content="Ada">'
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Port"}</script>'
    )
    table = "<table><tr><td>9 m<td>8</table><ul><li>a<li>b</ul><img src=x alt=y>&nbsp;&#65;"
    return (f"<html lang=en><head>{head}</head><body>{body}{table}</body></html>".encode(),)


def _markdown() -> tuple[bytes, ...]:
    table = "| a | b |\n|--|--|\n| 1 | 2 |"
    code = "```\ncode\n```"
    front = "---\ntitle: Port\n---\n\n# Port"
    marked = "[x](y) <b>z</b> **w**\n"
    return (f"{front}\n\n{PROSE}\n\n> quote\n\n{table}\n\n{code}\n\n{marked}".encode(),)


def _pdf() -> tuple[bytes, ...]:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=0)
    for n in range(8):
        canvas.drawString(72, 700 - 14 * n, PROSE[:60])
    canvas.save()
    return (buffer.getvalue(),)


def _docx() -> tuple[bytes, ...]:
    import docx

    document = docx.Document()
    document.core_properties.title = "Port"
    document.add_paragraph("Port shut", style="Title")
    document.add_paragraph(PROSE)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "Depth"
    buffer = io.BytesIO()
    document.save(buffer)
    return (buffer.getvalue(),)


def _odt() -> tuple[bytes, ...]:
    from odf.opendocument import OpenDocumentText
    from odf.text import H, P, S

    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text="Port shut"))
    paragraph = P(text=PROSE)
    paragraph.addElement(S(c=2))
    document.text.addElement(paragraph)
    buffer = io.BytesIO()
    document.write(buffer)
    return (buffer.getvalue(),)


def _epub() -> tuple[bytes, ...]:
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
    )
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<metadata><dc:title>H</dc:title></metadata><manifest>"
        '<item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="c"/></spine></package>'
    )
    chapter = f"<html><body><h1>Sand</h1><p>{PROSE * 3}</p><p>{PROSE * 3}</p></body></html>"
    parts = {"META-INF/container.xml": container, "OPS/book.opf": book, "OPS/c.xhtml": chapter}
    return (_zip({name: text.encode() for name, text in parts.items()}),)


def _feed() -> tuple[bytes, ...]:
    rss = (
        "<rss version='2.0'><channel><title>Port</title><item><title>Shut</title><link>http://x.y/"
        f"</link><pubDate>Mon, 04 Mar 2024 10:00:00 GMT</pubDate><description>&lt;p&gt;{PROSE}"
        "</description></item></channel></rss>"
    )
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Shut</title><updated>2024-03-04T10'
        f':00:00Z</updated><content type="html">{PROSE}</content></entry></feed>'
    )
    return rss.encode(), atom.encode()


def _mail() -> tuple[bytes, ...]:
    date = "Date: Mon, 4 Mar 2024 10:00:00 +0000"
    plain = f"From: Ada <a@b.c>\nSubject: =?utf-8?q?Port?=\n{date}\n\n{PROSE}"
    parts = (
        'Subject: P\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n'
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\naGVsbG8=\n"
        f"--b\nContent-Type: text/html\n\n<p>{PROSE}</p>\n--b--\n"
    )
    return plain.encode(), parts.encode()


def _mailbox() -> tuple[bytes, ...]:
    return (b"".join(b"From ada@b.c Mon Mar  4 10:00:00 2024\n%s\n\n" % one for one in _mail()),)


def _table() -> tuple[bytes, ...]:
    rows = f'title,text,date,url\nPort,"{PROSE}",2024-03-04,http://x.y\n"a ""b""","{PROSE}",,\n'
    return rows.encode(), b"title\ttext\tdate\nPort\t%s\t2024-03-04\n" % PROSE.encode()


def _workbook() -> tuple[bytes, ...]:
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["title", "text"])
    book.active.append(["Port", PROSE])
    buffer = io.BytesIO()
    book.save(buffer)
    return (buffer.getvalue(),)


def _records() -> tuple[bytes, ...]:
    one = (
        f'{{"title": "Port", "text": "{PROSE}", "date": "2024-03-04", "tags": [1, {{"a": null}}]}}'
    )
    return (f"[{one}, {one}]".encode(),)


def _record_lines() -> tuple[bytes, ...]:
    return (_records()[0][1:-1].replace(b"}, {", b"}\n{") + b"\n",)


def _parquet() -> tuple[bytes, ...]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(pa.table({"title": ["Port"], "text": [PROSE]}), buffer)
    return (buffer.getvalue(),)


def _warc() -> tuple[bytes, ...]:
    page = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + _html()[0]
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.y/\r\n"
        "WARC-Date: 2024-03-04T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:0>\r\nContent-Type: "
        f"application/http; msgtype=response\r\nContent-Length: {len(page)}\r\n\r\n"
    )
    record = head.encode() + page + b"\r\n\r\n"
    return record, gzip.compress(record)


def _archive() -> tuple[bytes, ...]:
    return (_zip({"a.txt": _text_seeds()[0], "b/c.html": _html()[0], "d.csv": _table()[0]}),)


_SEEDS: dict[str, Callable[[], tuple[bytes, ...]]] = {
    ".txt": _text_seeds,
    ".html": _html,
    ".md": _markdown,
    ".pdf": _pdf,
    ".docx": _docx,
    ".odt": _odt,
    ".epub": _epub,
    ".rss": _feed,
    ".eml": _mail,
    ".mbox": _mailbox,
    ".csv": _table,
    ".xlsx": _workbook,
    ".json": _records,
    ".jsonl": _record_lines,
    ".parquet": _parquet,
    ".warc": _warc,
    ".zip": _archive,
}
_INSIDE = {
    ".docx": ("word/document.xml", "docProps/core.xml", "[Content_Types].xml"),
    ".odt": ("content.xml", "meta.xml"),
    ".epub": ("META-INF/container.xml", "OPS/book.opf", "OPS/c.xhtml"),
    ".xlsx": ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"),
}
