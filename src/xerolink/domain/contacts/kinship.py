"""How two different words of names may mean the same: nickname, short form, initial, spelling."""

from collections.abc import Callable, Sequence
from typing import Final

from xerolink.domain.contacts.firm_words import SERIES, SHORT
from xerolink.domain.contacts.given_names import GIVEN_NAMES

Distance = Callable[[str, str], int]
"""How alike two words are, in thousandths: 1000 for equal ones, 0 for nothing in common."""
NICKNAME: Final = 960
SIBLING: Final = 850
"""Two nicknames of one name: Liz and Beth."""
SHORTENED: Final = 940
BEGINS: Final = 900
BEGINS_FAR: Final = 800
INITIAL: Final = 700
INITIALS: Final = 650
"""Of two or three letters that are no name, as "J.R." is written "JR", the first begins one."""
ALIKE: Final = 500
"""Less is no kinship."""
_MOST: Final = 6
_STEM: Final = 3
_VOWELS: Final = frozenset("aeiouy")
_PARTICLES: Final = frozenset(
    (
        *("al", "el", "de", "da", "do", "di", "del", "der", "dos", "du", "la", "le", "lo", "li"),
        *("van", "von", "vande", "vander", "vanden", "ter", "ten", "zu", "o", "san", "st", "ap"),
        *("abd", "abdul", "abdel", "abu", "bin", "ben", "ibn"),
    )
)
"""What stands before a family name, joined to it or not, or is left out."""


def kinship(asked: str, other: str, distance: Distance) -> int:
    """How near two words that are not equal come to one another, in thousandths."""
    mine, theirs = GIVEN_NAMES.get(asked), GIVEN_NAMES.get(other)
    if not mine or not theirs:
        return spelling(asked, other, distance)
    if not mine.isdisjoint(theirs):
        return NICKNAME if asked in theirs or other in mine else SIBLING
    # Both are given names, and of different people: Jan is no misspelt Jon.
    near = distance(asked, other)
    return near - 150 if near >= SIBLING else near // 2


def given_kinship(asked: str, other: str, distance: Distance) -> int:
    """The same, of the words that two names begin with: the one may be initials without points."""
    near = kinship(asked, other, distance)
    if near >= ALIKE:
        return near
    short, long = (asked, other) if len(asked) <= len(other) else (other, asked)
    if not 1 < len(short) <= _STEM < len(long) or short[0] != long[0] or short in GIVEN_NAMES:
        return near
    return INITIALS if len(short) < _STEM or _VOWELS.isdisjoint(short) else near


def spelling(asked: str, other: str, distance: Distance) -> int:
    """The same, of words that are no given names: family names, and words of firms."""
    mine, theirs = SHORT.get(asked), SHORT.get(other)
    if mine and theirs and not mine.isdisjoint(theirs):
        return SHORTENED
    if asked in SERIES and other in SERIES:
        return 0  # a Trust I is no Trust II
    short, long = (asked, other) if len(asked) <= len(other) else (other, asked)
    if len(short) == 1:
        return INITIAL if long[0] == short else 0
    far = 2 * len(short) < len(long)
    if len(short) >= _STEM and (long.startswith(short) or _bare(long, short)):
        return BEGINS_FAR if far else BEGINS
    return 0 if far else distance(asked, other)


def _bare(long: str, short: str) -> bool:
    """Whether a family name is the other one without what stands before it: DeSouza, Souza."""
    return long.endswith(short) and long[: -len(short)] in _PARTICLES


def paired(
    asked: Sequence[str], other: Sequence[str], families: tuple[str, str], distance: Distance
) -> list[tuple[str, str, int]]:
    """The nearest kin among the words that are left of two names, each word at most once.

    *families* are the two last words: to one another they are no given names. Of each side the
    first six words count; the very first ones may be initials.
    """
    near: list[tuple[int, int, int]] = []
    for at, mine in enumerate(asked[:_MOST]):
        for to, theirs in enumerate(other[:_MOST]):
            judge = (
                spelling if (mine, theirs) == families else kinship if at or to else given_kinship
            )
            if (kin := judge(mine, theirs, distance)) >= ALIKE:
                near.append((-kin, at, to))
    near.sort()
    taken_asked: set[int] = set()
    taken_other: set[int] = set()
    chosen = []
    for kin, at, to in near:
        if at not in taken_asked and to not in taken_other:
            taken_asked.add(at)
            taken_other.add(to)
            chosen.append((asked[at], other[to], -kin))
    return chosen


def initials_of(word: str, words: Sequence[str]) -> int:
    """2 where *word* is the initials of all the *words*, 1 of a run of them, else 0."""
    if not 2 <= len(word) <= 8 or len(words) < len(word):  # noqa: PLR2004 - as acronyms are long
        return 0
    initials = "".join(each[0] for each in words)
    return 2 if initials == word else int(word in initials)
