"""What a host contact without a link becomes in Xero: the whole decision, and each refusal."""

import pytest
from attrs import evolve

from tests.domain.contacts.desk import (
    ACME,
    APART,
    HOST,
    LINK,
    SETTINGS,
    STAMP,
    XERO,
    host,
    link,
    pair,
    row,
)
from xerolink.domain.contacts.decide import CreateInXero, Decision, RestsOn, Verdict
from xerolink.domain.contacts.decide_push import Push, create_in_xero, push
from xerolink.domain.contacts.decide_resync import XERO_ALIVE
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName, HostVersion, SyncedFields, XeroStatus
from xerolink.domain.errors import (
    AlreadyLinkedError,
    NameTakenError,
    PreviouslySyncedError,
    RefusedError,
    UnknownContactError,
    UnusableContactError,
)
from xerolink.domain.settings import Direction
from xerolink.testing.worlds import fields

PUSHED = Decision(
    STAMP,
    None,
    Verdict.PUSH,
    CreateInXero(HOST, Direction.FROM_XERO),
    "a person pushed the host contact",
    RestsOn(0, HOST, HostVersion("v-7")),
    ACME,
    ACME,
    None,
    ACME,
)
NAMED = ACME.with_values({FieldName.NAME: "Acme Two"})


def test_a_push_sends_the_four_fields_and_rests_on_the_host_contact() -> None:
    assert push(Push(HOST, host(), None), SETTINGS, STAMP) == PUSHED


def test_another_name_is_sent_and_the_hosts_own_stays() -> None:
    made = push(Push(HOST, host(), None, "Acme Two"), SETTINGS, STAMP)
    assert made == evolve(PUSHED, xero_after=NAMED)


def test_a_second_contact_under_another_name_warns_of_the_first() -> None:
    made = create_in_xero(pair(state=APART), "Acme Two", SETTINGS, STAMP)
    assert made == evolve(
        PUSHED,
        reason="a new Xero contact, from the host's data",
        xero_after=NAMED,
        replaces=(LINK,),
        warnings=(XERO_ALIVE,),
    )


def test_a_second_contact_beside_an_archived_one_needs_no_warning() -> None:
    archived = evolve(pair(state=APART), row=row(status=XeroStatus.ARCHIVED))
    made = create_in_xero(archived, None, SETTINGS, STAMP)
    assert made == evolve(
        PUSHED, reason="a new Xero contact, from the host's data", replaces=(LINK,)
    )


@pytest.mark.parametrize("name", [None, ""])
def test_a_former_partner_without_a_name_takes_none(name: str | None) -> None:
    nameless = pair(SyncedFields(name), state=APART)
    assert create_in_xero(nameless, None, SETTINGS, STAMP).replaces == (LINK,)


def refusal(asked: Push) -> RefusedError:
    with pytest.raises(RefusedError) as refused:
        push(asked, SETTINGS, STAMP)
    return refused.value


def test_a_contact_that_the_host_does_not_have_is_named() -> None:
    said = refusal(Push(HOST, None, None))
    assert str(said) == str(UnknownContactError(HOST))


def test_a_linked_contact_is_answered_with_its_link() -> None:
    said = refusal(Push(HOST, host(), link()))
    assert str(said) == str(AlreadyLinkedError(HOST, XERO))


def test_a_separated_contact_is_answered_with_its_former_partner() -> None:
    said = refusal(Push(HOST, host(), link(LinkState.PREVIOUSLY_SYNCED)))
    assert str(said) == str(PreviouslySyncedError(HOST, XERO))


def test_a_contact_that_cannot_be_used_is_answered_with_every_reason() -> None:
    said = refusal(Push(HOST, host(fields("", "a\x00@acme.example")), None))
    why = ["the contact has no name", "the billing_email holds a control character (U+0000)"]
    assert str(said) == str(UnusableContactError(HOST, why))


def test_a_second_contact_of_what_the_host_lost_is_refused_by_its_name() -> None:
    with pytest.raises(UnknownContactError) as refused:
        create_in_xero(pair(here=None, state=APART), None, SETTINGS, STAMP)
    assert refused.value.host_id == HOST


def test_a_taken_name_is_refused_with_who_asked_and_who_holds_it() -> None:
    with pytest.raises(NameTakenError) as refused:
        create_in_xero(pair(state=APART), None, SETTINGS, STAMP)
    assert (refused.value.host_id, refused.value.holder) == (HOST, XERO)
