"""The people of a simulated organisation as the contract of invoices knows them.

Its JSON names are written out anew, as a second opinion.
"""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid5

from tests.adapters.xero.conftest import SPACE
from xerolink.domain.identity import XeroContactId
from xerolink.domain.invoices.model import InvoiceNumber
from xerolink.domain.invoices.xero import AccountCode, XeroInvoiceDraft, XeroInvoiceId, XeroLine
from xerolink.testing.conformance.xero_invoices import InvoicePeople
from xerolink.testing.simulator import Organisation


class Office(InvoicePeople):
    """One organisation; ids depend on nothing but the order in which things are made."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation

    def contact(self, name: str) -> XeroContactId:
        xero_id = str(uuid5(SPACE, str(len(self.organisation.contacts))))
        self.organisation.seed([{"ContactID": xero_id, "Name": name}])
        return XeroContactId(xero_id)

    def archive_contact(self, contact_id: XeroContactId) -> None:
        self.organisation.people.archive(contact_id)

    def add(self, draft: XeroInvoiceDraft) -> XeroInvoiceId:
        return self._add(invoice_json(draft))

    def add_bill(self, number: InvoiceNumber, contact_id: XeroContactId) -> XeroInvoiceId:
        bill = {"Type": "ACCPAY", "InvoiceNumber": number, "Contact": {"ContactID": contact_id}}
        line = {"Description": "Paper", "Quantity": 1, "UnitAmount": "10", "AccountCode": "429"}
        return self._add({**bill, "LineItems": [line]})

    def edit(self, xero_id: XeroInvoiceId, draft: XeroInvoiceDraft) -> None:
        lines = self.organisation.invoices[xero_id].lines
        row = invoice_json(draft)
        for line, old in zip(row["LineItems"], lines, strict=False):
            line["LineItemID"] = old.line_id
        self.organisation.people.edit_invoice(xero_id, **row)

    def void(self, xero_id: XeroInvoiceId) -> None:
        self.organisation.people.void(xero_id)

    def pay(self, xero_id: XeroInvoiceId, amount: Decimal) -> None:
        self.organisation.people.pay(xero_id, amount)

    def lock_period(self, day: date) -> None:
        self.organisation.people.lock_period(day)

    def archive_account(self, code: AccountCode) -> None:
        self.organisation.people.archive_account(code)

    def _add(self, row: dict[str, Any]) -> XeroInvoiceId:
        xero_id = str(uuid5(SPACE, f"invoice {len(self.organisation.invoices)}"))
        return XeroInvoiceId(self.organisation.people.add_invoice(InvoiceID=xero_id, **row))


def invoice_json(draft: XeroInvoiceDraft) -> dict[str, Any]:
    return {
        "Type": "ACCREC",
        "InvoiceNumber": draft.number,
        "Contact": {"ContactID": draft.contact_id},
        "CurrencyCode": draft.currency,
        "Date": str(draft.issued),
        "DueDate": str(draft.due),
        "LineAmountTypes": draft.line_amount_types.value,
        "Status": draft.status.value,
        "Reference": draft.reference,
        "LineItems": [line_json(line) for line in draft.lines],
    }


def line_json(line: XeroLine) -> dict[str, Any]:
    return {
        "Description": line.description,
        "Quantity": str(line.quantity),
        "UnitAmount": str(line.unit_price),
        "AccountCode": line.account,
        "TaxType": line.tax_type or "",
    }
