"""Forget: erase a connection, its tokens and its journal, after the journal was exported.

One transaction erases, so there is no half of it; what follows may be done again at any time.
"""

from collections.abc import Sequence
from datetime import datetime

from attrs import frozen

from xerolink.domain.contacts.intent import Intent
from xerolink.domain.errors import BusyError, UnknownConnectionError
from xerolink.domain.forget_errors import NotExportedError, OpenEffectsError, StillConnectedError
from xerolink.domain.identity import Actor, ConnectionId, IntentId, RunId, xero_id_of
from xerolink.domain.invoices.intent import InvoiceIntent
from xerolink.domain.journal import EntryKind, Head, Note
from xerolink.domain.run import RunKind
from xerolink.ports.store import UnitOfWork
from xerolink.ports.tokens import TokenStore
from xerolink.usecases.disconnect import Offline
from xerolink.usecases.given import one_of
from xerolink.usecases.journal import write_notes
from xerolink.usecases.run import LEASE_SECONDS

EVERY = 10**9
"""More open effects than there are: a contact or an invoice has one at most."""
ABANDONED = "forgotten before its outcome was known; look whether it is on that side"


@frozen
class Forgotten:
    """What is left of a connection. *head*: the place of its journal's last entry."""

    connection_id: ConnectionId
    head: Head


@frozen
class Wish:
    """What a person says who wants a connection forgotten.

    *exported* is what `export_journal` answered: what they have kept. *abandoned*: effects that
    are open, named by whoever may forget them.
    """

    by: Actor
    exported: Head | None
    abandoned: frozenset[IntentId] = frozenset()


def forget(
    ports: Offline, tokens: TokenStore | None, connection_id: ConnectionId, wish: Wish
) -> Forgotten:
    """Erase everything of a connection that was disconnected, for good.

    Left are the lease's fence, which outdates slow
    workers, and in the journal one entry that says who, when and up to where it was exported,
    with one for each effect that was open. Its tokens go too, unless another connection uses
    them. Then the files are written anew, so that nothing erased is found in them; that may take
    long, and the other connections wait.

    Cut short anywhere, the same call again does the rest. Raises `UnknownConnectionError` for one
    that never was, `StillConnectedError`, `NotExportedError`, `OpenEffectsError`, `BusyError`
    while a run goes on; `StoreError` where others hold the files too long: call again.
    """
    one_of(Actor, wish.by, "by")
    lease = ports.store.claim(connection_id, ports.ids.new(), LEASE_SECONDS)
    if lease is None:
        raise BusyError(connection_id, LEASE_SECONDS)
    try:
        with ports.store.transaction(lease) as unit:
            head = _erase(ports, unit, connection_id, wish)
    finally:
        ports.store.release(lease)
    if tokens is not None:
        tokens.unbind(connection_id)
        tokens.purge()
    ports.store.purge()
    return Forgotten(connection_id, head)


def _erase(ports: Offline, unit: UnitOfWork, connection_id: ConnectionId, wish: Wish) -> Head:
    head = unit.journal.head()
    if unit.record.get() is None and head is not None:
        return head  # an earlier call erased it
    _require(unit, connection_id, head, wish.exported)
    effects: tuple[Intent | InvoiceIntent, ...] = (
        *unit.intents.open(EVERY),
        *unit.invoice_intents.open(EVERY),
    )
    if {intent.intent_id for intent in effects} - wish.abandoned:
        raise OpenEffectsError(connection_id, [intent.intent_id for intent in effects])
    write_notes(unit, ports.ids, ports.journal_keys, _notes(ports, wish.by, head, effects))
    unit.journal.prune(head.sequence if head else 0)
    unit.erase()
    left = unit.journal.head()
    assert left is not None  # it was written just now
    return left


def _require(
    unit: UnitOfWork, connection_id: ConnectionId, head: Head | None, exported: Head | None
) -> None:
    record = unit.record.get()
    if record is None:
        raise UnknownConnectionError(connection_id)
    if record.disconnected_at is None:
        raise StillConnectedError(connection_id)
    if exported != head:
        raise NotExportedError(connection_id, exported, head)


def _notes(
    ports: Offline, by: Actor, head: Head | None, effects: Sequence[Intent | InvoiceIntent]
) -> list[Note]:
    now, run_id = ports.clock.now(), RunId(ports.ids.new())
    why = f"the journal was exported up to entry {head.sequence if head else 0}"
    told = (EntryKind.FORGOTTEN, now, by, RunKind.FORGET, run_id, "Connection", why, "done")
    return [Note(*told, pruned=head), *(_abandoned(effect, now, by, run_id) for effect in effects)]


def _abandoned(effect: Intent | InvoiceIntent, now: datetime, by: Actor, run_id: RunId) -> Note:
    what, trigger = type(effect.body).__name__, RunKind.FORGET
    told = (EntryKind.WRITTEN, now, by, trigger, run_id, what, ABANDONED, "unknown")
    if isinstance(effect, InvoiceIntent):
        return Note(*told, intent_id=effect.intent_id, invoice_id=effect.host_id)
    about = xero_id_of(effect.entity)
    return Note(*told, xero_id=about, intent_id=effect.intent_id, also=(effect.entity,))
