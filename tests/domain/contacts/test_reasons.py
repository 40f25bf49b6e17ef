"""Why two contacts may be one: every reason that is given is true of the pair.

What is true is told from what was typed, not from what the library makes of it: phones and places
are written in several ways, and the table says which are the same one.
"""

from collections.abc import Callable, Container, Mapping, Sequence

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from xerolink.adapters.embedded.similarity import edits, similarity
from xerolink.adapters.embedded.weights import embedded_weights
from xerolink.domain.contacts.evidence import Asked, Comparison
from xerolink.domain.contacts.firm_words import AFTER, BEFORE, FREE_MAIL, LEGAL, SHORT, SMALL
from xerolink.domain.contacts.given_names import GIVEN_NAMES
from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.model import Address, Phone, SyncedFields
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.reasons import reasons
from xerolink.domain.contacts.terms import Term

MAILBOX = 3
FIRMS = "acme hotels assoc association federation first one energy power trust trustee ah st street"
FORMS = "ltd limited pty oy oyj ooo zao de cv of mr jr sr iii"
PEOPLE = "bill william liz hill hyll h q smith smithe jonathan johnathon mills wills hall hallberg"
OTHERS = "abcdefghij abcdefgxyz techno logy technology राम रोम ガス カス กิน กัน"
MARKS = ("t/a", ",", "(", ")", "(acme)", "-")
WORDS = (*FIRMS.split(), *FORMS.split(), *PEOPLE.split(), *OTHERS.split(), *MARKS)
NO_NAMES = {*FORMS.split(), *MARKS}
NAMES = st.just("") | (
    st.lists(st.sampled_from(WORDS), max_size=5)
    .filter(lambda words: not NO_NAMES.issuperset(words))
    .map(" ".join)
)
FREE = "gmail.com"
EMAILS = ("", "ap@acme.example", "AP@acme.example", f"b@{FREE}", f"c@{FREE}")
PHONES: Mapping[str, tuple[str, str, str]] = {
    "": ("", "", ""),
    "000 000 0000": ("", "", ""),
    "0199": ("", "", "0199"),
    "555 0147": ("", "", "5550147"),
    "(303) 555-0147": ("", "303", "5550147"),
    "+1 303 555 0147": ("1", "303", "5550147"),
    "(703) 555-0147": ("", "703", "5550147"),
    "03 9555 0100": ("", "3", "95550100"),
    "+61 3 9555 0100": ("61", "3", "95550100"),
    "+61 (0)3 9555 0100": ("61", "3", "95550100"),
    "02 9555 0100": ("", "2", "95550100"),
    "9555 0100": ("", "", "95550100"),
    "8 912 345 67 89": ("", "912", "3456789"),
    "+7 912 345 67 89": ("7", "912", "3456789"),
}
"""Each with its codes of country and area, where it has them."""
PLACES: Mapping[str, tuple[str, str]] = {
    "": ("", ""),
    "1 High Street Poole BH15 1AA": ("1 high", "bh151aa"),
    "1 High St, Poole, BH15 1AA": ("1 high", "bh151aa"),
    "Flat 3, 1 High St, Poole": ("1 high", ""),
    "3 High Street Poole BH15 1AA": ("3 high", "bh151aa"),
    "9 Low Road, BH15 1AA": ("9 low", "bh151aa"),
    "4 Main Road, PO Box 1234": ("4 main", ""),
    "8 Quay Lane, PO Box 1234": ("8 quay", ""),
}
"""Each with the house that it is, and its postcode."""


@frozen
class Typed:
    """A contact as somebody typed it."""

    name: str
    email: str = ""
    phone: str = ""
    place: str = ""

    @property
    def profile(self) -> Profile:
        address = Address((self.place,))
        return Profile.of(SyncedFields(self.name, self.email, Phone(self.phone), address))

    @property
    def written(self) -> list[str]:
        spaced = "".join(f" {c} " if c in ",()" else c for c in self.name.lower())
        return [word for word in spaced.replace(" - ", " / ").split() if word != "-"]

    @property
    def bare(self) -> list[str]:
        """The words without marks; of a name of nothing else, those."""
        words = [word for word in self.written if word not in {*",()/-", "t/a"}]
        return words or self.written

    @property
    def core(self) -> list[str]:
        """The words without legal forms, titles and joining words."""
        return [word for word in self.bare if word not in {*LEGAL, *BEFORE, *AFTER, *SMALL, "iii"}]


TYPED = st.builds(Typed, NAMES, *map(st.sampled_from, (EMAILS, tuple(PHONES), tuple(PLACES))))


def told(one: Typed, other: Typed) -> tuple[str, ...]:
    mine = one.profile
    asked = Asked(mine, {Term(f"e:{mine.email}"): Hits(MAILBOX)}, 1000)
    found = Comparison(asked, embedded_weights(), similarity).measure(other.profile)
    return reasons(asked, found)


def _domain(one: Typed) -> str:
    return one.email.rpartition("@")[2]


def _same_email(one: Typed, other: Typed) -> bool:
    return one.email.lower() == other.email.lower() != ""


def _same_phone(one: Typed, other: Typed) -> bool:
    (*mine, local), (*theirs, there) = PHONES[one.phone], PHONES[other.phone]
    codes = zip(mine, theirs, strict=True)
    return local == there != "" and all("" in pair or pair[0] == pair[1] for pair in codes)


def _same_place(one: Typed, other: Typed) -> bool:
    return PLACES[one.place][0] == PLACES[other.place][0] != ""


def _ways(one: Typed) -> list[list[str]]:
    """The words with and without forms, and each once: a form may be a word of a name, too."""
    formless = [word for word in one.bare if word not in LEGAL]
    ways = (one.bare, formless, one.core)
    return [*ways, *(list(dict.fromkeys(words)) for words in ways)]


def _either(holds: Callable[[Sequence[str], Sequence[str]], bool]) -> "Claim":
    return lambda a, b: any(holds(mine, theirs) for mine in _ways(a) for theirs in _ways(b))


_one_core = _either(lambda a, b: sorted(a) == sorted(b))


def _generations(one: Typed, other: Typed) -> list[set[str]]:
    return [{"jr", "sr", "iii"} & set(each.bare) for each in (one, other)]


def _another_generation(one: Typed, other: Typed) -> bool:
    mine, theirs = _generations(one, other)
    return bool(mine and theirs) and mine != theirs


NUMBERS = {"first", "one", "iii"}


def _each_has(words: Container[str], one: Typed, other: Typed) -> bool:
    """Whether each has one of the *words* that the other has not."""
    told = [{word for word in each.bare if word in words} for each in (one, other)]
    return bool(told[0] - told[1] and told[1] - told[0])


def _parts(one: Typed) -> list[tuple[str, str]]:
    """What stands before the first mark but a comma, and what behind each: with that mark."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    for word in one.written:
        if word in {"(", ")", "/", "t/a"}:
            parts.append((word, []))
        else:
            parts[-1][1].append(word)
    told_of = [(mark, Typed(" ".join(words))) for mark, words in parts]
    joined = [(m, "".join(w)) for m, part in told_of for w in _ways(part)]
    return [(mark, letters) for mark, letters in joined if letters]


def _called_alike(one: Typed, other: Typed) -> bool:
    """One of the two that are alike is all of a name, or its main one, or follows "t/a"."""
    return any(
        mine == theirs and ("t/a" in (mark, there) or "" in (mark, there))
        for mark, mine in _parts(one)
        for there, theirs in _parts(other)
    )


def _acronym(one: Typed, other: Typed) -> bool:
    return any(
        "".join(mine[m:n]) in "".join(word[0] for word in theirs)
        for a, b in ((one, other), (other, one))
        for mine in _ways(a)
        for theirs in _ways(b)
        for m in range(len(mine))
        for n in range(m + 1, len(mine) + 1)
        if len("".join(mine[m:n])) > 1
    )


Claim = Callable[[Typed, Typed], bool]
CLAIMS: Mapping[str, Claim] = {
    "same email": _same_email,
    f"shared mailbox of {MAILBOX}": _same_email,
    "emails of the same domain": lambda a, b: (
        _domain(a) == _domain(b) and _domain(a) not in {"", *FREE_MAIL}
    ),
    "same phone": _same_phone,
    "same address": _same_place,
    "same postcode": lambda a, b: PLACES[a.place][1] == PLACES[b.place][1] != "",
    "same name": lambda a, b: a.written == b.written != [],
    "same name but for its form": lambda a, b: _one_core(a, b) and not _another_generation(a, b),
    "another generation": _another_generation,
    "numbers differ": lambda a, b: _each_has(NUMBERS, a, b),
    "given names differ": lambda a, b: _each_has(GIVEN_NAMES, a, b),
    "email, phone and address differ": lambda a, b: (
        "" not in (a.email, b.email, PHONES[a.phone][2], PHONES[b.phone][2], a.place, b.place)
        and not (_same_email(a, b) or _same_phone(a, b) or _same_place(a, b))
    ),
    "same words in another order": _either(lambda a, b: sorted(a) == sorted(b)),
    "same letters, other spaces": _either(lambda a, b: sorted("".join(a)) == sorted("".join(b))),
    "same trading or other name": _called_alike,
    "one name holds the other": lambda a, b: (
        len({*a.bare} & {*b.bare}) > 1 and ({*a.core} <= {*b.bare} or {*b.core} <= {*a.bare})
    ),
    "some words of the name are the same": lambda a, b: bool({*a.bare} & {*b.bare}),
    "acronym": _acronym,
}
KINDS = {"given name ": " = ", "initial ": " = ", "beginning: ": ", ", "spelling: ": ", "}


def _of_words(reason: str, one: Typed, other: Typed) -> bool:
    kind = next((start for start in (*KINDS, "alike: ") if reason.startswith(start)), "")
    pair = reason.removeprefix(kind).lower()
    mine, theirs = pair.split(" = " if " = " in pair else ", ")
    there = mine in one.bare and theirs in other.bare and mine != theirs
    return there and _related(kind, *sorted((mine, theirs), key=len))


SAME = ({"assoc", "association"}, {"st", "street"}, {"ltd", "limited"})


def _related(kind: str, short: str, long: str) -> bool:
    if kind == "given name ":
        return not GIVEN_NAMES[short].isdisjoint(GIVEN_NAMES[long])
    if kind == "initial ":
        return len(short) == 1 and long.startswith(short)
    if kind == "beginning: ":
        return len(short) > 2 and long.startswith(short)
    if kind == "spelling: ":
        return 4 * edits(short, long) <= len(long)
    if kind == "alike: ":
        return not SHORT[short].isdisjoint(SHORT[long])
    return {short, long} in SAME


def _married(reason: str, one: Typed, other: Typed) -> bool:
    shared = {"email": _same_email, "phone": _same_phone, "address": _same_place}
    detail = next(same for name, same in shared.items() if f"and {name}:" in reason)
    mine, theirs = ([w for w in each.bare if len(w) > 1] for each in (one, other))
    return bool({*mine} & {*theirs}) and mine != theirs and detail(one, other)


def holds(reason: str, one: Typed, other: Typed) -> bool:
    if reason.endswith("married name?"):
        return _married(reason, one, other)
    claim = CLAIMS.get(reason)
    return claim(one, other) if claim else _of_words(reason, one, other)


@given(TYPED, TYPED)
def test_every_reason_is_true_of_the_pair(one: Typed, other: Typed) -> None:
    assert [reason for reason in told(one, other) if not holds(reason, one, other)] == []


SAID = [
    (("Acme Ltd",), ("Acme Limited",), "Ltd = Limited"),
    (("Bill Hill",), ("William Hill",), "given name Bill = William"),
    (("Smith Motors",), ("Smyth Motors",), "spelling: Smith, Smyth"),
    (("Acme Assoc",), ("Acme Association",), "Assoc = Association"),
    (("Acme Bank",), ("Acme Bancorp",), "alike: Bank, Bancorp"),
    (("Jan Hall",), ("Jan Hallberg",), "beginning: Hall, Hallberg"),
    (("John Smith Jr",), ("John Smith Sr",), "another generation"),
    (("Smith No 1 Trust",), ("Smith No 2 Trust",), "numbers differ"),
    (("Ann Hill",), ("Bob Hill",), "given names differ"),
    (("x" * 200,), ("x" * 201,), "the names begin the same"),
    (("FDSS",), ("Food and Drink Sector Skills",), "acronym"),
    (("Acme", "a@b.example"), ("Zenith", "A@B.example"), "same email"),
    (("Acme", "a@b.example"), ("Zenith", "c@b.example"), "emails of the same domain"),
    (("Hill, Q",), ("Q Hill",), "same name but for its form"),
    (("TechnologyOne",), ("Technology One",), "same letters, other spaces"),
    (("Hill Pty Ltd t/a The Corner Shop",), ("Corner Shop",), "same trading or other name"),
    (
        ("Ann Hill", "", "", "1 High Street, Poole"),
        ("Ann Vale", "", "", "1 High St, Poole"),
        "surname differs, same given name and address: married name?",
    ),
]


NEVER = [
    (("Mark Mills",), ("Mark Wills",), "Mills = Wills"),
    (("Hall",), ("Hallberg",), "Hall = Hallberg"),
    (("Abcdefghij Farm",), ("Abcdefgxyz Farm",), "initial Abcdefghij = Abcdefgxyz"),
    (("Acme Association",), ("Acme Federation",), "Association = Federation"),
    (("Alfa Oy",), ("Alfa Oyj",), "Oy = Oyj"),
    (("Smith, John",), ("Smith, Mary",), "same trading or other name"),
    (("Acme (Perth)",), ("Bravo (Perth)",), "same trading or other name"),
    (("John Smith Jr",), ("John Smith Sr",), "same name but for its form"),
    (("1st Scouts",), ("First Scouts",), "numbers differ"),
    (("Ann Bob Hill",), ("Bob Hill",), "given names differ"),
    (("राम",), ("रोम",), "same name"),
    (("ガス",), ("カス",), "same name"),
    (("กิน",), ("กัน",), "same name"),
    (("x" * 200,), ("x" * 201,), "same name"),
    (("a " * 30 + "x",), ("a " * 30 + "y",), "same name"),
    (("é" * 120 + "x",), ("é" * 120 + "y",), "same name"),
    (("Acme", f"a@{'x' * 200}.example"), ("Zenith", f"a@{'x' * 200}.test"), "same email"),
    (("Acme", "", "03 9999 0000"), ("Zenith", "", "02 9999 0000"), "same phone"),
    (("Acme", "", "0000000000"), ("Zenith", "", "0000000000"), "same phone"),
    (
        ("Acme", "", "", "10 High Street, Leeds LS1 4AB"),
        ("Zenith", "", "", "12 High Street, Leeds LS1 4AB"),
        "same address",
    ),
    (("Acme", "", "", "n/a n/a"), ("Zenith", "", "", "N/A n/a"), "same address"),
    (
        ("Acme", "", "", "4 Main Road, PO Box 1234"),
        ("Zenith", "", "", "8 Quay Lane, PO Box 1234"),
        "same postcode",
    ),
    (
        ("A Hill", "a@hill.example"),
        ("A Vale", "a@hill.example"),
        "surname differs, same given name and email: married name?",
    ),
]


@pytest.mark.parametrize(
    ("one", "other", "reason"), NEVER, ids=[f"{n}-{said}" for n, (_, _, said) in enumerate(NEVER)]
)
def test_what_is_not_so_is_not_said(
    one: tuple[str, ...], other: tuple[str, ...], reason: str
) -> None:
    assert reason not in told(Typed(*one), Typed(*other))


@pytest.mark.parametrize(("one", "other", "reason"), SAID, ids=[reason for _, _, reason in SAID])
def test_a_reason_is_said_in_words(
    one: tuple[str, ...], other: tuple[str, ...], reason: str
) -> None:
    assert reason in told(Typed(*one), Typed(*other))


def test_a_mailbox_that_anybody_can_have_is_no_reason() -> None:
    assert told(Typed("Acme", f"a@{FREE}"), Typed("Zenith", f"b@{FREE}")) == ()


def test_strangers_have_no_reason() -> None:
    assert told(Typed("Acme Hotels 1"), Typed("Zenith Quarry 2")) == ()
