"""E-mails to articles: newsletters and press releases as they were sent."""

from __future__ import annotations

import email
import email.policy
from email.errors import MessageError
from email.message import EmailMessage

from annotator.errors import IntakeError
from annotator.intake.blocks import Block, blocks_of
from annotator.intake.composing import compose, one_line
from annotator.intake.encoding import decode
from annotator.intake.libraries import library
from annotator.intake.markup import parse_html
from annotator.intake.source import Raw
from annotator.intake.zones import units_of
from annotator.model import Article

_MEDIA_TYPE = "message/rfc822"


def read_mail(raw: Raw) -> Article:
    """Give the article in an e-mail: its plain text, or else its HTML as it would be shown.

    Attachments are named in the metadata. Raises ``IntakeError`` if there is nothing to read, or
    it can't be told in which encoding.
    """
    message = email.message_from_bytes(raw.data, policy=email.policy.default)
    try:
        subject, sender, sent = (
            _header(message, name, raw.name) for name in ("subject", "from", "date")
        )
        if not (subject or sender or sent):
            raise IntakeError(f"{raw.name} is no e-mail: it has neither subject, sender nor date.")
        body = message.get_body(("plain", "html"))
        # The library would give the text with signs of its own for what it can't decode.
        data = body.get_payload(decode=True) if body is not None else b""
        charset = body.get_content_charset() if body is not None else None
        is_html = body is not None and body.get_content_type() == "text/html"
        attached = [part.get_filename() or "unnamed" for part in message.iter_attachments()]
        date = message["date"].datetime if message["date"] is not None else None
    except (
        MessageError,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        OverflowError,
    ) as error:
        # Each of these is what the parser raises for a part that isn't as it should be.
        raise IntakeError(f"{raw.name} is no e-mail, or it is damaged: {error}.") from error
    if not isinstance(data, bytes) or not data.strip():
        raise IntakeError(f"{raw.name} has no text: there is nothing to read in it.")
    decoded = decode(
        data, name=raw.name, markup=is_html, declared=charset, encoding=raw.reading.encoding
    )
    return compose(
        _blocks_in_html(decoded.text, raw.name) if is_html else _blocks_in_text(decoded.text),
        raw,
        media_type=_MEDIA_TYPE,
        title=subject,
        byline=sender,
        published=date.isoformat() if date is not None else None,
        metadata={
            "attachments": attached,
            "encoding": decoded.encoding,
            "encoding_reason": decoded.reason,
        },
    )


def _blocks_in_html(text: str, name: str) -> list[Block]:
    library("lxml.html", "E-mails in HTML")
    return list(blocks_of(parse_html(text, name)))


def _blocks_in_text(text: str) -> list[Block]:
    units = units_of(text.replace("\r\n", "\n"))
    return [Block("p", " ".join(unit.text.split("\n"))) for unit in units]


def _header(message: EmailMessage, name: str, where: str) -> str:
    """Return a line of the head; as it was sent, if it can't be read as it says."""
    sent = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    try:
        sent.encode()
    except UnicodeEncodeError:  # bytes beyond ASCII, in an encoding that nothing declares
        sent = decode(sent.encode("ascii", "surrogateescape"), name=where).text
        return one_line(sent)
    read = str(message[name] or "")
    return one_line(sent if "\ufffd" in read else read)
