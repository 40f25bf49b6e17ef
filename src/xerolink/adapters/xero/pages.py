"""What a page of anything says of itself, and how a page is asked for (fact sheet 3.4)."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from xerolink.adapters.xero.answer import XERO, Answer, elements
from xerolink.adapters.xero.convert import OddError, read_time
from xerolink.ports.errors import UnavailableError

SMALLEST_PAGE = 100
"""The page size of an answer that knows no page size, nor says that it is the last one."""
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
"""No clock stands before it."""
_MARGIN = timedelta(seconds=2)
"""Whether If-Modified-Since includes its own second is not known (fact sheet 3.4)."""


def modified_since(since: datetime | None) -> dict[str, str]:
    """The argument by which the SDK asks for what changed at or after *since*; None: all."""
    if since is None:
        return {}
    return {"if_modified_since": f"{since.astimezone(UTC) - _MARGIN:%Y-%m-%dT%H:%M:%S}"}


def rows(envelope: Mapping[str, Any], name: str, most: int) -> list[Any]:
    """The list called *name*; raises `UnavailableError` for more than were asked for."""
    found = elements(envelope, name)
    if len(found) > most:
        why = f"its page holds {len(found):,} {name.lower()}, and {most:,} were asked for"
        raise UnavailableError(XERO, why)
    return found


def time_of(envelope: Mapping[str, Any], answer: Answer) -> datetime:
    """Xero's own time; a text for none, as .NET's first moment is, gives way to the header."""
    try:
        told = read_time(envelope.get("DateTimeUTC"), "DateTimeUTC")
    except OddError:
        return _date(answer)
    return told if told >= _FIRST else _date(answer)


def more_follow(
    envelope: Mapping[str, Any], name: str, number: int, size: int = SMALLEST_PAGE
) -> bool:
    """Whether another page follows page *number*, where *size* were asked for.

    An empty one that says so is no answer.
    """
    pages, count = told(envelope, "pageCount"), len(elements(envelope, name))
    more = count >= min(size, SMALLEST_PAGE) if pages is None else number < pages
    if more and not count:
        why = f"its page {number:,} holds no {name.lower()}, and says that more pages follow"
        raise UnavailableError(XERO, why)
    return more


def told(envelope: Mapping[str, Any], number: str) -> int | None:
    """What the answer says of its pages; None: nothing that is a number."""
    block = envelope.get("pagination")
    found = block.get(number) if isinstance(block, dict) else None
    return found if isinstance(found, int) else None


def _date(answer: Answer) -> datetime:
    try:
        return parsedate_to_datetime(answer.headers.get("Date", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UnavailableError(XERO, "its answer does not say when it was given") from None
