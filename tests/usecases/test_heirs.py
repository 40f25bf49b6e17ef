"""A contact that survives a merge in Xero gets the loser's pair, and no second one (row 23)."""

from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases.plan import PAGE

FIRST, LAST = (XeroContactId(f"{digit * 8}-0000-4000-8000-000000000000") for digit in "0f")
BETWEEN = XeroContactId("00000000-1111-4000-8000-000000000000")


def merged(chain: bool = False) -> tuple[World, HostContactId]:
    """The loser's decision stands a page behind the survivor's; by way of another, if *chain*."""
    world = World()
    world.xero.add(fields("Acme", "a@acme.example"), xero_id=LAST)
    host_id = world.host.add(fields("Acme", "a@acme.example")).host_id
    others = [world.xero.add(fields(f"Contact {number}")) for number in range(PAGE)]
    world.imported()
    for xero_id in others:
        world.xero.edit(xero_id, {FieldName.BILLING_EMAIL: "new@x.example"})
    survivor = world.xero.add(fields("Acme Trading"), xero_id=FIRST)
    if chain:
        world.xero.merge(LAST, world.xero.add(fields("Acme Two"), xero_id=BETWEEN))
    world.xero.merge(BETWEEN if chain else LAST, survivor)
    return world, host_id


def test_new_survivor_gets_the_pair_of_the_loser() -> None:
    world, host_id = merged()
    world.connection().sync_contacts()
    assert world.pairs().get(FIRST) == host_id


def test_new_survivor_is_not_imported_beside_it() -> None:
    world, _ = merged()
    world.connection().sync_contacts()
    world.connection().sync_contacts()
    assert len(world.host.contacts()) == PAGE + 1


def test_new_survivor_of_a_survivor_gets_the_pair() -> None:
    world, host_id = merged(chain=True)
    world.connection().sync_contacts()
    assert world.pairs().get(FIRST) == host_id


def test_nobody_is_asked_about_it() -> None:
    world, _ = merged()
    connection = world.connection()
    connection.sync_contacts()
    assert connection.issues([IssueKind.MERGE_COLLISION]) == ()


def test_survivor_of_a_stopped_pair_does_not_wait() -> None:
    world = World()
    loser = world.xero.add(fields("Acme", "a@acme.example"))
    connection = world.imported()
    connection.stop_syncing([loser], ANNA)
    survivor = world.xero.add(fields("Birch"))
    world.xero.merge(loser, survivor)
    connection.sync_contacts()
    assert list(world.pairs()) == [survivor]
