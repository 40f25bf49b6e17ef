"""A day at the office: every sort of edit, carried out on both sides, and its log."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from attrs import define, evolve

from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.adapters.sqlite.host_book import SqliteHostBook
from xerolink.domain.contacts.model import Address, FieldName, FieldValue, Phone, SyncedFields
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.testing.edits import (
    Edit,
    Pair,
    Side,
    carry_out,
    load_edits,
    office_day,
    read_xero,
    save_edits,
    xero_json,
)
from xerolink.testing.practice import practice
from xerolink.testing.simulator import Organisation, XeroSimulator
from xerolink.testing.simulator.book import name_key

ADDRESS = Address(("Level 2", "7 Rātā Lane"), "Taupō", "Waikato", "3330", "NZ")
VALUES: list[tuple[FieldName, FieldValue]] = [
    (FieldName.NAME, "Mānuka Dairies Limited"),
    (FieldName.BILLING_EMAIL, "office@manuka.example"),
    (FieldName.BILLING_EMAIL, ""),
    (FieldName.PRIMARY_PHONE, Phone("555 0100", "9", "64")),
    (FieldName.PRIMARY_PHONE, Phone()),
    (FieldName.BILLING_ADDRESS, ADDRESS),
    (FieldName.BILLING_ADDRESS, Address()),
]


@define
class Office:
    """Pairs that hold the same on both sides."""

    host: MemoryHostBook
    xero: Organisation
    pairs: list[Pair]

    def day(self, seed: int = 1, size: int = 60) -> tuple[Edit, ...]:
        return office_day(seed, self.pairs, self.host.contacts(), self.xero.contacts, size)


def office() -> Office:
    xero = XeroSimulator().add_organisation("Kauri", practice(2, 150, 0).xero)
    host = MemoryHostBook()
    pairs: list[Pair] = []
    for contact in xero.contacts.values():
        values = {name: read_xero(contact, name) for name in FieldName}
        row = host.add(SyncedFields().with_values(values))
        pairs.append((row.host_id, XeroContactId(contact.contact_id)))
    return Office(host, xero, pairs)


def touched(day: Sequence[Edit], pairs: Sequence[Pair]) -> Iterator[tuple[Edit, ...]]:
    """The edits of each field of each pair that is edited at all."""
    for pair in pairs:
        for field in FieldName:
            edits = tuple(e for e in day if e.contact_id in pair and e.field is field)
            if edits:
                yield edits


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("field", FieldName)
def test_a_day_sets_every_field_on_one_side(side: Side, field: FieldName) -> None:
    made = office()
    alone = [e[0] for e in touched(made.day(size=22), made.pairs) if len(e) == 1]
    assert [e for e in alone if (e.side, e.field) == (side, field) and e.after]


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("field", [f for f in FieldName if f is not FieldName.NAME])
def test_a_day_clears_every_field_but_the_name(side: Side, field: FieldName) -> None:
    """What is cleared was filled before."""
    day = office().day(size=22)
    assert [e for e in day if (e.side, e.field) == (side, field) and e.before and not e.after]


@pytest.mark.parametrize("field", FieldName)
@pytest.mark.parametrize("values", [1, 2])
def test_a_day_sets_fields_on_both_sides(field: FieldName, values: int) -> None:
    """To the same value, and to two."""
    made = office()
    both = [e for e in touched(made.day(size=22), made.pairs) if len(e) == 2]
    assert [e for e in both if e[0].field is field and len({one.after for one in e}) == values]


@pytest.mark.parametrize("size", [0, 1, 22, 60, 200])
def test_a_day_touches_as_many_fields_as_it_is_told(size: int) -> None:
    made = office()
    assert len(list(touched(made.day(size=size), made.pairs))) == size


def test_where_pairs_run_out_there_are_fewer_edits() -> None:
    made = office()
    made.pairs = made.pairs[:1]
    assert len(list(touched(made.day(size=60), made.pairs))) == 4


def test_no_name_is_cleared() -> None:
    assert not [e for e in office().day(size=200) if e.field is FieldName.NAME and not e.after]


def test_one_seed_gives_one_day() -> None:
    assert office().day(seed=3) == office().day(seed=3)


def test_other_seeds_give_other_days() -> None:
    assert office().day(seed=3) != office().day(seed=4)


def test_every_edit_knows_what_was_there() -> None:
    made = office()
    host, xero = made.host.contacts(), made.xero.contacts
    wrong = [
        e
        for e in made.day(size=200)
        if e.before
        != (
            host[HostContactId(e.contact_id)].fields.get(e.field)
            if e.side is Side.HOST
            else read_xero(xero[e.contact_id], e.field)
        )
    ]
    assert not wrong


def test_no_new_name_is_taken_in_xero() -> None:
    """New names differ from every name there and from each other, save for the pair's own."""
    made = office()
    held = {name_key(contact.name) for contact in made.xero.contacts.values()}
    renamed = [e for e in touched(made.day(size=200), made.pairs) if e[0].field is FieldName.NAME]
    new = [name_key(str(one)) for e in renamed for one in {edit.after for edit in e}]
    assert len(held.union(new)) == len(held) + len(new)


def test_contacts_that_are_archived_in_xero_are_left_alone() -> None:
    made = office()
    archived = {c.contact_id for c in made.xero.contacts.values() if c.status == "ARCHIVED"}
    hosts = {host_id for host_id, xero_id in made.pairs if xero_id in archived}
    assert not [e for e in made.day(size=200) if e.contact_id in archived | hosts]


def test_a_day_carried_out_is_in_the_host_book(tmp_path: Path) -> None:
    """In SQLite too: the last value that people set in the host is there."""
    made = office()
    with SqliteHostBook(tmp_path / "host.sqlite", "firm") as host:
        for contact in made.host.contacts().values():
            host.add(contact.fields)
        made.pairs = list(zip(host.contacts(), (x for _, x in made.pairs), strict=True))
        day = office_day(1, made.pairs, host.contacts(), made.xero.contacts)
        carry_out(day, host.edit, made.xero.people.edit)
        found = host.contacts()
    edits = [e for e in day if e.side is Side.HOST]
    assert [found[HostContactId(e.contact_id)].fields.get(e.field) for e in edits] == [
        e.after for e in edits
    ]


def test_a_day_carried_out_is_in_xero() -> None:
    made = office()
    day = made.day()
    carry_out(day, made.host.edit, made.xero.people.edit)
    found = made.xero.contacts
    edits = [e for e in day if e.side is Side.XERO]
    assert [read_xero(found[e.contact_id], e.field) for e in edits] == [e.after for e in edits]


@pytest.mark.parametrize(("field", "value"), VALUES)
def test_what_is_entered_in_xero_is_what_is_read(field: FieldName, value: FieldValue) -> None:
    """Over both address slots that were filled before."""
    slots = [{"AddressType": s, "AddressLine1": s, "City": "Leeds"} for s in ("POBOX", "STREET")]
    xero = XeroSimulator().add_organisation("Kauri")
    found = xero.people.add(Name="Acme", EmailAddress="a@acme.example", Addresses=slots)
    xero.people.edit(found, **xero_json(field, value))
    assert read_xero(xero.contacts[found], field) == value


def test_the_street_is_read_where_there_is_no_post_box() -> None:
    """Semantics row 15."""
    slots = [{"AddressType": "STREET", "AddressLine1": "7 Rātā Lane", "City": "Taupō"}]
    xero = XeroSimulator().add_organisation("Kauri")
    found = xero.people.add(Name="Acme", Addresses=slots)
    read = read_xero(xero.contacts[found], FieldName.BILLING_ADDRESS)
    assert read == Address(("7 Rātā Lane",), "Taupō")


def test_a_log_that_is_loaded_is_the_log_that_was_saved(tmp_path: Path) -> None:
    day = office().day(size=200)
    save_edits(tmp_path / "edits.json", day)
    assert load_edits(tmp_path / "edits.json") == day


def test_repr_of_an_edit_shows_no_value() -> None:
    edit = Edit(Side.HOST, "host-1", FieldName.NAME, "Ann Lee", "Bo Ray")
    assert repr(edit) == repr(evolve(edit, before="Cy", after="Di"))
