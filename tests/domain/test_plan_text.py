"""The printed plan."""

from attrs import evolve

from xerolink.domain.contacts.decide import CreateInHost
from xerolink.domain.contacts.model import ContactKind, FieldName, Phone
from xerolink.domain.identity import xero_entity
from xerolink.domain.plan import Impossible, Plan
from xerolink.domain.plan_text import describe
from xerolink.domain.settings import ContactSettings, ContactTypeFilter
from xerolink.testing.worlds import ANNA, World, fields


def import_plan() -> Plan:
    world = World()
    world.xero.add(fields("Acme", "a@x.example", Phone("555 0101")))
    world.host.add(fields("acme", "a@x.example"))
    return world.connect().plan_import(ANNA)


def test_row_tells_verdict_who_each_field_before_and_after_and_why() -> None:
    assert describe(import_plan()).splitlines()[1] == (
        "  1. full match: Acme | link it to host contact host-1"
        " | host name: acme → Acme; host primary phone: (empty) → 555 0101"
        " | same name and billing email, and no other contact has both"
    )


def test_title_tells_what_for_whom_by_whom_and_when() -> None:
    title = describe(import_plan()).splitlines()[0]
    assert title.endswith(": import of firm-1, made by anna at 2026-07-01 09:00 UTC")


def test_totals_are_by_verdict() -> None:
    assert describe(import_plan()).splitlines()[-1] == "1 row: 1 full match"


def test_warnings_stand_behind_their_row() -> None:
    plan = import_plan()
    warned = evolve(plan, rows=(evolve(plan.rows[0], warnings=("read this",)),))
    assert describe(warned).splitlines()[1].endswith(" ! read this")


def created(confidence: int) -> str:
    """The line of a contact that is created as an organisation, as sure as that."""
    world = World()
    world.xero.add(fields("Acme", "a@x.example"))
    plan = world.connect().plan_import(ANNA)
    made = CreateInHost(ContactKind.ORGANISATION, confidence, "a single word", "")
    return describe(evolve(plan, rows=(evolve(plan.rows[0], action=made),))).splitlines()[1]


def test_a_kind_that_needs_a_look_is_told_with_how_sure_it_is_and_why() -> None:
    told = " | create it in the host, as an organisation, for a look (59% sure: a single word) | "
    assert told in created(599)


def test_a_kind_that_is_sure_enough_is_told_alone() -> None:
    assert " | create it in the host, as an organisation | " in created(600)


def test_what_is_not_possible_has_a_line() -> None:
    plan = import_plan()
    subject = xero_entity(plan.rows[0].xero_id or "")  # type: ignore[arg-type]  # never None here
    told = evolve(plan, impossible=(Impossible(subject, "it is gone", FieldName.NAME),))
    assert f"  not possible: {subject}, name | it is gone" in describe(told).splitlines()


def test_left_out_rows_are_counted() -> None:
    plan = import_plan()
    assert "1 left out" in describe(plan.without({plan.rows[0].decision_id})).splitlines()


def test_new_clients_without_an_invoice_are_told() -> None:
    world = World(settings=ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS))
    world.xero.add(fields("New client"))
    world.xero.add(fields("Supplier"), is_supplier=True)
    lines = describe(world.connect().plan_import(ANNA)).splitlines()
    assert lines[-1].startswith("left out by the contact type filter: 2 contacts; 1 of them")


def test_settings_that_it_changes_are_told() -> None:
    world = World()
    world.imported()
    plan = world.connection().plan_settings(ContactSettings(link_name_only=True), ANNA)
    assert describe(plan).splitlines()[-1].endswith("link_name_only False → True")


def test_nothing_that_somebody_typed_makes_a_line_of_its_own() -> None:
    """Nor moves the cursor of a terminal, nor turns the direction of writing."""
    plan = import_plan()
    nasty = fields("A\n2. full match: \x1b[2K\u202eForged\ud800")
    told = describe(evolve(plan, rows=(evolve(plan.rows[0], xero_before=nasty),)))
    assert len(told.splitlines()) == 3
    assert "A<000A>2. full match: <001B>[2K<202E>Forged<D800>" in told
