"""Which invoices go to Xero at all (semantics rows 32 and 33)."""

from datetime import date

import pytest
from attrs import evolve

from tests.domain.invoices.office import SENT, SETTINGS
from xerolink.domain.invoices.eligible import eligibility
from xerolink.domain.invoices.model import InvoiceStatus
from xerolink.domain.invoices.record import NotEligible

UNSENT = (InvoiceStatus.DRAFT, InvoiceStatus.APPROVED)


def test_what_was_sent_goes_to_xero() -> None:
    assert eligibility(SENT, SETTINGS) is None


@pytest.mark.parametrize("status", [s for s in InvoiceStatus if s in UNSENT])
def test_what_the_client_does_not_have_stays(status: InvoiceStatus) -> None:
    assert eligibility(evolve(SENT, status=status), SETTINGS) is NotEligible.NOT_SENT


@pytest.mark.parametrize("status", [s for s in InvoiceStatus if s not in UNSENT])
def test_what_is_further_on_was_sent(status: InvoiceStatus) -> None:
    """Somebody may have paid before the first run."""
    assert eligibility(evolve(SENT, status=status), SETTINGS) is None


def test_the_start_date_is_inclusive() -> None:
    assert eligibility(evolve(SENT, issued=date(2026, 9, 1)), SETTINGS) is None


def test_what_was_issued_the_day_before_stays() -> None:
    early = evolve(SENT, issued=date(2026, 8, 31))
    assert eligibility(early, SETTINGS) is NotEligible.BEFORE_START


def test_an_excluded_contact_is_not_billed_in_xero() -> None:
    without = evolve(SETTINGS, excluded=frozenset({SENT.contact_id}))
    assert eligibility(SENT, without) is NotEligible.CONTACT_EXCLUDED


def test_nothing_goes_while_it_is_off() -> None:
    assert eligibility(SENT, evolve(SETTINGS, on=False)) is NotEligible.OFF


def test_without_a_start_date_it_is_not_on() -> None:
    assert eligibility(SENT, evolve(SETTINGS, sync_start_date=None)) is NotEligible.OFF


def test_the_widest_reason_is_told() -> None:
    early = evolve(SENT, status=InvoiceStatus.DRAFT, issued=date(2026, 8, 31))
    assert eligibility(early, evolve(SETTINGS, on=False)) is NotEligible.OFF
