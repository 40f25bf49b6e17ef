"""How emails, phones and addresses are alike; what either lacks is not measured."""

from collections.abc import Iterator

from xerolink.domain.contacts.firm_words import FREE_MAIL, SHORT
from xerolink.domain.contacts.kinship import Distance
from xerolink.domain.contacts.profile import Profile

_PHONE_DIGITS = 8
_FEWEST_DIGITS = 6
_ALL = 1000


def measure_details(
    asked: Profile, other: Profile, distance: Distance
) -> Iterator[tuple[str, int]]:
    """By name, for each detail that both have."""
    if asked.email and other.email:
        yield "email", _email(asked.email, other.email)
        if asked.email != other.email:
            yield "email_name", _like_names(asked, other, distance)
    if asked.phone and other.phone:
        yield "phone", 2 if same_phone(asked, other) else int(asked.phone[-6:] == other.phone[-6:])
    if asked.address and other.address:
        yield "address", same_words(asked.address, other.address)
    if asked.postcode and other.postcode:
        yield "postcode", int(asked.postcode == other.postcode)


def same_phone(asked: Profile, other: Profile) -> bool:
    """Whether the last eight digits agree: codes of countries and areas are often left out."""
    mine, theirs = asked.phone[-_PHONE_DIGITS:], other.phone[-_PHONE_DIGITS:]
    return len(mine) >= _FEWEST_DIGITS and mine == theirs


def same_domain(asked: Profile, other: Profile) -> bool:
    """Whether both emails are of one domain that does not give mailboxes to anybody."""
    domain = asked.email.rpartition("@")[2]
    own = domain != "" and domain not in FREE_MAIL
    return own and domain == other.email.rpartition("@")[2]


def same_words(asked: str, other: str) -> int:
    """How many of the shorter text's words the other has, in thousandths; "st" is "street"."""
    mine, theirs = _written_out(asked), _written_out(other)
    shorter = min(len(mine), len(theirs))
    return _ALL * len(mine & theirs) // shorter if shorter else 0


def _written_out(text: str) -> set[str]:
    return {max(SHORT[word]) if word in SHORT else word for word in text.split() if word != ","}


def _email(asked: str, other: str) -> int:
    """4 the same, 3 the same domain, 2 the same before the @, 1 the same free domain, 0 neither."""
    if asked == other:
        return 4
    mine, _, domain = asked.rpartition("@")
    theirs, _, other_domain = other.rpartition("@")
    if domain == other_domain:
        return 1 if domain in FREE_MAIL else 3
    return 2 * int(mine == theirs)


def _like_names(asked: Profile, other: Profile, distance: Distance) -> int:
    """How much either's email is made like the other's name."""
    return max(
        _like_name(asked.email, other.name, distance), _like_name(other.email, asked.name, distance)
    )


def _like_name(email: str, name: str, distance: Distance) -> int:
    words = [word for word in name.split() if word.isalnum()]
    local, _, domain = email.rpartition("@")
    letters = "".join(filter(str.isalpha, local))
    site = "".join(filter(str.isalpha, domain.partition(".")[0]))
    joined = "".join(words)
    return max(distance(letters, joined), distance(site, joined)) if joined else 0
