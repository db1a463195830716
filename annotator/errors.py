"""Every error that this program raises on purpose.

Each is the world's fault, not a bug, and its message is written for the person who reads it:
it names the file or the thing, says what is wrong with it and how to mend it.
"""

from __future__ import annotations


class AnnotatorError(Exception):
    """Something a person can understand and mend."""


class TextError(AnnotatorError):
    """A text, or an offset into one, cannot be used."""


class SchemeError(AnnotatorError):
    """A label scheme does not say what a scheme must say."""


class ChangeError(AnnotatorError):
    """A change was refused, and nothing was written."""


class ProjectError(AnnotatorError):
    """A project file cannot be made, opened or used as asked."""


class NotSaved(ProjectError):
    """A change could not be written, though nothing is wrong with it; it may be tried again."""


class QueryError(AnnotatorError):
    """A query asks for something that there isn't."""


class IntakeError(AnnotatorError):
    """A file or its content cannot be taken in as an article."""


class Unreadable(AnnotatorError):
    """A library can't read a file. The message lacks the file's name: "is damaged: …"."""


class FormatError(AnnotatorError):
    """Annotated data cannot be read or written in the format asked for."""


class MissingExtra(AnnotatorError):
    """An optional library is needed; the message has the line that installs it."""


class MeasureError(AnnotatorError):
    """A measure of agreement was asked of data that it isn't made for."""
