"""Create Contact in Xero: one-way, only when unlinked, never twice (semantics rows 18, 30, 31)."""

import pytest

from tests.usecases.asking import BEFORE, link_of, linked, pushed, stopped, sync
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.model import FieldName, HostContact
from xerolink.domain.errors import (
    AlreadyLinkedError,
    PreviouslySyncedError,
    UnknownContactError,
    UnusableContactError,
)
from xerolink.domain.identity import HostContactId
from xerolink.domain.settings import ContactSettings, ContactTypeFilter, Direction
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases.push import (
    Pushed,
    PushedMany,
)

NAME = FieldName.NAME


def with_host_contact(
    name: str = "Acme", settings: ContactSettings | None = None
) -> tuple[World, HostContact]:
    world = World(settings=settings or ContactSettings())
    world.imported()
    return world, world.host.add(fields(name, "a@acme.example"))


def create(world: World, host_id: HostContactId, name: str | None = None) -> Pushed:
    return world.connection().create_xero_contact(host_id, ANNA, name)


def create_many(world: World, *host_ids: HostContactId) -> PushedMany:
    return world.connection().create_xero_contacts(host_ids, ANNA)


def test_the_four_fields_are_sent() -> None:
    world, xero_id, _ = pushed()
    assert world.xero_contact(xero_id).fields == BEFORE


def test_the_new_contact_is_linked() -> None:
    world, host = with_host_contact()
    link = create(world, host.host_id).link
    assert link is not None
    assert world.pairs() == {link.xero_id: host.host_id}


@pytest.mark.parametrize("direction", Direction)
def test_direction_is_the_setting(direction: Direction) -> None:
    world, host = with_host_contact(settings=ContactSettings(pushed_link_direction=direction))
    link = create(world, host.host_id).link
    assert link is not None
    assert link.direction is direction


def test_later_host_edit_does_not_flow_and_later_xero_edit_does() -> None:
    world, xero_id, host_id = pushed()
    world.host.edit(host_id, {NAME: "Host"})
    world.xero.edit(xero_id, {FieldName.BILLING_EMAIL: "x@acme.example"})
    sync(world)
    assert world.xero_contact(xero_id).fields.name == "Acme"
    assert world.host.contacts()[host_id].fields.billing_email == "x@acme.example"


def test_filter_does_not_count() -> None:
    narrow = ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS)
    world, host = with_host_contact(settings=narrow)
    create(world, host.host_id)
    assert list(world.pairs().values()) == [host.host_id]


def test_a_push_before_the_first_import_is_possible() -> None:
    world = World()
    world.connect()
    host = world.host.add(BEFORE)
    assert create(world, host.host_id).link is not None


def test_linked_contact_answers_with_its_link() -> None:
    world, xero_id, host_id = linked()
    with pytest.raises(AlreadyLinkedError) as error:
        create(world, host_id)
    assert error.value.xero_id == xero_id


def test_stopped_contact_is_pointed_to_create_new() -> None:
    world, _, host_id = stopped()
    with pytest.raises(PreviouslySyncedError, match="create_new_contact from the host's data"):
        create(world, host_id)


def test_unknown_contact_is_refused() -> None:
    world, _ = with_host_contact()
    with pytest.raises(UnknownContactError):
        create(world, HostContactId("nobody"))


def test_contact_without_a_name_is_refused() -> None:
    world, host = with_host_contact("")
    with pytest.raises(UnusableContactError, match="no name"):
        create(world, host.host_id)


def test_refused_push_writes_nothing() -> None:
    world, _, host_id = linked()
    with pytest.raises(AlreadyLinkedError):
        create(world, host_id)
    assert world.xero.written == []


def test_taken_name_is_an_issue_that_names_the_holder_and_the_choice() -> None:
    world, host = with_host_contact("Taken")
    holder = world.xero.add(fields("Taken"))
    (issue,) = create(world, host.host_id).issues
    assert issue.kind is IssueKind.NAME_TAKEN
    assert f"by contact {holder}; link to that one, or give another name" in issue.why


def test_name_of_an_archived_contact_is_taken_too() -> None:
    """Semantics row 31: the look-up finds archived ones, which a person may rather restore."""
    world, host = with_host_contact("Taken")
    world.xero.archive(world.xero.add(fields("Taken")))
    (issue,) = create(world, host.host_id).issues
    assert "archived contact; restore it there" in issue.why


def test_taken_name_creates_nothing() -> None:
    world, host = with_host_contact("Taken")
    world.xero.add(fields("Taken"))
    assert create(world, host.host_id).link is None
    assert len(world.xero.contacts()) == 1


def test_another_name_is_used_and_closes_the_issue() -> None:
    world, host = with_host_contact("Taken")
    world.xero.add(fields("Taken"))
    create(world, host.host_id)
    pushed = create(world, host.host_id, "Taken Too")
    assert pushed.link is not None
    assert world.xero_contact(pushed.link.xero_id).fields.name == "Taken Too"
    assert pushed.issues == ()


def test_another_name_stays_in_xero() -> None:
    world, host = with_host_contact("Acme")
    link = create(world, host.host_id, "Acme Ltd").link
    world.pass_time()
    sync(world)
    assert world.host.contacts()[host.host_id].fields.name == "Acme"
    assert link is not None
    assert world.xero_contact(link.xero_id).fields.name == "Acme Ltd"


def test_plan_of_a_push_writes_nothing_and_shows_what_would_be_sent() -> None:
    world, host = with_host_contact()
    (row,) = world.connection().plan_create_xero_contacts([host.host_id], ANNA).rows
    assert (row.xero_before, row.xero_after) == (None, host.fields)
    assert world.xero.contacts() == ()


def test_many_are_pushed_and_each_has_its_outcome() -> None:
    world, host = with_host_contact()
    world.xero.add(fields("Taken"))
    taken, unnamed = world.host.add(fields("Taken")), world.host.add(fields(""))
    done = create_many(world, host.host_id, taken.host_id, unnamed.host_id)
    assert done.contacts[host.host_id].link is not None
    assert [i.kind for i in done.contacts[taken.host_id].issues] == [IssueKind.NAME_TAKEN]
    assert [i.subject for i in done.applied.impossible] == [f"host:{unnamed.host_id}"]


def test_a_contact_that_is_asked_for_twice_is_created_once() -> None:
    world, host = with_host_contact()
    create_many(world, host.host_id, host.host_id)
    assert len(world.xero.contacts()) == 1


def test_pushed_link_knows_when_it_was_made() -> None:
    world, xero_id, _ = pushed()
    assert link_of(world, xero_id).last_sync == link_of(world, xero_id).linked_at
