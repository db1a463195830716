"""Documents of every kind, written by the libraries that people write them with."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from odf.dc import Title
from odf.opendocument import OpenDocumentText
from odf.text import H, P, S
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from annotator.errors import IntakeError
from annotator.intake import Refusal, read_articles, read_file
from annotator.model import Article

PROSE = (
    "The harbour master said on Friday that the channel would stay shut until the sandbank north "
    "of the outer harbour had been dredged, and that nobody knew how long this would take."
)
QUOTED = "“It is not safe,” said Mara Ollinvar — “and “safe” is what we are paid for.” 🚢"


def zones(article: Article) -> list[tuple[str, str]]:
    return [(zone.kind, article.text[zone.start : zone.end]) for zone in article.zones]


def test_a_pdf_file_is_read_in_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "port.pdf"
    style = getSampleStyleSheet()
    story = [
        Paragraph("Port to be dredged", style["Title"]),
        *(Paragraph(PROSE, style["BodyText"]) for _ in range(2)),
    ]
    SimpleDocTemplate(str(path), pagesize=A4, title="Port to be dredged", author="Ada Lind").build(
        story
    )
    article = read_file(path)
    assert article.text == f"Port to be dredged\n\n{PROSE}\n\n{PROSE}"
    assert (article.title, article.byline) == ("Port to be dredged", "Ada Lind")
    assert zones(article)[0] == ("title", "Port to be dredged")
    assert article.original == path.read_bytes()
    assert article.metadata == {"pages": 1}


def test_a_scanned_or_protected_or_broken_pdf_says_what_to_do(tmp_path: Path) -> None:
    scan, locked, broken = tmp_path / "scan.pdf", tmp_path / "locked.pdf", tmp_path / "broken.pdf"
    canvas = Canvas(str(scan))
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.save()
    from reportlab.lib.pdfencrypt import StandardEncryption

    canvas = Canvas(str(locked), encrypt=StandardEncryption("secret", ownerPassword="owner"))
    canvas.drawString(100, 700, PROSE)
    canvas.save()
    broken.write_bytes(b"%PDF-1.7\n" + b"\0\xff" * 500)
    for path, why in ((scan, "ocrmypdf"), (locked, "password"), (broken, "damaged")):
        with pytest.raises(IntakeError, match=why) as refused:
            read_file(path)
        assert path.name in str(refused.value)


def test_a_word_document_keeps_paragraphs_tables_and_what_it_says_of_itself(
    tmp_path: Path,
) -> None:
    path = tmp_path / "port.docx"
    document = docx.Document()
    document.core_properties.title = "Port to be dredged"
    document.core_properties.author = "Ada Lind"
    document.core_properties.created = datetime(2024, 3, 4, tzinfo=UTC)
    document.add_paragraph("Port to be dredged", style="Title")
    document.add_paragraph(PROSE)
    document.add_paragraph(QUOTED)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Depth", "9 m"
    document.save(str(path))
    article = read_file(path)
    assert article.text == f"Port to be dredged\n\n{PROSE}\n\n{QUOTED}\n\nDepth\t9 m"
    assert (article.title, article.byline, article.published) == (
        "Port to be dredged",
        "Ada Lind",
        "2024-03-04",
    )
    assert zones(article)[0] == ("title", "Port to be dredged")


def test_what_a_word_document_says_of_its_template_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "port.docx"
    document = docx.Document()
    document.add_paragraph(PROSE)
    document.save(str(path))
    article = read_file(path)
    assert (article.byline, article.published) == (None, None)


def test_an_opendocument_text_keeps_its_blanks(tmp_path: Path) -> None:
    path = tmp_path / "port.odt"
    document = OpenDocumentText()
    document.meta.addElement(Title(text="Port to be dredged"))
    document.text.addElement(H(outlinelevel=1, text="Port to be dredged"))
    paragraph = P(text=PROSE)
    paragraph.addElement(S(c=2))
    paragraph.addText("Really.")
    document.text.addElement(paragraph)
    document.save(str(path))
    article = read_file(path)
    assert article.text == f"Port to be dredged\n\n{PROSE}  Really."
    assert article.title == "Port to be dredged"


def book(path: Path, *chapters: str) -> None:
    items = "".join(
        f'<item id="c{n}" href="text/{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "OPS/book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            "<dc:title>Harbours</dc:title><dc:creator>Ada Lind</dc:creator>"
            f"<dc:language>en</dc:language></metadata><manifest>{items}</manifest>"
            f"<spine>{spine}</spine></package>",
        )
        for n, chapter in enumerate(chapters):
            archive.writestr(f"OPS/text/{n}.xhtml", chapter)


def page(body: str) -> str:
    return f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'


def test_each_chapter_of_a_book_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    book(
        path,
        page("<p>Cover</p>"),
        page(f"<h1>Sand</h1><p>{PROSE}</p><p>{PROSE}</p>"),
        f"<html><body><h1>Mud<br></h1><p>{PROSE}<p>{PROSE}&nbsp;</body></html>",
    )
    chapters = list(read_articles(path))
    assert [chapter.title for chapter in chapters] == ["Sand", "Mud"]
    assert [chapter.byline for chapter in chapters] == ["Ada Lind"] * 2
    assert chapters[0].text == f"Sand\n\n{PROSE}\n\n{PROSE}"
    assert chapters[0].metadata["book"] == "Harbours"


def test_the_pages_of_a_book_keep_every_letter(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    doctype = (
        '<?xml version="1.0" encoding="iso-8859-1"?><!DOCTYPE html PUBLIC '
        '"-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
    )
    book(path, doctype + page(f"<p>Le caf&eacute;&nbsp;&amp; la fa&ccedil;ade. {PROSE}</p>" * 2))
    assert read_file(path).text.startswith(f"Le café\xa0& la façade. {PROSE}\n\n")


@pytest.mark.parametrize(
    ("encrypted", "readable"), [("OPS/fonts/a.otf", True), ("OPS/text/0.xhtml", False)]
)
def test_a_book_is_read_if_only_its_fonts_are_encrypted(
    tmp_path: Path, encrypted: str, readable: bool
) -> None:
    path = tmp_path / "book.epub"
    book(path, page(f"<h1>Sand</h1><p>{PROSE}</p><p>{PROSE}</p>"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "META-INF/encryption.xml",
            '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData>'
            f'<e:CipherData><e:CipherReference URI="{encrypted}"/></e:CipherData>'
            "</e:EncryptedData></encryption>",
        )
    if readable:
        assert read_file(path).title == "Sand"
    else:
        with pytest.raises(IntakeError, match="protected"):
            read_file(path)


def test_a_page_that_cannot_be_read_does_not_keep_the_rest_of_a_book(tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    good = f"<h1>Sand</h1><p>{PROSE}</p><p>{PROSE}</p>"
    book(path, f"<p>\0{PROSE}{PROSE}</p>", page(good))
    refusal, article = read_articles(path)
    assert isinstance(refusal, Refusal)
    assert '"OPS/text/0.xhtml"' in refusal.where
    assert isinstance(article, Article)
    assert article.title == "Sand"


def test_a_markdown_file_is_read_as_it_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "port.md"
    path.write_text(
        "---\nauthor: Ada Lind\ndate: 2024-03-04\n---\n# Port to be *dredged*\n\n"
        f"{PROSE}\n\n> {QUOTED}\n\n- one\n- two\n\n<script>alert(1)</script>\n",
        encoding="utf-8",
    )
    article = read_file(path)
    assert article.text.startswith(f"Port to be dredged\n\n{PROSE}\n\n{QUOTED}\n\none\n\ntwo")
    assert "<script>alert(1)</script>" in article.text
    assert (article.title, article.byline, article.published) == (
        "Port to be dredged",
        "Ada Lind",
        "2024-03-04",
    )


def test_an_e_mail_gives_its_text_sender_and_date(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["From"] = "Port to be dredged", "Ada Lind <ada@example.org>"
    message["Date"] = datetime(2024, 3, 4, 12, tzinfo=UTC)
    message.set_content(f"{PROSE}\n\n{QUOTED}\n")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="map.png")
    path = tmp_path / "port.eml"
    path.write_bytes(message.as_bytes())
    article = read_file(path)
    assert article.text == f"Port to be dredged\n\n{PROSE}\n\n{QUOTED}"
    assert article.published == "2024-03-04T12:00:00+00:00"
    assert article.byline == "Ada Lind <ada@example.org>"
    assert article.metadata == {
        "attachments": ["map.png"],
        "encoding": "utf-8",
        "encoding_reason": "declared as utf-8",
    }

    message = EmailMessage()
    message["Subject"] = "Port"
    message.set_content(f"<p>{PROSE}</p><p>{QUOTED}</p>", subtype="html")
    path.write_bytes(message.as_bytes())
    assert read_file(path).text == f"Port\n\n{PROSE}\n\n{QUOTED}"


def mail(*head: bytes, body: bytes) -> bytes:
    return b"\n".join((b"From: Ada <ada@example.org>", *head, b"", body))


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ([], "utf-8"),
        ([b"Content-Type: text/plain; charset=us-ascii"], "latin-1"),
        ([b"Content-Type: text/plain; charset=utf-8"], "latin-1"),
        ([b"Content-Type: text/plain; charset=no-such-thing"], "utf-8"),
        ([b"Content-Type: text/html"], "utf-8"),
    ],
)
def test_nothing_in_an_e_mail_is_replaced_whatever_it_declares(
    tmp_path: Path, head: list[bytes], encoding: str
) -> None:
    said = "Le café fermé, dit le maire"
    path = tmp_path / "port.eml"
    path.write_bytes(mail(f"Subject: {said}".encode(encoding), *head, body=said.encode(encoding)))
    article = read_file(path)
    assert (article.title, article.text) == (said, said)


def test_an_e_mail_in_no_encoding_that_can_be_told_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "port.eml"
    path.write_bytes(mail(b"Subject: Port", body="Порт закрыт, сказал он.".encode("koi8-r")))
    with pytest.raises(IntakeError, match="neither UTF-8"):
        read_file(path)
    assert read_file(path, encoding="koi8-r").text == "Port\n\nПорт закрыт, сказал он."


def test_a_subject_that_belies_its_encoding_stays_as_it_was_sent(tmp_path: Path) -> None:
    path = tmp_path / "port.eml"
    path.write_bytes(mail(b"Subject: =?utf-8?q?Caf=E9?=", body=PROSE.encode()))
    assert read_file(path).title == "=?utf-8?q?Caf=E9?="


def test_each_entry_of_a_feed_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "news.xml"
    path.write_text(
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Northmark Wire</title>'
        f"<item><title>Port &amp;amp; sand</title><link>https://example.org/1</link>"
        f"<pubDate>Mon, 04 Mar 2024 12:00:00 GMT</pubDate>"
        f"<description>&lt;p&gt;{PROSE}&lt;/p&gt;&lt;p&gt;{QUOTED}&lt;/p&gt;</description></item>"
        "<item><title>Nothing</title></item></channel></rss>",
        encoding="utf-8",
    )
    [article] = read_articles(path)
    assert article.text == f"Port & sand\n\n{PROSE}\n\n{QUOTED}"
    assert (article.url, article.published) == ("https://example.org/1", "2024-03-04T12:00:00Z")
    assert article.metadata["site"] == "Northmark Wire"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "koi8-r"])
def test_a_feed_is_in_the_encoding_that_it_declares(tmp_path: Path, encoding: str) -> None:
    said = "Порт закрыт, сказал он." if encoding == "koi8-r" else "Le café fermé, dit le maire."
    feed = (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><item>'
        f"<description>{said}</description><guid>no address</guid></item></channel></rss>"
    )
    path = tmp_path / "feed.rss"
    path.write_bytes(feed.encode(encoding))
    article = read_file(path)
    assert (article.text, article.url) == (said, None)
    assert article.metadata["encoding"] in (encoding, "utf-16-le", "cp1252")


def test_a_feed_that_is_not_what_it_declares_is_refused_not_garbled(tmp_path: Path) -> None:
    path = tmp_path / "feed.rss"
    path.write_bytes(
        b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><item><description>'
        + "Порт закрыт, сказал он.".encode("koi8-r")
        + b"</description></item></channel></rss>"
    )
    with pytest.raises(IntakeError, match="byte 85,"):
        read_file(path)


BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rss version="2.0"><channel><item><title>&c;</title>'
    "<description>&c;</description></item></channel></rss>"
)


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".odt", ".epub", ".eml", ".xml", ".md"])
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 100,
        b"PK\x03\x04 but no archive",
        b"\xd0\xcf\x11\xe0 an old office file",
        b"%PDF-1.4 and nothing",
        BILLION_LAUGHS.encode(),
        b"<html>" * 100,
        bytes(range(256)) * 20,
    ],
)
def test_what_is_none_is_refused_by_name(tmp_path: Path, suffix: str, data: bytes) -> None:
    path = tmp_path / f"strange{suffix}"
    path.write_bytes(data)
    try:
        for article in read_articles(path):
            # A text file by another name may hold text; what it holds is what is read.
            assert suffix in (".md", ".eml")
            assert len(article.text) < 10_000
    except IntakeError as error:
        assert path.name in str(error)


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".epub"])
def test_a_bomb_in_a_document_is_refused(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.intake.zipped.MEMBER_LIMIT", 10_000)
    path = tmp_path / f"bomb{suffix}"
    bomb = b" " * 1_000_000
    path.write_bytes(zipped(**{"META-INF__manifest.xml": bomb, "META-INF__container.xml": bomb}))
    with pytest.raises(IntakeError, match="unpacks to more than"):
        list(read_articles(path))


def test_entities_in_a_document_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET")
    content = (
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        '<o:document-content xmlns:o="urn:o" xmlns:t="urn:t"><o:text>'
        f"<t:p>{PROSE} &x;</t:p></o:text></o:document-content>"
    )
    path = tmp_path / "leak.odt"
    path.write_bytes(zipped(**{"META-INF__manifest.xml": b"<m/>", "content.xml": content.encode()}))
    assert "SECRET" not in read_file(path).text
