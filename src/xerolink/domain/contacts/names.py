"""The parts of a name: its own words, its legal form, and whether it looks like a person's."""

from collections.abc import Sequence
from typing import Final

from attrs import field, frozen

from xerolink.domain.contacts.firm_words import AFTER, BEFORE, LEGAL, SMALL, TRAILING
from xerolink.domain.contacts.given_names import GIVEN_NAMES
from xerolink.domain.contacts.model import veiled

_MARKS = frozenset(",()/")
_SPLITS = frozenset((*_MARKS, "t/a", "atf"))
_ALIASES = frozenset(("t/a", "atf"))
_JOINING = frozenset((",", *SMALL)) - _ALIASES
_GENERATIONS = frozenset(("ii", "iii", "iv"))
_CALLED_BY_GENERATION: Final = {"junior": "jr", "senior": "sr"}
_FEW: Final = 3
_MOST_OF_A_PERSON: Final = 5
_SHORTEST_PART: Final = 4
_WHOLE, _MAIN, _ALIAS, _ASIDE = "whole", "main", "alias", "aside"


@frozen
class Name:
    """A plain name, taken apart.

    *words*: its own, in order, without legal form, title or joining word; a family name that stood
    before a comma comes last. *joined*: the same without spaces. *initials*: the first letters of
    these and of joining words ("uol" for University of London). *parts*: what stands before and
    after "t/a", a dash or a bracket, joined; none where nothing divides the name. *legal*: what
    its legal forms mean. *personal*: 2 with a title or a given name first, 1 with an initial
    first, else 0.
    """

    words: tuple[str, ...] = field(repr=veiled)
    joined: str = field(repr=veiled)
    parts: tuple[str, ...] = field(repr=veiled)
    legal: frozenset[str] = field(repr=veiled)
    personal: int
    initials: str = field(repr=veiled)

    @property
    def perhaps_a_person(self) -> bool:
        """It begins as people's names do."""
        return self.personal > 0


def parse(plain: str) -> Name:
    """The parts of a name in plain words; of an empty one, nothing."""
    written = plain.split()
    parts = () if _SPLITS.isdisjoint(written) else _parts(written)
    words = [word for word in _family_last(written) if word not in _MARKS]
    own = _own(words)
    legal = {form for word in words if word in LEGAL for form in LEGAL[word]}
    core = _untitled(own)
    telling = tuple(word for word in core if word not in SMALL) or tuple(core)
    titled = len(core) < len(own) and own[0] != "the"
    if len(own) == len(words):
        legal = set()
    personal = 0 if legal else _personal(telling, titled)
    initials = "".join(word[0] for word in core)
    return Name(telling, "".join(telling), parts, frozenset(legal), personal, initials)


def another_generation(asked: str, other: str) -> bool:
    """Whether both names say which of several of one name it is, and not the same: Jr and Sr."""
    mine, theirs = _generations(asked), _generations(other)
    return bool(mine and theirs) and mine != theirs


def _generations(plain: str) -> frozenset[str]:
    words = (_CALLED_BY_GENERATION.get(word, word) for word in plain.split())
    return frozenset(words) & {"jr", "sr", *_GENERATIONS}


def called_alike(asked: str, other: str) -> bool:
    """Whether one name is the other's trading name, or its name without that.

    Or both trade under one name. What two have in brackets or behind a dash may be a mere place.
    """
    mine, theirs = _stands(asked), _stands(other)
    shared = mine.keys() & theirs.keys()
    return any(
        _ALIAS in (mine[part], theirs[part])
        or (mine[part] != theirs[part] and _ASIDE in (mine[part], theirs[part]))
        or {mine[part], theirs[part]} == {_MAIN, _WHOLE}
        for part in shared
    )


def _stands(plain: str) -> dict[str, str]:
    """The parts of a name, joined, and how each stands in it; short ones are left out."""
    words = [word for word in plain.split() if word not in _JOINING]
    if _SPLITS.isdisjoint(words):
        return {"".join(_own(words)): _WHOLE}
    found: dict[str, str] = {}
    stands, part = _MAIN, list[str]()
    for word in (*words, "/"):
        if word in _SPLITS:
            found.setdefault("".join(_own(part)), stands)
            stands, part = _ALIAS if word in _ALIASES else _ASIDE, []
        else:
            part.append(word)
    return {part: stands for part, stands in found.items() if len(part) >= _SHORTEST_PART}


def _own(words: list[str]) -> list[str]:
    """The words without legal forms: any at the end, elsewhere those that are no words too.

    A given name with one word more is a person's: Jason Teo, Maria De, Ann Coy.
    """
    end = len(words)
    if end == 2 and words[0] in GIVEN_NAMES and words[1] in TRAILING:  # noqa: PLR2004 - both names
        return words
    while end > 1 and words[end - 1] in LEGAL:
        end -= 1
    return [w for w in words[:end] if w not in LEGAL or w in TRAILING] or words


def _untitled(own: list[str]) -> list[str]:
    start, stop = 0, len(own)
    while stop - start > 1 and own[start] in BEFORE:
        start += 1
    after = AFTER | _GENERATIONS if own and own[start] in GIVEN_NAMES else AFTER
    while stop - start > 2 and own[stop - 1] in after:  # noqa: PLR2004 - a person has two names
        stop -= 1
    return own[start:stop]


def _personal(words: Sequence[str], titled: bool) -> int:
    if not 1 < len(words) <= _MOST_OF_A_PERSON:
        return 0
    return 2 if titled or words[0] in GIVEN_NAMES else int(len(words[0]) == 1)


def _parts(written: list[str]) -> tuple[str, ...]:
    parts: list[list[str]] = [[]]
    for word in written:
        if word in _SPLITS:
            parts.append([])
        elif word not in SMALL:
            parts[-1].append(word)
    joined = ("".join(_own(part)) for part in parts)
    found = tuple(part for part in joined if len(part) >= _SHORTEST_PART)
    return found if len(parts) > 1 else ()


def _family_last(written: list[str]) -> list[str]:
    """ "smith , john" as "john smith", where few words stand on both sides of one comma."""
    if written.count(",") != 1:
        return written
    at = written.index(",")
    family, given = written[:at], written[at + 1 :]
    few = 1 <= len(family) <= _FEW and 1 <= len(given) <= _FEW
    follows = any(word in LEGAL or word in AFTER or word in _GENERATIONS for word in given)
    return [*given, *family] if few and not follows else written
