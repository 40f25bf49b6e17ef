"""What a person asks of a world about pairs that are linked, stopped or not yet made."""

from xerolink.domain.contacts.decide_person import Side
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.plan import Applied
from xerolink.domain.settings import ContactSettings
from xerolink.testing.kills import pairs
from xerolink.testing.kills.pairs import BEFORE
from xerolink.testing.worlds import ANNA, World
from xerolink.usecases.client_section import XeroClient
from xerolink.usecases.previously_synced import FormerPair

__all__ = ["BEFORE"]


def linked(settings: ContactSettings | None = None) -> tuple[World, XeroContactId, HostContactId]:
    """A world with one pair in sync."""
    world = World(settings=settings or ContactSettings())
    return world, *pairs.linked(world)


def stopped(settings: ContactSettings | None = None) -> tuple[World, XeroContactId, HostContactId]:
    """A world with one pair that Anna has stopped."""
    world = World(settings=settings or ContactSettings())
    return world, *pairs.stopped(world)


def pushed() -> tuple[World, XeroContactId, HostContactId]:
    """A world with one pair that a push made: one-way."""
    world = World()
    return world, *pairs.pushed(world)


def stop(world: World, *xero_ids: XeroContactId, why: str = "") -> Applied:
    return world.connection().stop_syncing(xero_ids, ANNA, why)


def relink(world: World, *xero_ids: XeroContactId) -> Applied:
    return world.connection().relink(xero_ids, ANNA)


def rematch(world: World, *xero_ids: XeroContactId) -> Applied:
    return world.connection().rematch(xero_ids, ANNA)


def create_new(
    world: World, xero_id: XeroContactId, source: Side = Side.XERO, name: str | None = None
) -> Applied:
    return world.connection().create_new_contact([xero_id], source, ANNA, name)


def two_way(world: World, *xero_ids: XeroContactId) -> Applied:
    return world.connection().make_two_way(xero_ids, ANNA)


def former(world: World) -> tuple[FormerPair, ...]:
    return world.connection().previously_synced()


def section(world: World, host_id: HostContactId) -> XeroClient:
    return world.connection().xero_client(host_id)


def link_of(world: World, xero_id: XeroContactId) -> Link:
    """The link of the Xero contact that is not ENDED."""
    with world.store.reading(world.connection_id) as unit:
        return unit.links.by_xero([xero_id])[xero_id]


def links(world: World) -> list[tuple[XeroContactId, HostContactId, LinkState]]:
    """Every link there ever was."""
    every = world.connection().client_list(tuple(LinkState), size=1_000)
    return [(c.link.xero_id, c.link.host_id, c.link.state) for c in every]


def sync(world: World) -> None:
    world.connection().sync_contacts()
    world.pass_time()
