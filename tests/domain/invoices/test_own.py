"""What attempts whose answers were lost have made, of what Xero has under their number."""

from collections.abc import Collection, Mapping

from attrs import evolve

from tests.domain.invoices.office import DRAFT, IN_XERO, XERO, as_xero_has_it
from xerolink.domain.identity import IntentId
from xerolink.domain.invoices.intent import CreateInvoice
from xerolink.domain.invoices.own import own_invoices
from xerolink.domain.invoices.xero import XeroInvoice, XeroInvoiceId

MADE = CreateInvoice(DRAFT, IN_XERO.total)
"""An attempt, without a link back."""
A, B = IntentId("intent-a"), IntentId("intent-b")
ANOTHER = XeroInvoiceId("x-2")


def leading(page: str) -> CreateInvoice:
    """The attempt, with a link back to *page*."""
    return evolve(MADE, draft=evolve(DRAFT, url=page))


def own(
    attempts: Mapping[IntentId, CreateInvoice],
    *shown: XeroInvoice,
    taken: Collection[XeroInvoiceId] = (),
) -> dict[IntentId, XeroInvoiceId]:
    found = own_invoices(attempts, {DRAFT.number: shown}, taken)
    return {key: one.xero_id for key, one in found.items()}


def test_what_is_equal_is_its_own() -> None:
    assert own({A: MADE}, as_xero_has_it()) == {A: XERO}


def test_what_leads_back_is_its_own_whatever_was_edited() -> None:
    shown = as_xero_has_it(url="page-a", due=None, total=IN_XERO.total + 1)
    assert own({A: leading("page-a")}, shown) == {A: XERO}


def test_another_one_is_nobody_s() -> None:
    assert own({A: MADE}, as_xero_has_it(total=IN_XERO.total + 1)) == {}


def test_what_another_invoice_of_the_host_has_is_not_its_own() -> None:
    assert own({A: MADE}, as_xero_has_it(), taken=[XERO]) == {}


def test_one_invoice_is_given_once() -> None:
    assert own({A: MADE, B: MADE}, as_xero_has_it()) == {A: XERO}


def test_it_is_given_to_whom_its_link_leads_back() -> None:
    attempts = {A: leading("page-a"), B: leading("page-b")}
    assert own(attempts, as_xero_has_it(url="page-b")) == {B: XERO}


def test_whose_link_leads_to_one_gets_no_other() -> None:
    """An earlier one of the same number, which is voided, is equal to the letter."""
    shown = (as_xero_has_it(), as_xero_has_it(xero_id=ANOTHER, url="page-a"))
    assert own({A: leading("page-a")}, *shown) == {A: ANOTHER}
