"""Invoices in Xero by their ids: fewer at a time where they are too long for one answer."""

from collections.abc import Collection, Mapping, Sequence

from xerolink.domain.invoices.xero import XeroInvoice, XeroInvoiceId
from xerolink.ports.errors import TooLargeError
from xerolink.ports.xero_invoices import LOOK_GROUP
from xerolink.usecases.groups import groups
from xerolink.usecases.invoices.sides import sides_of
from xerolink.usecases.run import Run


def read_by_id(run: Run, ids: Collection[XeroInvoiceId]) -> Mapping[XeroInvoiceId, XeroInvoice]:
    """The invoices of *ids* that there are, `LOOK_GROUP` a call.

    Where the answer is too large the halves are asked for. Raises `TooLargeError` for one that is
    too large by itself.
    """
    found: dict[XeroInvoiceId, XeroInvoice] = {}
    waiting: list[Sequence[XeroInvoiceId]] = [*groups(sorted(ids), LOOK_GROUP)]
    while waiting:
        part = waiting.pop(0)
        run.before_call()
        try:
            found |= sides_of(run).xero.get_many(part)
        except TooLargeError:
            if len(part) == 1:
                raise
            waiting[:0] = groups(part, (len(part) + 1) // 2)
    return found
