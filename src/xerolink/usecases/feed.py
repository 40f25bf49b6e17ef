"""The host's feeds, read page by page: one that does not move on would be read for ever."""

from typing import TypeVar

from xerolink.domain.contacts.check import Problem
from xerolink.ports.errors import RejectedError
from xerolink.ports.host import HostFeed
from xerolink.ports.host_invoices import InvoiceFeed

Feed = TypeVar("Feed", HostFeed, InvoiceFeed)

STANDSTILL = Problem(
    "its feed says that there is more, and starts the next page where this one started; "
    "let the cursor move, or say that there is no more",
    blocks=True,
)


def moving(feed: Feed, asked: str | None) -> Feed:
    """*feed*, the page after the cursor *asked*; raises `RejectedError` for a standstill."""
    if feed.more and feed.cursor == asked:
        raise RejectedError("the host", (STANDSTILL,))
    return feed
