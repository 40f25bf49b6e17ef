"""The remembered pair: what a change of it may and may not touch."""

from datetime import datetime

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import TRANSITIONS, LinkEvent, LinkState
from xerolink.domain.contacts.model import SyncedFields
from xerolink.domain.errors import IllegalTransitionError
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.testing.strategies import (
    host_contact_ids,
    instants,
    links,
    synced_fields,
    xero_contact_ids,
)


@given(links(), st.sampled_from(LinkEvent))
def test_an_event_changes_state_and_revision_and_nothing_else(link: Link, event: LinkEvent) -> None:
    to = TRANSITIONS[link.state].get(event)
    if to is None:
        with pytest.raises(IllegalTransitionError):
            link.after(event)
    else:
        assert link.after(event) == evolve(link, state=to, revision=link.revision + 1)


@given(links(), synced_fields(), synced_fields(), instants())
def test_an_agreement_moves_both_bases(
    link: Link, host: SyncedFields, xero: SyncedFields, seen: datetime
) -> None:
    agreed = link.agreed(host, xero, seen)
    assert (agreed.base_host, agreed.base_xero) == (host, xero)


@given(links(), instants())
def test_an_agreement_never_moves_xeros_time_back(link: Link, seen: datetime) -> None:
    agreed = link.agreed(link.base_host, link.base_xero, seen)
    assert agreed.xero_updated == max(link.xero_updated, seen)


@given(links(), instants())
def test_an_agreement_grows_the_revision_even_if_nothing_else_moves(
    link: Link, seen: datetime
) -> None:
    assert link.agreed(link.base_host, link.base_xero, seen).revision == link.revision + 1


@given(links())
def test_changes_flow_only_while_a_link_is_synced(link: Link) -> None:
    assert link.live is (link.state is LinkState.SYNCED)


@given(links(), xero_contact_ids())
def test_a_merge_in_xero_keeps_the_host_contact_and_its_bases(
    link: Link, survivor: XeroContactId
) -> None:
    moved = link.moved(survivor)
    kept = (moved.host_id, moved.base_host, moved.base_xero)
    assert (moved.xero_id, kept) == (survivor, (link.host_id, link.base_host, link.base_xero))


@given(links(), host_contact_ids())
def test_a_merge_in_the_host_changes_the_host_contact_and_nothing_else(
    link: Link, into: HostContactId
) -> None:
    assert link.held_by(into) == evolve(link, host_id=into, revision=link.revision + 1)


@given(links(), xero_contact_ids())
def test_a_merge_in_xero_makes_earlier_decisions_stale(link: Link, survivor: XeroContactId) -> None:
    assert link.moved(survivor).revision > link.revision


@given(links(), instants())
def test_a_sync_is_dated_and_changes_nothing_else(link: Link, at: datetime) -> None:
    synced = link.synced(at)
    assert (synced.last_sync, synced) == (at, evolve(link, synced_at=at))


@given(links())
def test_a_pair_that_never_exchanged_anything_was_in_sync_when_it_was_linked(link: Link) -> None:
    assert link.last_sync == link.linked_at


@given(links())
def test_a_link_is_found_by_a_part_of_either_name_in_any_case(link: Link) -> None:
    names = (link.base_host.name, link.base_xero.name)
    assert all(link.found_by(part) for n in names if n for part in (n.upper(), n.strip()[1:3]))


@given(links())
def test_every_link_is_found_by_nothing(link: Link) -> None:
    assert link.found_by("")
