"""Adopting the pairs of an earlier integration: linked as they stand, nothing is written."""

from collections import Counter

import pytest

from xerolink.domain.contacts.decide import LinkPair
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName, Phone
from xerolink.domain.identity import HostContactId, XeroContactId, xero_entity
from xerolink.domain.settings import ContactSettings, ContactTypeFilter
from xerolink.testing.crashes import Trap, Trapped
from xerolink.testing.worlds import ANNA, World, fields

PHONE = FieldName.PRIMARY_PHONE
NOT_THERE = "the organisation has no contact with this id"
UNKNOWN = XeroContactId("00000000-0000-0000-0000-00000000ffff")


def pair(world: World, host: str = "Acme Ltd", xero: str = "Acme") -> tuple[str, str]:
    """A host and a Xero contact under different names, which nothing would match."""
    return world.host.add(fields(host)).host_id, world.xero.add(fields(xero))


def adopted(world: World, *pairs: tuple[str, str]) -> list[str]:
    """Adopt the pairs; why each of those that cannot be cannot."""
    named = [(HostContactId(h), XeroContactId(x)) for h, x in pairs]
    return [one.why for one in world.connection().adopt(named, ANNA).impossible]


def links(world: World, state: LinkState = LinkState.SYNCED) -> dict[str, str]:
    return {c.link.host_id: c.link.xero_id for c in world.connection().client_list((state,))}


def test_adopted_pair_is_linked_whatever_the_names() -> None:
    world = World()
    world.connect()
    named = pair(world)
    adopted(world, named)
    assert links(world) == dict([named])


def test_adopting_writes_to_neither_side() -> None:
    world = World()
    world.connect()
    host_id, xero_id = pair(world)
    before = (world.host_fields(), world.xero.contacts())
    adopted(world, (host_id, xero_id))
    assert (world.host_fields(), world.xero.contacts()) == before


def test_import_after_adopting_makes_no_second_contact() -> None:
    world = World()
    connection = world.connect()
    adopted(world, pair(world))
    connection.import_contacts(ANNA)
    assert [found.name for found in world.host_fields()] == ["Acme Ltd"]


def test_pair_can_be_adopted_between_preview_and_import() -> None:
    world = World()
    connection = world.connect()
    named = pair(world)
    connection.preview(ANNA)
    adopted(world, named)
    connection.import_contacts(ANNA)
    assert (len(world.host_fields()), links(world)) == (1, dict([named]))


def test_difference_does_not_flow_until_somebody_edits_the_field() -> None:
    world = World()
    connection = world.connect()
    adopted(world, pair(world))
    connection.import_contacts(ANNA)
    world.pass_time()
    connection.sync_contacts()
    names = [c.fields.name for c in world.xero.contacts()], [f.name for f in world.host_fields()]
    assert names == (["Acme"], ["Acme Ltd"])


def test_edit_after_adopting_flows() -> None:
    world = World()
    connection = world.connect()
    host_id, xero_id = pair(world)
    adopted(world, (host_id, xero_id))
    connection.import_contacts(ANNA)
    world.pass_time()
    world.xero.edit(XeroContactId(xero_id), {PHONE: Phone("555 0101")})
    connection.sync_contacts()
    assert world.host_fields()[0].primary_phone == Phone("555 0101")


def test_plan_names_the_fields_that_differ() -> None:
    world = World()
    world.connect()
    host_id, xero_id = pair(world)
    named = [(HostContactId(host_id), XeroContactId(xero_id))]
    plan = world.connection().plan_adopt(named, ANNA)
    assert [(row.action, row.warnings) for row in plan.rows] == [
        (
            LinkPair(HostContactId(host_id), {}),
            ("the two sides differ, and each keeps its own: name",),
        )
    ]


def test_plan_of_an_adoption_links_nobody() -> None:
    world = World()
    world.connect()
    host_id, xero_id = pair(world)
    world.connection().plan_adopt([(HostContactId(host_id), XeroContactId(xero_id))], ANNA)
    assert links(world) == {}


def test_plan_of_an_adoption_can_be_applied() -> None:
    world = World()
    world.connect()
    host_id, xero_id = pair(world)
    named = [(HostContactId(host_id), XeroContactId(xero_id))]
    plan = world.connection().plan_adopt(named, ANNA)
    world.connection().apply(plan, ANNA)
    assert links(world) == {host_id: xero_id}


def test_contact_that_the_filter_leaves_out_is_adopted() -> None:
    world = World(settings=ContactSettings(ContactTypeFilter.CUSTOMERS))
    world.connect()
    named = pair(world)
    adopted(world, named)
    assert links(world) == dict([named])


def test_archived_contact_is_adopted_and_suspended() -> None:
    world = World()
    world.connect()
    host_id, xero_id = pair(world)
    world.xero.archive(XeroContactId(xero_id))
    adopted(world, (host_id, xero_id))
    assert links(world, LinkState.SUSPENDED) == {host_id: xero_id}


def test_separated_pair_ends_when_one_of_its_contacts_is_adopted() -> None:
    world = World()
    old = world.xero.add(fields("Acme", "a@acme.example"))
    host_id = world.host.add(fields("Acme", "a@acme.example")).host_id
    world.imported().stop_syncing([old], ANNA)
    new = world.xero.add(fields("Acme Trading"))
    adopted(world, (host_id, new))
    assert (links(world), links(world, LinkState.PREVIOUSLY_SYNCED)) == ({host_id: new}, {})


def test_undo_of_an_adoption_separates_the_pair() -> None:
    world = World()
    world.connect()
    host_id, xero_id = pair(world)
    named = [(HostContactId(host_id), XeroContactId(xero_id))]
    applied = world.connection().adopt(named, ANNA)
    world.connection().undo(applied.run.run_id, ANNA)
    assert links(world, LinkState.PREVIOUSLY_SYNCED) == {host_id: xero_id}


def test_unknown_contacts_are_told_and_stop_nobody_else() -> None:
    world = World()
    world.connect()
    good, (host_id, xero_id) = pair(world), pair(world, "Beech", "Birch")
    told = adopted(world, ("nobody", xero_id), (host_id, UNKNOWN), good)
    assert (told, links(world)) == (
        [
            "the host has no contact 'nobody'",
            f"not possible for {xero_entity(UNKNOWN)}: {NOT_THERE}; possible: nothing",
        ],
        dict([good]),
    )


@pytest.mark.parametrize("twice", ["host", "xero"])
def test_contact_in_two_pairs_is_adopted_in_neither(twice: str) -> None:
    world = World()
    world.connect()
    first, second = pair(world), pair(world, "Beech", "Birch")
    mixed = (first[0], second[1]) if twice == "host" else (second[0], first[1])
    adopted(world, first, mixed)
    assert links(world) == {}


def test_pair_that_is_named_twice_over_is_adopted_once() -> None:
    world = World()
    world.connect()
    named = pair(world)
    assert (adopted(world, named, named), links(world)) == ([], dict([named]))


def test_pair_that_is_linked_already_is_told() -> None:
    world = World()
    world.connect()
    named = pair(world)
    adopted(world, named)
    assert "the two are linked already (synced)" in adopted(world, named)[0]


def test_contact_with_another_partner_is_told_with_that_partner() -> None:
    world = World()
    world.connect()
    (host_id, xero_id), other = pair(world), world.xero.add(fields("Birch"))
    adopted(world, (host_id, xero_id))
    assert adopted(world, (host_id, other)) == [
        f"host contact {host_id!r} is linked to Xero contact {xero_id}; stop_syncing ends that link"
    ]


def test_contact_that_was_merged_away_names_the_survivor() -> None:
    world = World()
    world.connect()
    host_id, xero_id = pair(world)
    survivor = world.xero.add(fields("Birch"))
    world.xero.merge(XeroContactId(xero_id), survivor)
    told = adopted(world, (host_id, xero_id))
    assert f"it was merged in Xero into {survivor}; possible: adopt that one" in told[0]


def test_contact_without_a_name_is_told() -> None:
    world = World()
    world.connect()
    host_id, xero_id = world.host.add(fields("")).host_id, world.xero.add(fields("Acme"))
    assert "the contact has no name" in adopted(world, (host_id, xero_id))[0]


def test_ten_thousand_pairs_cost_calls_by_page() -> None:
    world, size = World(), 10_000
    named = []
    for number in range(size):
        name = f"Contact {number}"
        host_id = world.host.add(fields(f"{name} Ltd")).host_id
        named.append((host_id, world.xero.add(fields(name))))
    trap = Trap(only=lambda point: point.startswith("before"))
    world.seen_host = Trapped(world.host, "host", trap)
    world.seen_xero = Trapped(world.xero, "xero", trap)
    applied = world.connect().adopt(named, ANNA)
    calls = Counter(point.removeprefix("before ").split(".")[0] for point in trap.points)
    assert (len(applied.done), applied.impossible) == (size, ())
    assert calls["xero"] <= size / 1_000 + 1
    assert calls["host"] <= 5 * size / 500
