"""What a run did, pair by pair, from its entries."""

from datetime import UTC, datetime

from attrs import evolve

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import FieldName, Phone, SyncedFields
from xerolink.domain.deeds import Change, Deed, deeds
from xerolink.domain.identity import (
    SYNC,
    DecisionId,
    HostContactId,
    LinkId,
    RunId,
    XeroContactId,
    xero_entity,
)
from xerolink.domain.journal import Entry, EntryKind, Note, Salt, Values
from xerolink.domain.journal_chain import chained
from xerolink.domain.run import RunKind
from xerolink.testing.worlds import fields

AT = datetime(2026, 7, 1, 9, tzinfo=UTC)
HOST, XERO, OTHER = HostContactId("h1"), XeroContactId("x1"), XeroContactId("x2")
PHONE = FieldName.PRIMARY_PHONE
ONE, TWO = (fields("Acme", phone=Phone(number)) for number in ("555 0101", "555 0202"))
NOTE = Note(
    EntryKind.WRITTEN,
    AT,
    SYNC,
    RunKind.SYNC,
    RunId("r"),
    "MergeContact",
    "",
    "done",
    HOST,
    XERO,
    LinkId("l"),
    DecisionId("d"),
)


def told(*notes: Note) -> tuple[Deed, ...]:
    entries: list[Entry] = []
    for note in notes:
        entries.append(chained(entries[-1].place if entries else None, note, Salt("s")))
    return deeds(entries)


def wrote(before: SyncedFields, after: SyncedFields, outcome: str = "done") -> Note:
    return evolve(NOTE, outcome=outcome, values=Values(before, after))


def test_a_deed_holds_what_was_written_before_and_after() -> None:
    [deed] = told(wrote(ONE, TWO))
    assert deed.host == {PHONE: Change(ONE.primary_phone, TWO.primary_phone)}


def test_a_field_that_was_written_twice_goes_back_to_the_first_value() -> None:
    three = fields("Acme", phone=Phone("555 0303"))
    [deed] = told(wrote(ONE, TWO), wrote(TWO, three))
    assert deed.host == {PHONE: Change(ONE.primary_phone, three.primary_phone)}


def test_a_field_that_was_written_to_and_fro_is_no_change() -> None:
    [deed] = told(wrote(ONE, TWO), wrote(TWO, ONE))
    assert deed.host == {}


def test_what_a_side_refused_in_part_was_written_for_the_rest() -> None:
    [deed] = told(wrote(ONE, TWO, "part refused"))
    assert PHONE in deed.host


def test_what_was_refused_was_not_written() -> None:
    [deed] = told(wrote(ONE, TWO, "refused"))
    assert deed.host == {}


def test_the_pair_that_was_touched_last_comes_first() -> None:
    found = told(NOTE, evolve(NOTE, xero_id=OTHER, decision_id=DecisionId("d2")))
    assert [deed.subject for deed in found] == [xero_entity(OTHER), xero_entity(XERO)]


def test_a_pushed_contact_is_found_by_its_decision() -> None:
    """When that was taken there was no Xero contact yet."""
    taken = evolve(NOTE, kind=EntryKind.DECIDED, what="CreateInXero", xero_id=None)
    made = evolve(NOTE, what="CreateContact", values=Values(xero_after=ONE))
    [deed] = told(taken, made)
    assert (deed.xero_id, deed.made_in_xero) == (XERO, ONE)


def test_a_link_that_the_run_made_has_no_state_before() -> None:
    link = Link(LinkId("l"), HOST, XERO, ONE, ONE, AT, AT)
    made = evolve(NOTE, values=Values(links_after=(link,)))
    moved = evolve(NOTE, values=Values(links_before=(link,), links_after=(link,)))
    [deed] = told(made, moved)
    assert (dict(deed.before), list(deed.after)) == ({}, [link.link_id])


def test_a_deed_of_which_any_values_are_gone_is_scrubbed() -> None:
    entry = chained(None, wrote(ONE, TWO), Salt("s"))
    [deed] = deeds([evolve(entry, values=None, salt=None)])
    assert deed.scrubbed
