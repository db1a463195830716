"""Reads exports with libraries that need an environment of their own; run by its interpreter.

They bring hundreds of megabytes along, and want other versions of what the program uses. Prints
what they found as one JSON document.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def label_studio(folder: Path) -> list[bool]:
    """Say of each annotation whether Label Studio's own library takes it."""
    from label_studio_sdk.label_interface import LabelInterface

    interface = LabelInterface((folder / "config.xml").read_text("utf-8"))
    tasks = json.loads((folder / "tasks.json").read_text("utf-8"))
    work = [one for task in tasks for one in task["annotations"]]
    return [interface.validate_annotation(one) for one in work]


def doccano(path: Path) -> list[Any]:
    """Give each line's spans and relations as Hugging Face's loader has them."""
    from datasets import load_dataset

    rows = load_dataset("json", data_files=str(path), split="train", cache_dir=path.parent / "hf")
    return [[row["text"], row["entities"], row["relations"]] for row in rows]


if __name__ == "__main__":
    readers = {"label_studio": label_studio, "doccano": doccano}
    sys.stdout.write(f"{json.dumps(readers[sys.argv[1]](Path(sys.argv[2])))}\n")
