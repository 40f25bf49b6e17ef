"""The practice looks like one: every outcome of matching, Xero's rules kept, nothing real."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

import pytest

from xerolink.domain.contacts.issues import MATCH_KINDS, IssueKind
from xerolink.domain.contacts.matching import (
    Book,
    Conflict,
    FullMatch,
    Hits,
    NoMatch,
    match_contact,
)
from xerolink.domain.contacts.model import FieldName, SyncedFields
from xerolink.domain.contacts.normalise import MatchKey, is_empty, match_keys, same
from xerolink.testing.edits import read_xero
from xerolink.testing.practice import Practice, practice
from xerolink.testing.simulator import Contact, XeroSimulator

FICTION = re.compile(r"(64|0)?[34679]555\d{4}|(61|0)?[2378]5550\d{4}|(44|0)?1632960\d{3}")


def contacts(made: Practice) -> tuple[Contact, ...]:
    """The organisation's contacts, as the simulated Xero took them."""
    return tuple(XeroSimulator().add_organisation("Kauri", made.xero).contacts.values())


def fields(contact: Contact) -> SyncedFields:
    return SyncedFields().with_values({name: read_xero(contact, name) for name in FieldName})


def book(people: Iterable[SyncedFields]) -> Book:
    found: dict[MatchKey, list[str]] = {}
    for number, one in enumerate(people):
        for key in match_keys(one).present:
            found.setdefault(key, []).append(str(number))
    return Book({key: Hits(len(ids), tuple(ids)) for key, ids in found.items()})


def full_matches(made: Practice) -> Iterator[tuple[SyncedFields, SyncedFields]]:
    """The pairs that match in full, host first."""
    active = [fields(c) for c in contacts(made) if c.status == "ACTIVE"]
    host, xero = book(row.fields for row in made.host), book(active)
    for one in active:
        found = match_contact(match_keys(one), host, xero, frozenset())
        if isinstance(found, FullMatch):
            yield made.host[int(found.host_id)].fields, one


@pytest.fixture(scope="module")
def made() -> Practice:
    return practice(1)


@pytest.fixture(scope="module")
def outcomes(made: Practice) -> Counter[object]:
    """How many active Xero contacts have each outcome."""
    active = [fields(c) for c in contacts(made) if c.status == "ACTIVE"]
    host, xero = book(row.fields for row in made.host), book(active)
    found = [match_contact(match_keys(one), host, xero, frozenset()) for one in active]
    return Counter(one.kind if isinstance(one, Conflict) else type(one) for one in found)


@pytest.mark.parametrize(
    ("outcome", "least"),
    [
        (FullMatch, 100),
        (NoMatch, 150),
        (IssueKind.NAME_ONLY, 20),
        (IssueKind.EMAIL_ONLY, 20),
        (IssueKind.SPLIT, 4),
        (IssueKind.AMBIGUOUS, 6),
    ],
)
def test_every_outcome_occurs(outcomes: Counter[object], outcome: object, least: int) -> None:
    assert outcomes[outcome] >= least


EXACT = sorted(MATCH_KINDS - {IssueKind.NEAR_MATCH}, key=str)
"""What exact matching finds; a near match is decided about a No Match."""


@pytest.mark.parametrize("outcome", [FullMatch, NoMatch, *EXACT], ids=str)
def test_every_outcome_occurs_from_120_contacts_a_side_on(outcome: object) -> None:
    small = practice(5, 120, 120)
    active = [fields(c) for c in contacts(small) if c.status == "ACTIVE"]
    host, xero = book(row.fields for row in small.host), book(active)
    found = [match_contact(match_keys(one), host, xero, frozenset()) for one in active]
    assert outcome in {one.kind if isinstance(one, Conflict) else type(one) for one in found}


@pytest.mark.parametrize("name", [FieldName.PRIMARY_PHONE, FieldName.BILLING_ADDRESS])
def test_full_matches_may_differ_elsewhere(made: Practice, name: FieldName) -> None:
    def other(host: SyncedFields, xero: SyncedFields) -> bool:
        filled = not is_empty(host.get(name)) and not is_empty(xero.get(name))
        return filled and not same(name, host.get(name), xero.get(name))

    assert sum(other(host, xero) for host, xero in full_matches(made)) >= 5


@pytest.mark.parametrize("name", [FieldName.PRIMARY_PHONE, FieldName.BILLING_ADDRESS])
def test_full_matches_may_be_blank_in_xero_alone(made: Practice, name: FieldName) -> None:
    """Semantics row 8 has something to agree on."""
    alone = [
        host
        for host, xero in full_matches(made)
        if is_empty(xero.get(name)) and not is_empty(host.get(name))
    ]
    assert alone


def test_full_matches_may_be_spelt_otherwise(made: Practice) -> None:
    assert [host for host, xero in full_matches(made) if host.name != xero.name]


@pytest.mark.parametrize(("xero", "host"), [(500, 300), (40, 0), (0, 7), (130, 400)])
def test_the_sizes_are_exact(xero: int, host: int) -> None:
    sized = practice(3, xero, host)
    assert (len(sized.xero), len(sized.host)) == (xero, host)


def test_one_seed_gives_one_practice() -> None:
    assert practice(4) == practice(4)


def test_other_seeds_give_other_organisations() -> None:
    """Two practices share less than one name in ten."""
    one, other = ({row["Name"] for row in practice(seed).xero} for seed in (1, 2))
    assert len(one & other) < len(one) / 10


@pytest.mark.parametrize("seed", range(20))
def test_xero_takes_every_row(seed: int) -> None:
    """Unique active names, valid emails, lengths: the simulated rules refuse nothing."""
    assert len(contacts(practice(seed, 250, 150))) == 250


def test_xero_takes_many_rows() -> None:
    """Names do not run out at the size of a benchmark."""
    assert len(contacts(practice(1, 10_000, 10_000))) == 10_000


@pytest.mark.parametrize("flags", [(True, False), (False, True), (True, True), (False, False)])
def test_customers_suppliers_both_and_neither_occur(
    made: Practice, flags: tuple[bool, bool]
) -> None:
    assert flags in {(row["IsCustomer"], row["IsSupplier"]) for row in made.xero}


def test_some_contacts_are_archived(made: Practice) -> None:
    assert [row for row in made.xero if row["ContactStatus"] == "ARCHIVED"]


@pytest.mark.parametrize("slots", [("POBOX",), ("STREET",), ("POBOX", "STREET"), ()])
def test_address_slots_are_used_as_people_use_them(made: Practice, slots: tuple[str, ...]) -> None:
    assert slots in {tuple(slot["AddressType"] for slot in row["Addresses"]) for row in made.xero}


def test_names_come_from_everywhere(made: Practice) -> None:
    """Macrons, umlauts, tildes, strokes and tone marks."""
    letters = {letter for row in made.xero for letter in row["Name"]}
    assert letters >= set("āüñłễĐ")


def test_some_mailbox_is_shared_by_many(made: Practice) -> None:
    """A bookkeeper's; never by more than fifteen."""
    shared = Counter(row["EmailAddress"] for row in made.xero if "EmailAddress" in row)
    assert 8 <= max(shared.values()) <= 15


def test_emails_are_on_reserved_domains(made: Practice) -> None:
    given = [row.get("EmailAddress", "") for row in made.xero]
    given += [(row.fields.billing_email or "").strip().lower() for row in made.host]
    assert not [email for email in given if email and not email.endswith(".example")]


def test_telephone_numbers_are_kept_for_fiction(made: Practice) -> None:
    given = [str(fields(contact).primary_phone) for contact in contacts(made)]
    given += [str(row.fields.primary_phone) for row in made.host]
    digits = [re.sub(r"\D", "", phone) for phone in given if phone]
    assert not [number for number in digits if not FICTION.fullmatch(number)]


def test_repr_shows_nobody(made: Practice) -> None:
    assert repr(made) == "Practice()"
