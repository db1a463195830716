"""Parts long texts into windows of whole sentences. Together the windows are the text.

Offsets are code points, half-open. Where windows end depends on the text alone: borders that spare
the annotations would give the answer away.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from annotator.formats.format import Option
from annotator.text.sentences import sentences

#: The value of the option by which no text is parted.
WHOLE = "whole"

WINDOW = Option(
    "window",
    ("2000", "4000", "8000", "16000", WHOLE),
    "4000",
    "how many characters of an article a model is shown at once, to the end of a sentence",
)

Window = tuple[int, int]


# What is fitted is written next, and an article's layers follow each other.
@lru_cache(maxsize=2)
def windows(text: str, size: str, language: str | None = None) -> tuple[Window, ...]:
    """Part a text into windows of at most ``size`` code points, or leave it whole.

    A window ends where a line does if one ends in its second half, otherwise at its last sentence
    that fits. A sentence that is longer is a window of its own. White space belongs to the window
    before it.
    """
    if size == WHOLE or len(text) <= int(size):
        return ((0, len(text)),)
    limit = int(size)
    found = sentences(text, language=language)
    starts = [start for start, _ in found[1:]]
    behind_lines = {
        start for (_, end), (start, _) in pairwise(found) if len(text[end:start].splitlines()) > 1
    }
    cuts, at, n = [0], 0, 0
    while len(text) - at > limit and n < len(starts):
        first = n
        while n < len(starts) and starts[n] - at <= limit:
            n += 1
        fitting = starts[first:n] or [starts[n]]
        late = [s for s in fitting if s in behind_lines and s - at > limit // 2]
        at = late[-1] if late else fitting[-1]
        n = starts.index(at, first) + 1
        cuts.append(at)
    return tuple(zip(cuts, [*cuts[1:], len(text)], strict=True))
