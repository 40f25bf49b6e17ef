"""What Xero answers about an invoice of ours that cannot be read is told by the run."""

from typing import Any

from attrs import define, evolve

from tests.usecases.invoices.test_send import sent
from xerolink.domain.contacts.check import Problem
from xerolink.domain.invoices.xero import XeroInvoiceId
from xerolink.ports.xero_invoices import OddInvoice
from xerolink.testing.billing_world import BillingWorld
from xerolink.testing.worlds.world import ANNA

SOMEBODY = XeroInvoiceId("0" * 36)


@define
class Odd:
    """A Xero whose invoices cannot be read, of which one is nobody's here and one has no id."""

    xero: Any

    def __getattr__(self, name: str) -> Any:
        return getattr(self.xero, name)

    def page(self, *asked: Any) -> Any:
        page = self.xero.page(*asked)
        ids = (*(one.xero_id for one in page.invoices), SOMEBODY, None)
        why = Problem("Status is not one that is known", blocks=True)
        return evolve(page, invoices=(), odd=tuple(OddInvoice(one, why) for one in ids))


def unreadable() -> BillingWorld:
    world, _ = sent()
    world.accountants.pay(world.in_xero()[0].xero_id)
    world.seen_xero_invoices = Odd(world.xero_invoices)
    return world


def test_those_of_ours_are_counted() -> None:
    run = unreadable().connection().send_invoices(ANNA)
    assert run.counts["invoices_unreadable"] == 1


def test_a_run_that_can_read_all_counts_none() -> None:
    world, _ = sent()
    assert "invoices_unreadable" not in world.connection().send_invoices(ANNA).counts
