"""Why a contact is linked, and why not."""

import pytest

from xerolink.domain.errors import NotPossibleError, UnknownContactError
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.settings import ContactSettings, ContactTypeFilter
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases.why import Why

ACME = fields("Acme", "office@acme.example")


def asked(world: World, xero_id: XeroContactId, host_id: HostContactId | None = None) -> Why:
    return world.connection().why(xero_id, host_id)


def test_link_is_explained_by_the_journal() -> None:
    world = World()
    xero_id = world.xero.add(ACME)
    world.host.add(ACME)
    world.imported()
    assert [entry.fact.reason for entry in asked(world, xero_id).history] == [
        "same name and billing email, and no other contact has both"
    ]


def test_keys_that_were_compared_are_shown() -> None:
    world = World()
    xero_id = world.xero.add(ACME)
    world.host.add(ACME)
    world.imported()
    keys = asked(world, xero_id).keys
    assert [(key.what, key.equal, key.in_host, key.in_xero) for key in keys] == [
        ("name", True, 1, 1),
        ("billing email", True, 1, 1),
        ("name and billing email", True, 1, 1),
    ]


def test_blank_email_is_named_as_the_reason() -> None:
    world = World()
    xero_id = world.xero.add(fields("Acme"))
    host_id = world.host.add(ACME).host_id
    world.imported()
    assert asked(world, xero_id, host_id).reasons == (
        "the billing email is blank on one side, and blank equals nothing",
        "it is a conflict (name_only): a person decides",
    )


def test_different_name_is_named_as_the_reason() -> None:
    world = World()
    xero_id = world.xero.add(fields("Acme Ltd", "office@acme.example"))
    host_id = world.host.add(ACME).host_id
    world.imported()
    assert "the name differs" in asked(world, xero_id, host_id).reasons


def test_contact_left_out_by_the_filter_says_so() -> None:
    world = World(settings=ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS))
    xero_id = world.xero.add(ACME, is_customer=False)
    world.imported()
    assert asked(world, xero_id).reasons[0] == "the contact type filter leaves the Xero contact out"


def test_archived_contact_says_so() -> None:
    world = World()
    xero_id = world.xero.add(ACME)
    world.xero.archive(xero_id)
    world.imported()
    assert asked(world, xero_id).reasons[0] == "the Xero contact is not active"


def test_separated_pair_names_when_and_by_whom() -> None:
    world = World()
    xero_id = world.xero.add(ACME)
    world.host.add(ACME)
    connection = world.imported()
    connection.stop_syncing([xero_id], ANNA)
    assert asked(world, xero_id).reasons == (
        "the pair was separated on 2026-07-01 by anna; only a person links it again",
    )


def test_partner_of_another_is_named_as_the_reason() -> None:
    world = World()
    world.xero.add(ACME)
    host_id = world.host.add(ACME).host_id
    world.imported()
    other = world.xero.add(fields("Acme Two", "office@acme.example"))
    world.connection().sync_contacts()
    assert asked(world, other, host_id).reasons[0] == (
        "the host contact is linked to another Xero contact"
    )


def test_contact_that_was_never_read_is_refused() -> None:
    world = World()
    world.imported()
    with pytest.raises(NotPossibleError):
        asked(world, XeroContactId("nobody"))


def test_host_contact_that_is_not_there_is_refused() -> None:
    world = World()
    xero_id = world.xero.add(ACME)
    world.imported()
    with pytest.raises(UnknownContactError):
        asked(world, xero_id, HostContactId("nobody"))
