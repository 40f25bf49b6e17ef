"""Why two contacts may be one: every reason that is given is true of the pair."""

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xerolink.adapters.embedded.similarity import similarity
from xerolink.adapters.embedded.weights import embedded_weights
from xerolink.domain.contacts.evidence import Asked, Comparison
from xerolink.domain.contacts.firm_words import FREE_MAIL, LEGAL, SHORT
from xerolink.domain.contacts.given_names import GIVEN_NAMES
from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.model import Address, Phone, SyncedFields
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.reasons import reasons
from xerolink.domain.contacts.terms import Term

MAILBOX = 3
WORDS = ("acme", "hotels", "bill", "william", "liz", "hill", "hyll", "h", "q", "ltd", "limited")
MORE = ("pty", "assoc", "association", "of", "t/a", ",", "(", "ah", "mr", "smith", "smithe", "st")
NAMES = st.lists(st.sampled_from(WORDS + MORE), max_size=5).map(" ".join)
FREE = "gmail.com"
EMAILS = st.sampled_from(("", "ap@acme.example", "bill@acme.example", f"b@{FREE}", f"c@{FREE}"))
PHONES = st.sampled_from(("", "555 0147", "(303) 555-0147", "+1 303 555 0147", "0199"))
PLACES = st.sampled_from(
    ("", "1 High Street Poole BH15 1AA", "1 High St, Poole, BH15 1AA", "9 Low Road, BH15 1AA")
)
PROFILES = st.builds(
    lambda name, email, phone, place: Profile.of(
        SyncedFields(name, email, Phone(phone), Address((place,)))
    ),
    *(NAMES, EMAILS, PHONES, PLACES),
)


def told(one: Profile, other: Profile) -> tuple[str, ...]:
    asked = Asked(one, {Term(f"e:{one.email}"): Hits(MAILBOX)}, 1000)
    return reasons(asked, Comparison(asked, embedded_weights(), similarity).measure(other))


def _bare(profile: Profile) -> list[str]:
    return [word for word in profile.name.split() if word not in ",()/"]


def _letters(profile: Profile) -> set[str]:
    """The runs of words of the name, without spaces, and with or without legal forms."""
    words = _bare(profile)
    lists = (words, [word for word in words if word not in LEGAL])
    return {
        "".join(each[m:n])
        for each in lists
        for m in range(len(each))
        for n in range(m + 1, len(each) + 1)
    }


def _initials(profile: Profile) -> str:
    return "".join(word[0] for word in _bare(profile) if word not in LEGAL)


def _domain(profile: Profile) -> str:
    return profile.email.rpartition("@")[2]


Claim = Callable[[Profile, Profile], bool]
CLAIMS: Mapping[str, Claim] = {
    "same email": lambda a, b: a.email == b.email != "",
    f"shared mailbox of {MAILBOX}": lambda a, b: a.email == b.email != "",
    "emails of the same domain": lambda a, b: (
        _domain(a) == _domain(b) and _domain(a) not in {"", *FREE_MAIL}
    ),
    "same phone": lambda a, b: a.phone[-7:] == b.phone[-7:] != "",
    "same address": lambda a, b: a.address.split()[1] == b.address.split()[1],
    "same postcode": lambda a, b: a.postcode == b.postcode != "",
    "same name": lambda a, b: a.name == b.name != "",
    "same name but for its form": lambda a, b: bool(set(_bare(a)) & set(_bare(b))),
    "same words in another order": lambda a, b: bool(set(_bare(a)) & set(_bare(b))),
    "same letters, other spaces": lambda a, b: bool(_letters(a) & _letters(b)),
    "same trading or other name": lambda a, b: bool(_letters(a) & _letters(b)),
    "one name holds the other": lambda a, b: len(set(_bare(a)) & set(_bare(b))) > 1,
    "words of the name are the same": lambda a, b: bool(set(_bare(a)) & set(_bare(b))),
    "acronym": lambda a, b: any(
        short in _initials(long) for one, long in ((a, b), (b, a)) for short in _letters(one)
    ),
}


def _of_words(reason: str, one: Profile, other: Profile) -> bool:
    kind, _, pair = reason.rpartition(": ") if reason.startswith("spelling") else ("", "", reason)
    for start in ("given name ", "initial "):
        kind, pair = (start, pair.removeprefix(start)) if pair.startswith(start) else (kind, pair)
    mine, theirs = (word.lower() for word in pair.split(", " if kind == "spelling" else " = "))
    both = mine in one.name.split() and theirs in other.name.split()
    return both and _related(kind, mine, theirs)


def _related(kind: str, mine: str, theirs: str) -> bool:
    nothing: frozenset[str] = frozenset()
    if kind == "given name ":
        return bool(GIVEN_NAMES[mine] & GIVEN_NAMES[theirs])
    if kind == "initial ":
        return mine[0] == theirs[0] and 1 in (len(mine), len(theirs))
    if kind == "spelling":
        return similarity(mine, theirs) >= 750
    same = any(group.get(mine, nothing) & group.get(theirs, nothing) for group in (LEGAL, SHORT))
    return same or mine.startswith(theirs) or theirs.startswith(mine)


def _married(one: Profile, other: Profile) -> bool:
    return bool(set(_bare(one)) & set(_bare(other))) and bool(
        one.email == other.email != ""
        or one.phone[-7:] == other.phone[-7:] != ""
        or set(one.address.split()) & set(other.address.split())
    )


def holds(reason: str, one: Profile, other: Profile) -> bool:
    if reason.endswith("married name?"):
        return _married(one, other)
    claim = CLAIMS.get(reason)
    return claim(one, other) if claim else _of_words(reason, one, other)


@given(PROFILES, PROFILES)
def test_every_reason_is_true_of_the_pair(one: Profile, other: Profile) -> None:
    assert [reason for reason in told(one, other) if not holds(reason, one, other)] == []


def profile(name: str, email: str = "", phone: str = "", address: str = "") -> Profile:
    return Profile.of(SyncedFields(name, email, Phone(phone), Address((address,))))


SAID = [
    (("Acme Ltd",), ("Acme Limited",), "Ltd = Limited"),
    (("Bill Hill",), ("William Hill",), "given name Bill = William"),
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


@pytest.mark.parametrize(("one", "other", "reason"), SAID, ids=[reason for _, _, reason in SAID])
def test_a_reason_is_said_in_words(
    one: tuple[str, ...], other: tuple[str, ...], reason: str
) -> None:
    assert reason in told(profile(*one), profile(*other))


def test_a_mailbox_that_anybody_can_have_is_no_reason() -> None:
    assert told(profile("Acme", f"a@{FREE}"), profile("Zenith", f"b@{FREE}")) == ()


def test_strangers_have_no_reason() -> None:
    assert told(profile("Acme Hotels"), profile("Zenith Quarry")) == ()
