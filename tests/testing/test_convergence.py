"""A second opinion on two books: what it excuses, and what it must notice."""

from collections.abc import Mapping
from typing import Any

import pytest
from attrs import define, evolve, field

from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.domain.contacts.model import Address, FieldName, FieldValue, Phone, SyncedFields
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.settings import BothChanged
from xerolink.testing.convergence import Broken, Convergence, Fault, Reason, compare
from xerolink.testing.edits import Edit, Pair, Side, carry_out, office_day, read_xero, xero_json
from xerolink.testing.practice import practice
from xerolink.testing.simulator import Contact, Organisation, XeroSimulator
from xerolink.testing.verdicts import canonical

NAME, EMAIL = FieldName.NAME, FieldName.BILLING_EMAIL
PHONE, ADDRESS = FieldName.PRIMARY_PHONE, FieldName.BILLING_ADDRESS
HERE = Address(("Level 2", "7 Rata Lane"), "Taupo", "Waikato", "3330", "NZ")
THERE = Address(("1 Mill Road",), "Leeds", "", "LS1 1AA", "UK")
FULL = SyncedFields("Acme Ltd", "a@acme.example", Phone("555 0100", "09"), HERE)
OTHER = SyncedFields("Bo Ray", "bo@ray.example", Phone("555 0199", "04"), THERE)
NEW: Mapping[FieldName, FieldValue] = {
    NAME: "Acme Group Ltd",
    EMAIL: "new@acme.example",
    PHONE: Phone("555 0123", "09"),
    ADDRESS: THERE,
}
NEWER: Mapping[FieldName, FieldValue] = {
    NAME: "Acme Holdings Ltd",
    EMAIL: "newer@acme.example",
    PHONE: Phone("555 0177", "09"),
    ADDRESS: Address(("2 Church Terrace",), "Hobart", "TAS", "7000", "AU"),
}


@define
class Books:
    """A host and an organisation, kept the same by hand, and the log of their people."""

    host: MemoryHostBook = field(factory=MemoryHostBook)
    xero: Organisation = field(factory=lambda: XeroSimulator().add_organisation("Kauri"))
    pairs: list[Pair] = field(factory=list)
    log: list[Edit] = field(factory=list)
    linked: Mapping[str, Contact] | None = None

    def pair(self, host: SyncedFields, xero: SyncedFields) -> Pair:
        host_id = self.host.add(host).host_id
        given: dict[str, Any] = {}
        for name in FieldName:
            given |= xero_json(name, xero.get(name))
        self.pairs.append((host_id, XeroContactId(self.xero.people.add(**given))))
        return self.pairs[-1]

    def edit(self, side: Side, name: FieldName, value: FieldValue) -> None:
        """A person sets a field of the first pair, on the record."""
        host_id, xero_id = self.pairs[0]
        before = (
            self.host.contacts()[host_id].fields.get(name)
            if side is Side.HOST
            else read_xero(self.xero.contacts[xero_id], name)
        )
        contact_id = host_id if side is Side.HOST else xero_id
        self.log.append(Edit(side, contact_id, name, before, value))
        self.write(side, name, value)

    def write(self, side: Side, name: FieldName, value: FieldValue) -> None:
        """The sync sets a field of the first pair, off the record."""
        host_id, xero_id = self.pairs[0]
        if side is Side.HOST:
            self.host.edit(host_id, {name: value})
        else:
            self.xero.people.edit(xero_id, **xero_json(name, value))

    def compared(self, **settings: Any) -> Convergence:
        host, xero = self.host.contacts(), self.xero.contacts
        settings.setdefault("xero_when_linked", self.linked)
        return compare(self.pairs, host, xero, self.log, **settings)

    def faults(self, **settings: Any) -> list[tuple[FieldName, Fault]]:
        return [(one.field, one.fault) for one in self.compared(**settings).broken]

    def reasons(self, **settings: Any) -> dict[Reason, int]:
        """The reasons that excuse a field; nothing is broken."""
        found = self.compared(**settings)
        assert not found.broken
        return dict(found.excepted)


def linked(host: SyncedFields = FULL, xero: SyncedFields = FULL) -> Books:
    books = Books()
    books.pair(host, xero)
    return books


def other(side: Side) -> Side:
    return Side.XERO if side is Side.HOST else Side.HOST


both_sides = pytest.mark.parametrize("side", Side)
every_field = pytest.mark.parametrize("name", FieldName)


def test_equal_books_converge() -> None:
    assert linked().compared().converged


def test_every_field_of_every_pair_is_compared() -> None:
    books = linked()
    books.pair(OTHER, OTHER)
    assert books.compared().compared == 8


@both_sides
@every_field
def test_an_edit_that_arrived_needs_no_excuse(side: Side, name: FieldName) -> None:
    books = linked()
    books.edit(side, name, NEW[name])
    books.write(other(side), name, NEW[name])
    assert books.reasons() == {}


@both_sides
@every_field
def test_an_edit_that_did_not_arrive_is_noticed(side: Side, name: FieldName) -> None:
    books = linked()
    books.edit(side, name, NEW[name])
    assert books.faults() == [(name, Fault.LOST_EDIT)]


@both_sides
@every_field
def test_an_edit_that_was_taken_back_by_the_sync_is_noticed(side: Side, name: FieldName) -> None:
    """Both sides mean the same, but not what the person set."""
    books = linked()
    books.edit(side, name, NEW[name])
    books.write(side, name, FULL.get(name))
    assert books.faults() == [(name, Fault.LOST_EDIT)]


@both_sides
@pytest.mark.parametrize(("name", "nothing"), [(EMAIL, ""), (PHONE, Phone()), (ADDRESS, Address())])
def test_a_clear_that_did_not_arrive_is_noticed(
    side: Side, name: FieldName, nothing: FieldValue
) -> None:
    """Blank in Xero with a value in the host is no agreed difference once somebody cleared it."""
    books = linked()
    books.edit(side, name, nothing)
    assert books.faults() == [(name, Fault.LOST_EDIT)]


def test_a_clear_of_the_post_box_that_uncovers_the_street_is_agreed() -> None:
    """Row 15 reads STREET where POBOX is empty, so the host's clear is not to be seen in Xero."""
    books = linked()
    _, xero_id = books.pairs[0]
    street = {"AddressType": "STREET", "AddressLine1": "1 Mill Road", "City": "Leeds"}
    books.xero.people.edit(xero_id, Addresses=[street])
    books.edit(Side.HOST, ADDRESS, Address())
    slot = {**xero_json(ADDRESS, Address())["Addresses"][0], "AddressType": "POBOX"}
    books.xero.people.edit(xero_id, Addresses=[slot])
    assert books.reasons() == {Reason.AGREED_DIFFERENCE: 1}


def test_a_swapped_pair_is_noticed() -> None:
    """In every field that tells the two contacts apart, on both pairs."""
    books = linked()
    books.pair(OTHER, OTHER)
    (host, xero), (other_host, other_xero) = books.pairs
    books.pairs = [(host, other_xero), (other_host, xero)]
    assert books.faults() == [(name, Fault.UNEXPLAINED) for _ in "ab" for name in FieldName]


@pytest.mark.parametrize(
    "half",
    [
        evolve(THERE, city=""),
        evolve(THERE, lines=HERE.lines),
        evolve(THERE, country="NZ"),
        Address(THERE.lines),
    ],
)
def test_a_half_written_address_is_noticed(half: Address) -> None:
    books = linked()
    books.edit(Side.HOST, ADDRESS, THERE)
    books.write(Side.XERO, ADDRESS, half)
    assert books.faults() == [(ADDRESS, Fault.LOST_EDIT)]


@every_field
def test_a_difference_that_nobody_made_is_noticed(name: FieldName) -> None:
    books = linked()
    books.write(Side.HOST, name, NEW[name])
    assert books.faults() == [(name, Fault.UNEXPLAINED)]


@pytest.mark.parametrize("gone", Side)
def test_a_contact_that_is_gone_is_noticed(gone: Side) -> None:
    books = linked()
    host_id, xero_id = books.pairs[0]
    lost = (HostContactId("none"), xero_id) if gone is Side.HOST else (host_id, XeroContactId("x"))
    books.pairs = [lost]
    assert books.faults() == [(name, Fault.GONE) for name in FieldName]


@both_sides
def test_dropping_the_pair_of_an_edit_is_noticed(side: Side) -> None:
    books = linked()
    books.edit(side, EMAIL, NEW[EMAIL])
    host_id, xero_id = books.pairs.pop()
    in_host = side is Side.HOST
    unpaired = Broken(
        host_id if in_host else None, None if in_host else xero_id, EMAIL, Fault.UNPAIRED
    )
    assert books.compared().broken == (unpaired,)


@pytest.mark.parametrize(("name", "nothing"), [(PHONE, Phone()), (ADDRESS, Address())])
def test_blank_in_xero_when_linked_is_an_agreed_difference(
    name: FieldName, nothing: FieldValue
) -> None:
    books = linked(xero=FULL.with_values({name: nothing}))
    assert books.reasons() == {Reason.AGREED_DIFFERENCE: 1}


def test_blank_in_the_host_is_no_agreed_difference() -> None:
    books = linked(host=FULL.with_values({PHONE: Phone()}))
    assert books.faults() == [(PHONE, Fault.UNEXPLAINED)]


def test_a_field_that_the_sync_wiped_in_xero_is_noticed() -> None:
    """Given Xero as it was when the pair was linked."""
    books = linked()
    books.linked = books.xero.contacts
    books.write(Side.XERO, PHONE, Phone())
    assert books.faults() == [(PHONE, Fault.UNEXPLAINED)]


def test_blank_then_and_now_is_an_agreed_difference() -> None:
    books = linked(xero=FULL.with_values({PHONE: Phone()}))
    books.linked = books.xero.contacts
    assert books.reasons() == {Reason.AGREED_DIFFERENCE: 1}


def test_an_agreed_difference_ends_with_an_edit() -> None:
    """The host's edit goes to Xero, where the field was blank."""
    books = linked(xero=FULL.with_values({PHONE: Phone()}))
    books.edit(Side.HOST, PHONE, NEW[PHONE])
    assert books.faults() == [(PHONE, Fault.LOST_EDIT)]


def one_line(name: FieldName, value: FieldValue) -> FieldValue:
    """A host with one line for an address; it takes no name of more than 12 characters."""
    if isinstance(value, Address):
        return Address((str(value)[:20],)) if value else Address()
    too_long = name is NAME and len(str(value)) > 12
    return None if too_long else value


def test_what_a_host_stores_less_of_is_an_agreed_difference() -> None:
    books = linked()
    books.edit(Side.XERO, ADDRESS, THERE)
    books.write(Side.HOST, ADDRESS, one_line(ADDRESS, THERE))
    assert books.reasons(host_stores=one_line) == {Reason.AGREED_DIFFERENCE: 1}


def test_less_than_the_host_stores_is_noticed() -> None:
    books = linked(host=FULL.with_values({ADDRESS: one_line(ADDRESS, HERE)}))
    books.edit(Side.XERO, ADDRESS, THERE)
    books.write(Side.HOST, ADDRESS, Address(("1 Mill",)))
    assert books.faults(host_stores=one_line) == [(ADDRESS, Fault.LOST_EDIT)]


@every_field
def test_different_edits_on_both_sides_are_a_field_conflict(name: FieldName) -> None:
    books = linked()
    books.edit(Side.HOST, name, NEW[name])
    books.edit(Side.XERO, name, NEWER[name])
    assert books.reasons() == {Reason.FIELD_CONFLICT: 1}


@both_sides
def test_a_field_conflict_that_lost_a_side_is_noticed(side: Side) -> None:
    """Held means that each side keeps its own (semantics row 13)."""
    books = linked()
    books.edit(Side.HOST, EMAIL, NEW[EMAIL])
    books.edit(Side.XERO, EMAIL, NEWER[EMAIL])
    kept = NEWER if side is Side.HOST else NEW
    books.write(side, EMAIL, kept[EMAIL])
    assert books.faults() == [(EMAIL, Fault.LOST_EDIT)]


@pytest.mark.parametrize(
    ("policy", "side", "kept"),
    [(BothChanged.HOST, Side.XERO, NEW), (BothChanged.XERO, Side.HOST, NEWER)],
)
def test_a_policy_lets_one_side_have_its_way(
    policy: BothChanged, side: Side, kept: Mapping[FieldName, FieldValue]
) -> None:
    books = linked()
    books.edit(Side.HOST, EMAIL, NEW[EMAIL])
    books.edit(Side.XERO, EMAIL, NEWER[EMAIL])
    books.write(side, EMAIL, kept[EMAIL])
    assert books.reasons(both_changed=policy) == {}


@every_field
def test_the_same_edit_on_both_sides_needs_no_excuse(name: FieldName) -> None:
    books = linked()
    books.edit(Side.HOST, name, NEW[name])
    books.edit(Side.XERO, name, NEW[name])
    assert books.reasons() == {}


@both_sides
def test_an_edit_of_what_the_other_side_had_set_is_no_field_conflict(side: Side) -> None:
    """The first edit arrived, the second did not: that is lost, not held."""
    books = linked()
    books.edit(other(side), EMAIL, NEW[EMAIL])
    books.write(side, EMAIL, NEW[EMAIL])
    books.edit(side, EMAIL, NEWER[EMAIL])
    assert books.faults() == [(EMAIL, Fault.LOST_EDIT)]


def test_a_second_edit_of_a_held_field_is_still_a_field_conflict() -> None:
    books = linked()
    books.edit(Side.HOST, EMAIL, NEW[EMAIL])
    books.edit(Side.XERO, EMAIL, NEWER[EMAIL])
    books.edit(Side.XERO, EMAIL, "third@acme.example")
    assert books.reasons() == {Reason.FIELD_CONFLICT: 1}


def test_an_edit_that_was_undone_leaves_the_other_side_to_prevail() -> None:
    books = linked()
    books.edit(Side.HOST, EMAIL, NEW[EMAIL])
    books.edit(Side.HOST, EMAIL, FULL.billing_email)
    books.edit(Side.XERO, EMAIL, NEWER[EMAIL])
    assert books.faults() == [(EMAIL, Fault.LOST_EDIT)]


@pytest.mark.parametrize("taken", ["Bo Ray", "BÓ RAY"])
def test_a_name_that_another_contact_holds_is_refused(taken: str) -> None:
    """Whatever its case and accents (semantics row 18, fact sheet 3.3)."""
    books = linked()
    books.pair(OTHER, OTHER)
    books.edit(Side.HOST, NAME, taken)
    assert books.reasons() == {Reason.REFUSED: 1}


def test_a_name_that_only_an_archived_contact_holds_is_not_refused() -> None:
    books = linked()
    _, archived = books.pair(OTHER, OTHER)
    books.xero.people.archive(archived)
    books.edit(Side.HOST, NAME, "Bo Ray")
    assert books.faults() == [(NAME, Fault.LOST_EDIT)]


def test_an_email_that_xero_does_not_take_is_refused() -> None:
    books = linked()
    books.edit(Side.HOST, EMAIL, "ask at the desk")
    assert books.reasons() == {Reason.REFUSED: 1}


def test_what_the_host_does_not_take_is_refused() -> None:
    books = linked()
    books.edit(Side.XERO, NAME, NEW[NAME])
    assert books.reasons(host_stores=one_line) == {Reason.REFUSED: 1}


@both_sides
def test_an_edit_of_an_archived_contact_waits(side: Side) -> None:
    """Semantics row 21."""
    books = linked()
    books.xero.people.archive(books.pairs[0][1])
    books.edit(side, EMAIL, NEW[EMAIL])
    assert books.reasons() == {Reason.SUSPENDED: 1}


def test_a_difference_that_nobody_made_is_noticed_on_an_archived_contact_too() -> None:
    books = linked()
    books.xero.people.archive(books.pairs[0][1])
    books.write(Side.HOST, EMAIL, NEW[EMAIL])
    assert books.faults() == [(EMAIL, Fault.UNEXPLAINED)]


def test_an_edit_waits_no_longer_once_the_contact_is_restored() -> None:
    books = linked()
    books.xero.people.archive(books.pairs[0][1])
    books.edit(Side.HOST, EMAIL, NEW[EMAIL])
    books.xero.people.restore(books.pairs[0][1])
    assert books.faults() == [(EMAIL, Fault.LOST_EDIT)]


@pytest.mark.parametrize(
    ("name", "one", "another"),
    [
        (NAME, "Acme Ltd", " Acme  Ltd "),
        (NAME, "Caf\u00e9", "Cafe\u0301"),
        (EMAIL, "A@Acme.example ", "a@acme.example"),
        (PHONE, Phone("555 0100", "09"), Phone("(09) 555-0100")),
        (PHONE, Phone("5550100", "9", "64"), Phone("+64 9 555 0100")),
        (ADDRESS, HERE, Address(("LEVEL 2", "", "7  Rata lane"), "taupo", "WAIKATO", "3330", "nz")),
        (ADDRESS, Address(("", " ")), Address()),
    ],
)
def test_one_meaning_has_one_form(name: FieldName, one: FieldValue, another: FieldValue) -> None:
    assert canonical(name, one) == canonical(name, another)


@pytest.mark.parametrize(
    ("name", "one", "another"),
    [
        (NAME, "ACME Ltd", "Acme Ltd"),
        (NAME, "Muller", "Müller"),
        (EMAIL, "a.b@acme.example", "ab@acme.example"),
        (PHONE, Phone("09 555 0100"), Phone("+64 9 555 0100")),
        (PHONE, Phone("ask at desk"), Phone()),
        (ADDRESS, HERE, evolve(HERE, region="")),
        (ADDRESS, HERE, evolve(HERE, lines=("Level 2, 7 Rata Lane",))),
        (ADDRESS, Address(("Leeds",)), Address(city="Leeds")),
    ],
)
def test_two_meanings_have_two_forms(name: FieldName, one: FieldValue, another: FieldValue) -> None:
    assert canonical(name, one) != canonical(name, another)


def test_a_day_that_nobody_carried_over_is_noticed_whole() -> None:
    """Every field that one side alone edited is broken, and no other."""
    books = Books(xero=XeroSimulator().add_organisation("Kauri", practice(2, 120, 0).xero))
    for contact in books.xero.contacts.values():
        values = {name: read_xero(contact, name) for name in FieldName}
        host = books.host.add(SyncedFields().with_values(values))
        books.pairs.append((host.host_id, XeroContactId(contact.contact_id)))
    books.log += office_day(1, books.pairs, books.host.contacts(), books.xero.contacts)
    carry_out(books.log, books.host.edit, books.xero.people.edit)
    touched = [
        [e for e in books.log if e.contact_id in pair and e.field is name]
        for pair in books.pairs
        for name in FieldName
    ]
    assert len(books.faults()) == sum(len(edits) == 1 for edits in touched)
