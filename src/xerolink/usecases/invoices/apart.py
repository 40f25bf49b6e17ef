"""Writes that Xero fails to answer again and again, each in a call of its own.

Whatever it is about one that Xero cannot answer, in a group it would keep the others from Xero,
and a run that ends there the whole firm.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from xerolink.domain.invoices.intent import InvoiceIntent
from xerolink.domain.invoices.settle import TRIES_BEFORE_TOLD
from xerolink.ports.errors import UnavailableError
from xerolink.usecases.groups import groups

Group = Sequence[InvoiceIntent]


def parts(intents: Group, size: int) -> Iterator[Group]:
    """*intents* in groups of *size*; those that people were told of come last, one by one."""
    rest = [intent for intent in intents if not _again_and_again(intent)]
    yield from groups(rest, size)
    for intent in intents:
        if _again_and_again(intent):
            yield (intent,)


@contextmanager
def alone(group: Group) -> Iterator[None]:
    """Whether one that goes alone is answered does not end the run; it is looked up by the next.

    A Xero that asks to wait, for its limits, is not asked again: that is raised.
    """
    try:
        yield
    except UnavailableError as error:
        if error.retry_after is not None or not all(map(_again_and_again, group)):
            raise


def _again_and_again(intent: InvoiceIntent) -> bool:
    return intent.attempts >= TRIES_BEFORE_TOLD
