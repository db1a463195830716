"""What files, folders and pages hold, found out before anything is taken into a project.

May import ``annotator.intake``, ``annotator.formats`` and what lies beneath them.
"""

from __future__ import annotations

from annotator.survey.columns import remembered_columns
from annotator.survey.found import Annotated, Found, Survey
from annotator.survey.likeness import NEAR_LIMIT, compare
from annotator.survey.looking import AUTO, read_again, survey
from annotator.survey.zones import Zoner

__all__ = [
    "AUTO",
    "NEAR_LIMIT",
    "Annotated",
    "Found",
    "Survey",
    "Zoner",
    "compare",
    "read_again",
    "remembered_columns",
    "survey",
]
