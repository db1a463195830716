"""E-mails to articles: newsletters and press releases as they were sent."""

from __future__ import annotations

import email
import email.policy
from email.errors import MessageError
from email.message import EmailMessage

from annotator.errors import IntakeError
from annotator.intake.blocks import Block, blocks_of
from annotator.intake.composing import compose
from annotator.intake.libraries import library
from annotator.intake.source import Raw
from annotator.intake.zones import units_of
from annotator.model import Article

_MEDIA_TYPE = "message/rfc822"


def read_mail(raw: Raw) -> Article:
    """Give the article in an e-mail: its plain text, or else its HTML as it would be shown.

    Attachments are named in the metadata. Raises ``IntakeError`` if there is nothing to read.
    """
    message = email.message_from_bytes(raw.data, policy=email.policy.default)
    try:
        subject, sender, sent = (_header(message, name) for name in ("subject", "from", "date"))
        if not (subject or sender or sent):
            raise IntakeError(f"{raw.name} is no e-mail: it has neither subject, sender nor date.")
        body = message.get_body(("plain", "html"))
        content = body.get_content() if body is not None else ""
        attached = [part.get_filename() or "unnamed" for part in message.iter_attachments()]
        date = message["date"].datetime if message["date"] is not None else None
    except (MessageError, LookupError, ValueError, TypeError, AttributeError) as error:
        # Each of these is what the parser raises for a part that isn't as it should be.
        raise IntakeError(f"{raw.name} is no e-mail, or it is damaged: {error}.") from error
    if not isinstance(content, str) or not content.strip():
        raise IntakeError(f"{raw.name} has no text: there is nothing to read in it.")
    if body is not None and body.get_content_type() == "text/html":
        html = library("lxml.html", "E-mails in HTML")
        blocks = list(blocks_of(html.document_fromstring(content.replace("\0", ""))))
    else:
        text = content.replace("\r\n", "\n")
        blocks = [Block("p", " ".join(unit.text.split("\n"))) for unit in units_of(text)]
    return compose(
        blocks,
        raw,
        media_type=_MEDIA_TYPE,
        title=subject,
        byline=sender,
        published=date.isoformat() if date is not None else None,
        metadata={"attachments": attached},
    )


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message[name] or "").split())
