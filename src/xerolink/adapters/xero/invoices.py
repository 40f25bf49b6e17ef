"""The sales invoices of a Xero organisation over its Accounting API."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from xerolink.adapters.xero.answer import Answer, elements, parsed
from xerolink.adapters.xero.client import Calls
from xerolink.adapters.xero.invoice_convert import is_sale, read_invoice
from xerolink.adapters.xero.invoice_outcomes import number_key, readable
from xerolink.adapters.xero.invoice_writes import change_row, creation_row, void_row, write
from xerolink.adapters.xero.names import fits
from xerolink.adapters.xero.pages import modified_since, more_follow, rows, time_of
from xerolink.domain.invoices.model import InvoiceNumber
from xerolink.domain.invoices.xero import (
    InvoiceChange,
    InvoiceCreation,
    InvoiceVoid,
    XeroInvoice,
    XeroInvoiceId,
    XeroInvoiceOutcome,
)
from xerolink.ports.xero_invoices import (
    GROUP,
    LOOK_GROUP,
    PAGE,
    OddInvoice,
    XeroInvoicePage,
    XeroInvoices,
)

_SALES = 'Type=="ACCREC"'
_NUMBER_LIMIT = 255


class XeroApiInvoices(XeroInvoices):
    """`ports.xero_invoices.XeroInvoices` by *client*, which counts the calls.

    Every call says ``unitdp=4``, without which Xero cuts prices to cents, and every list is asked
    for by page, without which it has no lines (fact sheet 4.3, 4.4). Source of the rules: fact
    sheet 4, 5 and 7.
    """

    def __init__(self, client: Calls) -> None:
        self._client = client

    def create_many(self, creations: Sequence[InvoiceCreation]) -> Sequence[XeroInvoiceOutcome]:
        """By PUT, which never changes an invoice that is there."""
        _checked(creations, GROUP)
        return write(
            self._client, self._client.api.create_invoices, [*map(creation_row, creations)]
        )

    def change_many(self, changes: Sequence[InvoiceChange]) -> Sequence[XeroInvoiceOutcome]:
        """By POST with InvoiceID, which never makes another invoice."""
        _checked(changes, GROUP)
        verb = self._client.api.update_or_create_invoices
        return write(self._client, verb, [*map(change_row, changes)])

    def void_many(self, voids: Sequence[InvoiceVoid]) -> Sequence[XeroInvoiceOutcome]:
        _checked(voids, GROUP)
        verb = self._client.api.update_or_create_invoices
        return write(self._client, verb, [*map(void_row, voids)])

    def by_numbers(
        self, numbers: Collection[InvoiceNumber]
    ) -> Mapping[InvoiceNumber, tuple[XeroInvoice, ...]]:
        """Numbers that hold a comma, and those that no address has room for, take a call more."""
        _checked(numbers, LOOK_GROUP)
        found: dict[str, list[XeroInvoice]] = {}
        for filters in _filters(numbers):
            for element in self._sales(**filters):
                invoice = readable(element)
                found.setdefault(number_key(invoice.number), []).append(invoice)
        keys = {number: number_key(number) for number in numbers}
        return {number: tuple(found[key]) for number, key in keys.items() if key in found}

    def get_many(self, ids: Collection[XeroInvoiceId]) -> Mapping[XeroInvoiceId, XeroInvoice]:
        if not _checked(ids, LOOK_GROUP):
            return {}
        invoices, _ = _sorted_out(self._sales(i_ds=sorted(set(ids)), where=_SALES))
        found = {invoice.xero_id: invoice for invoice in invoices}
        return {xero_id: found[xero_id] for xero_id in ids if xero_id in found}

    def page(self, number: int, since: datetime | None, size: int = PAGE) -> XeroInvoicePage:
        answer = self._list(page=number, size=size, where=_SALES, **modified_since(since))
        envelope = parsed(answer)
        invoices, odd = _sorted_out(filter(is_sale, rows(envelope, "Invoices", size)))
        wanted = tuple(one for one in invoices if since is None or one.updated >= since)
        more = more_follow(envelope, "Invoices", number, size)
        return XeroInvoicePage(wanted, odd, time_of(envelope, answer), more)

    def _sales(self, **filters: Any) -> Iterator[Any]:
        """The elements that are no bills, of one page."""
        return filter(is_sale, elements(parsed(self._list(page=1, **filters)), "Invoices"))

    def _list(self, size: int = PAGE, **arguments: Any) -> Answer:
        verb = self._client.api.get_invoices
        # The order does not depend on edits (fact sheet 3.4).
        return self._client.call(verb, order="InvoiceID", unitdp=4, page_size=size, **arguments)


def _sorted_out(found: Iterable[Any]) -> tuple[tuple[XeroInvoice, ...], tuple[OddInvoice, ...]]:
    read = [read_invoice(element) for element in found]
    invoices = tuple(one for one in read if isinstance(one, XeroInvoice))
    return invoices, tuple(one for one in read if isinstance(one, OddInvoice))


def _filters(numbers: Collection[InvoiceNumber]) -> Iterator[Mapping[str, Any]]:
    """What to ask for, each in an address of its own: all plain numbers, then those with commas.

    A number that is blank, or too long for Xero, is nobody's.
    """
    wanted = {number_key(number): number.strip() for number in numbers}
    possible = [number for key, number in sorted(wanted.items()) if 0 < len(key) <= _NUMBER_LIMIT]
    plain = [number for number in possible if "," not in number]
    for listed in _fitting(plain, ","):
        yield {"invoice_numbers": listed, "where": _SALES}
    terms = [f"InvoiceNumber=={_quoted(number)}" for number in possible if "," in number]
    for some in _fitting(terms, " OR "):
        yield {"where": f"{_SALES} AND ({' OR '.join(some)})"}


def _fitting(terms: Sequence[str], between: str) -> Iterator[list[str]]:
    """*terms* in their order, in parts that an address has room for; mostly one."""
    part: list[str] = []
    for term in terms:
        if part and not fits(between.join((*part, term))):
            yield part
            part = []
        part.append(term)
    if part:
        yield part


def _quoted(number: str) -> str:
    """Quotes in it cannot end it (fact sheet 3.4)."""
    escaped = number.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _checked(items: Collection[object], limit: int) -> bool:
    """Whether there is anything to ask; raises ValueError for more than *limit*."""
    if len(items) > limit:
        raise ValueError(f"{len(items)} invoices in one call; at most {limit} are possible")
    return bool(items)
