"""Asks a JSON object for its entries, and says what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from annotator.errors import FormatError
from annotator.model import AttributeValue

T = TypeVar("T")


class JsonObject:
    """A JSON object whose entries are asked for one by one; what is left over is told.

    An entry that is ``null`` counts as missing. ``place`` says where the object stands, ``kind``
    what the names of its entries start with where they are told. Raises ``FormatError`` for
    whatever an entry can't be.
    """

    def __init__(
        self,
        values: object,
        place: str | tuple[JsonObject, str, int],
        leftover: list[str],
        kind: str = "",
    ) -> None:
        self._place = place
        if not isinstance(values, dict):
            raise FormatError(f"{self.place} is no object but {shown(values)}.")
        self._values = dict(values)
        self._leftover = leftover
        self._kind = kind
        self._all = values

    @property
    def place(self) -> str:
        """Where the object stands, in words, which are only made if something is wrong there."""
        if isinstance(self._place, str):
            return self._place
        outer, name, number = self._place
        return f"{outer.said(name)}, number {number},"

    @property
    def given(self) -> frozenset[str]:
        """The names of the entries that are there, also of those that were taken."""
        return frozenset(name for name, value in self._all.items() if value is not None)

    def text(self, name: str) -> str | None:
        """Take a text, or ``None``."""
        value = self._values.pop(name, None)
        if value is None or type(value) is str:
            return value
        raise self._wrong(name, value, "a text")

    def texts(self, name: str) -> list[str]:
        """Take a list of texts; none is an empty one."""
        values: list[Any] = self._take(name, list, "a list") or []
        if not all(isinstance(value, str) for value in values):
            raise FormatError(f"{self.said(name)} holds something that is not a text.")
        return values

    def flag(self, name: str) -> bool:
        """Take true or false; none is false."""
        return bool(self._take(name, bool, "true or false"))

    def number(self, name: str) -> float | None:
        """Take a number, or ``None``."""
        value = self._take(name, (int, float), "a number")
        try:
            return None if value is None else float(value)
        except OverflowError as error:
            raise FormatError(f"{self.said(name)} is too large a number.") from error

    def table(self, name: str) -> dict[str, Any]:
        """Take an object as it is; none is an empty one."""
        return self._take(name, dict, "an object") or {}

    def answers(self) -> dict[str, AttributeValue]:
        """Take the ``attributes``; lists become tuples, and ``null`` is no answer."""
        answers: dict[str, AttributeValue] = {}
        for name, value in self.table("attributes").items():
            match value:
                case None:
                    continue
                case str() | bool() | int() | float():
                    answers[name] = value
                case list() if all(isinstance(one, str) for one in value):
                    answers[name] = tuple(value)
                case _:
                    raise FormatError(f'{self.place}: the attribute "{name}" is {shown(value)}.')
        return answers

    def many(self, name: str) -> list[Any]:
        """Take a list as it is; none is an empty one."""
        return self._take(name, list, "a list") or []

    def raw(self, name: str) -> Any:
        """Take whatever is there."""
        return self._values.pop(name, None)

    def one_of(self, name: str, choices: tuple[str, ...]) -> str | None:
        """Take one of these texts, or ``None``."""
        value = self.text(name)
        if value is not None and value not in choices:
            raise FormatError(f"{self.said(name)} is {value!r}; it can be {', '.join(choices)}.")
        return value

    def each(self, name: str, make: Callable[[JsonObject], T]) -> tuple[T, ...]:
        """Take a list of objects, and make something of each."""
        entries = self.many(name)
        kind = f"{self._kind}{name}."
        return tuple(
            make(JsonObject(entry, (self, name, n), self._leftover, kind))
            for n, entry in enumerate(entries, 1)
        )

    def inner(self, name: str) -> JsonObject:
        """Take an object, to be asked in turn."""
        return JsonObject(self.table(name), self.said(name), self._leftover, f"{name}.")

    def said(self, name: str) -> str:
        """Say where the entry stands."""
        return f'{self.place} "{name}"'.lstrip()

    def finish(self) -> None:
        """Tell the entries that nobody asked for."""
        if self._values:
            self._leftover += [f"{self._kind}{name}" for name in self._values]

    def _take(self, name: str, kind: type | tuple[type, ...], said: str) -> Any:
        value = self._values.pop(name, None)
        if value is None or type(value) is kind:
            return value
        is_flag = isinstance(value, bool) and kind is not bool
        if is_flag or not isinstance(value, kind):
            raise self._wrong(name, value, said)
        return value

    def _wrong(self, name: str, value: object, said: str) -> FormatError:
        return FormatError(f"{self.said(name)} is not {said} but {shown(value)}.")


def shown(value: object) -> str:
    """Show a value in a message, shortened."""
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
