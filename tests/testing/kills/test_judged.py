"""What may never be of invoices is noticed, each by itself, by a look at both sides."""

from decimal import Decimal

from attrs import evolve

from xerolink.adapters.memory.xero_invoice_edits import draft_of
from xerolink.domain.identity import IntentId
from xerolink.domain.invoices.model import HostInvoiceId, InvoiceNumber
from xerolink.domain.invoices.xero import InvoiceCreation
from xerolink.testing.kills.billed import FIRST, opened, sent, there
from xerolink.testing.kills.firm import Firm
from xerolink.testing.kills.judged import judged


def verdict(world: Firm) -> list[str]:
    return list(judged(world, world.connection().invoices(), world.in_xero()))


def unsent() -> tuple[Firm, HostInvoiceId]:
    """An invoice that no run has seen."""
    world, kauri = opened(Firm)
    return world, world.bill(kauri)


def test_an_invoice_that_is_in_xero_as_it_was_billed_is_right() -> None:
    assert verdict(sent(Firm)) == []


def test_one_that_is_held_with_a_reason_is_right() -> None:
    world, host_id = unsent()
    world.invoices.edit(host_id, total=Decimal("115.01"))
    world.send()
    assert verdict(world) == []


def test_one_that_was_made_twice_is_noticed() -> None:
    """Whatever its number is: the link back is to the same invoice of the host."""
    world = sent(Firm)
    again = evolve(draft_of(world.in_xero()[0]), number=InvoiceNumber("INV-1a"))
    world.xero_invoices.create_many([InvoiceCreation(IntentId("again"), again)])
    assert verdict(world) == ["INV-1 is in Xero 2 times"]


def test_one_that_is_not_in_xero_without_a_reason_is_lost() -> None:
    assert verdict(unsent()[0]) == ["INV-1 is lost"]


def test_another_total_than_billed_is_noticed() -> None:
    world = sent(Firm)
    world.invoices.edit(FIRST, total=Decimal(116))
    assert verdict(world) == ["INV-1 was billed with 116 and is in Xero with 115.00"]


def test_a_payment_that_the_host_does_not_show_is_noticed() -> None:
    world = sent(Firm)
    world.accountants.pay(there(world))
    (said,) = verdict(world)
    assert said.startswith("INV-1 is PAID in Xero, and the host shows InXero")


def test_a_payment_that_there_is_not_is_noticed() -> None:
    world = sent(Firm)
    world.accountants.pay(there(world))
    world.send()
    world.accountants.unpay(there(world))
    assert verdict(world) == ["INV-1 is AUTHORISED in Xero, and the host shows Paid()"]
