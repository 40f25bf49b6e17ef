"""Push: create Xero contacts from host contacts, filter or not (semantics rows 30, 31)."""

from collections.abc import Collection, Mapping, Sequence

from attrs import frozen

from xerolink.domain.contacts.decide import Decision
from xerolink.domain.contacts.decide_push import Push, push
from xerolink.domain.contacts.issues import Issue
from xerolink.domain.contacts.link import Link
from xerolink.domain.identity import Actor, ConnectionId, HostContactId, host_entity
from xerolink.domain.plan import Applied
from xerolink.domain.run import RunKind
from xerolink.ports.errors import StaleVersionError, UnavailableError
from xerolink.usecases.host_rows import contacts_there
from xerolink.usecases.pairs import draw_each
from xerolink.usecases.plans import Draw, Drawn, carry_out
from xerolink.usecases.run import Ports, Run

Names = Mapping[HostContactId, str]


@frozen
class Pushed:
    """What became of a push: the link, or the issues that say why there is none."""

    link: Link | None
    issues: tuple[Issue, ...] = ()


@frozen
class PushedMany:
    """What became of a push of many: each contact's own outcome, beside that of the run.

    One that was refused beforehand is in `applied.impossible`, with the reason.
    """

    applied: Applied
    contacts: Mapping[HostContactId, Pushed]


def create_xero_contact(
    ports: Ports,
    connection_id: ConnectionId,
    host_id: HostContactId,
    by: Actor,
    name: str | None = None,
) -> Pushed:
    """Create the contact in Xero, under *name* if one is given, and link it.

    One-way, FROM_XERO, unless `pushed_link_direction` says otherwise (semantics row 1). Raises
    `UnknownContactError`, `UnusableContactError`, `AlreadyLinkedError`, or
    `PreviouslySyncedError` for a pair that somebody separated. A name that Xero has already is a
    NAME_TAKEN issue: a person links the host contact to the holder, or gives another *name*. If
    the answer is lost, or Xero does not show yet what it has created, `UnavailableError` is
    raised, and the next run reads before it tries again. `StaleVersionError`: somebody edited
    the host contact while it was read; nothing was written.
    """
    names = {} if name is None else {host_id: name}
    drawn = draw_push([host_id], names)
    applied = carry_out(ports, connection_id, RunKind.PUSH, by, drawn)
    if applied.uncertain:
        raise _not_shown_yet()
    if applied.moved:
        raise StaleVersionError("the host contact")
    return _pushed(ports, connection_id, [host_id])[host_id]


def create_xero_contacts(
    ports: Ports,
    connection_id: ConnectionId,
    host_ids: Sequence[HostContactId],
    by: Actor,
    names: Names | None = None,
) -> PushedMany:
    """Create many contacts in Xero; each has an outcome of its own.

    Raises `UnavailableError` if Xero or the host fails on the way; what was done by then stands.
    """
    applied = carry_out(ports, connection_id, RunKind.PUSH, by, draw_push(host_ids, names))
    return PushedMany(applied, _pushed(ports, connection_id, host_ids))


def draw_push(host_ids: Sequence[HostContactId], names: Names | None = None) -> Draw:
    """A creation in Xero for each host contact; *names* where another name is to be given.

    Raises as `create_xero_contact` does for one; of many such are `Impossible`.
    """
    given = names or {}

    def draw(run: Run) -> Drawn:
        hosts, settings = contacts_there(run, set(host_ids)), run.record.settings
        with run.reading() as unit:
            links = unit.links.by_host(host_ids)
            outstanding = unit.intents.open_for([host_entity(i) for i in host_ids])

        def decide(host_id: HostContactId) -> Decision:
            if host_entity(host_id) in outstanding:
                raise _not_shown_yet()
            host, link = hosts.get(host_id), links.get(host_id)
            asked = Push(host_id, host, link, given.get(host_id))
            return push(asked, settings, run.stamp())

        return draw_each(host_ids, host_entity, decide)

    return draw


def _not_shown_yet() -> UnavailableError:
    """An earlier create whose outcome is not known is never doubled (semantics row 31)."""
    return UnavailableError("Xero", "it does not show yet whether the contact was created")


def _pushed(
    ports: Ports, connection_id: ConnectionId, host_ids: Collection[HostContactId]
) -> dict[HostContactId, Pushed]:
    with ports.store.reading(connection_id) as unit:
        links = unit.links.by_host(host_ids)
        issues = unit.issues.open_for([host_entity(i) for i in host_ids])
    return {i: Pushed(links.get(i), issues.get(host_entity(i), ())) for i in host_ids}
