"""The window: a thin view over the library, and the only place that knows Qt."""
