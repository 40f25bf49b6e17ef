"""The end of an intent that makes a new pair: what the host refuses keeps nothing else back."""

from datetime import UTC, datetime

import pytest

from xerolink.domain.contacts.check import Problem
from xerolink.domain.contacts.effects import (
    HostOutcome,
    HostPatch,
    HostRemoval,
    HostRemoved,
    HostStale,
    HostStored,
    Refused,
)
from xerolink.domain.contacts.intent import Intent, IntentState, MergeContact, RemoveContact
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.merge import FieldOutcome, Sides, merge_field
from xerolink.domain.contacts.model import FieldName, HostContact, HostVersion, Phone
from xerolink.domain.contacts.settle import Answer, Settled, settle
from xerolink.domain.identity import (
    SYNC,
    HostContactId,
    IntentId,
    LinkId,
    RunId,
    XeroContactId,
    xero_entity,
)
from xerolink.domain.settings import BothChanged, Direction
from xerolink.testing.worlds import fields

NOW = datetime(2026, 7, 1, tzinfo=UTC)
XERO, HOST = XeroContactId("x-1"), HostContactId("h-1")
IN_XERO = fields("Acme", "new@acme.example", Phone("555 0101"))
IN_HOST = fields("Acme", "old@acme.example")
PHONE, EMAIL = FieldName.PRIMARY_PHONE, FieldName.BILLING_EMAIL
NO_EMAIL = Problem("the billing email is locked", EMAIL)
WHOLE = Answer(host=Refused((NO_EMAIL,)))
STORED = HostContact(HOST, HostVersion("2"), IN_HOST.with_values({PHONE: Phone("555 0101")}))
PART = Answer(host=HostStored(STORED), host_refused={EMAIL: NO_EMAIL})

whole_or_part = pytest.mark.parametrize("answer", [WHOLE, PART], ids=["whole", "part"])


def ended(answer: Answer, known: bool = False) -> Settled:
    """A Full Match that overwrites email and phone; *known*: the pair is in the store already."""
    link = Link(LinkId("l-1"), HOST, XERO, IN_HOST, IN_XERO, NOW, NOW)
    values = {EMAIL: IN_XERO.billing_email, PHONE: IN_XERO.primary_phone}
    patch = HostPatch(IntentId("i-1"), HOST, HostVersion("1"), values)
    body = MergeContact(link, patch, None)
    intent = Intent(IntentId("i-1"), xero_entity(XERO), link.link_id, body, RunId("r"), SYNC, NOW)
    return settle(intent.become(IntentState.SENT), answer, link if known else None)


@whole_or_part
def test_a_new_pair_is_linked_whatever_the_host_refuses(answer: Answer) -> None:
    settled = ended(answer)
    assert settled.link is not None
    assert settled.intent.state is IntentState.DONE


@whole_or_part
def test_what_was_refused_is_told(answer: Answer) -> None:
    assert ended(answer).problems == (NO_EMAIL,)


@whole_or_part
def test_what_was_refused_still_waits_to_flow_to_the_host(answer: Answer) -> None:
    """It is no agreed difference: Xero's value is a change against its base."""
    link = ended(answer).link
    assert link is not None
    base_host, base_xero = link.base_host.billing_email, link.base_xero.billing_email
    sides = Sides(IN_HOST.billing_email, IN_XERO.billing_email, base_host, base_xero)
    outcome = merge_field(EMAIL, sides, BothChanged.HOLD, Direction.TWO_WAY)
    assert outcome is FieldOutcome.TO_HOST


def test_what_was_taken_is_agreed() -> None:
    link = ended(PART).link
    assert link is not None
    assert link.base_host.primary_phone == link.base_xero.primary_phone == Phone("555 0101")


def test_a_refused_write_of_a_known_pair_leaves_the_pair_as_it_is() -> None:
    settled = ended(WHOLE, known=True)
    assert (settled.link, settled.intent.state) == (None, IntentState.REFUSED)


def taken_away(answer: Answer, state: LinkState, standing: Link | None = None) -> Settled:
    """A host contact is taken away whose pair is in *state*; *standing*: what its contacts have."""
    pair = Link(LinkId("l-1"), HOST, XERO, IN_HOST, IN_XERO, NOW, NOW, state=state)
    body = RemoveContact(pair, HostRemoval(IntentId("i-1"), HOST, HostVersion("1")))
    intent = Intent(IntentId("i-1"), xero_entity(XERO), pair.link_id, body, RunId("r"), SYNC, NOW)
    return settle(intent.become(IntentState.SENT), answer, standing)


@pytest.mark.parametrize("outcome", [Refused((NO_EMAIL,)), HostStale()], ids=["refused", "stale"])
def test_a_contact_that_stays_is_kept_apart_from_the_forgotten_one(outcome: HostOutcome) -> None:
    settled = taken_away(Answer(host=outcome), LinkState.ENDED)
    assert settled.link is not None
    assert settled.link.state is LinkState.PREVIOUSLY_SYNCED


def test_a_contact_that_is_gone_needs_no_tombstone() -> None:
    assert taken_away(Answer(host=HostRemoved()), LinkState.ENDED).link is None


def test_a_pair_that_is_a_tombstone_already_gets_no_second_one() -> None:
    assert taken_away(WHOLE, LinkState.PREVIOUSLY_SYNCED).link is None


def test_where_another_tombstone_stands_again_there_is_no_second_one() -> None:
    other = Link(LinkId("l-2"), HOST, XERO, IN_HOST, IN_XERO, NOW, NOW)
    assert taken_away(WHOLE, LinkState.ENDED, other).link is None
