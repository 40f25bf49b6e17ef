"""Why two contacts may be one, in words; each is true of the pair."""

from collections.abc import Iterator
from typing import Final

from xerolink.domain.contacts.against import against
from xerolink.domain.contacts.compare_details import same_address, same_domain, same_phone
from xerolink.domain.contacts.compare_names import Alignment
from xerolink.domain.contacts.evidence import Asked, Compared
from xerolink.domain.contacts.firm_words import LEGAL, OTHER_FORMS, OTHER_WORDS, SHORT
from xerolink.domain.contacts.given_names import same_given
from xerolink.domain.contacts.names import Name, another_generation, called_alike
from xerolink.domain.contacts.profile import Profile, perhaps_cut

_SPELLING: Final = 750
_STEM: Final = 3
_SHOWN: Final = 6
_SOME_WORDS: Final = "some words of the name are the same"
_NOTHING: Final = frozenset[str]()


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


def _of_names(asked: Profile, seen: Compared) -> Iterator[str]:
    found, mine, theirs = seen.found, seen.mine, seen.theirs
    if found is None:
        return
    if found.shared:
        yield from against(asked.name, seen)
    cut = perhaps_cut(asked.name) or perhaps_cut(seen.other.name)
    if asked.name == seen.other.name:
        yield "the names begin the same" if cut else "same name"
        return
    if not cut:
        yield from _whole(asked, seen, found)
    elif found.shared:
        yield _SOME_WORDS
    yield from _words(found, mine, theirs)
    yield from _legal(asked.name, seen.other.name, mine, theirs)
    yield from _married(asked, seen)


def _whole(asked: Profile, seen: Compared, found: Alignment) -> Iterator[str]:
    mine, theirs = seen.mine, seen.theirs
    if found.acronym:
        yield "acronym"
    if mine.words == theirs.words:
        mere_form = not another_generation(asked.name, seen.other.name)
        yield "same name but for its form" if mere_form else _SOME_WORDS
    elif sorted(mine.words) == sorted(theirs.words):
        yield "same words in another order"
    elif mine.joined == theirs.joined or found.spacing == 2:  # noqa: PLR2004 - equal but for spaces
        yield "same letters, other spaces"
    elif len(found.shared) > 1 and (not found.other_rest or not found.asked_rest):
        yield "one name holds the other"
    elif found.shared:
        yield _SOME_WORDS
    if (mine.parts or theirs.parts) and called_alike(asked.name, seen.other.name):
        yield "same trading or other name"


def _words(found: Alignment, mine: Name, theirs: Name) -> Iterator[str]:
    for asked, other, kin in found.kin:
        families = (mine.words[-1], theirs.words[-1]) == (asked, other)
        given = not families and same_given(asked, other)
        told = "given name {} = {}" if given else _told(asked, other, kin)
        if told:
            yield told.format(asked.title(), other.title())


def _told(asked: str, other: str, kin: int) -> str:
    """How two words are related; "": so little that it is not worth a word."""
    short, long = sorted((asked, other), key=len)
    if SHORT.get(asked, _NOTHING) & SHORT.get(other, _NOTHING):
        return "{} = {}" if _abbreviates(short, long) else "alike: {}, {}"
    if len(short) == 1:
        return "initial {} = {}"
    if len(short) >= _STEM and long.startswith(short):
        return "beginning: {}, {}"
    return "spelling: {}, {}" if kin >= _SPELLING else ""


def _abbreviates(short: str, long: str) -> bool:
    """Whether *short* is *long* with letters left out, or a number in figures."""
    letters = iter(long)
    left_out = short[0] == long[0] and all(letter in letters for letter in short)
    return short.isdigit() or (left_out and short not in OTHER_WORDS)


def _legal(asked: str, other: str, mine: Name, theirs: Name) -> Iterator[str]:
    """Forms that are written unlike and mean the same."""
    if mine.legal.isdisjoint(theirs.legal):
        return
    forms, others = asked.split(), other.split()
    for form in dict.fromkeys(forms):
        for another in dict.fromkeys(others):
            unlike = form != another and form not in others and another not in forms
            meant = LEGAL.get(form, _NOTHING) & LEGAL.get(another, _NOTHING)
            same = OTHER_FORMS.isdisjoint((form, another))
            if unlike and same and meant & mine.legal & theirs.legal:
                yield f"{form.title()} = {another.title()}"


def _married(asked: Profile, seen: Compared) -> Iterator[str]:
    if not _another_surname(seen.mine, seen.theirs):
        return
    for shared, same in (("address", same_address), ("phone", same_phone)):
        if same(asked, seen.other):
            yield f"surname differs, same given name and {shared}: married name?"
            return
    if asked.email and asked.email == seen.other.email:
        yield "surname differs, same given name and email: married name?"


def _another_surname(asked: Name, other: Name) -> bool:
    """Whether two people have one given name, and other surnames; an initial is neither."""
    mine, theirs = asked.words, other.words
    if min(len(mine), len(theirs)) < 2 or not asked.personal or not other.personal:  # noqa: PLR2004
        return False
    told = all(len(word) > 1 for word in (mine[0], mine[-1], theirs[-1]))
    return told and mine[0] == theirs[0] and mine[-1] not in theirs
