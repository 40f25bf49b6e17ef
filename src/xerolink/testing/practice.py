"""Two books that look like a real accounting practice: its Xero organisation and its host.

Everything is invented (see `practice_names`), and the same for the same seed.
"""

from collections.abc import Callable, Iterator
from itertools import cycle
from random import Random

from attrs import evolve, field, frozen

from xerolink.domain.contacts.model import Address, Phone
from xerolink.testing import practice_names as names
from xerolink.testing.practice_desk import Card, Desk, HostRow, Rows, XeroRow

__all__ = ["HostRow", "Practice", "XeroRow", "practice"]


@frozen
class Practice:
    """The contacts of both sides, each in an order that says nothing."""

    xero: tuple[XeroRow, ...] = field(repr=False)
    host: tuple[HostRow, ...] = field(repr=False)


def practice(seed: int, xero: int = 500, host: int = 300) -> Practice:
    """Exactly *xero* and *host* contacts; the overlap takes at most 3 in 4 of either side.

    Full Matches, every kind of Conflict and No Matches occur in the shares of `_SCENES`, from
    about 120 contacts a side on. Names that are active in Xero are unique as Xero counts
    (fact sheet 3.1), so a simulated organisation takes every row.
    """
    desk = Desk(Random(seed))
    xero_rows, host_rows = _overlap(desk, xero * 3 // 4, host * 3 // 4)
    while len(xero_rows) < xero:
        xero_rows.append(desk.only_in_xero())
    while len(host_rows) < host:
        host_rows.append(desk.host(desk.thinned(desk.client())))
    desk.rng.shuffle(xero_rows)
    desk.rng.shuffle(host_rows)
    return Practice(tuple(xero_rows), tuple(host_rows))


def _overlap(desk: Desk, most_xero: int, most_host: int) -> Rows:
    """Scenes that concern both sides, until one no longer fits."""
    xero_rows: list[XeroRow] = []
    host_rows: list[HostRow] = []
    for scene in _deck(desk.rng):
        in_xero, in_host = scene(desk)
        if len(xero_rows) + len(in_xero) > most_xero or len(host_rows) + len(in_host) > most_host:
            break
        xero_rows += in_xero
        host_rows += in_host
    return xero_rows, host_rows


def _deck(rng: Random) -> Iterator["Scene"]:
    deck = [scene for scene, share in _SCENES for _ in range(share)]
    rng.shuffle(deck)
    return cycle(deck)


def _same(desk: Desk) -> Rows:
    card = desk.thinned_details(desk.client())
    respaced = evolve(card, phone=Phone(str(card.phone)))
    return [desk.xero(card)], [desk.host(respaced)]


def _spelt_otherwise(desk: Desk) -> Rows:
    """A Full Match all the same: case and white space do not count (semantics row 2)."""
    card = desk.client()
    name = desk.rng.choice((card.name.upper(), card.name.lower(), f" {card.name} ", _wide(card)))
    email = desk.rng.choice((card.email, card.email.upper(), f"{card.email} "))
    return [desk.xero(card)], [desk.host(evolve(card, name=name, email=email))]


def _wide(card: Card) -> str:
    return card.name.replace(" ", "  ")


def _moved(desk: Desk) -> Rows:
    """A Full Match with another phone, another address, or both."""
    card = desk.client()
    phone, address = names.phone(desk.rng, card.country), names.address(desk.rng, card.country)
    changes = ({"phone": phone}, {"address": address}, {"phone": phone, "address": address})
    return [desk.xero(card)], [desk.host(evolve(card, **desk.rng.choice(changes)))]


def _half_filled(desk: Desk) -> Rows:
    """A Full Match whose phone or address is blank on one side (semantics row 8)."""
    card = desk.client()
    blank = desk.rng.choice((evolve(card, phone=Phone()), evolve(card, address=Address())))
    in_xero, in_host = desk.rng.choice(((card, blank), (blank, card)))
    return [desk.xero(in_xero)], [desk.host(in_host)]


def _email_missing(desk: Desk) -> Rows:
    card = desk.client()
    in_xero, in_host = desk.rng.choice(
        ((card, evolve(card, email="")), (evolve(card, email=""), card))
    )
    return [desk.xero(in_xero)], [desk.host(in_host)]


def _email_differs(desk: Desk) -> Rows:
    card = desk.client()
    other = evolve(card, email=desk.mailbox(card.name, names.own_mailbox))
    return [desk.xero(card)], [desk.host(other)]


def _abbreviated(desk: Desk) -> Rows:
    """Limited and Ltd, "&" and "and"."""
    card = next(one for one in iter(desk.firm, None) if desk.claims(abbreviated(one.name)))
    return [desk.xero(card)], [desk.host(evolve(card, name=abbreviated(card.name)))]


def abbreviated(name: str) -> str:
    """A firm's *name* with one of its parts written the other way."""
    ways = ((" & ", " and "), (" and ", " & "), (" Limited", " Ltd"), (" Ltd", " Limited"))
    return next((name.replace(one, other, 1) for one, other in ways if one in name), name)


def _married(desk: Desk) -> Rows:
    """One side has the maiden name, the other the name since the wedding."""
    card, spouse = desk.person(), desk.person()
    wed = evolve(card, name=f"{card.given} {card.family}-{spouse.family}", family=spouse.family)
    if not desk.claims(wed.name):
        return _married(desk)
    in_xero, in_host = desk.rng.choice(((card, wed), (wed, card)))
    return [desk.xero(in_xero)], [desk.host(in_host)]


def _family(desk: Desk) -> Rows:
    """Two people in Xero, one household in the host, one mailbox."""
    one = desk.person()
    other = evolve(desk.person(), email=one.email, address=one.address)
    household = evolve(one, name=f"{one.name} & {other.name}")
    return [desk.xero(one), desk.xero(other)], [desk.host(household)]


def _bookkeeper(desk: Desk) -> Rows:
    """Eight to fifteen clients with one bookkeeper's mailbox; the host lacks two of them."""
    mailbox = desk.mailbox(desk.person().name, names.office_mailbox)
    clients = [evolve(desk.client(), email=mailbox) for _ in range(desk.rng.randrange(8, 16))]
    return [desk.xero(card) for card in clients], [desk.host(card) for card in clients[2:]]


def _split(desk: Desk) -> Rows:
    """The name belongs to one host contact, the email to another."""
    card = desk.client()
    namesake = evolve(card, email=desk.mailbox(card.name, names.own_mailbox))
    colleague = evolve(desk.person(), email=card.email)
    return [desk.xero(card)], [desk.host(namesake), desk.host(colleague)]


def _twice_in_host(desk: Desk) -> Rows:
    card = desk.client()
    return [desk.xero(card)], [desk.host(card), desk.host(evolve(card, name=card.name.upper()))]


def _twice_in_xero(desk: Desk) -> Rows:
    """Xero takes the second for another name: blanks inside a name count there."""
    card = desk.client()
    return [desk.xero(card), desk.xero(evolve(card, name=_wide(card)))], [desk.host(card)]


def _archived_before(desk: Desk) -> Rows:
    """A Full Match beside an archived contact of the same name and email."""
    card = desk.client()
    archived = {**desk.xero(card), "ContactStatus": "ARCHIVED"}
    return [archived, desk.xero(card)], [desk.host(card)]


Scene = Callable[[Desk], Rows]
_SCENES: tuple[tuple[Scene, int], ...] = (
    (_same, 16),
    (_spelt_otherwise, 6),
    (_moved, 7),
    (_half_filled, 6),
    (_email_missing, 5),
    (_email_differs, 4),
    (_abbreviated, 4),
    (_married, 2),
    (_family, 1),
    (_bookkeeper, 1),
    (_split, 2),
    (_twice_in_host, 2),
    (_twice_in_xero, 1),
    (_archived_before, 1),
)
"""How often each scene is played in one deck."""
