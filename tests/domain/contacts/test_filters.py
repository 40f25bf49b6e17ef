"""Which Xero contacts may be imported (semantics row 10)."""

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given

from xerolink.domain.contacts.filters import admits
from xerolink.domain.contacts.model import SyncedFields, XeroContact, XeroStatus
from xerolink.domain.identity import XeroContactId
from xerolink.domain.settings import ContactTypeFilter
from xerolink.testing.strategies import xero_contacts

NEW, CUSTOMER, SUPPLIER, BOTH = (False, False), (True, False), (False, True), (True, True)
ADMITTED = {
    ContactTypeFilter.CUSTOMERS: {CUSTOMER, BOTH},
    ContactTypeFilter.SUPPLIERS_AND_CUSTOMERS: {CUSTOMER, SUPPLIER, BOTH},
    ContactTypeFilter.ALL: {NEW, CUSTOMER, SUPPLIER, BOTH},
}
EVERY = tuple(product(ContactTypeFilter, (NEW, CUSTOMER, SUPPLIER, BOTH), XeroStatus))


def contact(flags: tuple[bool, bool], status: XeroStatus) -> XeroContact:
    then = datetime(2026, 1, 1, tzinfo=UTC)
    return XeroContact(XeroContactId("x"), then, SyncedFields("Ann"), status, *flags)


@pytest.mark.parametrize(("chosen", "flags", "status"), EVERY)
def test_a_contact_is_admitted_if_it_is_active_and_of_a_chosen_type(
    chosen: ContactTypeFilter, flags: tuple[bool, bool], status: XeroStatus
) -> None:
    expected = status is XeroStatus.ACTIVE and flags in ADMITTED[chosen]
    assert admits(chosen, contact(flags, status)) is expected


@given(xero_contacts())
def test_a_wider_filter_admits_whatever_a_narrower_one_does(contact: XeroContact) -> None:
    narrow_to_wide = (
        ContactTypeFilter.CUSTOMERS,
        ContactTypeFilter.SUPPLIERS_AND_CUSTOMERS,
        ContactTypeFilter.ALL,
    )
    answers = [admits(chosen, contact) for chosen in narrow_to_wide]
    assert answers == sorted(answers)
