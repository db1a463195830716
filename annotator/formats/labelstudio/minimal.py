"""Label Studio's JSON-MIN, which has an annotation's spans beside the data: laid out as a task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: What only JSON-MIN has on the level of the data.
MARK = "annotation_id"
# What Label Studio writes about the annotation, and is none of the data.
_ITS_OWN = (MARK, "id", "annotator", "created_at", "updated_at", "lead_time")


def as_task(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the task that an entry of JSON-MIN was made of, without the links, which it lacks."""
    regions = [
        {"id": f"{name} {number}", "from_name": name, "type": "labels", "value": region}
        for name, answer in values.items()
        if _is_spans(answer)
        for number, region in enumerate(answer)
    ]
    data = {
        name: value
        for name, value in values.items()
        if name not in _ITS_OWN and not _is_spans(value)
    }
    annotation = {"completed_by": values.get("annotator"), "result": regions}
    return {"data": data, "annotations": [annotation]}


def _is_spans(answer: Any) -> bool:
    return isinstance(answer, list) and all(
        isinstance(region, dict) and region.keys() >= {"start", "end", "labels"}
        for region in answer
    )
