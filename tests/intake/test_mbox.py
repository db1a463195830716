"""A mailbox holds any number of e-mails, each an article."""

from __future__ import annotations

import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest

from annotator.errors import IntakeError
from annotator.intake import Refusal, read_articles
from annotator.model import Article


def message(subject: str, body: str) -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"] = subject, "Press Office <press@example.org>"
    made["Date"] = "Fri, 01 Mar 2024 10:00:00 +0000"
    made.set_content(body)
    return made


@pytest.fixture
def box(tmp_path: Path) -> Path:
    path = tmp_path / "press.mbox"
    made = mailbox.mbox(path)
    made.add(message("Fog", "The ferry is late.\n\nFrom now on it is later.\n"))
    made.add(message("Grüße", "Schöne Grüße aus Köln.\n"))
    made.add(message("Empty", ""))
    made.close()
    return path


def test_each_email_is_an_article_as_python_reads_it(box: Path) -> None:
    fog, greetings, empty = read_articles(box)

    assert isinstance(fog, Article) and isinstance(greetings, Article)
    assert fog.text == "Fog\n\nThe ferry is late.\n\nFrom now on it is later."
    assert (greetings.title, greetings.published) == ("Grüße", "2024-03-01T10:00:00+00:00")
    assert isinstance(empty, Refusal) and "e-mail 3" in empty.where
    assert fog.original is not None and b"\nFrom now on" in fog.original


def test_windows_line_ends_part_emails_too(box: Path) -> None:
    box.write_bytes(box.read_bytes().replace(b"\n", b"\r\n"))
    assert [a.title for a in read_articles(box) if isinstance(a, Article)] == ["Fog", "Grüße"]


@pytest.mark.parametrize("data", [b"", b"Subject: x\n\nNo mailbox", b"\n\nFrom x\nSubject: y\n\nz"])
def test_what_is_no_mailbox_says_so(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.mbox").write_bytes(data)
    with pytest.raises(IntakeError, match="no mailbox"):
        list(read_articles(tmp_path / "a.mbox"))
