"""Undo of a run after which the world went on: other pairs, later edits, merges, lost answers."""

import pytest

from xerolink.adapters.memory.clock import ManualClock
from xerolink.domain.contacts.decide_person import Side
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName, Phone, SyncedFields
from xerolink.domain.identity import HostContactId, RunId, XeroContactId
from xerolink.domain.journal import EntryKind
from xerolink.domain.plan import Applied
from xerolink.domain.run import RunKind
from xerolink.domain.settings import ContactSettings, ContactTypeFilter
from xerolink.ports.errors import UnavailableError
from xerolink.testing.crashes import Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.testing.worlds.world import START

PHONE = FieldName.PRIMARY_PHONE
ACME = fields("Acme", "office@acme.example", Phone("555 0101"))
ZED = fields("Zed", "zed@zed.example", Phone("555 0202"))


def imported(*in_xero: SyncedFields) -> tuple[World, list[XeroContactId], RunId]:
    """Xero's contacts, each imported as a new host contact, and the run that did it."""
    world = World()
    ids = [world.xero.add(one) for one in in_xero]
    run = world.connect().import_contacts(ANNA)
    world.pass_time()
    return world, ids, run.run_id


def links(world: World, state: LinkState) -> list[Link]:
    return [client.link for client in world.connection().client_list((state,), size=1_000)]


def whys(applied: Applied) -> list[str]:
    return [said.why for said in applied.impossible]


def calm(world: World) -> None:
    for _ in range(2):
        world.pass_time()
        world.connection().sync_contacts()


def test_a_contact_of_a_later_pair_is_not_removed_in_the_place_of_the_first() -> None:
    world, [xero_id], run_id = imported(ACME)
    world.connection().stop_syncing([xero_id], ANNA)
    world.connection().create_new_contact([xero_id], Side.XERO, ANNA)
    world.connection().undo(run_id, ANNA)
    assert len(world.host.contacts()) == 2


def test_what_was_typed_on_the_other_side_since_is_not_swallowed() -> None:
    world, [xero_id], _ = imported(ACME)
    host_id = world.pairs()[xero_id]
    world.host.edit(host_id, {PHONE: Phone("555 0303")})
    run = world.connection().sync_contacts(ANNA)
    world.pass_time()
    world.host.edit(host_id, {PHONE: Phone("555 0404")})
    world.connection().undo(run.run_id, ANNA)
    calm(world)
    assert world.xero_contact(xero_id).fields.primary_phone == Phone("555 0404")


def test_field_that_was_typed_on_the_other_side_since_is_refused_by_name() -> None:
    world, [xero_id], _ = imported(ACME)
    host_id = world.pairs()[xero_id]
    world.host.edit(host_id, {PHONE: Phone("555 0303")})
    run = world.connection().sync_contacts(ANNA)
    world.host.edit(host_id, {PHONE: Phone("555 0404")})
    applied = world.connection().undo(run.run_id, ANNA)
    assert [(said.field, said.why) for said in applied.impossible] == [
        (PHONE, "somebody has edited it in the host since")
    ]


def kept_apart() -> tuple[World, XeroContactId, HostContactId, RunId]:
    """A Xero contact that a person kept separate, the new host contact, and the run."""
    world = World()
    world.host.add(fields("Acme"))
    xero_id = world.xero.add(ACME)
    world.connect().import_contacts(ANNA)
    run = world.connection().keep_separate([xero_id], ANNA).run
    world.pass_time()
    return world, xero_id, world.pairs()[xero_id], run.run_id


def test_new_contact_that_stays_for_an_edit_is_not_matched_and_overwritten() -> None:
    world, _, made, run_id = kept_apart()
    world.host.edit(made, {PHONE: Phone("555 0909")})
    world.connection().undo(run_id, ANNA)
    calm(world)
    assert world.host.contacts()[made].fields.primary_phone == Phone("555 0909")


def test_new_contact_that_the_host_keeps_is_not_linked_again_by_itself() -> None:
    world, _, made, run_id = kept_apart()
    world.host.keep(made)
    world.connection().undo(run_id, ANNA)
    calm(world)
    assert [link.host_id for link in links(world, LinkState.PREVIOUSLY_SYNCED)] == [made]


def confirmed_in_place_of_a_former_pair() -> tuple[World, list[XeroContactId], RunId]:
    """Two pairs are stopped; then the first Xero contact is linked to the other host contact."""
    world, ids, _ = imported(ACME, ZED)
    second = world.pairs()[ids[1]]
    world.connection().stop_syncing(ids, ANNA)
    run = world.connection().confirm_link(ids[0], second, ANNA).run
    world.pass_time()
    return world, ids, run.run_id


def test_tombstones_that_stand_again_keep_their_own_values() -> None:
    world, ids, run_id = confirmed_in_place_of_a_former_pair()
    world.connection().undo(run_id, ANNA)
    found = {link.xero_id: link.base_host for link in links(world, LinkState.PREVIOUSLY_SYNCED)}
    assert {i: base.name for i, base in found.items()} == {ids[0]: "Acme", ids[1]: "Zed"}


def former_partner_taken(world: World, xero_id: XeroContactId) -> None:
    """The host contact that the Xero contact had first gets another partner."""
    with world.store.reading(world.connection_id) as unit:
        former = unit.links.history([xero_id])[0].host_id
    third = world.xero.add(fields("Third", "third@third.example"))
    world.connection().confirm_link(third, former, ANNA)


def test_undo_goes_on_where_a_former_partner_has_another_pair_by_now() -> None:
    world, ids, run_id = confirmed_in_place_of_a_former_pair()
    former_partner_taken(world, ids[0])
    applied = world.connection().undo(run_id, ANNA)
    why = "its former pair is not listed again: one of the two is in another pair"
    assert (len(applied.done), whys(applied)) == (1, [why, why])


def test_pair_that_could_not_give_its_place_back_stays_separated() -> None:
    world, ids, run_id = confirmed_in_place_of_a_former_pair()
    former_partner_taken(world, ids[0])
    world.connection().undo(run_id, ANNA)
    calm(world)
    assert ids[0] in {link.xero_id for link in links(world, LinkState.PREVIOUSLY_SYNCED)}


def test_former_partner_that_is_taken_between_plan_and_apply_makes_the_row_stale() -> None:
    world, ids, run_id = confirmed_in_place_of_a_former_pair()
    plan = world.connection().plan_undo(run_id, ANNA)
    former_partner_taken(world, ids[0])
    assert len(world.connection().apply(plan, ANNA).moved) == 1


def test_undoing_the_undo_of_an_import_says_that_the_contact_does_not_come_back() -> None:
    world, _, run_id = imported(ACME)
    undone = world.connection().undo(run_id, ANNA)
    again = world.connection().plan_undo(undone.run.run_id, ANNA)
    assert (again.rows, [said.why for said in again.impossible]) == (
        (),
        ["the host contact was taken away, and does not come back"],
    )


def pushed_and_undone() -> tuple[World, XeroContactId, RunId]:
    world = World()
    host_id = world.host.add(ACME).host_id
    world.connect().import_contacts(ANNA)
    world.connection().create_xero_contact(host_id, ANNA)
    run = world.connection().latest_runs(1)[0]
    undone = world.connection().undo(run.run_id, ANNA).run
    world.pass_time()
    return world, world.xero.contacts()[0].xero_id, undone.run_id


def test_undoing_the_undo_of_a_push_asks_to_restore_the_contact_first() -> None:
    world, _, undone = pushed_and_undone()
    assert whys(world.connection().undo(undone, ANNA)) == [
        "restore the contact in Xero first, where it is archived"
    ]


def test_undoing_the_undo_of_a_push_links_a_contact_that_was_restored() -> None:
    world, xero_id, undone = pushed_and_undone()
    world.xero.restore(xero_id)
    world.connection().undo(undone, ANNA)
    assert list(world.pairs()) == [xero_id]


def merged_in_host() -> tuple[World, list[XeroContactId]]:
    world, ids, _ = imported(ACME, ZED)
    pairs = world.pairs()
    world.host.merge(pairs[ids[0]], pairs[ids[1]])
    world.connection().sync_contacts()
    return world, ids


def test_undo_of_a_settled_merge_in_the_host_says_that_it_stays() -> None:
    world, ids = merged_in_host()
    run = world.connection().settle_merge(ids[0], ids[0], ANNA).run
    plan = world.connection().plan_undo(run.run_id, ANNA)
    assert (plan.rows, [said.why for said in plan.impossible]) == (
        (),
        ["the host merged the contacts; that stays"],
    )


def test_undo_of_a_settled_merge_in_xero_says_that_it_stays() -> None:
    world, ids, _ = imported(ACME, ZED)
    world.xero.merge(ids[0], ids[1])
    world.connection().sync_contacts()
    run = world.connection().settle_merge(ids[0], ids[0], ANNA).run
    assert whys(world.connection().undo(run.run_id, ANNA)) == [
        "Xero merged the contacts; that stays"
    ]


def followed() -> tuple[World, RunId]:
    """A pair followed a merge in the host."""
    world, [xero_id], _ = imported(ACME)
    into = world.host.add(ZED).host_id
    calm(world)
    world.host.merge(world.pairs()[xero_id], into)
    return world, world.connection().sync_contacts(ANNA).run_id


def test_journal_tells_of_a_pair_that_followed_a_merge_in_the_host() -> None:
    world, run_id = followed()
    entries = world.connection().journal(0, 500, run_id=run_id)
    assert EntryKind.FOLLOWED in {entry.fact.kind for entry in entries}


def test_undo_of_a_run_that_followed_a_merge_in_the_host_says_that_it_stays() -> None:
    world, run_id = followed()
    plan = world.connection().plan_undo(run_id, ANNA)
    assert "the host merged the contacts; that stays" in [said.why for said in plan.impossible]


def test_undo_of_a_wider_filter_says_that_the_settings_stay() -> None:
    world = World(settings=ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS))
    world.imported()
    wider = ContactSettings(contact_filter=ContactTypeFilter.ALL)
    world.connection().change_settings(wider, ANNA)
    run = world.connection().latest_runs(1)[0]
    assert whys(world.connection().undo(run.run_id, ANNA)) == [
        "the settings stay; change them back"
    ]


def test_undo_of_what_the_journal_no_longer_keeps_says_so() -> None:
    clock = ManualClock(START)
    world = World(clock=clock, settings=ContactSettings(keep_journal_days=30))
    world.xero.add(ACME)
    run = world.connect().import_contacts(ANNA)
    clock.advance(40 * 86_400)
    world.connection().sync_contacts()
    assert whys(world.connection().undo(run.run_id, ANNA)) == [
        "the journal no longer keeps all that it did"
    ]


def test_contact_that_was_erased_since_gets_no_values_back() -> None:
    world = World()
    xero_id = world.xero.add(ACME)
    world.host.add(ACME.with_values({PHONE: Phone("555 0707")}))
    run = world.connect().import_contacts(ANNA)
    world.pass_time()
    world.xero.erase(xero_id)
    plan = world.connection().plan_undo(run.run_id, ANNA)
    assert (plan.rows, [said.why for said in plan.impossible]) == (
        (),
        ["the values were scrubbed from the journal"],
    )


def cut_short() -> tuple[World, RunId]:
    """A confirm whose answer from the host was lost; what was written stands there."""
    world = World()
    host_id = world.host.add(ACME.with_values({FieldName.BILLING_EMAIL: ""})).host_id
    xero_id = world.xero.add(ACME)
    world.connect().import_contacts(ANNA)
    trap = Trap(at=1, error=lost, only=lambda point: point == "after host.update_many")
    world.seen_host = Trapped(world.host, "host", trap)
    with pytest.raises(UnavailableError):
        world.connection().confirm_link(xero_id, host_id, ANNA)
    world.seen_host = world.host
    world.pass_time()
    return world, world.connection().latest_runs(1)[0].run_id


def test_undo_of_a_run_that_was_cut_short_takes_back_what_had_landed() -> None:
    world, run_id = cut_short()
    world.connection().undo(run_id, ANNA)
    assert [contact.billing_email for contact in world.host_fields()] == [""]


def test_plan_of_an_undo_says_what_is_not_known_yet() -> None:
    world, run_id = cut_short()
    plan = world.connection().plan_undo(run_id, ANNA)
    assert [said.why for said in plan.impossible] == [
        "its outcome is not known yet; the next run finds out first"
    ]


def test_effect_that_a_later_run_ended_is_told_as_of_the_run_that_decided_it() -> None:
    world, run_id = cut_short()
    world.connection().sync_contacts()
    entries = world.connection().journal(0, 500, run_id=run_id)
    assert {(e.fact.trigger, e.fact.actor) for e in entries} == {(RunKind.REVIEW, ANNA)}
