"""Why two contacts may be one, in words; each is true of the pair."""

from collections.abc import Iterator
from typing import Final

from xerolink.domain.contacts.compare_details import same_domain, same_phone, same_words
from xerolink.domain.contacts.compare_names import Alignment
from xerolink.domain.contacts.evidence import Asked, Compared
from xerolink.domain.contacts.firm_words import LEGAL
from xerolink.domain.contacts.given_names import same_given
from xerolink.domain.contacts.kinship import BEGINS, BEGINS_FAR, INITIAL, SHORTENED
from xerolink.domain.contacts.names import Name
from xerolink.domain.contacts.profile import Profile

_SAME_ADDRESS: Final = 800
_SPELLING: Final = 750
_SHOWN: Final = 6


def reasons(asked: Asked, seen: Compared) -> tuple[str, ...]:
    """At most six, of emails, phones and addresses first; none where nothing is alike."""
    told = [*_of_details(asked, seen.other), *_of_names(asked.profile, seen)]
    return tuple(dict.fromkeys(told))[:_SHOWN]


def _of_details(asked: Asked, other: Profile) -> Iterator[str]:
    mine = asked.profile
    if mine.email and mine.email == other.email:
        yield "same email"
        if (shared := asked.bearers(f"e:{mine.email}")) > 1:
            yield f"shared mailbox of {shared}"
    elif same_domain(mine, other):
        yield "emails of the same domain"
    if same_phone(mine, other):
        yield "same phone"
    if same_address(mine, other):
        yield "same address"
    elif mine.postcode and mine.postcode == other.postcode:
        yield "same postcode"


def same_address(asked: Profile, other: Profile) -> bool:
    """Whether four of five words of the shorter address are in the other, which has several."""
    several = min(len(asked.address.split()), len(other.address.split())) > 2  # noqa: PLR2004
    return several and same_words(asked.address, other.address) >= _SAME_ADDRESS


def _of_names(asked: Profile, seen: Compared) -> Iterator[str]:
    found, mine, theirs = seen.found, seen.mine, seen.theirs
    if found is None:
        return
    if asked.name == seen.other.name:
        yield "same name"
        return
    yield from _whole(mine, theirs, found)
    yield from _words(found, mine, theirs)
    yield from _legal(asked.name, seen.other.name, mine, theirs)
    yield from _married(asked, seen)


def _whole(mine: Name, theirs: Name, found: Alignment) -> Iterator[str]:
    if found.acronym:
        yield "acronym"
    if mine.words == theirs.words:
        yield "same name but for its form"
    elif sorted(mine.words) == sorted(theirs.words):
        yield "same words in another order"
    elif mine.joined == theirs.joined or found.spacing == 2:  # noqa: PLR2004 - equal but for spaces
        yield "same letters, other spaces"
    elif len(found.shared) > 1 and (not found.other_rest or not found.asked_rest):
        yield "one name holds the other"
    elif found.shared:
        yield "words of the name are the same"
    if not set(mine.parts or (mine.joined,)).isdisjoint(theirs.parts or (theirs.joined,)):
        yield from ("same trading or other name",) if mine.parts or theirs.parts else ()


def _words(found: Alignment, mine: Name, theirs: Name) -> Iterator[str]:
    for asked, other, kin in found.kin:
        families = (mine.words[-1], theirs.words[-1]) == (asked, other)
        if not families and same_given(asked, other):
            yield f"given name {asked.title()} = {other.title()}"
        elif kin in (SHORTENED, BEGINS, BEGINS_FAR):
            yield f"{asked.title()} = {other.title()}"
        elif kin == INITIAL:
            yield f"initial {asked.title()} = {other.title()}"
        elif kin >= _SPELLING:
            yield f"spelling: {asked.title()}, {other.title()}"


def _legal(asked: str, other: str, mine: Name, theirs: Name) -> Iterator[str]:
    """Forms that are written unlike and mean the same."""
    if mine.legal.isdisjoint(theirs.legal):
        return
    forms, others = asked.split(), other.split()
    for form in dict.fromkeys(forms):
        for another in dict.fromkeys(others):
            unlike = form != another and form not in others and another not in forms
            meant = LEGAL.get(form, frozenset()) & LEGAL.get(another, frozenset())
            if unlike and meant & mine.legal & theirs.legal:
                yield f"{form.title()} = {another.title()}"


def _married(asked: Profile, seen: Compared) -> Iterator[str]:
    mine, theirs = seen.mine.words, seen.theirs.words
    if min(len(mine), len(theirs)) < 2 or not seen.mine.personal or not seen.theirs.personal:  # noqa: PLR2004
        return
    if mine[0] == theirs[0] and mine[-1] != theirs[-1] and mine[-1] not in theirs:
        for shared, same in (("address", same_address), ("phone", same_phone)):
            if same(asked, seen.other):
                yield f"surname differs, same given name and {shared}: married name?"
                return
        if asked.email and asked.email == seen.other.email:
            yield "surname differs, same given name and email: married name?"
