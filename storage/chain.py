"""The chain of a ledger: each entry names the hash of the one before, and so holds its place.

Pure functions over entries, wherever they come from: the database or an exported file. What is
checked here needs no database; what the rows say is compared in `storage.verification`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from itertools import pairwise

from storage.canonical import canonical

BEGINNING = "0" * 64
"""What the first entry names as the hash before it."""


@dataclass(frozen=True)
class Entry:
    """One entry as it is kept: where it stands, its canonical text, and the text's SHA-256."""

    place: int
    text: str
    hash: str


@dataclass(frozen=True)
class Head:
    """Where a ledger ends: how many entries it has and the hash of the last one."""

    entries: int
    hash: str

    def __str__(self) -> str:
        """Return the form that is published, such as 12:9f86d0… with all of the hash."""
        return f"{self.entries}:{self.hash}"

    @classmethod
    def read(cls, text: str) -> "Head":
        """Return the head that a person copied. Raises: ValueError if it isn't one."""
        entries, _, digest = text.strip().partition(":")
        if not entries.isdecimal() or len(digest) != len(BEGINNING):
            raise ValueError(text)
        return cls(int(entries), digest.lower())


class Damage(Enum):
    """What can be wrong with a chain."""

    CHANGED = "changed"
    REMOVED = "removed"
    MOVED = "moved"
    INSERTED = "inserted"
    CUT = "cut"
    REWRITTEN = "rewritten"


@dataclass(frozen=True)
class ChainProblem:
    """One thing wrong, at an entry by its own number; CUT and REMOVED name the number gone."""

    damage: Damage
    entry: int


def link(fields: Mapping[str, object], before: Head) -> Entry:
    """Return the entry that says `fields`, linked to what stands before it."""
    number = before.entries + 1
    text = canonical({**fields, "sequence": number, "previous": before.hash})
    return Entry(number, text, digest_of(text))


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return sha256(text.encode("utf-8")).hexdigest()


def head_of(entries: Sequence[Entry]) -> Head:
    """Return the head of a chain."""
    return Head(len(entries), entries[-1].hash) if entries else Head(0, BEGINNING)


def check_chain(entries: Sequence[Entry], head: Head | None = None) -> tuple[ChainProblem, ...]:
    """Return everything that is wrong with a chain, in the order of the entries.

    `head` is one that was published earlier: it shows a cut tail, and a chain that somebody has
    computed anew from some entry on. Without it those two can't be seen by anybody.
    """
    read = [_Read.of(each) for each in entries]
    problems = {
        *(ChainProblem(Damage.CHANGED, each.number) for each in read if not each.is_sound),
        *_order(read),
        *_links(read),
        *(_against(read, head) if head else ()),
    }
    return tuple(sorted(problems, key=lambda p: (p.entry, p.damage.value)))


@dataclass(frozen=True)
class _Read:
    """An entry with what its own text says: its number and the hash before it."""

    number: int
    previous: str
    hash: str
    is_sound: bool

    @classmethod
    def of(cls, entry: Entry) -> "_Read":
        try:
            said = json.loads(entry.text)
            number, previous = int(said["sequence"]), str(said["previous"])
        except (ValueError, TypeError, KeyError):
            return cls(entry.place, "", entry.hash, is_sound=False)
        is_sound = digest_of(entry.text) == entry.hash
        return cls(number if is_sound else entry.place, previous, entry.hash, is_sound)


def _order(read: Sequence[_Read]) -> set[ChainProblem]:
    """Find numbers that are missing, come twice, or come after a higher one."""
    found: set[ChainProblem] = set()
    numbers = [each.number for each in read]
    found |= {
        ChainProblem(Damage.REMOVED, gone)
        for gone in sorted({*range(1, max(numbers, default=0))} - {*numbers})
    }
    for before, after in pairwise(numbers):
        if after < before:
            found |= {ChainProblem(Damage.MOVED, before), ChainProblem(Damage.MOVED, after)}
    return found


def _links(read: Sequence[_Read]) -> set[ChainProblem]:
    """Find entries that don't name the one before them, where neither says so by itself."""
    found: set[ChainProblem] = set()
    followed = {each.previous for each in read}
    before = _Read(0, "", BEGINNING, is_sound=True)
    for at, each in enumerate(read):
        if each.number == before.number:
            odd = each if each.hash not in followed and before.hash in followed else before
            found.add(ChainProblem(Damage.INSERTED, odd.number))
        elif each.number == before.number + 1 and each.previous != before.hash:
            both_sound = each.is_sound and before.is_sound
            if both_sound:
                # `before` has a hash of its own that nobody names: it was written anew.
                odd = before if at else each
                found.add(ChainProblem(Damage.CHANGED, odd.number))
        before = each
    return found


def _against(read: Sequence[_Read], head: Head) -> set[ChainProblem]:
    if head.entries == 0:
        return set()
    by_number = {each.number: each for each in read}
    last = max(by_number, default=0)
    if last < head.entries:
        return {ChainProblem(Damage.CUT, gone) for gone in range(last + 1, head.entries + 1)}
    there = by_number.get(head.entries)
    if there is not None and there.hash != head.hash:
        return {ChainProblem(Damage.REWRITTEN, head.entries)}
    return set()
