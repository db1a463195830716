"""Pages are fetched from a server on this machine, and only if that is allowed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from annotator import Project
from annotator.errors import IntakeError
from annotator.intake import Reading, web
from annotator.intake.web import read_address
from annotator.model import Article
from annotator.transfer import import_paths

PROSE = "The government said on Friday that it did not know what the company had done with it."
PAGE = (
    f"<html><head><title>Ferry late</title></head><body><article><h1>Ferry late</h1>"
    f"<p>{PROSE}</p><p>{PROSE} Café.</p></article></body></html>"
)


class Server(BaseHTTPRequestHandler):
    """Serves what each test asks for by its path."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        name, _, rest = self.path[1:].partition("?")[0].partition("/")
        match name:
            case "page":
                self._send(PAGE.encode(), "text/html; charset=utf-8")
            case "text":
                self._send("Правда и мир".encode("koi8-r"), "text/plain; charset=koi8-r")
            case "unnamed.md":
                self._send(f"# Title\n\n{PROSE}".encode(), "application/octet-stream")
            case "photo":
                self._send(b"\x89PNG", "image/png")
            case "large":
                self._send(b"x" * 4_000, "text/plain")
            case "packed":
                self._send(b"x", "text/html", **{"Content-Encoding": "gzip"})
            case "to":
                self._send(b"", "text/html", 302, Location=rest)
            case "round":
                self._send(b"", "text/html", 302, Location="/round")
            case "slow":
                self._send(b"x", "text/html", **{"Content-Length": "1000000"})
                time.sleep(2)
            case "cut":
                self._send(b"x", "text/html", **{"Content-Length": "10"})
            case _:
                self._send(b"", "text/html", 404)

    def _send(self, body: bytes, kind: str, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def server() -> Iterator[str]:
    Server.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as running:
        running.daemon_threads = True
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def fetched(url: str, reading: Reading = Reading()) -> Article:  # noqa: B008
    [article] = read_address(url, reading, lambda: None)
    assert isinstance(article, Article)
    return article


def test_a_page_becomes_an_article_that_knows_where_it_is_from(server: str) -> None:
    article = fetched(f"{server}/page?id=1")

    assert article.title == "Ferry late"
    assert article.text.endswith("Café.")
    assert article.url == article.source == f"{server}/page?id=1"
    assert article.original == PAGE.encode()
    assert article.metadata["fetched"].startswith("20")


def test_the_server_says_what_it_sends_and_in_which_encoding(server: str) -> None:
    assert fetched(f"{server}/text").text == "Правда и мир"
    assert fetched(f"{server}/unnamed.md").title == "Title"


def test_an_address_as_people_read_it_is_asked_for_as_servers_want_it(server: str) -> None:
    assert fetched(f"{server}/page/fähre mit umlaut").title == "Ferry late"
    assert Server.asked == ["/page/f%C3%A4hre%20mit%20umlaut"]


def test_one_is_sent_on_and_the_article_knows_where_to(server: str) -> None:
    assert fetched(f"{server}/to//page").url == f"{server}/page"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/gone", "404 Not Found"),
        ("/photo", "of a kind that can't be read as an article: image/png"),
        ("/packed", "sent packed"),
        ("/to/file:///etc/passwd", "file:///etc/passwd"),
        ("/to/ftp://127.0.0.1/x", "no web address"),
        ("/to/http://me:secret@127.0.0.1/page", "a password"),
        ("/round", "redirect"),
        ("/cut", "broke off"),
    ],
)
def test_what_is_no_article_says_why(server: str, path: str, why: str) -> None:
    with pytest.raises(IntakeError, match=why):
        fetched(server + path)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "no web address"),
        ("http://", "no web address"),
        ("http://me@127.0.0.1/", "name or a password"),
        ("http://127.0.0.1:1/", "cannot be fetched"),
        ("http://no.such.host.invalid/", "cannot be fetched"),
        ("http://[::1/", "no web address"),
    ],
)
def test_what_is_no_address_is_not_asked_for(url: str, why: str) -> None:
    with pytest.raises(IntakeError, match=why):
        fetched(url)


def test_a_page_on_the_net_can_not_send_one_to_this_machine(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    near = web._is_near
    monkeypatch.setattr(web, "_is_near", lambda url: near(url) and "/to/" not in url)

    with pytest.raises(IntakeError, match="this machine or its network"):
        fetched(f"{server}/to/{server}/page")
    assert len(Server.asked) == 1


def test_too_large_and_too_slow_are_given_up(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "SIZE_LIMIT", 1_000)
    with pytest.raises(IntakeError, match="larger than"):
        fetched(f"{server}/large")
    monkeypatch.setattr(web, "_SILENCE", 0.2)
    with pytest.raises(IntakeError, match="timed out"):
        fetched(f"{server}/slow")
    monkeypatch.setattr(web, "_PATIENCE", -1.0)
    with pytest.raises(IntakeError, match="was given up"):
        fetched(f"{server}/page")


def test_who_waits_can_cancel(server: str) -> None:
    class Cancelled(Exception):
        pass

    def cancel() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        list(read_address(f"{server}/page", Reading(), cancel))
    assert Server.asked == []


def test_nothing_is_fetched_unless_that_is_allowed(server: str, tmp_path: Path) -> None:
    with Project.create(tmp_path / "talks.annotator") as project:
        refused = import_paths(project, [f"{server}/page"])
        assert "--web" in refused.refused[0].reason
        assert refused.nothing_done
        assert Server.asked == []

        taken = import_paths(project, [f"{server}/page", f"{server}/gone"], web=True)
        assert taken.articles == 1
        assert [item.where for item in taken.refused] == [f"{server}/gone"]
        assert project.undo_name("import") == "Import 1 article"
