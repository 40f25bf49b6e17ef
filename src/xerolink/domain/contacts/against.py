"""What says that two contacts which are alike are two: numbered firms, spouses, namesakes.

Numbered firms and families share their emails, phones and addresses more than others do, and are
told by their names: "Fund II" is not "Fund III", whatever else agrees. A namesake shares no detail.
What either leaves out is held against nobody.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from xerolink.domain.contacts.compare_details import same_address, same_phone
from xerolink.domain.contacts.compare_names import Alignment
from xerolink.domain.contacts.evidence import Compared
from xerolink.domain.contacts.given_names import GIVEN_NAMES
from xerolink.domain.contacts.kinship import ALIKE
from xerolink.domain.contacts.name_measures import is_number
from xerolink.domain.contacts.names import another_generation
from xerolink.domain.contacts.profile import Profile

DOUBTED: Final = 500
"""The highest probability, in thousandths, of one that is `doubted`; its rivals have less."""
_SAME_FAMILY: Final = 3
_ALL: Final = 1000
_HALF: Final = 500
_ORDINAL: Final = re.compile(r"([0-9]+)(?:st|nd|rd|th)")
_SERIES: Final = ("i ii iii iv v vi vii viii ix x", "one two three four five", "first second third")
_COUNTED: Final = {
    word: str(n) for series in _SERIES for n, word in enumerate(series.split(), start=1)
}


def against(asked: str, seen: Compared) -> Iterator[str]:
    """In words, each true of the pair; *asked*: the plain name of the one who is asked for."""
    if seen.found is None:
        return
    if _other_numbers(seen.found):
        yield "numbers differ"
    if another_generation(asked, seen.other.name):
        yield "another generation"
    if _other_given_names(seen):
        yield "given names differ"
    if _namesakes(seen):
        yield "email, phone and address differ"


def doubted(asked: Profile, seen: Compared) -> bool:
    """Whether numbers differ; a name speaks against one that shares a detail; or a namesake."""
    other = seen.other
    email = asked.email != "" and asked.email == other.email
    shared = email or same_phone(asked, other) or same_address(asked, other)
    return (
        (seen.found is not None and _other_numbers(seen.found))
        or (shared and any(against(asked.name, seen)))
        or _namesakes(seen)
    )


def _other_numbers(found: Alignment) -> bool:
    """Whether each has a number that the other has not; "1st" is "first", "II" is "2"."""
    mine, theirs = _numbers(found.asked_rest), _numbers(found.other_rest)
    return bool(mine - theirs and theirs - mine)


def _numbers(words: Iterable[str]) -> frozenset[str]:
    return frozenset(_figures(word) for word in words if is_number(word))


def _figures(word: str) -> str:
    ordinal = _ORDINAL.fullmatch(word)
    return ordinal[1] if ordinal else _COUNTED.get(word, word)


def _other_given_names(seen: Compared) -> bool:
    """Whether two people of one family name have given names that nobody has both of.

    Frances may be Francis, misspelt.
    """
    family, rest = divmod(seen.measured.get("person", 0), 100)
    known = seen.mine.words[0] in GIVEN_NAMES and seen.theirs.words[0] in GIVEN_NAMES
    nothing_alike = rest < 10 and seen.measured.get("given", 0) < ALIKE  # noqa: PLR2004 - the tens are of given names
    return family == _SAME_FAMILY and known and nothing_alike


def _namesakes(seen: Compared) -> bool:
    """Whether two people, of whatever names, share nothing of three details that both have."""
    if not (seen.mine.personal and seen.theirs.personal):
        return False
    measured = seen.measured
    other_post = measured.get("address", _ALL) < _HALF and not measured.get("postcode", 0)
    return measured.get("email", _ALL) <= 1 and measured.get("phone", _ALL) == 0 and other_post
