"""How emails, phones and addresses are alike; what either lacks is not measured."""

from collections.abc import Iterator

from xerolink.domain.contacts.firm_words import FREE_MAIL
from xerolink.domain.contacts.kinship import Distance
from xerolink.domain.contacts.profile import Profile

_SAME_ADDRESS = 800
_PHONE_DIGITS = 8
_FEWEST_DIGITS = 6
_NATIONAL = 10
_EIGHT_IS_TRUNK = {"7", "8"}
"""In Russia and Kazakhstan a number begins with 8 where its country's code, 7, is left out."""
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
        yield "address", same_words(asked, other)
    if asked.postcode and other.postcode:
        yield "postcode", int(asked.postcode == other.postcode)


def same_phone(asked: Profile, other: Profile) -> bool:
    """Whether the last eight digits agree, and the codes before them, as far as they are written.

    Codes of countries and areas are often left out, or have a zero before or behind them.
    """
    mine, theirs = asked.phone.lstrip("0"), other.phone.lstrip("0")
    shared = _shared_end(mine, theirs)
    if shared < _PHONE_DIGITS:
        return mine == theirs and shared >= _FEWEST_DIGITS
    codes = {mine[:-shared].strip("0"), theirs[:-shared].strip("0")}
    return len(codes) == 1 or "" in codes or (codes == _EIGHT_IS_TRUNK and shared >= _NATIONAL)


def _shared_end(mine: str, theirs: str) -> int:
    most = min(len(mine), len(theirs))
    return next((n for n in range(most, 0, -1) if mine[-n:] == theirs[-n:]), 0)


def same_domain(asked: Profile, other: Profile) -> bool:
    """Whether both emails are of one domain that does not give mailboxes to anybody."""
    domain = asked.email.rpartition("@")[2]
    own = domain != "" and domain not in FREE_MAIL
    return own and domain == other.email.rpartition("@")[2]


def same_address(asked: Profile, other: Profile) -> bool:
    """Whether four of five words of the shorter address are in the other, which has several.

    And no number stands against another one.
    """
    if not (_has_several_words(asked.address) and _has_several_words(other.address)):
        return False
    alike = same_words(asked, other) >= _SAME_ADDRESS
    return alike and same_numbers(asked.address, other.address)


def _has_several_words(text: str) -> bool:
    """What stands in for an address has not: "n/a", twice."""
    return len({word for word in text.split() if any(map(str.isalnum, word))}) > 2  # noqa: PLR2004


def same_numbers(asked: str, other: str) -> bool:
    """Whether no number of one text stands against another one of the other: 10 and 12 High St."""
    mine, theirs = _numbers(asked), _numbers(other)
    return mine <= theirs or theirs <= mine


def _numbers(text: str) -> set[str]:
    return {word for word in text.split() if any(map(str.isdigit, word))}


def same_words(asked: Profile, other: Profile) -> int:
    """How many of the shorter address's words the other has, in thousandths."""
    mine, theirs = asked.address_words, other.address_words
    shorter = min(len(mine), len(theirs))
    return _ALL * len(mine & theirs) // shorter if shorter else 0


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
    return max(_like_name(asked, other.run_on, distance), _like_name(other, asked.run_on, distance))


def _like_name(mailed: Profile, name: str, distance: Distance) -> int:
    return max([distance(letters, name) for letters in mailed.email_letters]) if name else 0
