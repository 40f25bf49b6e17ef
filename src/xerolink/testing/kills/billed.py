"""Invoices in the states in which a person or a worker finds them."""

from datetime import date
from decimal import Decimal

from attrs import evolve

from xerolink.domain.identity import HostContactId, IntentId, RunId
from xerolink.domain.invoices.model import (
    HostInvoiceId,
    InvoiceLine,
    InvoiceNumber,
    InvoiceStatus,
    LineAmountTypes,
)
from xerolink.domain.invoices.tax import XeroTaxType
from xerolink.domain.invoices.xero import (
    AccountCode,
    InvoiceCreation,
    XeroInvoiceDraft,
    XeroInvoiceId,
    XeroLine,
)
from xerolink.ports.xero_invoices import GROUP
from xerolink.testing.billing_world import GST, MAPPED, NZD, TODAY, ZERO
from xerolink.testing.kills.firm import Firm
from xerolink.testing.kills.pairs import last_run
from xerolink.testing.kills.scene import Make

FIRST, SECOND, THIRD, FOURTH = (HostInvoiceId(f"inv-{number}") for number in range(1, 5))
OFF = evolve(MAPPED, on=False)
FROM_JUNE = evolve(MAPPED, sync_start_date=date(2026, 6, 1))
ELSEWHERE = evolve(MAPPED, revenue_account=AccountCode("260"))
_JUNE = date(2026, 6, 20)


def opened(make: Make) -> tuple[Firm, HostContactId]:
    """A firm that has set up its invoices, and its one client."""
    world = make()
    return world, world.opened()


def some(make: Make) -> Firm:
    """Two that can go, one billed a cent too much, one that was not sent, one of June."""
    world, kauri = opened(make)
    world.bill(kauri)
    world.bill(kauri, "INV-2", reference="PO 7")
    world.bill(kauri, "INV-3", total="115.01")
    world.bill(kauri, "INV-4", status=InvoiceStatus.APPROVED)
    world.bill(kauri, "INV-0", issued=_JUNE)
    return world


def more_than_a_call_takes(make: Make) -> Firm:
    world, kauri = opened(make)
    for number in range(GROUP + 1):
        world.bill(kauri, f"INV-{number}")
    return world


def sent(make: Make, number: int = 1) -> Firm:
    """So many are in Xero, unpaid: INV-1 and on."""
    world, kauri = opened(make)
    for place in range(1, number + 1):
        world.bill(kauri, f"INV-{place}")
    world.send()
    return world


def sent_by_a_run(make: Make) -> tuple[Firm, RunId]:
    """Three that one run sent; the first was paid since."""
    world = sent(make, 3)
    run_id = last_run(world)
    world.accountants.pay(there(world))
    return world, run_id


def there(world: Firm, number: int = 1) -> XeroInvoiceId:
    """The one in Xero with the number INV-*number*."""
    (found,) = (one.xero_id for one in world.in_xero() if one.number == f"INV-{number}")
    return found


def edit(world: Firm, host_id: HostInvoiceId) -> None:
    """Two lines in the place of one, and a reference."""
    lines = (InvoiceLine("Advice", 2, "100", GST), InvoiceLine("Travel", 1, "40", ZERO))
    world.invoices.edit(host_id, lines=lines, total=Decimal(270), reference="PO 7")


def edit_in_xero(world: Firm, number: int = 1) -> None:
    """Somebody dates it otherwise there."""
    world.accountants.edit(there(world, number), issued=date(2026, 7, 3))


def take_number(world: Firm, number: int = 1) -> None:
    """Somebody bills another one in Xero under this number."""
    line = XeroLine("Timber", Decimal(1), Decimal(50), AccountCode("200"), XeroTaxType("OUTPUT2"))
    draft = XeroInvoiceDraft(
        InvoiceNumber(f"INV-{number}"),
        world.xero.contacts()[0].xero_id,
        NZD,
        TODAY,
        TODAY,
        LineAmountTypes.EXCLUSIVE,
        (line,),
    )
    world.xero_invoices.create_many([InvoiceCreation(IntentId("of another app"), draft)])


def wait_for_contact(world: Firm) -> None:
    """Two invoices of a client whom no import has seen; a run has seen the first of them."""
    rimu = world.client("Rimu Ltd")
    world.bill(rimu, "INV-8")
    world.send()
    world.bill(rimu, "INV-9")


def a_bit_of_everything(make: Make) -> Firm:
    """Of four in Xero one was edited, one voided, one paid and one voided there; others are new."""
    world = sent(make, 4)
    wait_for_contact(world)
    edit(world, FIRST)
    world.invoices.void(SECOND)
    world.accountants.pay(there(world, 3))
    world.accountants.void(there(world, 4))
    world.bill(next(iter(world.host.contacts())), "INV-5")
    return world
