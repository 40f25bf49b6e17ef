"""What the words of a name tell together: the features that the model weighs."""

import re
from collections.abc import Iterator, Sequence

from attrs import Factory, define

from xerolink.adapters.embedded.lexicon import LIMIT, Told, Words
from xerolink.adapters.embedded.tokens import LEARNED, Token
from xerolink.adapters.embedded.words import AND, CAPITALS

__all__ = ["Reading", "features", "read"]

_LONGEST, _MOST, _CASED = 10, 5, 6
_COARSE = str.maketrans("GSNgsnyzvuOox", "PPPPPPPPPPOOO")
_WORDS = frozenset("GSNgsnyzvuOoxB")
_ASIDE = "R"


@define(repr=False)
class Reading:
    """A name as the model sees it: a letter for each token, and what its learned words tell."""

    pattern: str = ""
    told: list[Told] = Factory(list)
    words: list[str] = Factory(list)
    roles: list[str] = Factory(list)
    aside: list[Told] = Factory(list)
    case: str = ""


def read(found: Sequence[Token], lexicon: Words) -> Reading:
    """The reading of a name's tokens; what stands in brackets is read aside."""
    reading, bracket = Reading(), False
    letters: list[str] = []
    for token in found:
        role, text, said, possessive = token
        if role == "(" and letters:
            bracket = True
            letters.append(_ASIDE)
        elif bracket and role == ")":
            bracket = False
        elif bracket:
            if role == LEARNED:
                reading.aside.append(lexicon.told(text))
        else:
            if role in (LEARNED, CAPITALS):
                role = _learned(role, text, reading, lexicon)
            elif role.isalpha():
                reading.roles.append(text)
            letters.append(role + "'" if possessive else role)
            reading.case += _case(said)
    pattern = "".join(letters)
    reading.pattern = pattern if len(pattern) <= _LONGEST else pattern[:7] + pattern[-3:]
    return reading


def _learned(role: str, text: str, reading: Reading, lexicon: Words) -> str:
    """The letters of a word that has no role of its own."""
    told = lexicon.told(text)
    reading.told.append(told)
    reading.words.append(text)
    if role == CAPITALS:
        return CAPITALS + told.letter if told.known else CAPITALS
    if not told.known and text[-1] == "s":
        single = lexicon.told(text[:-1])
        if single.known and single.person > 0:
            return "v"
    return told.letter


def features(reading: Reading) -> list[str]:
    """The names of the features that hold; one that holds twice, twice."""
    whole = f"^{reading.pattern}$"
    coarse = whole.translate(_COARSE)
    size = len(whole)
    found = [whole[i : i + 2] for i in range(size - 1)]
    found += [whole[i : i + 3] for i in range(size - 2)]
    found += reading.pattern
    found += [f"p{whole}", f"k{coarse}", _mixed(reading.case)]
    found += [f"w{text}" for text in reading.roles]
    if reading.told:
        found += _told(reading.told, coarse)
    if AND in reading.pattern:
        found += _joined(reading)
    if reading.aside:
        found.append(f"r{_BUCKETS[min(reading.aside)[0]]}")
    return found


def _told(told: list[Told], coarse: str) -> list[str]:
    """How much the words tell: the first, the last, the least and the most of a person."""
    scores = [each[0] for each in told]
    low, high = _BUCKETS[min(scores)], _BUCKETS[max(scores)]
    first, last = _BUCKETS[scores[0]], _BUCKETS[scores[-1]]
    total = _BUCKETS[max(-LIMIT, min(LIMIT, sum(scores) // 2))]
    count = len(scores) if len(scores) < _MOST else _MOST
    return [
        f"l{low}", f"h{high}", f"b{first}", f"e{last}", f"t{total}", f"n{count}",
        f"x{low},{last}", f"y{count},{low}", f"z{count},{total}", f"v{low},{total}",
        f"u{first},{last}", f"j{coarse},{low}",
        f"q{_SIDES[told[0][1]]},{_SIDES[told[-1][1]]},{count}",
    ]  # fmt: skip


def _joined(reading: Reading) -> Iterator[str]:
    """Whether given or family names stand beside an "and", and how many words around it."""
    before = sum(char in _WORDS for char in reading.pattern.partition(AND)[0])
    after = len(reading.told) - before
    if before > 0 and after > 0:
        left, right = reading.told[before - 1], reading.told[before]
        around = f"{min(before, 3)},{min(after, 3)}"
        yield f"a{_SIDES[left.given]},{_SIDES[right.given]},{around}"
        yield f"d{_SIDES[right.given]},{around},{_BUCKETS[reading.told[-1].person]}"


def _stepped(most: int) -> dict[int, int]:
    """By score, its ten; of either sign *most* tens at most."""
    return {n: max(-most, min(most, n // 10)) for n in range(-LIMIT, LIMIT + 1)}


_BUCKETS, _SIDES = _stepped(7), _stepped(3)


def _mixed(case: str) -> str:
    """How its words are written, where that differs: "Jane SMITH", "PowerDirect"."""
    if "C" in case:
        return "cC"
    return f"c{case[:_CASED]}" if "A" in case and "T" in case else "c"


def _case(said: str) -> str:
    if said.islower():
        return "a"
    if said.isupper():
        return "A" if len(said) > 1 else "T"
    rest = said[1:]
    return "T" if rest.islower() or not _CAMEL.search(said) or _OF_NAMES.match(said) else "C"


_CAMEL = re.compile(r"[^\W\d_][^\W\d_A-Z]*[a-z][A-Z]|[A-Z]{2}[a-z]{2}")
"""PowerDirect, INNside; not iMac."""
_OF_NAMES = re.compile(
    r"(?:Mc|Mac|De|Di|Du|Da|Del|Dal|Des|Dos|La|Le|Lo|Van|Von|Vander|Fitz|Saint|St|El|Al|Abu|Ap|O|Ó)"
    r"[A-Z][^\W\d_A-Z]+"
)
