"""Measures of how two names are alike: numbers for the model, by name."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from xerolink.domain.contacts.compare_names import Alignment, Rarity
from xerolink.domain.contacts.firm_words import NUMBERS
from xerolink.domain.contacts.given_names import same_given
from xerolink.domain.contacts.kinship import (
    BEGINS_FAR,
    INITIAL,
    INITIALS,
    NICKNAME,
    SHORTENED,
    Distance,
    given_kinship,
    kinship,
    spelling,
)
from xerolink.domain.contacts.names import Name

_ALL = 1000
_BY_INITIAL = (INITIAL, INITIALS)
_MISSPELT = 750
_DISTANT = 600
_MIDDLES = 3
_FULL = MappingProxyType({"email": 4, "phone": 2, "address": 800})


def measure_words(found: Alignment, asked_rarity: Rarity, other_rarity: Rarity) -> dict[str, int]:
    """What is shared and what is left, each word weighed by how rare it is."""
    shared = list(map(asked_rarity, found.shared))
    got = sum(shared)
    rest, gone = sum(map(asked_rarity, found.asked_rest)), sum(map(other_rarity, found.other_rest))
    left, lost = (
        list(map(asked_rarity, found.asked_left)),
        list(map(other_rarity, found.other_left)),
    )
    mine, theirs = rest - sum(left), gone - sum(lost)
    if found.kin:
        mine -= sum([asked_rarity(one) * (_ALL - k) for one, _, k in found.kin]) // _ALL
        theirs -= sum([other_rarity(one) * (_ALL - k) for _, one, k in found.kin]) // _ALL
    return {
        "asked_share": (got + mine) * _ALL // max(got + rest, 1),
        "other_share": (got + theirs) * _ALL // max(got + gone, 1),
        "shared": got,
        "rarest": max(shared, default=0),
        "alike": got + mine,
        "asked_left": sum(left),
        "other_left": sum(lost),
        "asked_rarest_left": max(left, default=0),
        "other_rarest_left": max(lost, default=0),
    }


def measure_shape(asked: Name, other: Name, found: Alignment, distance: Distance) -> dict[str, int]:
    """How the names are written: as a whole, their beginnings, order, spaces and numbers."""
    spelt = [kin for _, _, kin in found.kin if kin not in _BY_INITIAL]
    measured = {
        "whole": distance(asked.joined, other.joined),
        "start": _start(asked.joined, other.joined),
        "weakest": 950 if found.spacing else min(spelt, default=_ALL),
        "kin_count": len(spelt),
        "initials": len(found.kin) - len(spelt),
        "spacing": found.spacing,
        "acronym": found.acronym,
        "order": _order(found.shared, other.words),
        "numbers": _numbers(found),
        "legal": _legal(asked.legal, other.legal),
    }
    if asked.parts or other.parts:
        parts = set(asked.parts or (asked.joined,))
        measured["part"] = int(not parts.isdisjoint(other.parts or (other.joined,)))
    return measured


def measure_people(asked: Name, other: Name, distance: Distance) -> dict[str, int]:
    """The first and the last words; of two names that look like people's, the middle ones too.

    Where the first word of each is the last of the other, one of them is read the other way round.
    """
    mine, theirs = asked.words, other.words
    several = len(mine) > 1 and len(theirs) > 1
    crossed = 0
    if several and (mine[0][0] == theirs[-1][0] or mine[-1][0] == theirs[0][0]):
        crossed = min(_kin(mine[0], theirs[-1], distance), _kin(mine[-1], theirs[0], distance))
        if crossed >= SHORTENED and mine[0] != theirs[0]:
            theirs = (theirs[-1], *theirs[1:-1], theirs[0])
    first = _ALL if mine[0] == theirs[0] else given_kinship(mine[0], theirs[0], distance)
    judge = spelling if several else kinship
    last = _ALL if mine[-1] == theirs[-1] else judge(mine[-1], theirs[-1], distance)
    if asked.personal + other.personal < 2 or not several:  # noqa: PLR2004 - one for each
        return {"first": first, "last": last}
    middle = _middle(mine[1:-1], theirs[1:-1], distance)
    return {
        "given": first,
        "family": last,
        "middle": middle,
        "person": _person(mine, theirs, first, last, middle),
        "crossed": crossed,
    }


def measure_ties(measured: Mapping[str, int]) -> dict[str, int]:
    """How many details two people share who have one half of a name in common.

    *married*: another family name beside the same given name; *household*: another given name
    beside the same family name. Not measured where neither has a detail that the other has.
    """
    told = [measured[name] >= full for name, full in _FULL.items() if name in measured]
    if not told or "given" not in measured:
        return {}
    same_family, same = measured["family"] >= _MISSPELT, measured["given"] >= NICKNAME
    if same == same_family:
        return {}
    return {"married" if same else "household": sum(told)}


def _kin(asked: str, other: str, distance: Distance) -> int:
    return _ALL if asked == other else kinship(asked, other, distance)


def _person(mine: Sequence[str], theirs: Sequence[str], first: int, last: int, middle: int) -> int:
    """Family name, given name and middle names in one number: the better, the higher."""
    among = int(_among(mine[-1], theirs[-1], mine, theirs))
    family = 3 if last == _ALL else 2 if last >= _MISSPELT else among
    return 100 * family + 10 * _given(mine, theirs, first) + middle


def _given(mine: Sequence[str], theirs: Sequence[str], first: int) -> int:
    initial = len(mine[0]) == 1 or len(theirs[0]) == 1
    if first == _ALL:
        return 2 if initial else 5
    if first >= BEGINS_FAR:
        return 4 if first > SHORTENED else 3
    if initial and first >= INITIAL:
        return 2
    return int(_among(mine[0], theirs[0], mine, theirs))


def _among(asked: str, other: str, mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether one name's word is a middle name of the other, or what it is called or begins with.

    So it is with one who goes by a middle name: Don Petersen, Charles Donald Petersen.
    """
    return _one_of(asked, theirs[1:-1]) or _one_of(other, mine[1:-1])


def _one_of(word: str, middles: Sequence[str]) -> bool:
    return any(
        word == each or (len(each) == 1 and each == word[0]) or same_given(word, each)
        for each in middles
    )


def _middle(mine: Sequence[str], theirs: Sequence[str], distance: Distance) -> int:
    """9 for an equal middle name, 0 for another one; 5 and 4 where both or either have none."""
    if not mine or not theirs:
        return 4 if mine or theirs else 5
    return max(_middles(x, y, distance) for x in mine[:_MIDDLES] for y in theirs[:_MIDDLES])


def _middles(asked: str, other: str, distance: Distance) -> int:
    if asked == other:
        return 9 if len(asked) > 1 else 7
    if len(asked) == 1 or len(other) == 1:
        return 8 if asked[0] == other[0] else 0
    near = kinship(asked, other, distance)
    return 6 if near >= BEGINS_FAR else 2 * int(near >= _DISTANT)


def _start(asked: str, other: str) -> int:
    """How many letters both begin with."""
    if asked[:1] != other[:1]:
        return 0
    for at, (mine, theirs) in enumerate(zip(asked, other, strict=False)):
        if mine != theirs:
            return at
    return min(len(asked), len(other))


def _order(shared: Sequence[str], words: Sequence[str]) -> int:
    """2 where the shared words stand in one order, 1 where not, 0 where fewer than two are."""
    if len(shared) < 2:  # noqa: PLR2004 - one word has no order
        return 0
    at = [words.index(word) for word in shared]
    return 2 if at == sorted(at) else 1


def _numbers(found: Alignment) -> int:
    """On how many sides a number is not shared."""
    return int(any(map(is_number, found.asked_rest))) + int(any(map(is_number, found.other_rest)))


def is_number(word: str) -> bool:
    """Whether *word* is a number, in words, letters or figures, or begins or ends with a figure."""
    return word in NUMBERS or word[0].isdigit() or word[-1].isdigit()


def _legal(asked: frozenset[str], other: frozenset[str]) -> int:
    """4 no forms, 3 on one side only, 2 equal, 1 in part, 0 other ones."""
    if not asked or not other:
        return 3 if asked or other else 4
    return 2 if asked == other else int(not asked.isdisjoint(other))
