"""What a format is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from annotator.errors import FormatError
from annotator.formats.fitting import Fitted, fitted
from annotator.formats.holds import Holds
from annotator.formats.sample import Sample
from annotator.formats.sheet import Refused, Sheet
from annotator.formats.showing import beginning
from annotator.model import Scheme


@dataclass(frozen=True, slots=True)
class Option:
    """A choice that a format leaves to whoever writes it."""

    name: str
    values: tuple[str, ...]
    default: str
    definition: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What is written depends on this, besides the sheets: the scheme, and the options' values.

    ``seed`` decides what is drawn, where a format draws anything.
    """

    scheme: Scheme
    options: Mapping[str, str] = field(default_factory=dict)
    seed: int = 0


class Format(Protocol):
    """A way to write annotated articles down, and to read them again.

    A format derives from this class and so has what is usual: it is one file, known by its ending,
    without options, brings no scheme, and is read as well as written.
    """

    @property
    def name(self) -> str:
        """What the command line calls it."""

    @property
    def title(self) -> str:
        """What the window calls it."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings of the files that are read, in lower case and with the dot."""

    @property
    def holds(self) -> Holds:
        """What it can hold."""

    @property
    def unit(self) -> str:
        """What its offsets count, where it has offsets."""
        return "code points"

    @property
    def folder(self) -> bool:
        """Whether what is written is a folder of files."""
        return False

    @property
    def examples(self) -> str:
        """The file of its folder that loaders of datasets read, if there is such a one."""
        return ""

    @property
    def reads(self) -> bool:
        """Whether it can be read again here; some formats are made for other programs alone."""
        return True

    @property
    def options(self) -> tuple[Option, ...]:
        """What can be chosen when it is written."""
        return ()

    def recognises(self, sample: Sample) -> bool:
        """Say whether a file that ends as this format's do is in it, by how it begins."""
        return True

    def parts(self, path: Path) -> tuple[Path, ...]:
        """Return the files that are read along with this one, and are no articles themselves."""
        return ()

    def codebook(self, path: Path) -> Scheme | None:
        """Return the labels, relations and attributes that come with this file, if they do.

        Raises ``FormatError`` if they can't be read.
        """
        return None

    def fit(self, sheet: Sheet, terms: Terms) -> Fitted:
        """Return the sheet as this format can hold it, and what it loses by that."""
        return fitted(sheet, self.holds, terms.scheme)

    def read(self, path: Path) -> Iterator[Sheet | Refused]:
        """Yield what the file holds, and in its place whatever can't be read.

        Raises ``FormatError`` if the file as a whole can't be read, as those of a format that is
        only written never can.
        """
        raise FormatError(
            f"{path} cannot be taken as {self.title}: that is written for other programs and not "
            "read again. Import without a format to have its articles."
        )

    def write(self, sheets: Iterable[Sheet], to: Path, terms: Terms) -> None:
        """Write the sheets to ``to``, which appears, or is replaced, only once all is written.

        The sheets are such as ``fit`` makes them; those of one article follow each other. Raises
        ``FormatError`` if it can't be written.
        """

    def shown(self, to: Path) -> str:
        """Return how what ``write`` made at ``to`` begins, as text for people.

        Empty if it can't be shown. A format that isn't text says here what is in it.
        """
        return beginning(to)


def chosen(format: Format, options: Mapping[str, str]) -> dict[str, str]:
    """Return a value for each option of the format; ``FormatError`` for what it can't be."""
    known = {option.name: option for option in format.options}
    for name, value in options.items():
        if name not in known:
            names = ", ".join(known) or "none"
            raise FormatError(f'{format.name} has no option "{name}"; it has: {names}.')
        if value not in known[name].values:
            values = ", ".join(known[name].values)
            raise FormatError(
                f'The option "{name}" of {format.name} is {value!r}; it can be {values}.'
            )
    return {name: options.get(name, option.default) for name, option in known.items()}
