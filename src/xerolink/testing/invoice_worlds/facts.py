"""What is so between the two sides now: why an invoice need not be in Xero, or not as it is here.

Nothing is taken from what the library remembers, but for the contacts' links.
"""

from collections.abc import Iterator
from decimal import Decimal

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import XeroStatus
from xerolink.domain.identity import XeroContactId
from xerolink.domain.invoices.model import HostInvoice, InvoiceStatus
from xerolink.domain.invoices.settings import FormerPartner, UnprovedTaxRule
from xerolink.testing.invoice_worlds.place import InvoicePlace
from xerolink.testing.invoice_worlds.prices import (
    GST,
    PERCENT,
    SPLIT,
    is_service,
    priced,
)
from xerolink.testing.simulator.invoice import Invoice
from xerolink.testing.simulator.money import ONE

DEAD = frozenset({"VOIDED", "DELETED"})
UNSENT = frozenset({InvoiceStatus.DRAFT, InvoiceStatus.APPROVED})


def is_right(invoice: HostInvoice) -> bool:
    """Whether it is fit to be sent, as far as that is the host's affair, and billed right."""
    return invoice.total == priced(invoice).total and not any(_unfit(invoice).values())


def _unfit(invoice: HostInvoice) -> dict[str, bool]:
    return {
        "no due date": invoice.due is None,
        "no such item": any(line.item is not None for line in invoice.lines),
    }


def unproved(place: InvoicePlace, invoice: HostInvoice) -> bool:
    """Whether it waits for people to say that such taxes are sent and compared."""
    held = place.settings.unproved_tax is UnprovedTaxRule.HOLD
    return SPLIT in priced(invoice).rates and held


def stays_out(place: InvoicePlace, invoice: HostInvoice) -> str:
    """Why nobody is asked about an invoice that is not in Xero; "": no such reason."""
    link = place.link_of(invoice.contact_id)
    reasons = {
        "not sent": invoice.status in UNSENT,
        "before the start": invoice.issued < place.start,
        "excluded": invoice.contact_id in place.settings.excluded,
        "no link": link is None or link.state in (LinkState.DORMANT, LinkState.ENDED),
    }
    return next((reason for reason, so in reasons.items() if so), "")


def in_the_way(place: InvoicePlace, invoice: HostInvoice) -> str:
    """Why a person has to mend something before it can be in Xero as it is here; "": nothing."""
    reasons = {
        "another total": invoice.total != priced(invoice).total,
        **_unfit(invoice),
        "unproved": unproved(place, invoice),
        "currency": place.ledger.catalogue.currency(invoice.currency) is None,
        "locked": locked(place, invoice.issued),
        **_accounts(place, invoice),
        **_rates(place, invoice),
        **_contact(place, place.link_of(invoice.contact_id)),
        "number taken": number_taken(place, invoice),
    }
    return next((reason for reason, so in reasons.items() if so), "")


def _accounts(place: InvoicePlace, invoice: HostInvoice) -> dict[str, bool]:
    chosen = place.settings.revenue_account or ""
    account = place.ledger.catalogue.account(chosen)
    archived = account is None or account.status != "ACTIVE"
    return {"no account": archived and any(map(is_service, invoice.lines))}


def _rates(place: InvoicePlace, invoice: HostInvoice) -> dict[str, bool]:
    used, mapped = priced(invoice).rates, place.settings.tax_rates
    there = [place.ledger.catalogue.tax_rate(mapped[rate]) for rate in used if rate in mapped]
    billed = {rate.rate_id: rate.percent for rate in place.bills.terms().tax_rates}
    return {
        "rate not mapped": any(rate not in mapped for rate in used),
        "rate archived": any(one is None or one.status != "ACTIVE" for one in there),
        "rate differs": GST in used and billed[GST] != Decimal(PERCENT[GST]),
    }


def _contact(place: InvoicePlace, link: Link | None) -> dict[str, bool]:
    if link is None:
        return {}
    apart = link.state is LinkState.PREVIOUSLY_SYNCED
    status = place.xero.contact(link.xero_id).status
    held = place.settings.former_partner is FormerPartner.HOLD
    return {"separated": apart and held, "suspended": status is not XeroStatus.ACTIVE}


def number_taken(place: InvoicePlace, invoice: HostInvoice) -> bool:
    """Whether another sales invoice in Xero has its number."""
    found = place.ledger.sales_numbered(invoice.number)
    return any(one.url != invoice.url for one in found)


def locked(place: InvoicePlace, day: object) -> bool:
    last = place.ledger.books.period_lock
    return last is not None and day <= last  # type: ignore[operator]  # both are dates


def frozen(place: InvoicePlace, there: Invoice) -> str:
    """Why Xero lets nobody change it; "": it does."""
    if there.amount_paid > 0:
        return "paid"
    return "locked" if locked(place, there.issued) else ""


def billed_to(place: InvoicePlace, invoice: HostInvoice) -> XeroContactId | None:
    """Whom it is to stand on in Xero, where the pair is in sync; None: that cannot be told.

    Of a contact that Xero merged, the one that is left.
    """
    link = place.link_of(invoice.contact_id)
    if link is None or link.state is not LinkState.SYNCED:
        return None
    xero_id = link.xero_id
    while (found := place.xero.client.home.book.get(xero_id)) and found.merged_to:
        xero_id = XeroContactId(found.merged_to)
    return xero_id


def differences(place: InvoicePlace, invoice: HostInvoice, there: Invoice) -> Iterator[str]:
    """In what Xero's is not as the host's, but for how Xero rounds a tax of several parts."""
    if there.total != units(invoice.total) and not rounded_apart(place, invoice, there):
        yield "total"
    if there.number != invoice.number:
        yield "number"
    if there.due_date != invoice.due:
        yield "due date"
    if [one.description for one in there.lines] != [one.description for one in invoice.lines]:
        yield "lines"
    if billed_to(place, invoice) not in (None, there.contact_id):
        yield "contact"


def rounded_apart(place: InvoicePlace, invoice: HostInvoice, there: Invoice) -> bool:
    """Whether Xero came to another total than billed in the one way in which it may."""
    what = priced(invoice)
    other = place.apart and what.apart != what.total
    return other and invoice.total == what.total and there.total == units(what.apart)


def units(amount: Decimal) -> int:
    """As the simulator counts: in 10^-8."""
    return int(amount * ONE)
