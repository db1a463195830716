"""Coverage-guided fuzzing of everything that reads what strangers wrote, by Atheris.

    python -m tests.hostile.fuzz --seconds 3600 --found FOLDER [READER…]

Each reader is fuzzed in a process of its own for its share of the time. A reader may refuse an
input with an ``AnnotatorError``; any other exception, more than 10 s, more than 1,500 MB, a write
outside its folder, the network or a started program is a find. An input of each find is kept in
the folder, with a summary in ``summary.json``; the exit status is 1 if there is any.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

#: What a process that reads may take at most; the libraries alone take some 300 MB.
MEMORY_MB = 1500


def main() -> int:
    """Fuzz the readers one after the other; or, as a child, one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="*")
    parser.add_argument("--seconds", type=float, default=600, help="for all together")
    parser.add_argument("--found", type=Path, required=True)
    parser.add_argument("--child", action="store_true")
    args = parser.parse_args()
    args.found.mkdir(parents=True, exist_ok=True)
    if args.child:
        return _fuzz(args.readers[0], args.seconds, args.found)
    names = args.readers or _names()
    total, finds = {}, 0
    for name in names:
        ran = _run_child(name, args.seconds / len(names), args.found)
        total[name] = ran
        finds += len(ran["finds"])
        print(f"{name}: {ran['inputs']:,} inputs, {len(ran['finds'])} finds", flush=True)
        summary = {"inputs": sum(one["inputs"] for one in total.values()), "readers": total}
        (args.found / "summary.json").write_text(json.dumps(summary, indent=1), encoding="utf-8")
    print(f"{sum(one['inputs'] for one in total.values()):,} inputs, {finds} finds")
    return 1 if finds else 0


def _names() -> list[str]:
    from tests.hostile.readers import clean, readers_of, ways_in

    names = [reader.name for way in ways_in() for reader in readers_of(way)]
    clean()
    return names


def _run_child(name: str, seconds: float, found: Path) -> dict[str, Any]:
    """Fuzz one reader; where a find ends the process, such as a hang, start it anew."""
    inputs, left, finds = 0, seconds, set()
    while left > 1:
        command = [sys.executable, "-m", "tests.hostile.fuzz", "--child", name]
        command += ["--seconds", str(left), "--found", str(found)]
        child = subprocess.run(
            command, check=False, capture_output=True, text=True, errors="replace"
        )
        log = child.stderr
        done = re.search(r"Done (\d+) runs in (\d+) second", log)
        counts = [int(n) for n in re.findall(r"^#(\d+)\s", log, re.MULTILINE)]
        inputs += int(done[1]) if done else max(counts, default=0)
        finds |= set(re.findall(r"^FIND (.*)$", log, re.MULTILINE))
        if done:
            break
        died = re.findall(r"^==\d+== ?(ERROR: .*)$|^(\w+Error: .*)$", log, re.MULTILINE)
        finds.add("".join(died[0]) if died else f"exit status {child.returncode}")
        (found / f"{_slug(name)}.log").write_text(log[-20_000:], encoding="utf-8")
        left /= 2
    return {"inputs": inputs, "seconds": round(seconds), "finds": sorted(finds)}


def _fuzz(name: str, seconds: float, found: Path) -> int:
    import atheris

    with atheris.instrument_imports(include=["annotator"]):
        from annotator.errors import AnnotatorError
        from tests.hostile.readers import readers_of, scratch, ways_in

        [reader] = (r for way in ways_in() for r in readers_of(way) if r.name == name)
    from tests.hostile.guard import guarded

    corpus = scratch() / "corpus"
    corpus.mkdir()
    for seed in reader.seeds:
        (corpus / hashlib.sha256(seed).hexdigest()).write_bytes(seed)
        _once(reader.read, seed, AnnotatorError)  # imports what it needs
    seen: set[str] = set()

    def one(data: bytes) -> None:
        try:
            with guarded(scratch()):
                _once(reader.read, data, AnnotatorError)
        except BaseException as error:  # noqa: BLE001  whatever it is, it is a find
            where, said = _where(error)
            if where not in seen:
                seen.add(where)
                digest = hashlib.sha256(data).hexdigest()[:8]
                (found / f"{_slug(name)}-{digest}.bin").write_bytes(data)
                text = "".join(traceback.format_exception(error))
                (found / f"{_slug(name)}-{digest}.txt").write_text(text, encoding="utf-8")
                print(f"FIND {where} {said}", file=sys.stderr, flush=True)

    options = [
        *(f"-max_total_time={int(seconds)}", "-timeout=20", f"-rss_limit_mb={MEMORY_MB}"),
        *("-max_len=65536", "-print_final_stats=1", f"-artifact_prefix={found}/{_slug(name)}-"),
        str(corpus),
    ]
    atheris.Setup(["fuzz", *options], one)
    atheris.Fuzz()
    return 0


def _once(read: Any, data: bytes, allowed: type[Exception]) -> None:
    with suppress(allowed):
        read(data)


def _where(error: BaseException) -> tuple[str, str]:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/annotator/" in frame.filename] or frames
    last = ours[-1]
    said = f"{error!s:.120}".replace("\n", " ")
    return f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}", said


def _slug(name: str) -> str:
    return re.sub(r"\W+", "-", name)


if __name__ == "__main__":
    sys.exit(main())
