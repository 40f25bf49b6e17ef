"""Walk a chain and say where it was changed."""

from collections.abc import Callable, Iterable
from enum import Enum

from attrs import frozen

from xerolink.domain.identity import EntityKey
from xerolink.domain.journal import Entry, EntryKind, Head, JournalKeyId
from xerolink.domain.journal_chain import digest_of, digest_of_values

KeyLookup = Callable[[JournalKeyId], bytes | None]
"""The host's keys by name; None: the host does not have it."""
SHOWN = 1000
"""How many breaks are listed; the first of them tells where to look."""


class Why(Enum):
    """How a chain is broken at an entry."""

    EDITED = "edited"
    """It does not say any more what was written."""
    VALUES_EDITED = "values edited"
    VALUES_REMOVED = "values removed"
    """They are gone, and no later entry says that this contact was scrubbed."""
    REMOVED = "removed"
    """It is missing, and no later entry says that it was pruned."""
    REORDERED = "reordered"
    """Another entry than the one that was written stands here."""
    RECOMPUTED = "recomputed"
    """It holds in itself and is not what the next entry, or the head kept elsewhere, followed."""
    TRUNCATED = "truncated"
    """From here on entries are missing that the head kept elsewhere vouches for."""
    UNKEYED = "unkeyed"
    """It was made without a key although there was one: anybody can have made it."""
    UNKNOWN_KEY = "unknown key"
    """The host does not give the key; it and all others of this key cannot be checked."""
    WRONG_KEY = "wrong key"
    """No entry of this key holds: another key of this name, or made by somebody without it."""


@frozen
class Broken:
    """An entry at which the chain is broken."""

    sequence: int
    why: Why


def verify(
    entries: Iterable[Entry], head: Head | None = None, keys: KeyLookup | None = None
) -> tuple[Broken, ...]:
    """Where the chain of *entries*, in the order in which they are stored, was changed.

    Ordered by sequence, `SHOWN` at most; nothing: (). *head* was kept elsewhere: without it a
    chain that lost its end, or was made anew from some place on, looks sound. With *keys* the
    last entry must have one. The entries are walked once and not kept.
    """
    walk = _Walk(head, keys)
    for entry in entries:
        walk.step(entry)
    return walk.end()


class _Walk:
    """What is remembered of the entries so far."""

    def __init__(self, head: Head | None, keys: KeyLookup | None) -> None:
        self._head, self._keys = head, keys
        self._first: Entry | None = None
        self._last: Entry | None = None
        self._pruned: Head | None = None
        self._blank: dict[int, frozenset[EntityKey]] = {}
        self._held: set[JournalKeyId] = set()
        self._failed: dict[int, JournalKeyId] = {}
        self._broken: dict[Broken, None] = {}

    def step(self, entry: Entry) -> None:
        holds = self._holds(entry)
        self._check_place(entry, holds)
        self._check_key(entry)
        self._check_values(entry)
        if self._head and self._head.sequence == entry.sequence and self._head != entry.place:
            self._tell(entry.sequence, Why.RECOMPUTED)
        self._pruned = entry.fact.pruned or self._pruned
        self._first, self._last = self._first or entry, entry

    def end(self) -> tuple[Broken, ...]:
        if self._first is not None and self._last is not None:
            self._check_front(self._first)
            if self._keys is not None and not self._last.key_id:
                self._tell(self._last.sequence, Why.UNKEYED)
        last = self._last.sequence if self._last else 0
        if self._head is not None and last < self._head.sequence:
            self._tell(last + 1, Why.TRUNCATED)
        for sequence in self._blank:
            self._tell(sequence, Why.VALUES_REMOVED)
        found = sorted(self._by_key(), key=lambda broken: (broken.sequence, broken.why.value))
        return tuple(found)

    def _holds(self, entry: Entry) -> bool:
        """Whether the digest is that of the entry, as far as it can be checked."""
        secret = self._keys(entry.key_id) if self._keys and entry.key_id else None
        if entry.key_id and secret is None:
            return True
        holds = digest_of(entry, secret or b"") == entry.digest
        if holds:
            self._held.add(entry.key_id)
        return holds

    def _check_place(self, entry: Entry, holds: bool) -> None:
        last, expected = self._last, self._last.sequence + 1 if self._last else entry.sequence
        follows = last is None or entry.previous == last.digest
        if entry.sequence < expected:
            self._tell(entry.sequence, Why.REORDERED)
        elif entry.sequence > expected:
            self._tell(expected, Why.REMOVED)
        elif last is not None and not follows and holds:
            self._tell(last.sequence, Why.RECOMPUTED)
        elif not follows:
            self._tell(entry.sequence, Why.REORDERED)
        if not holds and (follows or entry.sequence > expected):
            self._fail(entry)

    def _check_front(self, first: Entry) -> None:
        if first.follows(None) or first.follows(self._pruned):
            return
        missing = first.sequence > 1
        self._tell(first.sequence - missing, Why.REMOVED if missing else Why.REORDERED)

    def _check_key(self, entry: Entry) -> None:
        if not entry.key_id and self._last and self._last.key_id:
            self._tell(entry.sequence, Why.UNKEYED)
        unknown = entry.key_id and (self._keys is None or self._keys(entry.key_id) is None)
        if unknown and not (self._last and self._last.key_id == entry.key_id):
            self._tell(entry.sequence, Why.UNKNOWN_KEY)

    def _check_values(self, entry: Entry) -> None:
        if entry.values is not None and entry.salt is not None:
            if digest_of_values(entry.salt, entry.values) != entry.values_digest:
                self._tell(entry.sequence, Why.VALUES_EDITED)
        elif entry.values is None and entry.salt is None:
            self._blank[entry.sequence] = entry.fact.about
        else:
            self._tell(entry.sequence, Why.VALUES_EDITED)
        if entry.fact.kind is EntryKind.SCRUBBED:
            about = entry.fact.about
            self._blank = {n: a for n, a in self._blank.items() if not a & about}

    def _fail(self, entry: Entry) -> None:
        self._tell(entry.sequence, Why.EDITED)
        if Broken(entry.sequence, Why.EDITED) in self._broken:
            self._failed[entry.sequence] = entry.key_id

    def _tell(self, sequence: int, why: Why) -> None:
        if len(self._broken) < SHOWN:
            self._broken.setdefault(Broken(sequence, why))

    def _by_key(self) -> list[Broken]:
        """The breaks, with one in place of all those of a key of which no entry holds."""
        wrong = {k: n for n, k in reversed(self._failed.items()) if k and k not in self._held}
        rest = [b for b in self._broken if not self._is_of(b, wrong)]
        return [*rest, *(Broken(n, Why.WRONG_KEY) for n in wrong.values())]

    def _is_of(self, broken: Broken, keys: Iterable[JournalKeyId]) -> bool:
        return broken.why is Why.EDITED and self._failed[broken.sequence] in keys
