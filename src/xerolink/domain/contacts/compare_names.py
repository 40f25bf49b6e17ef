"""How two names are alike: the words that they share, those that are kin, and what is left."""

from collections.abc import Callable, Sequence

from attrs import field, frozen

from xerolink.domain.contacts.kinship import Distance, initials_of, paired
from xerolink.domain.contacts.model import veiled
from xerolink.domain.contacts.names import Name

Rarity = Callable[[str], int]
"""How much it says that two names share a word: log2 of how rare it is, in thousandths."""
_SPACED = 850
_SHORTEST = 4
_ACRONYM_LETTERS = 8
_FEWEST = 3


@frozen
class Alignment:
    """The words of two names beside one another.

    *kin*: pairs of different words and their kinship; *asked_left*, *other_left*: words without a
    partner; *asked_rest*, *other_rest*: all words that are not shared, kin or not; *spacing*: 2
    where the rests are equal but for their spaces, 1 where nearly; *acronym*: its letters, weighed
    by how whole it is (4 for each where all of one name is the initials of all of the other).
    """

    shared: tuple[str, ...] = field(repr=veiled)
    kin: tuple[tuple[str, str, int], ...] = field(repr=veiled)
    asked_rest: tuple[str, ...] = field(repr=veiled)
    other_rest: tuple[str, ...] = field(repr=veiled)
    asked_left: tuple[str, ...] = field(repr=veiled)
    other_left: tuple[str, ...] = field(repr=veiled)
    spacing: int
    acronym: int


def align(asked: Name, other: Name, distance: Distance) -> Alignment:
    """*asked* beside *other*; neither is without words."""
    theirs = set(other.words)
    shared = tuple(dict.fromkeys([word for word in asked.words if word in theirs]))
    rest = tuple([word for word in asked.words if word not in theirs])
    gone = tuple([word for word in other.words if word not in shared])
    if len(shared) == len(other.words) or not rest:
        acronym = _whole_acronym(asked, other)
        return Alignment(shared, (), rest, gone, rest, gone, 0, acronym)
    return _beside((asked, rest), (other, gone), shared, distance)


def _beside(
    one: tuple[Name, tuple[str, ...]],
    another: tuple[Name, tuple[str, ...]],
    shared: tuple[str, ...],
    distance: Distance,
) -> Alignment:
    """Two names with the words of each that are not *shared*: neither has none."""
    (asked, rest), (other, gone) = one, another
    kin = tuple(paired(rest, gone, (asked.words[-1], other.words[-1]), distance))
    left, lost = _without(rest, gone, kin) if kin else (rest, gone)
    spacing = acronym = 0
    if left or lost:
        spacing = _spacing(rest, gone, distance)
        acronym = 0 if spacing else _acronym(asked, other, rest, gone)
        if spacing or acronym:
            left = lost = ()
        else:
            acronym, left, lost = _inside(left, lost)
    acronym = acronym or _whole_acronym(asked, other)
    return Alignment(shared, kin, rest, gone, left, lost, spacing, acronym)


def _without(
    rest: tuple[str, ...], gone: tuple[str, ...], kin: Sequence[tuple[str, str, int]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    mine, theirs = {one[0] for one in kin}, {one[1] for one in kin}
    left = tuple([word for word in rest if word not in mine])
    return left, tuple([word for word in gone if word not in theirs])


def _spacing(rest: Sequence[str], gone: Sequence[str], distance: Distance) -> int:
    mine, theirs = "".join(rest), "".join(gone)
    if mine == theirs:
        return 2
    if len(rest) == len(gone) or min(len(mine), len(theirs)) < _SHORTEST:
        return 0
    return int(distance(mine, theirs) >= _SPACED)


def _acronym(asked: Name, other: Name, rest: Sequence[str], gone: Sequence[str]) -> int:
    return _stands_for(asked, rest, other, gone) or _stands_for(other, gone, asked, rest)


def _stands_for(short: Name, rest: Sequence[str], long: Name, gone: Sequence[str]) -> int:
    """Whether what is left of *short* stands for words of *long*."""
    if len(rest) > 1 and len(short.joined) > _ACRONYM_LETTERS:
        return 0
    word = "".join(rest)
    if len(word) >= _FEWEST and word == long.initials:
        return 4 * len(word)
    return len(word) * max(2 * initials_of(word, gone), initials_of(word, long.words))


def _inside(
    left: tuple[str, ...], lost: tuple[str, ...]
) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """A word of either side that is the initials of a run of the other, and what is left then."""
    for short, long, turned in ((left, lost, False), (lost, left, True)):
        if len(long) < _FEWEST:
            continue
        initials = "".join(word[0] for word in long)
        for at, word in enumerate(short):
            if _FEWEST <= len(word) <= _ACRONYM_LETTERS and (start := initials.find(word)) >= 0:
                rest = (*short[:at], *short[at + 1 :])
                gone = (*long[:start], *long[start + len(word) :])
                return (2 * len(word), *((gone, rest) if turned else (rest, gone)))
    return 0, left, lost


def _whole_acronym(asked: Name, other: Name) -> int:
    """Whether all of one name is the initials of all of the other."""
    for short, long in ((asked, other), (other, asked)):
        as_long = 1 < len(long.words) == len(short.joined)
        if as_long and initials_of(short.joined, long.words) == 2:  # noqa: PLR2004
            return 4 * len(short.joined)
    return 0
