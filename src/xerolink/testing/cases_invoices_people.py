"""What people do with invoices in a golden case, in the host and in Xero."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from xerolink.domain.invoices.model import HostInvoiceId, InvoiceStatus, LineAmountTypes
from xerolink.domain.invoices.tax import XeroTaxType
from xerolink.domain.invoices.xero import (
    AccountCode,
    XeroInvoiceDraft,
    XeroInvoiceStatus,
    XeroLine,
)
from xerolink.testing.billing_world import NZD, TODAY
from xerolink.testing.cases_invoices_books import Bills
from xerolink.testing.cases_invoices_shown import xero_shown
from xerolink.testing.cases_invoices_words import (
    COMMON,
    as_choice,
    as_lines,
    as_number,
    as_text,
    as_xero_lines,
    common_fields,
)
from xerolink.testing.cases_stage import Firm
from xerolink.testing.cases_words import CaseError, only

Given = Mapping[str, Any]
_HOST_WORDS = (*COMMON, "lines", "total", "status")
_XERO_WORDS = (*COMMON, "lines", "status", "link")


def bill(firm: Firm, name: str, given: Given) -> None:
    """A person makes an invoice in the host; who tells its lines tells what was billed."""
    only(f"the invoice {name!r}", given, known=_HOST_WORDS, needed=("client",))
    if ("lines" in given) != ("total" in given):
        raise CaseError(f"the invoice {name!r} has lines without a total, or a total without lines")
    fields, bills = _host_fields(firm.bills, given), firm.bills
    number = fields.pop("number", name)
    client = firm.host_id(given["client"])
    host_id = HostInvoiceId(name.lower())
    bills.host[name] = bills.world.bill(client, number, host_id=host_id, **fields)
    _left_in_host(bills, name)


def edit(firm: Firm, name: str, given: Given) -> None:
    """A person changes an invoice of the host."""
    only("an edit", given, known=(*_HOST_WORDS, "client"))
    fields = _host_fields(firm.bills, given)
    if "client" in given:
        fields["contact_id"] = firm.host_id(given["client"])
    firm.bills.world.invoices.edit(firm.bills.host_id(name), **fields)
    _left_in_host(firm.bills, name)


def become(firm: Firm, name: str, status: Any) -> None:
    """A person moves an invoice of the host on, or deletes it."""
    if status != "deleted":
        edit(firm, name, {"status": status})
        return
    firm.bills.world.invoices.delete(firm.bills.host_id(name))
    del firm.bills.left[name]


def _host_fields(bills: Bills, given: Given) -> dict[str, Any]:
    fields = common_fields(given)
    if "lines" in given:
        fields["lines"] = as_lines(given["lines"], bills.world.invoices.terms())
    if "total" in given:
        fields["total"] = as_number(given["total"])
    if "status" in given:
        fields["status"] = as_choice(InvoiceStatus, given["status"])
    return fields


def _left_in_host(bills: Bills, name: str) -> None:
    bills.left[name] = bills.world.invoices.invoices()[bills.host_id(name)].status


def bill_in_xero(firm: Firm, name: str, given: Given) -> None:
    """A person makes a sales invoice in Xero: of 100 plus GST, unless it says otherwise."""
    only(f"the invoice {name!r} in Xero", given, known=_XERO_WORDS, needed=("client",))
    usual = {
        "number": name,
        "currency": NZD,
        "issued": TODAY,
        "due": TODAY,
        "line_amount_types": LineAmountTypes.EXCLUSIVE,
        "lines": (
            XeroLine(
                "Advice", Decimal(1), Decimal(100), AccountCode("200"), XeroTaxType("OUTPUT2")
            ),
        ),
    }
    draft = XeroInvoiceDraft(
        contact_id=firm.xero_id(given["client"]), **{**usual, **_xero_fields(given)}
    )
    firm.bills.xero[name] = firm.bills.world.accountants.add(draft)
    _left_in_xero(firm, name)


def edit_in_xero(firm: Firm, name: str, given: Given) -> None:
    """A person changes an invoice in Xero."""
    only("an edit in Xero", given, known=(*_XERO_WORDS, "client"))
    fields = _xero_fields(given)
    if "client" in given:
        fields["contact_id"] = firm.xero_id(given["client"])
    firm.bills.world.accountants.edit(firm.bills.xero_id(name), **fields)
    _left_in_xero(firm, name)


def become_in_xero(firm: Firm, name: str, what: Any) -> None:
    """A person pays, voids or approves an invoice in Xero, or removes its payments."""
    people = firm.bills.world.accountants
    ways: Mapping[str, Callable[[Any], None]] = {
        "paid": people.pay,
        "unpaid": people.unpay,
        "voided": people.void,
        "approved": people.approve,
    }
    if what not in ways:
        raise CaseError(f"an invoice in Xero cannot become {what!r}; known: {list(ways)}")
    ways[what](firm.bills.xero_id(name))
    _left_in_xero(firm, name)


def pay(firm: Firm, name: str, amount: Any) -> None:
    """Somebody pays a part of an invoice in Xero."""
    firm.bills.world.accountants.pay(firm.bills.xero_id(name), as_number(amount))
    _left_in_xero(firm, name)


def credit(firm: Firm, name: str, amount: Any) -> None:
    """A person sets a credit note against an invoice in Xero."""
    firm.bills.world.accountants.credit(firm.bills.xero_id(name), as_number(amount))
    _left_in_xero(firm, name)


def _xero_fields(given: Given) -> dict[str, Any]:
    fields = common_fields(given)
    if "lines" in given:
        fields["lines"] = as_xero_lines(given["lines"])
    if "status" in given:
        fields["status"] = as_choice(XeroInvoiceStatus, given["status"])
    if "link" in given:
        fields["url"] = as_text(given["link"])
    return fields


def _left_in_xero(firm: Firm, name: str) -> None:
    firm.bills.learn_names()
    firm.bills.xero_left[name] = xero_shown(firm, firm.bills.in_xero(name))
