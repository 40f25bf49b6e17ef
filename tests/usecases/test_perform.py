"""What becomes of decisions as they are performed: told, counted, closed."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.usecases.asking import linked, relink, stop, two_way
from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.domain.contacts.check import Problem
from xerolink.domain.contacts.effects import HostOutcome, HostPatch, Refused
from xerolink.domain.contacts.model import FieldName, FieldValue, Phone
from xerolink.domain.identity import Actor, DecisionId, XeroContactId
from xerolink.domain.journal import Entry
from xerolink.domain.plan import Applied
from xerolink.domain.run import Phase
from xerolink.domain.settings import ContactSettings, Direction
from xerolink.ports.observer import PageDecided
from xerolink.testing.crashes import Crash, Trap, Trapped
from xerolink.testing.worlds import ANNA, World, fields

NAME, EMAIL, PHONE = FieldName.NAME, FieldName.BILLING_EMAIL, FieldName.PRIMARY_PHONE
Edit = Mapping[FieldName, FieldValue]
BEN = Actor.person("ben")


def open_decisions(world: World) -> list[XeroContactId | None]:
    with world.store.reading(world.connection_id) as unit:
        return [decision.xero_id for decision in unit.decisions.open(None, 10)]


def due(world: World) -> list[str | None]:
    with world.store.reading(world.connection_id) as unit:
        return [row.contact.fields.name for row in unit.staged.undecided(None, 10)]


def entries(world: World) -> Sequence[Entry]:
    return world.connection().journal(size=100)


def previewed(*names: str) -> World:
    """Contacts that only Xero has, decided by a run of Ben's."""
    world = World()
    for name in names:
        world.xero.add(fields(name, f"{name}@x.example"))
    world.connect().preview(BEN)
    return world


def test_what_is_performed_is_told_of_who_performs_it() -> None:
    world = previewed("Acme")
    run = world.connection().import_contacts(ANNA)
    told = {(entry.fact.actor, entry.fact.run_id) for entry in entries(world)}
    assert told == {(ANNA, run.run_id)}


def test_a_persons_decision_takes_the_place_of_an_open_one() -> None:
    world = previewed("Acme", "Beta")
    first, second = (contact.xero_id for contact in world.xero.contacts())
    world.connection().keep_separate([first], ANNA)
    assert open_decisions(world) == [second]


def test_a_question_is_told_in_the_journal() -> None:
    world = World()
    xero_id = world.xero.add(fields("Acme", "new@acme.example"))
    world.host.add(fields("Acme", "old@acme.example"))
    world.connect().import_contacts(ANNA)
    assert [entry.fact.xero_id for entry in entries(world)] == [xero_id]


def test_a_stop_is_told_in_the_journal() -> None:
    world, xero_id, _ = linked()
    before = len(entries(world))
    stop(world, xero_id)
    assert len(entries(world)) == before + 1


def test_what_is_left_is_not_told() -> None:
    world = World()
    world.xero.archive(world.xero.add(fields("Gone")))
    world.connect().import_contacts(ANNA)
    assert entries(world) == ()


def test_after_a_stop_nothing_is_due() -> None:
    world, xero_id, _ = linked()
    stop(world, xero_id)
    assert due(world) == []


def renamed_while_written() -> World:
    """Three Full Matches; of two the host contact is renamed just before they are written."""
    world = World()
    hosts = []
    for name in ("Acme", "Beta", "Gamma"):
        world.xero.add(fields(name, f"{name}@x.example"))
        hosts.append(world.host.add(fields(name, f"{name}@x.example")))
    world.connect()

    def renames(point: str) -> bool:
        with world.store.reading(world.connection_id) as unit:
            writing = unit.runs.latest(1)[0].phase is Phase.WRITING
        if point == "before host.get_many" and writing and hosts:
            for host in hosts[:2]:
                world.host.edit(host.host_id, {NAME: "Renamed"})
            hosts.clear()
        return False

    world.seen_host = Trapped(world.host, "host", Trap(only=renames))
    world.connection().import_contacts(ANNA)
    return world


def test_what_moved_is_counted() -> None:
    world = renamed_while_written()
    assert world.connection().latest_runs(1)[0].counts["stale"] == 2


def test_what_moved_is_closed_and_its_contact_stays_due() -> None:
    world = renamed_while_written()
    assert (open_decisions(world), set(due(world))) == ([], {"Acme", "Beta"})


def ids(applied: Applied) -> tuple[DecisionId, ...]:
    return tuple(row.decision_id for row in applied.rows)


def test_what_needs_no_effect_is_done_at_once() -> None:
    world, xero_id, _ = linked()
    applied = stop(world, xero_id)
    assert (applied.done, applied.moved, applied.uncertain) == (ids(applied), (), ())


def test_what_has_an_effect_is_done_with_it() -> None:
    world, xero_id, _ = linked()
    stop(world, xero_id)
    world.xero.edit(xero_id, {PHONE: Phone("1")})
    applied = relink(world, xero_id)
    assert (applied.done, applied.moved, applied.uncertain) == (ids(applied), (), ())


def test_what_moved_since_its_plan_is_not_done() -> None:
    world, xero_id, host_id = linked()
    stop(world, xero_id)
    plan = world.connection().plan_relink([xero_id], ANNA)
    world.host.edit(host_id, {PHONE: Phone("1")})
    applied = world.connection().apply(plan, ANNA)
    assert (applied.done, applied.moved) == ((), ids(applied))


def test_what_was_edited_between_check_and_write_has_moved() -> None:
    world, xero_id, host_id = linked()
    stop(world, xero_id)
    world.xero.edit(xero_id, {PHONE: Phone("1")})

    def edits(point: str) -> bool:
        if point == "before host.update_many":
            world.host.edit(host_id, {NAME: "Edited"})
        return False

    world.seen_host = Trapped(world.host, "host", Trap(only=edits))
    applied = relink(world, xero_id)
    assert (applied.done, applied.moved) == ((), ids(applied))


class Picky(MemoryHostBook):
    """A host that takes neither a new email nor a new phone, where another field comes along."""

    def update_many(self, patches: Sequence[HostPatch]) -> Sequence[HostOutcome]:
        if any(EMAIL in patch.values for patch in patches):
            locked = Problem("the email is locked", EMAIL), Problem("the phone is locked", PHONE)
            return [Refused(locked) for _ in patches]
        return super().update_many(patches)


def test_what_was_refused_is_told_in_words_and_is_not_done() -> None:
    world = World(host=Picky())
    xero_id = world.xero.add(fields("Acme", "a@acme.example"))
    world.imported()
    stop(world, xero_id)
    new: Edit = {EMAIL: "new@acme.example", PHONE: Phone("1"), NAME: "New"}
    world.xero.edit(xero_id, new)
    applied = relink(world, xero_id)
    (decision_id,) = ids(applied)
    said = "the email is locked; the phone is locked"
    assert (applied.done, applied.refused) == ((), {decision_id: said})


class Blind(Trapped):
    """A Xero whose replica does not show the contact."""

    def __getattr__(self, verb: str) -> Any:
        return (lambda ids: {}) if verb == "get_many" else super().__getattr__(verb)


def test_what_a_replica_does_not_show_is_uncertain() -> None:
    world = World(settings=ContactSettings(pushed_link_direction=Direction.FROM_XERO))
    world.imported()
    host = world.host.add(fields("Acme", "a@acme.example"))
    made = world.connection().create_xero_contact(host.host_id, ANNA)
    assert made.link is not None
    world.host.edit(host.host_id, {PHONE: Phone("1")})
    world.seen_xero = Blind(world.xero, "xero", Trap())
    applied = two_way(world, made.link.xero_id)
    assert (applied.done, applied.uncertain) == ((), ids(applied))


def test_a_person_sees_how_many_rows_are_written() -> None:
    world, xero_id, _ = linked()
    stop(world, xero_id)
    world.xero.edit(xero_id, {PHONE: Phone("1")})
    seen = []

    def looks(point: str) -> bool:
        if point == "before host.update_many":
            with world.store.reading(world.connection_id) as unit:
                run = unit.runs.latest(1)[0]
            seen.append((run.phase, run.done, run.total))
        return False

    world.seen_host = Trapped(world.host, "host", Trap(only=looks))
    relink(world, xero_id)
    assert seen == [(Phase.WRITING, 0, 1)]


def test_what_a_person_merged_is_decided_again_although_the_run_crashed() -> None:
    """A person decides about values; what else is new of the pair is not forgotten."""
    world, xero_id, _ = linked()
    stop(world, xero_id)
    world.xero.edit(xero_id, {PHONE: Phone("1")})
    trap = Trap(1, only=lambda point: point == "after host.update_many")
    world.seen_host = Trapped(world.host, "host", trap)
    with pytest.raises(Crash):
        relink(world, xero_id)
    assert due(world) == ["Acme"]


def test_a_plan_over_the_whole_book_makes_nobody_be_decided_anew() -> None:
    world, xero_id, _ = linked()
    world.xero.edit(xero_id, {PHONE: Phone("1")})
    plan = world.connection().plan_sync(ANNA)
    world.events.events.clear()
    world.connection().apply(plan, ANNA)
    assert not [event for event in world.events.events if isinstance(event, PageDecided)]
