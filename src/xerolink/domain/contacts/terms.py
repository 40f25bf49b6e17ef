"""The terms by which the index finds candidates: what two contacts that are one likely share."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Final, NewType, cast

from xerolink.domain.contacts.firm_words import LEGAL
from xerolink.domain.contacts.given_names import GIVEN_NAMES
from xerolink.domain.contacts.profile import Profile

Term = NewType("Term", str)
"""A letter for its kind, a colon, and what is shared: `e:ap@acme.example`, `w:acme`, `3:acm`."""
INDEX_VERSION: Final = 6
"""Of the terms: an index that was made by another version is made anew."""
MOST_TERMS: Final = 64
_LONGEST_TERM: Final = 80
_PHONE_DIGITS: Final = 8
_FEWEST_DIGITS: Final = 6
_ACRONYM: Final = range(3, 9)
_FEW_WORDS: Final = 3
_PERSON: Final = range(2, 6)
_FEWEST_SOUNDS: Final = 2
_HEARD: Final = 4
"""Letters that a word has before its sound is worth a term."""
_MARKS = frozenset(",()/")
_VOWELS = "aeiouhy"
_SOUNDS = str.maketrans("cqzdvgj", "kkstfkk", _VOWELS)
_SILENT = re.compile(r"^(?:k(?=n)|g(?=n)|w(?=r)|p(?=[fs]))|(?<!^)w")
_HEARD_AS: Final = {
    "sch": "s",
    "tch": "c",
    "dge": "g",
    "mps": "ms",
    "mpt": "mt",
    "x": "ks",
    "ph": "f",
    "ce": "se",
    "ci": "si",
    "cy": "sy",
}
_WRITTEN = re.compile("|".join(_HEARD_AS))


def terms(profile: Profile) -> tuple[Term, ...]:
    """The terms of *profile*, the most telling first, none twice, at most `MOST_TERMS`."""
    found = dict.fromkeys([term[:_LONGEST_TERM] for term in _terms(profile)])
    return cast("tuple[Term, ...]", tuple(islice(found, MOST_TERMS)))


def sound(word: str) -> str:
    """The consonants, those that sound alike as one, none twice in a row; "*" a vowel at first.

    As English speakers spell what they hear: Thompson and Thomson, Rodgers and Roger, Schmidt and
    Smith sound alike; so do two words of which one has a last "s" more.
    """
    plain = _SILENT.sub("", _WRITTEN.sub(_heard, word)).translate(_SOUNDS)
    heard = "".join(letter for at, letter in enumerate(plain) if plain[at - 1 : at] != letter)
    if len(heard) > _FEWEST_SOUNDS and heard[-1] == "s":
        heard = heard[:-1]
    return f"*{heard}" if word[:1] in _VOWELS else heard


def _heard(written: re.Match[str]) -> str:
    return _HEARD_AS[written[0]]


def _terms(profile: Profile) -> Iterator[str]:
    if profile.email:
        local, _, domain = profile.email.rpartition("@")
        yield from (f"e:{profile.email}", f"l:{local}", f"d:{domain}")
    if len(profile.phone) >= _FEWEST_DIGITS:
        yield f"t:{profile.phone[-_PHONE_DIGITS:]}"
    if profile.postcode:
        yield f"z:{profile.postcode}"
    if profile.name:
        yield from _of_name(profile)


def _of_name(profile: Profile) -> Iterator[str]:
    name = profile.parts
    written = [word for word in profile.name.split() if word not in _MARKS]
    yield f"j:{name.joined}"
    if len(written) <= _FEW_WORDS:
        yield f"j:{''.join(written)}"
    yield from (f"w:{word}" for word in name.words)
    if len(name.words) in _PERSON:
        family = name.words[-1]
        yield from _of_person(name.words[0], family)
        yield from _of_person(family, name.words[0])
        yield from (term for given in name.words[1:-1] for term in _called(given, family))
        yield "i:" + "".join(sorted((name.words[0][:2], family[:2])))
    yield from _acronyms(name.words, name.joined, written)
    yield from (f"s:{sound(word)}" for word in name.words if len(word) >= _HEARD)
    yield from (f"w:{first}{second}" for first, second in pairwise(name.words))
    yield from (f"3:{name.joined[at : at + 3]}" for at in range(len(name.joined) - 2))


def _of_person(given: str, family: str) -> Iterator[str]:
    """A family name with an initial, also by its sound, and with the formal given names."""
    yield f"k:{given[0]}{_sounded(family)}"
    yield from _called(given, family)


def _sounded(word: str) -> str:
    """Its sound, or the word itself where that would be next to nothing."""
    heard = sound(word)
    return heard if len(heard) >= _FEWEST_SOUNDS else word


def _called(given: str, family: str) -> Iterator[str]:
    """The formal given names with the sound of the family name."""
    yield from (f"g:{formal}{_sounded(family)}" for formal in sorted(GIVEN_NAMES.get(given, ())))


def _acronyms(words: Sequence[str], joined: str, written: Sequence[str]) -> Iterator[str]:
    """Initials, also of the first words only, and words that may be initials of another name."""
    long = [word for word in written if word not in LEGAL or len(word) > _FEW_WORDS]
    for each in (words, written, long):
        if len(each) in _ACRONYM:
            yield f"a:{''.join(word[0] for word in each)}"
    initials = "".join(word[0] for word in words)
    yield from (f"a:{initials[:most]}" for most in range(3, min(len(words), 7)))
    may_be = (*words[:2], joined) if len(words) <= _FEW_WORDS else (joined,)
    yield from (f"a:{word}" for word in may_be if len(word) in _ACRONYM)
