"""What every list request may ask for: pages, order, ids, times (fact sheet 3.4)."""

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

from attrs import frozen
from werkzeug.http import parse_date

from .contact import milliseconds
from .where import BadQueryError

_ORDER = re.compile(r"\s*(?P<field>[\w.]+)(?:\s+(?P<way>ASC|DESC))?\s*", re.IGNORECASE)

T = TypeVar("T")
Order = tuple[tuple[str, bool], ...]


@frozen
class Page:
    """One page: ``number`` counts from 1, ``size`` is 1 to 1,000."""

    number: int
    size: int

    def of(self, rows: tuple[T, ...]) -> tuple[T, ...]:
        """The *rows* that are on this page."""
        start = (self.number - 1) * self.size
        return rows[start : start + self.size]


def read_page(query: Mapping[str, str], *, forced: bool = False) -> Page | None:
    """The page asked for; None without ``page``, unless it is *forced* or ``summaryOnly`` is on."""
    if "page" not in query and not forced and not flag(query, "summaryonly"):
        return None
    return Page(_count(query, "page", 1, None), _count(query, "pagesize", 100, 1000))


def flag(query: Mapping[str, str], name: str, default: bool = False) -> bool:
    """A boolean parameter; Python's ``True`` counts too, as the SDK sends it (fact sheet 8.2)."""
    return query.get(name, str(default)).lower() == "true"


def _count(query: Mapping[str, str], name: str, default: int, most: int | None) -> int:
    given = query.get(name, str(default))
    if not (given.isascii() and given.isdigit()) or int(given) < 1:
        raise BadQueryError(f"{name} must be a positive whole number")
    if most is not None and int(given) > most:
        raise BadQueryError(f"{name} must not be over {most}")
    return int(given)


def read_order(text: str, fields: Collection[str], type_name: str) -> Order:
    """(field, descending) pairs of *text*; raises BadQueryError for a field not in *fields*."""
    return _order(text, tuple(fields), type_name)


@lru_cache(maxsize=64)
def _order(text: str, fields: tuple[str, ...], type_name: str) -> Order:
    known = {name.lower(): name for name in fields}
    return tuple(_order_part(part, known, type_name) for part in text.split(","))


def _order_part(part: str, known: Mapping[str, str], type_name: str) -> tuple[str, bool]:
    found = _ORDER.fullmatch(part)
    if found is None or found["field"].lower() not in known:
        raise BadQueryError(f"No property or field to order by exists in type '{type_name}'")
    return known[found["field"].lower()], (found["way"] or "").upper() == "DESC"


def read_ids(text: str, name: str = "IDs") -> tuple[str, ...] | None:
    """Guids parted by commas, each once; blank: None."""
    if not text.strip():
        return None
    try:
        return tuple(dict.fromkeys(str(UUID(one.strip())) for one in text.split(",")))
    except ValueError:
        raise BadQueryError(f"{name} must be a list of Guids") from None


def read_since(text: str | None) -> int | None:
    """If-Modified-Since in whole seconds since 1970; without a zone it is UTC; blank: None.

    HTTP's own form of dates counts too: pyxero sends it.
    """
    if not text:
        return None
    found = parse_date(text) or _iso(text.strip())
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    return milliseconds(aware) // 1000


def _iso(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise BadQueryError("If-Modified-Since must be yyyy-mm-ddThh:mm:ss") from None


def modified_since(updated_ms: int, since: int | None, *, inclusive: bool) -> bool:
    """Whether *updated_ms* is in or after the second *since*; None: always."""
    if since is None:
        return True
    second = updated_ms // 1000
    return second >= since if inclusive else second > since
