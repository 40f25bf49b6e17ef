"""Which of the contacts that the index found are worth a close look."""

from collections.abc import Mapping, Sequence
from heapq import nlargest
from itertools import islice
from typing import Final

from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.rarity import log2
from xerolink.domain.contacts.terms import Term
from xerolink.domain.identity import HostContactId

LISTED: Final = 300
"""A term that more contacts bear lists none of them: the index answers its total, and no ids."""
AT_MOST: Final = 24
"""How many candidates are looked at closely at most; fewer where some share much more."""
_AT_LEAST: Final = 6
_WORTH: Final = 30
"""Hundredths of what the first candidate shares that another must share, beyond the first six."""
_COMMON: Final = tuple(log2(max(total, 1)) for total in range(LISTED + 1))
"""How common a term is that so many bear."""
_WHOLE: Final = frozenset("etjwag")
_FEW: Final = 8
_SURE: Final = 8
"""Whoever shares a whole email, phone, word or acronym with few others is looked at in any case,
up to so many: a long name shares the letters of many more."""
_COUNTED: Final = 800
"""How many ids are counted before the more common terms are left out."""
_TELLS: Final = {
    "e": 150,  # emails and phones
    "t": 130,
    "d": 60,
    "l": 60,
    "z": 40,
    "j": 100,  # names and their words
    "w": 110,  # also two neighbours as one: Van Dyk, VanDyk
    "a": 130,
    "g": 140,  # people's names
    "i": 60,
    "k": 90,
    "s": 60,  # sounds and letters
    "3": 40,
}
"""How much a term of a kind says, in hundredths of its rarity."""


def telling(asked: Sequence[Term], found: Mapping[Term, Hits]) -> tuple[Term, ...]:
    """Those of *asked* by which the shortlist is made, the rarest first; only totals count."""
    listed = sorted((found[term].total, term) for term in asked if term in found)
    chosen: list[Term] = []
    counted = 0
    for total, term in listed:
        if total > LISTED or counted > _COUNTED:
            break
        counted += total
        chosen.append(term)
    return tuple(chosen)


def shortlist(
    asked: Sequence[Term], found: Mapping[Term, Hits], book: int, at_most: int = AT_MOST
) -> tuple[HostContactId, ...]:
    """The contacts that share the rarest of the *asked* terms, most first, ties by id.

    *found* says for each term how many of the *book* host contacts bear it, and which.
    """
    most = log2(book + 2)
    shared: dict[str, int] = {}
    used = telling(asked, found)
    for term in used:
        told = max(most - _COMMON[found[term].total], 1) * _TELLS[term[0]]
        for host_id in found[term].ids:
            shared[host_id] = shared.get(host_id, 0) + told
    whole = [term for term in used if found[term].total <= _FEW and term[0] in _WHOLE]
    sure = dict.fromkeys(host_id for term in whole for host_id in sorted(found[term].ids))
    chosen = dict.fromkeys((*_nearest(shared, at_most), *islice(sure, _SURE)))
    return tuple(map(HostContactId, chosen))


def _nearest(shared: Mapping[str, int], at_most: int) -> list[str]:
    """Those who share enough of what the first one shares; a few in any case."""
    least = max(shared.values(), default=0) * _WORTH // 100
    near = [(-told, host_id) for host_id, told in shared.items() if told >= least]
    if len(near) < _AT_LEAST:
        sixth = min(nlargest(_AT_LEAST, shared.values()), default=0)
        near = [(-told, host_id) for host_id, told in shared.items() if told >= sixth]
        at_most = min(at_most, _AT_LEAST)
    return [host_id for _, host_id in sorted(near)[:at_most]]
