"""What is looked up about a page of contacts, at its borders."""

from typing import Any

from tests.usecases.asking import linked
from xerolink.domain.contacts.model import FieldName, Phone
from xerolink.domain.errors import EmptySideError
from xerolink.domain.identity import xero_entity
from xerolink.domain.run import RunState
from xerolink.domain.settings import ContactSettings, ContactTypeFilter, MassChange
from xerolink.testing.crashes import Trap, Trapped
from xerolink.testing.worlds import ANNA, World, fields

PHONE = FieldName.PRIMARY_PHONE
CUSTOMERS = ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS)


class Silent(Trapped):
    """A host that never said that its contacts were deleted, and answers for none of them."""

    def __getattr__(self, verb: str) -> Any:
        return (lambda ids: {}) if verb == "get_many" else super().__getattr__(verb)


def silenced(at_least: int) -> World:
    """One pair in sync, edited in Xero; the host answers nobody."""
    world, xero_id, _ = linked(ContactSettings(mass_change=MassChange(at_least=at_least)))
    world.xero.edit(xero_id, {PHONE: Phone("1")})
    world.seen_host = Silent(world.host, "host", Trap())
    return world


def test_a_host_without_any_of_more_than_a_run_may_change_holds_it() -> None:
    """Semantics row 20."""
    run = silenced(at_least=0).connection().sync_contacts()
    said = str(EmptySideError("the host", "it has none of 1 linked contacts"))
    assert (run.state, run.why) == (RunState.HELD, said)


def test_a_host_without_any_of_as_many_as_a_run_may_change_holds_nothing() -> None:
    world = silenced(at_least=1)
    assert world.connection().sync_contacts().state is RunState.FINISHED


def conflict() -> World:
    world = World()
    world.xero.add(fields("Acme", "new@acme.example"))
    world.host.add(fields("Acme", "old@acme.example"))
    world.imported()
    return world


def test_the_issue_of_a_contact_that_was_archived_closes() -> None:
    world = conflict()
    world.xero.archive(world.xero.contacts()[0].xero_id)
    world.connection().sync_contacts()
    assert world.connection().issues() == ()


def open_issues(world: World) -> int:
    with world.store.reading(world.connection_id) as unit:
        return len(unit.issues.open_for([xero_entity(c.xero_id) for c in world.xero.contacts()]))


def test_a_narrower_filter_hides_an_issue_and_leaves_it_open() -> None:
    """Semantics row 10."""
    world = conflict()
    world.connection().change_settings(CUSTOMERS, ANNA)
    world.connection().sync_contacts()
    assert open_issues(world) == 1


def test_of_two_chains_of_merges_each_is_followed_to_its_end() -> None:
    """One of two steps, one of one; nobody has seen the survivors before."""
    world = World()
    first, other = (world.xero.add(fields(n, f"{n}@x.example")) for n in ("Acme", "Beta"))
    world.imported()
    hosts = world.pairs()
    second, third, fourth = (world.xero.add(fields(n)) for n in ("Two", "Three", "Four"))
    world.xero.merge(first, second)
    world.xero.merge(second, third)
    world.xero.merge(other, fourth)
    world.connection().sync_contacts()
    world.pass_time()
    world.connection().sync_contacts()
    assert world.pairs() == {third: hosts[first], fourth: hosts[other]}
