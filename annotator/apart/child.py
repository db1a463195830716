"""What runs in the process apart: reads what it is asked to, until nobody asks any more.

A request is a line of JSON and the bytes that it announces. An answer is a line: a mark and JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from annotator.errors import Unreadable

ITEM, DONE, REFUSED = b"+", b".", b"!"


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until they end."""
    for line in requests:
        request = json.loads(line)
        data = requests.read(request["length"])
        source = data if request["path"] is None else Path(request["path"])
        reader = getattr(import_module(request["module"]), request["reader"])
        for answer in _answers(reader(source)):
            answers.write(answer + b"\n")
            answers.flush()


def _answers(items: Iterator[Any]) -> Iterator[bytes]:
    try:
        for item in items:
            yield ITEM + json.dumps(item, default=str).encode()
    except (Unreadable, ImportError, MemoryError) as error:
        yield REFUSED + json.dumps(str(error) or "needs more memory than there is").encode()
    else:
        yield DONE
