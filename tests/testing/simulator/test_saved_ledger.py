"""The accounting half of a simulator that is put away and taken out again."""

from datetime import date
from pathlib import Path

import pytest

from tests.testing.simulator.billing import approved, line, pay
from tests.testing.simulator.caller import Caller, Ticking
from xerolink.testing.simulator import Organisation, RefusedError, XeroSimulator


@pytest.fixture
def again(caller: Caller, tmp_path: Path) -> Organisation:
    """The caller's organisation after a save and a load, with everything in it."""
    tracking = [{"Name": "Region", "Option": "North"}]
    found = approved(caller, LineItems=[line(DiscountRate="2.5", Tracking=tracking)])
    pay(caller, found, 15)
    people = caller.org.people
    people.lock_period(date(2026, 6, 30))
    people.add_account("201", "More")
    people.add_currency("USD", "0.6")
    people.add_tax_rate("Own", "4.5", compound="2")
    path = f"/Invoices/{found['InvoiceID']}/History"
    caller.ask("PUT", path, {"HistoryRecords": [{"Details": "Seen"}]})
    caller.xero.save(tmp_path / "xero.json")
    (organisation,) = XeroSimulator.load(tmp_path / "xero.json", clock=Ticking()).organisations
    return organisation


def test_everything_survives(caller: Caller, again: Organisation) -> None:
    assert again.ledger.state() == caller.org.ledger.state()


def test_ids_go_on_where_they_were(caller: Caller, again: Organisation) -> None:
    ids = [org.people.add_account("202", "B") for org in (caller.org, again)]
    assert ids[0] == ids[1]


def test_numbers_go_on_where_they_were(again: Organisation) -> None:
    added = again.people.add_invoice(Type="ACCREC", Contact={"Name": "X"}, LineItems=[line()])
    assert again.invoices[added].number == "INV-0002"


def test_numbers_are_still_taken(again: Organisation) -> None:
    with pytest.raises(RefusedError):
        again.people.add_invoice(
            Type="ACCREC", InvoiceNumber="INV-0001", Contact={"Name": "X"}, LineItems=[line()]
        )


def test_payments_can_still_be_taken_back(again: Organisation) -> None:
    (payment_id,) = again.payments
    again.people.unpay(payment_id)
    assert [one.amount_paid for one in again.invoices.values()] == [0]


def test_the_country_survives(tmp_path: Path) -> None:
    xero = XeroSimulator()
    xero.add_organisation("K", country="AU")
    xero.save(tmp_path / "xero.json")
    (organisation,) = XeroSimulator.load(tmp_path / "xero.json").organisations
    assert organisation.ledger.country.currency == "AUD"
