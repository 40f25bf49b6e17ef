"""Laws of staging: what is news, what is only kept, what is dropped."""

from datetime import datetime, timedelta

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from xerolink.domain.contacts.erased import erased, kept_of
from xerolink.domain.contacts.filters import admits
from xerolink.domain.contacts.model import HostContact, SyncedFields, XeroContact, XeroStatus
from xerolink.domain.contacts.normalise import NO_KEYS, match_keys
from xerolink.domain.contacts.staged import (
    IndexEntry,
    StagedContact,
    index_entry,
    restage,
    rival_keys,
    stage,
)
from xerolink.domain.settings import ContactSettings, ContactTypeFilter, MatchingMode
from xerolink.testing.strategies import (
    host_contacts,
    instants,
    synced_fields,
    xero_contacts,
)

any_settings = st.builds(
    ContactSettings,
    contact_filter=st.sampled_from(ContactTypeFilter),
    matching=st.sampled_from(MatchingMode),
)


@st.composite
def staged(draw: st.DrawFn) -> tuple[StagedContact, ContactSettings]:
    """A row as some settings left it, decided already or not."""
    contact, settings = draw(xero_contacts()), draw(any_settings)
    row = stage(None, contact, settings)
    assert row is not None
    return evolve(row, due=draw(st.booleans()), revision=draw(st.integers(1, 5))), settings


Row = tuple[StagedContact, ContactSettings]
later = st.integers(0, 1_000).map(lambda seconds: timedelta(seconds=seconds))
sooner = st.integers(1, 1_000).map(lambda seconds: timedelta(seconds=seconds))


@given(xero_contacts(), any_settings)
def test_a_first_reading_is_due(read: XeroContact, settings: ContactSettings) -> None:
    contact = kept_of(read)
    keys = match_keys(contact.fields, settings.matching)
    admitted = admits(settings.contact_filter, contact)
    assert stage(None, read, settings) == StagedContact(contact, keys, admitted, True, 1)


@given(xero_contacts(), any_settings)
def test_of_an_erased_contact_no_value_is_kept(
    read: XeroContact, settings: ContactSettings
) -> None:
    """Semantics row 22."""
    row = stage(None, evolve(read, status=XeroStatus.GDPRREQUEST), settings)
    assert row is not None
    assert (row.contact.fields, row.keys) == (SyncedFields(), NO_KEYS)


@given(staged())
def test_the_same_reading_again_is_nothing_new(row: Row) -> None:
    old, settings = row
    assert stage(old, old.contact, settings) is None


@given(staged(), xero_contacts(), sooner)
def test_an_older_reading_is_dropped_whatever_it_says(
    row: Row, other: XeroContact, back: timedelta
) -> None:
    """A stale replica (protocol, Cycle 3)."""
    old, settings = row
    reading = evolve(other, xero_id=old.contact.xero_id, updated=old.contact.updated - back)
    assert stage(old, reading, settings) is None


@given(staged(), sooner)
def test_a_later_time_alone_is_kept_and_is_no_reason_to_decide_anew(
    row: Row, on: timedelta
) -> None:
    old, settings = row
    reading = evolve(old.contact, updated=old.contact.updated + on)
    assert stage(old, reading, settings) == evolve(old, contact=reading)


@given(staged(), st.booleans(), st.booleans())
def test_flags_alone_are_news_even_at_the_same_time(
    row: Row, customer: bool, supplier: bool
) -> None:
    """They change without moving UpdatedDateUTC (semantics row 10)."""
    old, settings = row
    reading = evolve(old.contact, is_customer=customer, is_supplier=supplier)
    fresh = stage(old, reading, settings)
    assert (fresh is not None and fresh.due) is (reading != old.contact)


@given(staged(), synced_fields(), later)
def test_other_fields_make_the_row_due_with_the_next_revision(
    row: Row, fields: SyncedFields, on: timedelta
) -> None:
    old, settings = row
    assume(fields != old.contact.fields and not erased(old.contact))
    changed = evolve(old.contact, fields=fields, updated=old.contact.updated + on)
    fresh = stage(old, changed, settings)
    assert fresh is not None
    assert (fresh.contact, fresh.due, fresh.revision) == (changed, True, old.revision + 1)


readings = st.lists(st.tuples(synced_fields(), instants()), max_size=4)


def history(row: Row, seen: list[tuple[SyncedFields, datetime]]) -> list[StagedContact]:
    """The row as it stood after each of the readings."""
    rows, settings = [row[0]], row[1]
    for fields, updated in seen:
        contact = evolve(row[0].contact, fields=fields, updated=updated)
        rows.append(stage(rows[-1], contact, settings) or rows[-1])
    return rows


@given(staged(), readings)
def test_a_revision_never_goes_back(row: Row, seen: list[tuple[SyncedFields, datetime]]) -> None:
    revisions = [each.revision for each in history(row, seen)]
    assert revisions == sorted(revisions)


@given(staged(), readings)
def test_the_time_of_a_row_never_goes_back(
    row: Row, seen: list[tuple[SyncedFields, datetime]]
) -> None:
    times = [each.contact.updated for each in history(row, seen)]
    assert times == sorted(times)


@given(staged(), any_settings)
def test_other_settings_make_exactly_those_rows_due_that_read_differently(
    row: Row, other: ContactSettings
) -> None:
    old, _ = row
    keys = match_keys(old.contact.fields, other.matching)
    admitted = admits(other.contact_filter, old.contact)
    expected = evolve(old, keys=keys, admitted=admitted, due=True, revision=old.revision + 1)
    unchanged = (keys, admitted) == (old.keys, old.admitted)
    assert restage(old, other) == (None if unchanged else expected)


@given(host_contacts(), any_settings)
def test_an_index_entry_holds_the_keys_and_nothing_else(
    contact: HostContact, settings: ContactSettings
) -> None:
    entry = index_entry(contact, settings)
    assert entry == IndexEntry(contact.host_id, match_keys(contact.fields, settings.matching))


@given(staged(), staged())
def test_a_reading_that_changes_both_keys_or_the_admission_touches_its_rivals(
    first: Row, second: Row
) -> None:
    """Who shares both keys gained or lost a rival (semantics row 3)."""
    carried = [{row.keys.both} if row.admitted else set() for row, _ in (first, second)]
    gained_or_lost = (carried[0] | carried[1]) - (carried[0] & carried[1])
    assert rival_keys(first[0], second[0]) >= gained_or_lost - {None}


@given(staged())
def test_the_same_reading_touches_no_rival(row: Row) -> None:
    assert not rival_keys(row[0], row[0])


@given(staged())
def test_a_contact_that_is_not_admitted_is_nobodys_rival(row: Row) -> None:
    assert not rival_keys(None, evolve(row[0], admitted=False))
