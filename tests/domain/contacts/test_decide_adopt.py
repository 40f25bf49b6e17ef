"""A pair that another integration linked is taken as it stands."""

import pytest
from attrs import evolve

from tests.domain.contacts.desk import (
    ACME,
    APART,
    HOST,
    LINK,
    ON_BOTH,
    OTHER,
    OTHER_LINK,
    OTHER_XERO,
    STAMP,
    XERO,
    host,
    link,
    row,
)
from xerolink.domain.contacts.decide import Decision, LinkPair, Verdict
from xerolink.domain.contacts.decide_adopt import ADOPTED, SUSPENDED, adopt
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.model import Phone, SyncedFields, XeroStatus
from xerolink.testing.worlds import fields

OF_XERO = link(APART, host_id=OTHER)
OF_HOST = link(APART, link_id=OTHER_LINK, xero_id=OTHER_XERO)
IN_HOST = fields("Acme Ltd", "other@acme.example", Phone("555 0101"))
PLAIN = Decision(
    STAMP,
    XERO,
    Verdict.FULL_MATCH,
    LinkPair(HOST, {}),
    ADOPTED,
    ON_BOTH,
    ACME,
    ACME,
    ACME,
    ACME,
    answers=(IssueKind.HOST_MERGE,),
)


def warned(here: SyncedFields, there: SyncedFields = ACME) -> tuple[str, ...]:
    return adopt(row(there), host(here), None, None, STAMP).warnings


def test_a_pair_that_says_the_same_is_linked_as_it_stands() -> None:
    assert adopt(row(), host(), None, None, STAMP) == PLAIN


def test_each_side_keeps_its_own_where_the_two_differ() -> None:
    made = adopt(row(), host(IN_HOST), None, None, STAMP)
    kept = evolve(PLAIN, host_before=IN_HOST, host_after=IN_HOST, warnings=made.warnings)
    assert made == kept


def test_the_fields_that_differ_are_named() -> None:
    assert warned(IN_HOST) == (
        "the two sides differ, and each keeps its own: name, billing_email, primary_phone",
    )


def test_another_spelling_is_no_difference() -> None:
    assert warned(fields(" Acme", "A@acme.example")) == ()


@pytest.mark.parametrize("unknown", [SyncedFields("Acme"), SyncedFields("Acme", None, Phone("1"))])
def test_what_a_side_does_not_say_is_no_difference(unknown: SyncedFields) -> None:
    known = fields("Acme", "a@acme.example", Phone("1"))
    assert warned(unknown, known) == warned(known, unknown) == ()


@pytest.mark.parametrize("status", [XeroStatus.ARCHIVED, XeroStatus.GDPRREQUEST])
def test_a_contact_that_is_not_active_begins_suspended_and_this_is_said(
    status: XeroStatus,
) -> None:
    made = adopt(row(status=status), host(), None, None, STAMP)
    assert made == evolve(PLAIN, warnings=(SUSPENDED,))


def test_the_tombstones_of_both_end_and_this_is_said_first() -> None:
    made = adopt(row(), host(IN_HOST), OF_XERO, OF_HOST, STAMP)
    assert made.replaces == (LINK, OTHER_LINK)
    assert made.warnings == (
        "its former partner, host contact 'h-2', stays and may match again",
        "the host contact's former partner, Xero contact x-2, stays and is matched anew",
        *warned(IN_HOST),
    )


def test_it_rests_on_the_tombstone_of_the_xero_contact() -> None:
    rests = adopt(row(), host(), OF_XERO, OF_HOST, STAMP).rests_on
    assert rests == evolve(ON_BOTH, link_id=LINK, link_revision=3)
