"""Writes of invoices: rows, bodies that are not too large, and keys for what is repeated."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from xerolink.adapters.xero.attempt import attempt_key
from xerolink.adapters.xero.client import Calls
from xerolink.adapters.xero.invoice_bodies import change_body, creation_body, void_body
from xerolink.adapters.xero.invoice_outcomes import (
    Accepts,
    invoice_outcomes,
    is_changed,
    is_created,
    is_voided,
)
from xerolink.adapters.xero.refusals import NO_NUMBER, TOO_LARGE
from xerolink.adapters.xero.request import LARGEST_BODY
from xerolink.domain.identity import IntentId
from xerolink.domain.invoices.xero import (
    InvoiceChange,
    InvoiceCreation,
    InvoiceRefused,
    InvoiceStored,
    InvoiceVoid,
    Refusal,
    RefusalKind,
    XeroInvoiceOutcome,
)
from xerolink.ports.errors import RejectedError

LARGEST_INVOICE = LARGEST_BODY - 100
"""The most bytes of one invoice; the rest is for what stands around it."""
_BETWEEN = len(", ")

Verb = Callable[..., Any]


@frozen
class Row:
    """One row of a write. *answer*: what is known of it without asking; None: Xero is asked."""

    key: IntentId
    body: Mapping[str, Any] = field(repr=False)
    accepts: Accepts
    answer: XeroInvoiceOutcome | None = None

    @property
    def size(self) -> int:
        """In bytes, as the SDK writes it."""
        return len(json.dumps(self.body)) + _BETWEEN


def creation_row(creation: InvoiceCreation) -> Row:
    blank = not creation.draft.number.strip()
    answer = InvoiceRefused((NO_NUMBER,)) if blank else None
    return _sized(Row(creation.key, creation_body(creation), is_created(creation), answer))


def change_row(change: InvoiceChange) -> Row:
    blank = not change.draft.number.strip()
    answer = InvoiceRefused((NO_NUMBER,)) if blank else None
    return _sized(Row(change.key, change_body(change), is_changed(change), answer))


def void_row(void: InvoiceVoid) -> Row:
    answer = InvoiceStored(void.invoice) if void.invoice.gone else None
    return Row(void.key, void_body(void), is_voided(void), answer)


def write(client: Calls, verb: Verb, rows: Sequence[Row]) -> tuple[XeroInvoiceOutcome, ...]:
    """One outcome for each of *rows*, in order, by as few calls of *verb* as bodies have room.

    Raises `RejectedError` where Xero refuses the one call that there is; of several, what such a
    refusal is about is refused, for what another call did is done.
    """
    parts = list(_parts([row for row in rows if row.answer is None]))
    single = len(parts) == 1
    answers = (one for part in parts for one in _of_part(client, verb, part, single=single))
    return tuple(row.answer or next(answers) for row in rows)


def _of_part(
    client: Calls, verb: Verb, rows: Sequence[Row], *, single: bool
) -> tuple[XeroInvoiceOutcome, ...]:
    try:
        return _written(client, verb, rows)
    except RejectedError as error:
        if single:
            raise
        why = tuple(Refusal(RefusalKind.OTHER, problem.why) for problem in error.problems)
        return (InvoiceRefused(why),) * len(rows)


def _sized(row: Row) -> Row:
    if row.answer is None and row.size > LARGEST_INVOICE:
        return Row(row.key, row.body, row.accepts, InvoiceRefused((TOO_LARGE,)))
    return row


def _parts(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """*rows* in their order, in parts that a body has room for; mostly one."""
    part, size = list[Row](), 0
    for row in rows:
        if part and size + row.size > LARGEST_INVOICE:
            yield part
            part, size = [], 0
        part.append(row)
        size += row.size
    if part:
        yield part


def _written(client: Calls, verb: Verb, rows: Sequence[Row]) -> tuple[XeroInvoiceOutcome, ...]:
    body = {"Invoices": [row.body for row in rows]}
    answer = client.call(
        verb,
        invoices=body,
        summarize_errors=False,
        unitdp=4,
        idempotency_key=attempt_key(client.tenant_id, [row.key for row in rows], body),
    )
    return invoice_outcomes(answer, [row.accepts for row in rows])
