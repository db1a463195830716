"""Which article goes into which part of a dataset, so that nothing leaks from one to another.

Pure functions. Articles that share a group key (near-duplicates, revisions, a source, an event)
stay together. The same articles, shares and seed give the same split everywhere; which part an
article falls to is decided by hashes, never by the order in which articles came.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.errors import FormatError

#: How far the shares' sum may be from 1: enough for thirds written as 0.333.
_ROUNDING = 0.005
#: What tells of a dataset's losses and checksums, in the folder with its parts.
_TAKEN = ("losses", "sha256sums")


@dataclass(frozen=True, slots=True)
class Item:
    """What splitting needs to know of an article: with whom it belongs, what is marked in it.

    ``groups`` are keys that it shares with the articles it must not be parted from, such as the id
    of one of them; ``labels`` how many spans of each label it has, ``date`` an ISO 8601 date.
    """

    id: str
    groups: frozenset[str] = frozenset()
    labels: Mapping[str, int] = field(default_factory=dict)
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """The parts of a dataset and how much of it each gets, in order; they add up to 1."""

    parts: tuple[tuple[str, float], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The parts' names, in order."""
        return tuple(name for name, _ in self.parts)

    @classmethod
    def parse(cls, text: str) -> Shares:
        """Read ``train=0.8,dev=0.1,test=0.1``. Raises ``FormatError`` saying what is wrong."""
        parts: list[tuple[str, float]] = []
        for piece in text.split(","):
            name, sign, share = (word.strip() for word in piece.partition("="))
            try:
                value = float(share)
            except ValueError:
                value = -1.0
            if name.casefold() in _TAKEN:
                raise FormatError(f'No part can be called "{name}": the dataset has such a file.')
            if not sign or not name.isidentifier() or not 0 < value <= 1:
                raise FormatError(
                    f'"{piece.strip()}" is no part of a split; write name=share with a share '
                    "between 0 and 1, as in train=0.8,dev=0.1,test=0.1."
                )
            parts.append((name, value))
        if len({name for name, _ in parts}) < len(parts):
            raise FormatError(f'The split "{text}" names a part twice.')
        total = sum(share for _, share in parts)
        if abs(total - 1) > _ROUNDING:
            raise FormatError(f'The shares of the split "{text}" add up to {total:g}, not to 1.')
        return cls(tuple((name, share / total) for name, share in parts))

    def __str__(self) -> str:
        """Write the shares as ``parse`` reads them."""
        return ",".join(f"{name}={round(share, 6):g}" for name, share in self.parts)


@dataclass(frozen=True, slots=True)
class Assigned:
    """Which part each article is in, by its id; ``left_out`` says of the others why."""

    parts: Mapping[str, str]
    left_out: Mapping[str, str] = field(default_factory=dict)


def assign(
    items: Iterable[Item],
    shares: Shares,
    *,
    seed: int = 0,
    temporal: bool = False,
    frozen: Mapping[str, str] | None = None,
) -> Assigned:
    """Put each article into a part.

    Labels are spread evenly: groups with the rarest labels are dealt out first, each to the part
    that lacks most of that label (iterative stratification: Sechidis, Tsoumakas and Vlahavas
    2011, over groups instead of examples). With ``temporal`` the parts follow each other in time
    instead, a group going by its latest date, and undated ones first.

    ``frozen`` holds, by id, articles that stay in the part that they are in. Others that belong
    to the group of a frozen one are left out, unless they would be in that part anyway: a frozen
    part neither grows nor leaks.
    """
    frozen = {} if frozen is None else dict(frozen)
    parts: dict[str, str] = {}
    left_out: dict[str, str] = {}
    free: list[_Group] = []
    for group in _groups(items, seed):
        kept = {item.id: frozen[item.id] for item in group.items if item.id in frozen}
        if not kept:
            free.append(group)
            continue
        parts |= kept
        for item in group.items:
            if item.id not in kept:
                left_out[item.id] = (
                    f"It belongs together with an article that is fixed in {min(kept.values())}."
                )
    open_shares = _still_open(shares, set(frozen.values()))
    deal = _in_time if temporal else _stratified
    for group, name in deal(free, open_shares):
        parts |= {item.id: name for item in group.items}
    return Assigned(parts, left_out)


@dataclass(frozen=True, slots=True)
class _Group:
    """Articles that stay together, as one thing to be dealt out."""

    items: tuple[Item, ...]
    labels: Mapping[str, int]
    luck: str

    @property
    def date(self) -> str:
        return max(item.date or "" for item in self.items)


def _still_open(shares: Shares, frozen: set[str]) -> Shares:
    """Return the parts that new articles may join; a frozen part takes none."""
    parts = [(name, share) for name, share in shares.parts if name not in frozen]
    if not parts:
        return shares
    total = sum(share for _, share in parts)
    return Shares(tuple((name, share / total) for name, share in parts))


def _groups(items: Iterable[Item], seed: int) -> list[_Group]:
    """Join all articles that share a key, directly or by way of others."""
    items = sorted(items, key=lambda item: item.id)
    above = list(range(len(items)))

    def root(n: int) -> int:
        while above[n] != n:
            above[n] = above[above[n]]
            n = above[n]
        return n

    first: dict[str, int] = {}
    for n, item in enumerate(items):
        for key in (item.id, *item.groups):
            above[root(n)] = root(first.setdefault(key, n))
    members: dict[int, list[Item]] = defaultdict(list)
    for n, item in enumerate(items):
        members[root(n)].append(item)
    return [_group(tuple(found), seed) for found in members.values()]


def _group(items: tuple[Item, ...], seed: int) -> _Group:
    labels: Counter[str] = Counter()
    for item in items:
        labels.update(item.labels)
    luck = hashlib.sha256(f"{seed}:{items[0].id}".encode()).hexdigest()
    return _Group(items, labels, luck)


def _stratified(groups: Sequence[_Group], shares: Shares) -> list[tuple[_Group, str]]:
    totals: Counter[str] = Counter()
    for group in groups:
        totals.update(group.labels)
    count = sum(len(group.items) for group in groups)
    lacking = {
        name: {label: share * total for label, total in totals.items()}
        for name, share in shares.parts
    }
    room = {name: share * count for name, share in shares.parts}
    waiting = sorted(groups, key=lambda group: group.luck)
    dealt: list[tuple[_Group, str]] = []

    def deal(group: _Group, label: str | None) -> None:
        def want(name: str) -> tuple[float, float, int]:
            lack = lacking[name][label] if label is not None else 0.0
            return lack, room[name], -shares.names.index(name)

        name = max(shares.names, key=want)
        for marked, number in group.labels.items():
            lacking[name][marked] -= number
        room[name] -= len(group.items)
        dealt.append((group, name))

    for label, _ in sorted(totals.items(), key=lambda pair: (pair[1], pair[0])):
        having = [group for group in waiting if group.labels.get(label)]
        waiting = [group for group in waiting if not group.labels.get(label)]
        for group in sorted(having, key=lambda group: (-group.labels[label], group.luck)):
            deal(group, label)
    for group in sorted(waiting, key=lambda group: (-len(group.items), group.luck)):
        deal(group, None)
    return _none_empty(dealt, shares)


def _none_empty(dealt: list[tuple[_Group, str]], shares: Shares) -> list[tuple[_Group, str]]:
    """Give each part that got nothing the smallest group of the fullest one that has several."""
    for name in shares.names:
        if any(part == name for _, part in dealt):
            continue
        counts = Counter(part for _, part in dealt)
        fullest = max(counts, key=lambda part: (counts[part], part), default=None)
        if fullest is None or counts[fullest] < 2:
            continue
        spare = min(
            (n for n, (_, part) in enumerate(dealt) if part == fullest),
            key=lambda n: (len(dealt[n][0].items), dealt[n][0].luck),
        )
        dealt[spare] = (dealt[spare][0], name)
    return dealt


def _in_time(groups: Sequence[_Group], shares: Shares) -> list[tuple[_Group, str]]:
    count = sum(len(group.items) for group in groups)
    dealt: list[tuple[_Group, str]] = []
    part, border, placed = 0, shares.parts[0][1] * count, 0
    in_order = sorted(groups, key=lambda group: (group.date, group.luck))
    begun = False
    for left, group in zip(range(len(in_order), 0, -1), in_order, strict=True):
        # A group goes where its middle falls, and one stays for each part to come.
        while (to_come := len(shares.parts) - 1 - part) and (
            placed + len(group.items) / 2 > border or (begun and left <= to_come)
        ):
            part, begun = part + 1, False
            border += shares.parts[part][1] * count
        dealt.append((group, shares.names[part]))
        placed, begun = placed + len(group.items), True
    return dealt
