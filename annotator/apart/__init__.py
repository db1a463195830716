"""Files read in a process apart, by libraries in C++ that a damaged file can bring down.

What is read there comes back as JSON, item by item. If that process dies, hangs or eats too much,
the file is unreadable and nothing else happens. May import ``annotator.errors`` alone.
"""

from __future__ import annotations

from annotator.apart.helper import Source, helped, read_apart

__all__ = ["Source", "helped", "read_apart"]
