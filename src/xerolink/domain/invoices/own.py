"""Which invoices that Xero has under a number are those of attempts whose answers were lost."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from xerolink.domain.identity import IntentId
from xerolink.domain.invoices.answered import same_invoice
from xerolink.domain.invoices.intent import CreateInvoice
from xerolink.domain.invoices.model import InvoiceNumber
from xerolink.domain.invoices.xero import XeroInvoice, XeroInvoiceId

Attempts = Mapping[IntentId, CreateInvoice]
Found = Mapping[InvoiceNumber, Sequence[XeroInvoice]]
Test = Callable[[CreateInvoice, XeroInvoice], bool]


def own_invoices(
    attempts: Attempts, found: Found, taken: Collection[XeroInvoiceId]
) -> Mapping[IntentId, XeroInvoice]:
    """What each of *attempts* made, of what Xero has under its number; nothing: left out.

    Each invoice is given once, and none of *taken*, which other invoices of the host have: two of
    them may have one number and be equal to the letter. First to whom its link leads back, then
    to whom it is equal.
    """
    own: dict[IntentId, XeroInvoice] = {}
    for fits in (_leads_back, _is_equal):
        for key, made in attempts.items():
            gone = {*taken, *(one.xero_id for one in own.values())}
            free = (one for one in found.get(made.draft.number, ()) if one.xero_id not in gone)
            first = _first(made, free, fits)
            if key not in own and first is not None:
                own[key] = first
    return own


def _first(made: CreateInvoice, free: Iterable[XeroInvoice], fits: Test) -> XeroInvoice | None:
    return next((one for one in free if fits(made, one)), None)


def _leads_back(made: CreateInvoice, xero: XeroInvoice) -> bool:
    page = made.draft.url.strip()
    return bool(page) and page == xero.url.strip()


def _is_equal(made: CreateInvoice, xero: XeroInvoice) -> bool:
    return same_invoice(made.draft, made.total, xero)
