"""Connect: bind an organisation to a connection id, or bind it again with other settings."""

from attrs import evolve

from xerolink.domain.contacts.check import require_id
from xerolink.domain.errors import BusyError, OtherTenantError
from xerolink.domain.identity import Actor, ConnectionId
from xerolink.domain.run import ConnectionRecord, Organisation
from xerolink.domain.settings import ContactSettings
from xerolink.ports.store import Lease
from xerolink.usecases.change_settings import restage_all, under
from xerolink.usecases.run import LEASE_SECONDS, Ports


def connect(
    ports: Ports, connection_id: ConnectionId, settings: ContactSettings | None, by: Actor
) -> ConnectionRecord:
    """Ask the organisation who it is and remember it: one call to Xero, nothing else.

    Reconnecting keeps what is remembered; *settings* None keeps those too, others make every
    staged contact that they concern due. Raises `OtherTenantError` for another organisation
    (semantics row 41), `BusyError` while a run goes on, and `BadIdError` for an id that is too
    long or odd to be one.
    """
    require_id(connection_id, "connection_id")
    organisation = ports.organisation.organisation()
    lease = ports.store.claim(connection_id, ports.ids.new(), LEASE_SECONDS)
    if lease is None:
        raise BusyError(connection_id, LEASE_SECONDS)
    try:
        return _bind(ports, lease, organisation, settings, by)
    finally:
        ports.store.release(lease)


def _bind(
    ports: Ports,
    lease: Lease,
    organisation: Organisation,
    settings: ContactSettings | None,
    by: Actor,
) -> ConnectionRecord:
    with ports.store.reading(lease.connection_id) as unit:
        known = unit.record.get()
    if known is None:
        record = _first(ports, lease, organisation, settings or ContactSettings(), by)
    else:
        record = _again(known, organisation, settings or known.settings)
    with ports.store.transaction(lease) as unit:
        unit.record.put(record)
        if known is not None and known.settings != record.settings:
            restage_all(unit, known.settings, record.settings)
    return record


def _first(
    ports: Ports, lease: Lease, organisation: Organisation, settings: ContactSettings, by: Actor
) -> ConnectionRecord:
    return ConnectionRecord(lease.connection_id, organisation, settings, ports.clock.now(), by)


def _again(
    known: ConnectionRecord, organisation: Organisation, settings: ContactSettings
) -> ConnectionRecord:
    if known.organisation.tenant_id != organisation.tenant_id:
        raise OtherTenantError(
            known.connection_id, known.organisation.tenant_id, organisation.tenant_id
        )
    return evolve(under(known, settings), organisation=organisation)
