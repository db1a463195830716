"""The guided tour: what is to be done step by step, and how it is told, for whichever scheme."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from annotator.app.keymap import Keymap
from annotator.model import Assignment, Changed, LabelType, Relation, RelationType, Scheme, Span

SELECTED = "selected"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: its words, with the keys as they are now, and what shows that it is done."""

    words: Callable[[Keymap], str]
    done_by: Callable[[str], bool]


def steps(scheme: Scheme) -> list[Step]:
    """Say what the tour goes through: select, label, link, done, as far as the scheme has it."""
    relation = _taught(scheme)
    first = scheme.label(relation.sources[0]) if relation else next(iter(scheme.labels), None)
    second = scheme.label(relation.targets[0]) if relation else None
    told = [] if first is None else [_select(first), _label(first)]
    if first is not None and second is not None:
        told += [_label_other(second), _link(first, second)]
    return [*told, _done()]


def happenings(changed: Changed) -> list[str]:
    """Say what a change did of what the steps wait for."""
    found = []
    for delta in changed.deltas:
        match delta.after:
            case Span(label=label) if delta.before is None:
                found.append(f"labelled {label}")
            case Relation() if delta.before is None:
                found.append("linked")
            case Assignment(status="done"):
                found.append("done")
    return found


def ending(keymap: Keymap) -> str:
    """Say where to go from here."""
    palette, keys = _key(keymap, "view.palette"), _key(keymap, "view.keys")
    return (
        f"That is all it takes. {palette} finds every command, article and actor; {keys} shows all "
        "keys, and changes them."
    )


def _taught(scheme: Scheme) -> RelationType | None:
    """Return the type of links that the tour shows: what ties a claim to its source, if any."""
    wanted = scheme.attribution.source if scheme.attribution is not None else None
    named = (relation for relation in scheme.relations if relation.name == wanted)
    return next(named, next(iter(scheme.relations), None))


def _select(label: LabelType) -> Step:
    def words(keymap: Keymap) -> str:
        word, sentence, quotation = (
            _key(keymap, f"select.next_{unit}") for unit in ("word", "sentence", "quotation")
        )
        return (
            f"Find a {label.name} in this article{_meaning(label)}. Select it: drag over it, or "
            f"press {word} for a word, {sentence} for a sentence, {quotation} for a quotation."
        )

    return Step(words, lambda happened: happened == SELECTED)


def _label(label: LabelType) -> Step:
    def words(keymap: Keymap) -> str:
        key, undo = _key(keymap, f"label.{label.name}"), _key(keymap, "edit.undo")
        return (
            f"Press {key}: the selection becomes a {label.name}. It is saved as you press; {undo} "
            "takes anything back."
        )

    return Step(words, lambda happened: happened == f"labelled {label.name}")


def _label_other(label: LabelType) -> Step:
    def words(keymap: Keymap) -> str:
        key = _key(keymap, f"label.{label.name}")
        return f"Now its {label.name}{_meaning(label)}. Select that, too, and press {key}."

    return Step(words, lambda happened: happened == f"labelled {label.name}")


def _link(first: LabelType, second: LabelType) -> Step:
    def words(keymap: Keymap) -> str:
        link, back = _key(keymap, "span.link"), _key(keymap, "span.previous")
        on = _key(keymap, "span.next")
        return (
            f"Link the two: with the {second.name} selected press {link}, then the number that now "
            f"stands on the {first.name}. {back} and {on} go from span to span."
        )

    return Step(words, lambda happened: happened == "linked")


def _done() -> Step:
    def words(keymap: Keymap) -> str:
        return (
            f"When an article is finished, press {_key(keymap, 'queue.done')}: it counts as done, "
            "and the next one opens. What is missing is told first; the same key again leaves it "
            "as it is."
        )

    return Step(words, lambda happened: happened == "done")


def _key(keymap: Keymap, command: str) -> str:
    """Return a command's key in brackets, or how it is found without one."""
    shown = keymap.shown(command)
    return f"[{shown}]" if shown else "its command in the palette"


def _meaning(label: LabelType) -> str:
    """Return the beginning of the label's definition in brackets, if it has one."""
    meaning = re.split(r"[:.;]", label.definition.strip(), maxsplit=1)[0].strip()
    return f" ({meaning[:1].lower()}{meaning[1:]})" if meaning else ""
