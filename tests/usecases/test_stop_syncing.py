"""Stop syncing: both contacts stay, and nothing links them by itself (semantics row 26)."""

import pytest

from tests.usecases.asking import (
    BEFORE,
    former,
    link_of,
    linked,
    links,
    section,
    stop,
    stopped,
    sync,
)
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName, XeroStatus
from xerolink.domain.contacts.next_steps import NextStep
from xerolink.domain.errors import IllegalTransitionError, NotLinkedError
from xerolink.domain.identity import XeroContactId
from xerolink.testing.worlds import ANNA, World, fields

EMAIL = FieldName.BILLING_EMAIL
UNKNOWN = XeroContactId("nobody")


def test_stop_makes_a_tombstone() -> None:
    world, xero_id, host_id = stopped()
    assert links(world) == [(xero_id, host_id, LinkState.PREVIOUSLY_SYNCED)]


def test_stop_writes_to_neither_side() -> None:
    world, _, _ = linked()
    written = world.host.written, list(world.xero.written)
    stop(world, *world.pairs())
    assert (world.host.written, world.xero.written) == written


def test_edits_after_a_stop_stay_where_they_are() -> None:
    world, xero_id, host_id = stopped()
    world.host.edit(host_id, {EMAIL: "host@acme.example"})
    world.xero.edit(xero_id, {FieldName.NAME: "Acme in Xero"})
    sync(world)
    assert world.xero_contact(xero_id).fields.billing_email == BEFORE.billing_email
    assert world.host.contacts()[host_id].fields.name == BEFORE.name


def test_a_stopped_pair_is_not_linked_by_a_second_import() -> None:
    world, xero_id, host_id = stopped()
    world.connection().import_contacts(ANNA)
    sync(world)
    assert links(world) == [(xero_id, host_id, LinkState.PREVIOUSLY_SYNCED)]


def test_a_suspended_pair_can_be_stopped() -> None:
    world, xero_id, _ = linked()
    world.xero.archive(xero_id)
    sync(world)
    stop(world, xero_id)
    assert link_of(world, xero_id).state is LinkState.PREVIOUSLY_SYNCED


def test_stop_closes_the_open_issues_of_the_pair() -> None:
    world, xero_id, host_id = linked()
    world.host.edit(host_id, {EMAIL: "host@acme.example"})
    world.xero.edit(xero_id, {EMAIL: "xero@acme.example"})
    sync(world)
    before = [issue.kind for issue in world.connection().issues()]
    stop(world, xero_id)
    assert (before, world.connection().issues()) == ([IssueKind.FIELD_CONFLICT], ())


def test_stop_remembers_who_when_and_why() -> None:
    world, xero_id, _ = linked()
    stop(world, xero_id, why="left us")
    apart = link_of(world, xero_id).separated
    assert apart is not None
    assert (apart.by, apart.at, apart.why) == (ANNA, world.clock.now(), "left us")


def test_a_stop_without_a_reason_says_that_a_person_did_it() -> None:
    world, xero_id, _ = stopped()
    apart = link_of(world, xero_id).separated
    assert apart is not None
    assert apart.why == "stopped by a person"


def test_a_planned_stop_is_not_stale_because_somebody_edited_the_host_contact() -> None:
    world, xero_id, host_id = linked()
    plan = world.connection().plan_stop_syncing([xero_id], ANNA)
    world.host.edit(host_id, {FieldName.NAME: "Renamed"})
    applied = world.connection().apply(plan, ANNA)
    assert applied.done == tuple(row.decision_id for row in plan.rows)


def test_a_planned_stop_moves_nothing_before_it_is_applied() -> None:
    world, xero_id, _ = linked()
    world.connection().plan_stop_syncing([xero_id], ANNA)
    assert link_of(world, xero_id).state is LinkState.SYNCED


def test_stopping_twice_is_refused_and_says_what_is_possible() -> None:
    world, xero_id, _ = stopped()
    before = links(world), former(world)
    with pytest.raises(
        IllegalTransitionError, match="possible: create_new_contact, relink, rematch"
    ):
        stop(world, xero_id)
    assert (links(world), former(world)) == before


def test_stopping_an_unlinked_contact_is_refused() -> None:
    world, _, _ = linked()
    with pytest.raises(NotLinkedError, match="confirm_link"):
        stop(world, UNKNOWN)


def test_a_batch_survives_its_worst_row() -> None:
    world, xero_id, _ = linked()
    applied = stop(world, UNKNOWN, xero_id)
    assert [i.subject for i in applied.impossible] == [f"xero:{UNKNOWN}"]
    assert link_of(world, xero_id).state is LinkState.PREVIOUSLY_SYNCED


def test_many_are_stopped_at_once() -> None:
    world, _, _ = linked()
    world.xero.add(fields("Beta"))
    sync(world)
    stop(world, *world.pairs())
    assert world.pairs() == {}


def test_previously_synced_tells_what_changed_on_either_side_since() -> None:
    world, xero_id, host_id = stopped()
    world.host.edit(host_id, {EMAIL: "host@acme.example"})
    world.xero.edit(xero_id, {FieldName.NAME: "Acme in Xero"})
    sync(world)
    (pair,) = former(world)
    assert [(c.name, c.then, c.now) for c in pair.changed_in_host] == [
        (EMAIL, BEFORE.billing_email, "host@acme.example")
    ]
    assert [(c.name, c.now) for c in pair.changed_in_xero] == [(FieldName.NAME, "Acme in Xero")]


def test_previously_synced_tells_who_when_and_why() -> None:
    world, xero_id, _ = linked()
    stop(world, xero_id, why="left us")
    (pair,) = former(world)
    assert pair.separated is not None
    assert (pair.separated.by, pair.separated.why) == (ANNA, "left us")


def test_previously_synced_offers_all_four_ways_while_both_are_alive() -> None:
    world, _, _ = stopped()
    (pair,) = former(world)
    assert pair.next_steps == (
        NextStep.RELINK,
        NextStep.REMATCH,
        NextStep.CREATE_NEW_FROM_XERO,
        NextStep.CREATE_NEW_FROM_HOST,
    )


def test_previously_synced_tells_that_the_host_contact_is_gone() -> None:
    """Semantics row 24: deleted in the host, with Create New Contact."""
    world, _, host_id = linked()
    world.host.delete(host_id)
    sync(world)
    (pair,) = former(world)
    assert pair.separated is not None
    assert (pair.host, pair.separated.why) == (None, "deleted in the host")
    assert pair.next_steps == (NextStep.REMATCH, NextStep.CREATE_NEW_FROM_XERO)


def test_previously_synced_tells_that_the_xero_contact_is_archived() -> None:
    world, xero_id, _ = stopped()
    world.xero.archive(xero_id)
    sync(world)
    (pair,) = former(world)
    assert (pair.xero_status, pair.next_steps) == (
        XeroStatus.ARCHIVED,
        (NextStep.CREATE_NEW_FROM_HOST,),
    )


def test_previously_synced_is_ordered_by_xero_id() -> None:
    world, _, _ = linked()
    world.xero.add(fields("Beta"))
    sync(world)
    stop(world, *world.pairs())
    every = [pair.link.xero_id for pair in former(world)]
    assert len(every) == 2
    assert every == sorted(every)


def test_the_section_of_a_stopped_contact_says_so() -> None:
    world, _, host_id = stopped()
    assert section(world, host_id).state.value == "previously_synced"


def test_one_id_where_several_are_expected_is_a_mistake() -> None:
    """Its letters would each be an unknown contact, and nobody would notice."""
    world = World()
    connection = world.imported()
    with pytest.raises(TypeError, match="a list of ids"):
        connection.stop_syncing("x1", ANNA)  # type: ignore[arg-type]  # the mistake itself


def test_answer_names_the_rows_that_it_is_about() -> None:
    world, xero_id, _ = linked()
    applied = world.connection().stop_syncing([xero_id], ANNA)
    assert [(row.xero_id, row.decision_id) for row in applied.rows] == [(xero_id, applied.done[0])]
