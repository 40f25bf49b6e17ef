"""The journal: what is written into it, read from it, and taken out of it."""

from collections.abc import Collection, Iterable, Iterator
from functools import cache
from hashlib import sha256
from typing import Any

from xerolink.domain.identity import ConnectionId, HostContactId, RunId, XeroContactId
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.journal import Entry, EntryKind, Head, JournalKeyId, Note, Salt
from xerolink.domain.journal_chain import NO_KEY, JournalKey, Secret, chained
from xerolink.domain.journal_verify import Broken, KeyLookup, verify
from xerolink.ports.clock import Ids
from xerolink.ports.errors import StoreError
from xerolink.ports.keys import KeyId, KeyProvider
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.run import Ports, Run

PAGE = 500
"""How many entries are read at a time."""
_KEY_BYTES = 32


def record(unit: UnitOfWork, run: Run, notes: Iterable[Note]) -> None:
    """Write *notes* in their order; raises `StoreError` if the host's key is missing."""
    write_notes(unit, run.ports.ids, run.ports.journal_keys, notes)


def write_notes(
    unit: UnitOfWork, ids: Ids, keys: KeyProvider | None, notes: Iterable[Note]
) -> None:
    """`record`, for what happens outside a run."""
    noted = tuple(notes)
    if not noted:
        return
    key, head = _current_key(keys), unit.journal.head()
    seed, entries = _seed(ids, key), list[Entry]()
    for note in noted:
        entries.append(chained(head, note, _salt(seed, len(entries)), key))
        head = entries[-1].place
    unit.journal.append(entries)


def _current_key(keys: KeyProvider | None) -> JournalKey:
    if keys is None:
        return NO_KEY
    key_id = keys.current()
    secret = keys.key(key_id)
    if key_id and secret is not None and len(secret) == _KEY_BYTES:
        return JournalKey(JournalKeyId(key_id), Secret(secret))
    raise StoreError(f"the journal's key {key_id!r}", *_trouble(key_id, secret))


def _trouble(key_id: KeyId, secret: bytes | None) -> tuple[str, str]:
    """Why, and what helps: entries of before verify with the key that had that name then."""
    if not key_id:
        return "an empty name is that of entries without a key", "give the current key a name"
    if secret is None:
        return "the key provider does not have it", "give it that key, or make one it has current"
    fix = f"give the {_KEY_BYTES} that it had, or, if it was never used, {_KEY_BYTES} random ones"
    return f"it has {len(secret)} bytes", fix


def _seed(ids: Ids, key: JournalKey) -> bytes:
    """What nobody can guess later, and nothing keeps: two ids, and the host's key.

    Two ids by chance are 244 bits. A host whose ids can be guessed has the key at least.
    """
    return b"\0".join((key.secret, *(ids.new().encode() for _ in range(2))))


def _salt(seed: bytes, number: int) -> Salt:
    """128 bits that do not tell the others of the same seed."""
    return Salt(sha256(seed + b"\0%d" % number).hexdigest()[:32])


def scrub_journal(
    unit: UnitOfWork,
    run: Run,
    host_ids: Collection[HostContactId],
    xero_ids: Collection[XeroContactId],
    reason: str,
) -> int:
    """Take the values of these contacts out of every entry; how many had any (semantics row 22).

    An entry for each contact says so: without it the values would count as removed. If there were
    none to take out, there is no new entry. Ids, reasons and digests stay.
    """
    scrubbed = unit.journal.scrub(host_ids, xero_ids)
    if scrubbed:
        notes = [_own_note(run, EntryKind.SCRUBBED, reason, host_id=i) for i in host_ids]
        notes += [_own_note(run, EntryKind.SCRUBBED, reason, xero_id=i) for i in xero_ids]
        record(unit, run, notes)
    return scrubbed


def journal(
    ports: Ports,
    connection_id: ConnectionId,
    after: int = 0,
    size: int = 50,
    *,
    run_id: RunId | None = None,
    host_id: HostContactId | None = None,
    xero_id: XeroContactId | None = None,
    invoice_id: HostInvoiceId | None = None,
) -> tuple[Entry, ...]:
    """At most *size* entries, the oldest first, those after the sequence *after*.

    Of one run, and about one host contact, one Xero contact and one invoice of the host, where
    these are given.
    """
    with ports.store.reading(connection_id) as unit:
        return unit.journal.page(after, size, run_id, host_id, xero_id, invoice_id=invoice_id)


def journal_head(ports: Ports, connection_id: ConnectionId) -> Head | None:
    """The place of the last entry, to be kept elsewhere; None before the first."""
    with ports.store.reading(connection_id) as unit:
        return unit.journal.head()


def verify_journal(
    ports: Ports, connection_id: ConnectionId, head: Head | None = None
) -> tuple[Broken, ...]:
    """Where the journal was changed; nothing: (). *head* is one that was kept elsewhere.

    The whole journal is read in one state, page by page; see `domain.journal_verify`.
    """
    with ports.store.reading(connection_id) as unit:
        return verify(_entries(unit), head, _lookup(ports.journal_keys))


def prune_journal(run: Run) -> None:
    """Forget what is older than `ContactSettings.keep_journal_days`, and say so in the journal.

    One look at the oldest entry tells that there is nothing to do. It happens once a day at most.
    """
    days = run.record.settings.keep_journal_days
    if days is None:
        return
    with run.reading() as unit:
        oldest = unit.journal.page(0, 1)
        due = bool(oldest) and _age(run, oldest[0]) > days
        last = _last_of(run, unit, days) if due else None
    if last is None:
        return
    with run.transaction() as unit:
        why = f"kept for {days} days"
        record(unit, run, [_own_note(run, EntryKind.PRUNED, why, pruned=last)])
        unit.journal.prune(last.sequence)


def _age(run: Run, entry: Entry) -> int:
    """In whole days."""
    return (run.ports.clock.now() - entry.fact.at).days


def _last_of(run: Run, unit: UnitOfWork, days: int) -> Head | None:
    """The last entry before the first that is kept."""
    last = None
    for entry in _entries(unit):
        if _age(run, entry) < days:
            break
        last = entry.place
    return last


def _entries(unit: UnitOfWork) -> Iterator[Entry]:
    after = 0
    while page := unit.journal.page(after, PAGE):
        yield from page
        after = page[-1].sequence


def _lookup(keys: KeyProvider | None) -> KeyLookup | None:
    """Each key is asked for once: a provider may have to call somebody."""
    if keys is None:
        return None
    return cache(lambda key_id: keys.key(KeyId(key_id)))


def _own_note(run: Run, kind: EntryKind, reason: str, **more: Any) -> Note:
    now, actor, trigger = run.ports.clock.now(), run.run.actor, run.run.kind
    return Note(kind, now, actor, trigger, run.run.run_id, "Journal", reason, "done", **more)
