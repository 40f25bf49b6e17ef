"""Which of the contacts that the index found are worth a close look."""

from collections.abc import Mapping, Sequence
from typing import Final

from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.terms import Term
from xerolink.domain.identity import HostContactId

LISTED: Final = 300
"""A term that more contacts bear lists none of them: the index answers its total, and no ids."""
AT_MOST: Final = 16
"""How many candidates are looked at closely."""


def rarity(total: int, book: int) -> int:
    """How much a term says that *total* of *book* contacts bear: log2 of the odds, in thousandths.

    A term of every contact says nothing; one of a single contact in a thousand, about 10,000.
    """
    return max(0, log2(book + 1) - log2(max(total, 1)))


def log2(number: int) -> int:
    """The binary logarithm of a positive *number* in thousandths, straight between the powers."""
    whole = number.bit_length() - 1
    return 1000 * whole + (1000 * number >> whole) - 1000


def shortlist(
    asked: Sequence[Term], found: Mapping[Term, Hits], book: int, at_most: int = AT_MOST
) -> tuple[HostContactId, ...]:
    """The contacts that share the rarest of the *asked* terms, most first, ties by id.

    *found* says for each term how many of the *book* host contacts bear it, and which.
    """
    shared: dict[str, int] = {}
    for term in asked:
        hits = found.get(term)
        if hits and hits.total <= LISTED:
            told = rarity(hits.total, book)
            for host_id in hits.ids:
                shared[host_id] = shared.get(host_id, 0) + told
    best = sorted(shared, key=lambda host_id: (-shared[host_id], host_id))
    return tuple(map(HostContactId, best[:at_most]))
