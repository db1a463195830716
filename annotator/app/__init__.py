"""The window: a thin view over the library, and the only place that knows Qt."""

from annotator.app.overrides import catch_errors

catch_errors()
