"""The data card: a README that tells whoever gets a dataset what it is and how it was made.

Nothing in it depends on when or where it was written, so that two exports of one state are the
same to the byte.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from annotator.dataset.recipe import Recipe
from annotator.dataset.tally import Tally
from annotator.formats import Format, Option
from annotator.formats.files import SUMS
from annotator.formats.gathering import ALL
from annotator.formats.tokens.fitting import TOKENS
from annotator.formats.tokens.tokenizers import in_words
from annotator.model import LabelType, Scheme
from annotator.model.annotation import GOLD
from annotator.version import __version__

# What the hub's loader makes a table of, by how a file's name ends.
_LOADED = (".csv", ".jsonl", ".parquet")
_MARKUP = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>|#"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What a card tells. ``files`` maps a part to its path in the dataset's folder.

    ``called`` says what annotators are called here, by their names; ``options`` are the values of
    all the options that the format has.

    ``agreement`` are rows of a figure's name and its value in words; ``losses`` how often
    something could not be held, by what it is and what became of it; ``left_out`` counts the
    articles and layers that were left out, by reason.
    """

    project: str
    scheme: Scheme
    format: Format
    recipe: Recipe
    options: Mapping[str, str]
    parts: Mapping[str, Tally]
    files: Mapping[str, str]
    called: Mapping[str, str]
    agreement: Sequence[tuple[str, str]] = ()
    losses: Mapping[tuple[str, str], int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)


def card(facts: Facts) -> str:
    """Write the card as Markdown, with a header that dataset hubs and loaders read."""
    sections = [
        _header(facts),
        f"# {_plain(facts.project)}",
        _about(facts),
        "## What is in it",
        _counts(facts),
        "## How it was made",
        _making(facts),
        "## Agreement",
        _agreement(facts),
        "## Labels",
        *(_label(label, facts.recipe) for label in facts.scheme.labels),
        *_relations(facts.scheme),
        "## Limits",
        _limits(facts),
        "## Licence",
        _plain(facts.recipe.licence) or "Not stated. Ask whoever gave you this dataset.",
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def _header(facts: Facts) -> str:
    name = json.dumps(facts.project, ensure_ascii=False)
    lines = ["---", f"pretty_name: {name}", "tags:", "- text", "- attribution"]
    inside = facts.format.examples
    places = {part: f"{path}/{inside}" if inside else path for part, path in facts.files.items()}
    if all(place.endswith(_LOADED) for place in places.values()):
        lines += ["configs:", "- config_name: default", "  data_files:"]
        for part, place in places.items():
            path = json.dumps(place, ensure_ascii=False)
            lines += [f"  - split: {part}", f"    path: {path}"]
    return "\n".join([*lines, "---"])


def _about(facts: Facts) -> str:
    return (
        f"Articles labelled by hand, in the format *{_plain(facts.format.title)}* "
        f"(`{facts.format.name}`), written by annotator {__version__}. Offsets count "
        f"{facts.format.unit} from 0; ends are exclusive unless the format says otherwise. "
        f"`{SUMS}` holds the hash of each file."
    )


def _counts(facts: Facts) -> str:
    parts = list(facts.parts)
    rows: list[tuple[str, list[int]]] = [
        ("articles", [len(facts.parts[p].articles) for p in parts]),
        ("layers", [facts.parts[p].layers.total() for p in parts]),
        ("code points of text", [facts.parts[p].code_points for p in parts]),
        ("spans", [facts.parts[p].spans for p in parts]),
    ]
    for label in _in_all(tally.labels for tally in facts.parts.values()):
        rows.append((f"– {label}", [facts.parts[p].labels[label] for p in parts]))
    rows.append(("relations", [facts.parts[p].links for p in parts]))
    for type in _in_all(tally.relations for tally in facts.parts.values()):
        rows.append((f"– {type}", [facts.parts[p].relations[type] for p in parts]))
    several = len(parts) > 1
    head = ["", *parts, *(["all"] if several else [])]
    table = [
        [_plain(name), *map(str, counts), *([str(sum(counts))] if several else [])]
        for name, counts in rows
    ]
    return "\n\n".join([_table(head, table), _annotators(facts)])


def _annotators(facts: Facts) -> str:
    work: Counter[str] = Counter()
    for tally in facts.parts.values():
        work.update(tally.layers)
    if not work:
        return "No layer of anybody's is in it."
    rows = [[_plain(facts.called[name]), str(work[name])] for name in sorted(work)]
    return _table(["whose work", "layers"], rows)


def _making(facts: Facts) -> str:
    recipe = facts.recipe
    lines = [_split_said(recipe)] if recipe.split is not None else []
    if recipe.statuses is not None:
        lines.append(f"Only layers that are {' or '.join(recipe.statuses)} were taken.")
    if recipe.agreement is not None:
        lines.append(
            f"Articles on which annotators agree less than {recipe.agreement:g} (mean F1 of "
            "overlapping spans over pairs) were left out."
        )
    if not recipe.boilerplate:
        lines.append(
            "What belongs to the site and not to the article was left out of the texts; where the "
            "format keeps metadata, `kept` gives the ranges of the original text that are there."
        )
    lines += map(_option, facts.format.options, facts.options.values())
    for old, new in sorted(recipe.labels.items()):
        became = f"is called {_plain(new)} here" if new else "was left out"
        lines.append(f"The label {_plain(old)} {became}.")
    for why, number in sorted(facts.left_out.items()):
        lines.append(f"Left out: {number} × {_plain(why)}")
    made = "\n".join(f"- {line}" for line in lines)
    named = recipe.names or recipe.layer in (ALL, GOLD)
    command = (recipe if named else replace(recipe, layer="NAME")).command("OUT")
    return f"{made}\n\nThe command that makes it again:\n\n```sh\n{command}\n```"


def _option(option: Option, value: str) -> str:
    if option.name == TOKENS:
        return f"Tokens (`{TOKENS}={value}`) are {in_words(value)}."
    return f"`{option.name}={value}`: {_plain(option.definition)}."


def _split_said(recipe: Recipe) -> str:
    assert recipe.split is not None
    shares = ", ".join(f"{name} {share:.0%}" for name, share in recipe.split.parts)
    groups = ["near-duplicates", "revisions", *(f"articles of one {n}" for n in recipe.group_by)]
    way = "in order of time" if recipe.temporal else f"evenly by label, with seed {recipe.seed}"
    kept = f" The part {recipe.freeze} stays as it was first made." if recipe.freeze else ""
    return f"Parted into {shares}, {way}; {', '.join(groups)} are never parted.{kept}"


def _agreement(facts: Facts) -> str:
    if not facts.agreement:
        return "No article in it was finished by two people, so there is no figure."
    return _table(["measure", "value"], [[_plain(a), _plain(b)] for a, b in facts.agreement])


def _label(label: LabelType, recipe: Recipe) -> str:
    called = recipe.labels.get(label.name, label.name)
    if not called:
        return ""
    lines = [f"### {_plain(called)}", _plain(label.definition)]
    lines += [
        "\n".join(f"- e.g. {_plain(example)}" for example in label.examples),
        "\n".join(
            f"- *{_plain(a.name)}* ({a.kind}): {_plain(', '.join(a.values) or a.definition or '–')}"
            for a in label.attributes
        ),
    ]
    return "\n\n".join(line for line in lines if line)


def _relations(scheme: Scheme) -> list[str]:
    if not scheme.relations:
        return []
    rows = [
        [
            _plain(r.name),
            _plain(", ".join(r.sources)),
            _plain(", ".join(r.targets)),
            _plain(r.definition),
        ]
        for r in scheme.relations
    ]
    return ["## Relations", _table(["relation", "from", "to", "meaning"], rows)]


def _limits(facts: Facts) -> str:
    if not facts.losses:
        return "The format holds all that was labelled; nothing was lost on the way."
    rows = [[kind, str(n), _plain(reason)] for (kind, reason), n in facts.losses.items()]
    told = "What the format cannot hold, one by one in `losses.jsonl`:"
    return f"{told}\n\n{_table(['what', 'how many', 'what became of it'], rows)}"


def _in_all(counters: Iterable[Counter[str]]) -> list[str]:
    return sorted({key for counter in counters for key in counter})


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _plain(text: str) -> str:
    """Write words so that Markdown and HTML take them as words."""
    return " ".join(text.split()).translate(_MARKUP)
