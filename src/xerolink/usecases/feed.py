"""The host's feeds, read page by page: one that does not move on would be read for ever."""

from collections.abc import Iterator
from typing import TypeVar

from xerolink.domain.contacts.check import Problem, require_id
from xerolink.domain.errors import RefusedError
from xerolink.domain.given_errors import WrongKindError
from xerolink.ports.errors import RejectedError
from xerolink.ports.host import HostFeed, Merged
from xerolink.ports.host_invoices import InvoiceFeed

Feed = TypeVar("Feed", HostFeed, InvoiceFeed)

STANDSTILL = Problem(
    "its feed says that there is more, and starts the next page where this one started; "
    "let the cursor move, or say that there is no more",
    blocks=True,
)


def moving(feed: Feed, asked: str | None) -> Feed:
    """*feed*, the page after the cursor *asked*.

    Raises `RejectedError` for a standstill, and for an id that is none: nothing could be
    remembered of it, and no cursor passes it.
    """
    if feed.more and feed.cursor == asked:
        raise RejectedError("the host", (STANDSTILL,))
    for given in _ids(feed):
        _require(given)
    return feed


def _ids(feed: Feed) -> Iterator[str]:
    if isinstance(feed, InvoiceFeed):
        yield from feed.changed
        return
    for change in feed.changes:
        if isinstance(change, Merged):
            yield from (change.from_id, change.into_id)
        else:
            yield change.host_id


def _require(given: object) -> None:
    """A host's adapter may be typed by nobody."""
    try:
        if not isinstance(given, str):
            raise WrongKindError("an id in its feed", type(given).__name__, "a str")
        require_id(given, "an id in its feed")
    except RefusedError as error:
        raise RejectedError("the host", (Problem(str(error), blocks=True),)) from None
