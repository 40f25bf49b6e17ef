"""The chain: each entry's digest is over the digest before it.

What is digested is JSON in ASCII, keys sorted, without spaces. A field that has its default is
left out, so that a later version may add fields and still verify old chains. It must never
remove or rename one, nor change a default.
"""

import hmac
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256
from typing import Any, NewType

from attrs import evolve, field, fields, frozen

from xerolink.domain.identity import EntityKey, host_entity, xero_entity
from xerolink.domain.journal import Digest, Entry, Fact, Head, JournalKeyId, Note, Salt, Values

Secret = NewType("Secret", bytes)

_PURPOSE = "xerolink journal 1"
"""Part of every digest: a key that also serves elsewhere makes no digest of ours there."""


@frozen
class JournalKey:
    """A key of the host by its name, which is not "" unless there is none."""

    key_id: JournalKeyId
    secret: Secret = field(repr=False)


NO_KEY = JournalKey(JournalKeyId(""), Secret(b""))
"""Plain SHA-256: whoever can write the store can then recompute the whole chain."""


def chained(previous: Head | None, note: Note, salt: Salt, key: JournalKey = NO_KEY) -> Entry:
    """The entry that follows *previous*, the head; None: the first."""
    entry = Entry(
        sequence=previous.sequence + 1 if previous else 1,
        fact=_fact(note),
        values=note.values,
        salt=salt,
        values_digest=digest_of_values(salt, note.values),
        previous=previous.digest if previous else Digest(""),
        digest=Digest(""),
        key_id=key.key_id,
    )
    return evolve(entry, digest=digest_of(entry, key.secret))


def digest_of(entry: Entry, secret: bytes) -> Digest:
    """What the digest of *entry* should be: HMAC-SHA-256, or without a key plain SHA-256."""
    parts = (_PURPOSE, entry.previous, entry.sequence, entry.key_id, entry.fact)
    text = canonical((*parts, entry.values_digest)).encode()
    if not entry.key_id:
        return Digest(sha256(text).hexdigest())
    return Digest(hmac.new(secret, text, sha256).hexdigest())


def digest_of_values(salt: Salt, values: Values) -> Digest:
    """SHA-256 of the salt and the values; without the salt nobody can guess them from it."""
    return Digest(sha256(f"{salt}{canonical(values)}".encode()).hexdigest())


def canonical(value: object) -> str:
    """*value* as the text that is digested."""
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"))


def plain(value: Any) -> Any:
    """*value* in the types that JSON knows; a field that has its default is left out."""
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    told = {}
    for name, default in _parts(type(value)):  # type: ignore[arg-type]  # a class is hashable
        part = getattr(value, name)
        if part != default:
            told[name] = plain(part)
    return told


_PLAIN = frozenset({str, int, bool})


@cache
def _parts(kind: Any) -> tuple[tuple[str, Any], ...]:
    """The fields of a class with their defaults; there are few classes and many values."""
    return tuple((each.name, each.default) for each in fields(kind))


def _fact(note: Note) -> Fact:
    told = {each.name: getattr(note, each.name) for each in fields(Fact)}
    return Fact(**{**told, "also": _others(note)})


def _others(note: Note) -> tuple[EntityKey, ...]:
    links = (*note.values.links_before, *note.values.links_after)
    ids = [e for link in links for e in (host_entity(link.host_id), xero_entity(link.xero_id))]
    return tuple(sorted({*ids, *note.also} - _own(note)))


def _own(note: Note) -> frozenset[EntityKey]:
    return evolve(note, also=()).about
