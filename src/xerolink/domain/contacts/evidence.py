"""What speaks for and against two contacts being one: measures, and reasons in words.

A field that either side lacks is not measured.
"""

from collections.abc import Callable, Iterator, Mapping

from attrs import field, frozen

from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.model import veiled
from xerolink.domain.contacts.near import LEGAL_FORMS
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.terms import Term

_PHONE_DIGITS = 8


@frozen
class Asked:
    """Who is asked for, and how many of the *book* host contacts bear each of its terms."""

    profile: Profile
    found: Mapping[Term, Hits] = field(repr=veiled)
    book: int

    def bearers(self, term: str) -> int:
        """How many host contacts bear *term*; 0 for one that nobody was asked for."""
        hits = self.found.get(Term(term))
        return hits.total if hits else 0


def evidence(asked: Asked, other: Profile, distance: Callable[[str, str], int]) -> dict[str, int]:
    """The measures of the fields that both have, by name."""
    mine = asked.profile
    measured: dict[str, int] = {}
    if mine.name and other.name:
        measured["name"] = distance(_core(mine.name), _core(other.name))
    if mine.email and other.email:
        measured["email"] = _email(mine.email, other.email)
    if mine.phone and other.phone:
        measured["phone"] = int(_same_phone(mine, other))
    if mine.postcode and other.postcode:
        measured["postcode"] = int(mine.postcode == other.postcode)
    return measured


def reasons(asked: Asked, other: Profile) -> tuple[str, ...]:
    """What is true of both, in words, the strongest first."""
    return tuple(_reasons(asked, other))


def _reasons(asked: Asked, other: Profile) -> Iterator[str]:
    mine = asked.profile
    if mine.email and mine.email == other.email:
        yield "same email"
        if (shared := asked.bearers(f"e:{mine.email}")) > 1:
            yield f"shared mailbox of {shared}"
    if _same_phone(mine, other):
        yield "same phone"
    if mine.name and mine.name == other.name:
        yield "same name"
    elif _core(mine.name) and _core(mine.name) == _core(other.name):
        yield "same name but for the legal form"
    if mine.postcode and mine.postcode == other.postcode:
        yield "same postcode"


def _core(name: str) -> str:
    return " ".join(word for word in name.split() if word not in LEGAL_FORMS)


def _email(asked: str, other: str) -> int:
    """2: the same mailbox; 1: the same domain; 0: neither."""
    return 2 if asked == other else int(asked.rpartition("@")[2] == other.rpartition("@")[2])


def _same_phone(asked: Profile, other: Profile) -> bool:
    return asked.phone != "" and asked.phone[-_PHONE_DIGITS:] == other.phone[-_PHONE_DIGITS:]
