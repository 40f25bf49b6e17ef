"""A note, its public part, and what follows what."""

from datetime import UTC, datetime

from attrs import evolve

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import SyncedFields
from xerolink.domain.identity import (
    SYNC,
    HostContactId,
    LinkId,
    RunId,
    XeroContactId,
    host_entity,
    xero_entity,
)
from xerolink.domain.journal import Digest, EntryKind, Head, Note, Salt, Values, in_line
from xerolink.domain.journal_chain import chained
from xerolink.domain.run import RunKind

AT = datetime(2026, 7, 1, 9, tzinfo=UTC)
OURS, THEIRS = HostContactId("h1"), XeroContactId("x1")
FORMER = XeroContactId("x2")
NOTE = Note(
    EntryKind.DECIDED, AT, SYNC, RunKind.SYNC, RunId("r"), "LinkPair", "same", "taken", OURS, THEIRS
)
PLACE = Head(7, Digest("d7"))


def link(xero_id: XeroContactId) -> Link:
    empty = SyncedFields()
    return Link(LinkId("l"), OURS, xero_id, empty, empty, AT, AT)


def test_an_entry_is_about_its_own_contacts() -> None:
    assert NOTE.about == {host_entity(OURS), xero_entity(THEIRS)}


def test_an_entry_without_contacts_is_about_nobody() -> None:
    assert evolve(NOTE, host_id=None, xero_id=None).about == frozenset()


def test_an_entry_is_also_about_the_other_contacts_of_its_links() -> None:
    """Their values stand in it: to scrub them it must be found by their ids."""
    values = Values(links_before=(link(FORMER),), links_after=(link(THEIRS),))
    entry = chained(None, evolve(NOTE, values=values), Salt("s"))
    assert entry.fact.also == (xero_entity(FORMER),)


def test_the_public_part_of_an_entry_holds_no_values() -> None:
    entry = chained(None, evolve(NOTE, values=Values(SyncedFields("Ann"))), Salt("s"))
    assert not hasattr(entry.fact, "values")


def test_the_first_entry_is_number_one_and_follows_nothing() -> None:
    entry = chained(None, NOTE, Salt("s"))
    assert (entry.sequence, entry.previous, entry.follows(None)) == (1, "", True)


def test_an_entry_follows_the_head_that_it_was_chained_to() -> None:
    entry = chained(PLACE, NOTE, Salt("s"))
    assert (entry.sequence, entry.previous, entry.follows(PLACE)) == (8, "d7", True)


def test_an_entry_does_not_follow_an_equal_number_of_another_digest() -> None:
    assert not chained(PLACE, NOTE, Salt("s")).follows(Head(7, Digest("else")))


def test_no_entries_are_in_line() -> None:
    assert in_line([], PLACE)


def test_entries_with_a_gap_are_not_in_line() -> None:
    second = chained(PLACE, NOTE, Salt("s"))
    fourth = chained(Head(9, second.digest), NOTE, Salt("s"))
    assert not in_line([second, fourth], PLACE)
