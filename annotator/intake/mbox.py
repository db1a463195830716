"""Mailboxes (mbox) to articles: one for each e-mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from annotator.errors import AnnotatorError, IntakeError
from annotator.intake.mail import read_mail
from annotator.intake.source import Raw, Refusal
from annotator.model import Article

# An e-mail begins with such a line after a blank one; within it such a line has a sign before it.
_FROM = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]*\n")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


def read_mbox(raw: Raw) -> Iterator[Article | Refusal]:
    """Give the article in each e-mail, or why there is none; ``IntakeError`` if it is no mailbox.

    An e-mail is kept as it would stand in a file of its own.
    """
    starts = list(_FROM.finditer(raw.data))
    if not starts or starts[0].start() > 0:
        raise IntakeError(f'{raw.name} is no mailbox: it doesn\'t begin with a line "From …".')
    ends = [start.start() for start in starts[1:]] + [len(raw.data)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        message = _QUOTED.sub(rb"\1", raw.data[start.end() : end])
        name = f"{raw.name}, e-mail {number}"
        try:
            yield read_mail(replace(raw, data=message, name=name))
        except AnnotatorError as error:
            yield Refusal(name, str(error))
