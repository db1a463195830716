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


def label_studio_converter(folder: Path) -> list[Any]:
    """Give each annotation's text and marked words as Label Studio's converter writes them."""
    from label_studio_sdk.converter import Converter
    from label_studio_sdk.converter.converter import Format

    converter = Converter(str(folder / "config.xml"), str(folder), download_resources=False)
    out = folder.with_name("converted")
    converter.convert(str(folder / "tasks.json"), str(out), Format.JSON_MIN, is_dir=False)
    rows = json.loads((out / "result.json").read_text("utf-8"))
    return [
        [row["text"], [[one["labels"][0], one["text"]] for one in row.get("label", ())]]
        for row in rows
    ]


def doccano(path: Path) -> list[Any]:
    """Give each line's spans and relations as Hugging Face's loader has them."""
    from datasets import load_dataset

    rows = load_dataset("json", data_files=str(path), split="train", cache_dir=path.parent / "hf")
    return [[row["text"], row["entities"], row["relations"]] for row in rows]


if __name__ == "__main__":
    readers = {
        "label_studio": label_studio,
        "label_studio_converter": label_studio_converter,
        "doccano": doccano,
    }
    sys.stdout.write(f"{json.dumps(readers[sys.argv[1]](Path(sys.argv[2])))}\n")
