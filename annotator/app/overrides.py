"""Errors in the methods that Qt calls are told like any other.

What Python itself raises, for an index out of range say, is no error object before Python 3.12
until some code catches it. PySide takes it for one when it leaves a method that Qt calls, and the
process ends. So each such method catches what it raises, and lets it go on as what PySide expects.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any

from shiboken6 import Shiboken


def catch_errors() -> None:
    """Have every method do so that a class defined from now on puts in place of Qt's."""
    if sys.version_info < (3, 12):
        Shiboken.Object.__init_subclass__ = classmethod(_mend)  # type: ignore[assignment, method-assign]


def _mend(cls: type) -> None:
    for name, method in list(vars(cls).items()):
        ours = isinstance(method, FunctionType) and not name.startswith("__")
        if ours and any(name in vars(base) for base in cls.__mro__[1:]):
            setattr(cls, name, _catching(method))


def _catching(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def caught(*values: Any) -> Any:
        try:
            return method(*values)
        except BaseException:
            raise

    return caught
