"""An edit that somebody made in Xero, and how it ends (semantics row 39)."""

from datetime import timedelta

from tests.usecases.invoices.test_send import sent
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.testing.billing_world import TODAY, BillingWorld
from xerolink.testing.worlds import ANNA, fields

LATER = TODAY + timedelta(days=3)


def edited_in_xero() -> tuple[BillingWorld, HostInvoiceId]:
    """An invoice that was sent, whose date somebody changed in Xero."""
    world, host_id = sent()
    world.accountants.edit(world.in_xero()[0].xero_id, issued=LATER)
    world.send()
    return world, host_id


def held_by(world: BillingWorld, host_id: HostInvoiceId) -> list[str]:
    return [cause.kind.value for cause in world.record(host_id).causes]


def test_an_edit_in_xero_waits_for_a_person() -> None:
    world, host_id = edited_in_xero()
    assert (held_by(world, host_id), world.in_xero()[0].issued) == (["edited in xero"], LATER)


def test_it_waits_however_often_a_worker_comes() -> None:
    world, host_id = edited_in_xero()
    world.send()
    assert (held_by(world, host_id), world.in_xero()[0].issued) == (["edited in xero"], LATER)


def test_a_retry_makes_xero_s_as_the_host_s_again() -> None:
    world, host_id = edited_in_xero()
    world.connection().retry_invoices(ids=[host_id], by=ANNA)
    assert (held_by(world, host_id), world.in_xero()[0].issued) == ([], TODAY)


def test_an_edit_in_the_host_overwrites_it() -> None:
    world, host_id = edited_in_xero()
    world.invoices.edit(host_id, reference="PO 7")
    world.send()
    assert (held_by(world, host_id), world.in_xero()[0].issued) == ([], TODAY)


def test_what_is_taken_back_in_xero_holds_no_more() -> None:
    world, host_id = edited_in_xero()
    world.accountants.edit(world.in_xero()[0].xero_id, issued=TODAY)
    world.send()
    assert held_by(world, host_id) == []


def edited_on_both_sides() -> tuple[BillingWorld, HostInvoiceId]:
    """Somebody changed its date in Xero, somebody its reference here, before a worker came."""
    world, host_id = sent()
    world.invoices.edit(host_id, reference="PO 7")
    world.accountants.edit(world.in_xero()[0].xero_id, issued=LATER)
    world.send()
    return world, host_id


def test_an_edit_in_xero_that_nobody_has_seen_is_not_overwritten() -> None:
    world, host_id = edited_on_both_sides()
    assert (held_by(world, host_id), world.in_xero()[0].issued) == (["edited in xero"], LATER)


def test_once_it_was_seen_a_retry_carries_the_edit_of_the_host() -> None:
    world, host_id = edited_on_both_sides()
    world.connection().retry_invoices(ids=[host_id], by=ANNA)
    (made,) = world.in_xero()
    assert (held_by(world, host_id), made.issued, made.reference) == ([], TODAY, "PO 7")


def test_an_invoice_that_a_merge_in_xero_moved_was_edited_by_nobody() -> None:
    world, host_id = sent()
    (made,) = world.in_xero()
    left = world.xero.add(fields("Kauri Group", "group@x.example"))
    world.xero.merge(made.contact_id, left)
    world.connection().sync_contacts(ANNA)
    world.accountants.edit(made.xero_id, contact_id=left)
    world.send()
    assert held_by(world, host_id) == []


def noted_in_xero() -> tuple[BillingWorld, HostInvoiceId]:
    """An invoice that was sent, to whose reference somebody in Xero added a note."""
    world, host_id = sent()
    world.accountants.edit(world.in_xero()[0].xero_id, reference="paid by Moana")
    world.send()
    return world, host_id


def test_a_reference_that_somebody_notes_in_xero_holds_nothing() -> None:
    world, host_id = noted_in_xero()
    assert held_by(world, host_id) == []


def test_an_edit_of_the_host_leaves_such_a_note() -> None:
    world, host_id = noted_in_xero()
    world.invoices.edit(host_id, due=LATER)
    world.send()
    (made,) = world.in_xero()
    assert (made.due, made.reference) == (LATER, "paid by Moana")


def test_a_reference_of_the_host_takes_its_place() -> None:
    world, host_id = noted_in_xero()
    world.invoices.edit(host_id, reference="PO 7")
    world.send()
    assert world.in_xero()[0].reference == "PO 7"
