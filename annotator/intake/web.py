"""Web addresses to articles; nothing is ever fetched unless a person asks for that address.

Only http and https, without cookies or passwords, within limits of size and time. Where one is
sent on to is held against the same rules, and no page on the net can send one on to this machine
or its network.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import Message
from http.client import HTTPException
from pathlib import PurePosixPath
from time import monotonic
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from annotator.errors import IntakeError
from annotator.intake.files import KINDS, SIZE_LIMIT, Kind, articles_in
from annotator.intake.source import Raw, Reading, Refusal
from annotator.model import Article
from annotator.version import __version__

_SCHEMES = ("http", "https")
_SILENCE = 15.0  # seconds in which a server has to say something
_PATIENCE = 60.0  # seconds for all of it
_CHUNK = 64 * 1024  # bytes
#: What a server calls the kinds of files that can be read, as far as it calls them something.
_ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/epub+zip": ".epub",
    "message/rfc822": ".eml",
}


def is_address(text: str) -> bool:
    """Say whether a text is a web address rather than a path."""
    return text.lower().startswith(tuple(f"{scheme}://" for scheme in _SCHEMES))


def read_address(
    url: str, reading: Reading, glance: Callable[[], object]
) -> Iterator[Article | Refusal]:
    """Fetch one address and give the articles there.

    ``glance`` is called again and again meanwhile; what it raises ends it. Raises ``IntakeError``
    if it can't be fetched, is too large or takes too long, or is of no kind that can be read.
    """
    name = f'"{url}"'
    data, there, headers = _fetched(url, name, glance)
    kind = _kind(headers.get_content_type(), there, name)
    fallback = unquote(PurePosixPath(urlsplit(there).path).stem) or url
    when = datetime.now(UTC).isoformat(timespec="seconds")
    raw = Raw(data, name, url, fallback, reading, there, headers.get_content_charset())
    for found in articles_in(kind, raw):
        if isinstance(found, Article):
            metadata = {**found.metadata, "fetched": when}
            yield replace(found, url=found.url or there, metadata=metadata)
        else:
            yield found


def _fetched(url: str, name: str, glance: Callable[[], object]) -> tuple[bytes, str, Message]:
    """Return what is at an address, the address that one was sent on to, and what was said."""
    _check(url, name)
    # Addresses are pasted as people read them, with letters that must not be sent as they are.
    request = Request(  # noqa: S310 - only http and https get here
        quote(url, safe=":/?#[]@!$&'()*+,;=%~"),
        headers={"User-Agent": f"annotator/{__version__}", "Accept": "text/html,*/*;q=0.5"},
    )
    deadline = monotonic() + _PATIENCE
    data = bytearray()
    glance()
    try:
        with build_opener(_Redirects(url, name)).open(request, timeout=_SILENCE) as answer:
            if answer.headers.get("Content-Encoding", "identity") != "identity":
                raise IntakeError(f"{name} is sent packed, though that wasn't asked for.")
            while chunk := answer.read1(_CHUNK):
                glance()
                data += chunk
                if len(data) > SIZE_LIMIT:
                    most = SIZE_LIMIT // 1024 // 1024
                    raise IntakeError(f"{name} is larger than {most} MB, the most for an article.")
                if monotonic() > deadline:
                    raise IntakeError(f"{name} was given up after {_PATIENCE:g} seconds.")
            if len(data) < int(answer.headers.get("Content-Length", 0)):
                raise IntakeError(f"{name} broke off while it was fetched. Try again.")
            return bytes(data), answer.url, answer.headers
    except HTTPError as error:
        error.close()
        raise IntakeError(f"{name} cannot be fetched: {error.code} {error.reason}.") from error
    except (URLError, OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise IntakeError(f"{name} cannot be fetched: {reason}.") from error


def _kind(media_type: str, url: str, name: str) -> Kind:
    """Return the kind that the server says or, if it says nothing, that the address looks like."""
    said_nothing = media_type == "application/octet-stream"
    by_name = PurePosixPath(urlsplit(url).path.lower()).suffix if said_nothing else None
    ending = _ENDINGS.get(media_type, by_name)
    for kind in KINDS:
        if ending in kind.suffixes:
            return kind
    raise IntakeError(f"{name} is of a kind that can't be read as an article: {media_type}.")


def _check(url: str, name: str) -> None:
    try:
        parts = urlsplit(url)
        right = parts.scheme.lower() in _SCHEMES and bool(parts.hostname)
    except ValueError:
        right = False
    if not right:
        raise IntakeError(f"{name} is no web address that begins with http:// or https://.")
    if parts.username is not None or parts.password is not None:
        raise IntakeError(f"{name} holds a name or a password, which are not sent.")


class _Redirects(HTTPRedirectHandler):
    """Follows where one is sent on to, if it is such a place as one may ask for."""

    max_redirections = 5

    def __init__(self, url: str, name: str) -> None:
        self._name = name
        self._may_be_near = _is_near(url)

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        name = f'{self._name} sends one on to "{newurl}", which'
        fp.close()
        _check(newurl, name)
        if _is_near(newurl) and not self._may_be_near:
            raise IntakeError(f"{name} is on this machine or its network; that is not followed.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _is_near(url: str) -> bool:
    """Say whether an address leads to this machine or its network."""
    try:
        found = socket.getaddrinfo(urlsplit(url).hostname, None)
    except OSError:
        return False  # then it can't be reached either
    hosts = {str(where[0]).partition("%")[0] for *_, where in found}
    return any(not ipaddress.ip_address(host).is_global for host in hosts)
