"""Payments, emails, links and notes (fact sheet 3.4, 4.2, 4.4)."""

from datetime import date

import pytest
import urllib3

from tests.testing.simulator.billing import (
    approved,
    messages,
    one,
    pay,
    stored,
    updated,
)
from tests.testing.simulator.caller import ZERO_GUID, Caller, Json, calling
from xerolink.testing.simulator import RefusedError, Switches


def payments_of(answer: urllib3.BaseHTTPResponse) -> list[Json]:
    assert answer.status == 200, answer.data
    found: list[Json] = answer.json()["Payments"]
    return found


def told(caller: Caller, found: Json) -> tuple[str, float, float]:
    shown = one(caller, found["InvoiceID"])
    return shown["Status"], shown["AmountPaid"], shown["AmountDue"]


def test_a_part_payment_leaves_it_approved(caller: Caller) -> None:
    found = approved(caller)
    pay(caller, found, "15.00")
    assert told(caller, found) == ("AUTHORISED", 15.0, 100.0)


def test_nothing_due_is_paid(caller: Caller) -> None:
    found = approved(caller)
    for amount in ("15.00", "100.00"):
        pay(caller, found, amount)
    assert told(caller, found) == ("PAID", 115.0, 0.0)


def test_a_paid_invoice_says_since_when(caller: Caller) -> None:
    found = approved(caller)
    pay(caller, found, 115)
    assert one(caller, found["InvoiceID"])["FullyPaidOnDate"] == "/Date(1789862400000+0000)/"


def test_an_invoice_shows_its_payments(caller: Caller) -> None:
    found = approved(caller)
    (payment,) = payments_of(pay(caller, found, 15))
    (shown,) = one(caller, found["InvoiceID"])["Payments"]
    assert (shown["PaymentID"], shown["Amount"]) == (payment["PaymentID"], 15.0)


def test_too_much_is_refused(caller: Caller) -> None:
    answer = pay(caller, approved(caller), "115.01")
    assert messages(answer) == [
        "The payment amount exceeds the amount outstanding on this document."
    ]


def test_a_refused_payment_has_the_zero_guid(caller: Caller) -> None:
    (element,) = pay(caller, approved(caller), 116).json()["Elements"]
    assert (element["PaymentID"], element["Amount"]) == (ZERO_GUID, 116.0)


@pytest.mark.parametrize("amount", [0, "-1", None])
def test_a_payment_is_more_than_nothing(caller: Caller, amount: object) -> None:
    assert len(messages(pay(caller, approved(caller), amount))) == 1


def test_a_draft_cannot_be_paid(caller: Caller) -> None:
    assert len(messages(pay(caller, stored(caller), 1))) == 1


@pytest.mark.parametrize("code", ["200", "999"])
def test_not_every_account_takes_payments(caller: Caller, code: str) -> None:
    assert len(messages(pay(caller, approved(caller), 1, Account={"Code": code}))) == 1


def test_an_account_that_is_enabled_takes_payments(caller: Caller) -> None:
    assert pay(caller, approved(caller), 1, Account={"Code": "970"}).status == 200


def test_an_unknown_invoice_cannot_be_paid(caller: Caller) -> None:
    unknown = {"InvoiceID": "11111111-1111-4111-8111-111111111111"}
    assert len(messages(pay(caller, unknown, 1))) == 1


def test_an_invoice_can_be_named_by_its_number(caller: Caller) -> None:
    found = approved(caller, InvoiceNumber="A-1")
    pay(caller, found, 15, Invoice={"InvoiceNumber": "A-1"})
    assert told(caller, found)[1] == 15.0


def test_a_payment_in_a_closed_period_is_refused(caller: Caller) -> None:
    found = approved(caller, Date="2026-10-01")
    caller.org.people.lock_period(date(2026, 9, 20))
    assert "20 Sep 2026" in messages(pay(caller, found, 1))[0]


def test_a_deleted_payment_leaves_it_approved(caller: Caller) -> None:
    found = approved(caller)
    (payment,) = payments_of(pay(caller, found, 115))
    caller.ask("POST", f"/Payments/{payment['PaymentID']}", {"Status": "DELETED"})
    assert told(caller, found) == ("AUTHORISED", 0.0, 115.0)


def test_a_payment_is_deleted_once(caller: Caller) -> None:
    (payment,) = payments_of(pay(caller, approved(caller), 115))
    path, body = f"/Payments/{payment['PaymentID']}", {"Payments": [{"Status": "DELETED"}]}
    assert [caller.ask("POST", path, body).status for _ in range(2)] == [200, 400]


def test_nothing_else_of_a_payment_can_change(caller: Caller) -> None:
    (payment,) = payments_of(pay(caller, approved(caller), 115))
    answer = caller.ask("POST", f"/Payments/{payment['PaymentID']}", {"Reference": "R"})
    assert answer.json()["Type"] == "PostDataInvalidException"


def test_an_unknown_payment_is_html(caller: Caller) -> None:
    assert caller.ask("POST", "/Payments/nothing", {"Status": "DELETED"}).status == 404


def test_deleted_payments_are_listed_too(caller: Caller) -> None:
    found = approved(caller)
    caller.org.people.unpay(caller.org.people.pay(found["InvoiceID"]))
    assert [each["Status"] for each in payments_of(caller.ask("GET", "/Payments"))] == ["DELETED"]


def test_a_payment_in_a_list_has_a_stub_of_its_invoice(caller: Caller) -> None:
    pay(caller, approved(caller), 15)
    (shown,) = payments_of(caller.ask("GET", "/Payments", page=1))
    assert (shown["Invoice"]["LineItems"], shown["PaymentType"]) == ([], "ACCRECPAYMENT")


def test_payments_can_be_chosen_by_where(caller: Caller) -> None:
    found = approved(caller)
    for amount in (15, 20):
        pay(caller, found, amount)
    shown = payments_of(caller.ask("GET", "/Payments", where="Amount>15", order="Date DESC"))
    assert [each["Amount"] for each in shown] == [20.0]


def test_one_payment_is_found_by_its_id(caller: Caller) -> None:
    (payment,) = payments_of(pay(caller, approved(caller), 15))
    (shown,) = payments_of(caller.ask("GET", f"/Payments/{payment['PaymentID']}"))
    assert shown["Amount"] == 15.0


def test_a_post_creates_too(caller: Caller) -> None:
    """The SDK's create_payment is a POST."""
    found = approved(caller)
    body = {"Invoice": {"InvoiceID": found["InvoiceID"]}, "Account": {"Code": "090"}, "Amount": 15}
    assert payments_of(caller.ask("POST", "/Payments", body))[0]["Amount"] == 15.0


def test_people_pay_what_is_due(caller: Caller) -> None:
    found = approved(caller)
    caller.org.people.pay(found["InvoiceID"], "15")
    caller.org.people.pay(found["InvoiceID"])
    assert told(caller, found) == ("PAID", 115.0, 0.0)


def test_people_take_a_payment_back(caller: Caller) -> None:
    found = approved(caller)
    caller.org.people.unpay(caller.org.people.pay(found["InvoiceID"]))
    assert told(caller, found) == ("AUTHORISED", 0.0, 115.0)


def test_people_cannot_pay_too_much_either(caller: Caller) -> None:
    with pytest.raises(RefusedError):
        caller.org.people.pay(approved(caller)["InvoiceID"], 116)


@pytest.mark.parametrize(("tells", "count"), [(True, 1), (False, 0)])
def test_a_payment_is_an_update_of_its_invoice_or_not(tells: bool, count: int) -> None:
    with calling(Switches(payments_told=tells)) as caller:
        found, news = approved(caller), []
        caller.org.listeners.append(lambda *one: news.append(one))
        pay(caller, found, 15)
        assert news == [("INVOICE", found["InvoiceID"], "UPDATE")] * count


def emailed(caller: Caller, found: Json) -> urllib3.BaseHTTPResponse:
    return caller.ask("POST", f"/Invoices/{found['InvoiceID']}/Email", {})


@pytest.fixture
def reachable(caller: Caller) -> Json:
    contact = {"ContactID": caller.created(Name="A", EmailAddress="a@b.example")}
    return approved(caller, Contact=contact)


def test_an_email_is_answered_by_nothing(caller: Caller, reachable: Json) -> None:
    answer = emailed(caller, reachable)
    assert (answer.status, answer.data) == (204, b"")


def test_an_emailed_invoice_is_sent(caller: Caller, reachable: Json) -> None:
    emailed(caller, reachable)
    assert one(caller, reachable["InvoiceID"])["SentToContact"] is True


def test_a_draft_cannot_be_emailed(caller: Caller) -> None:
    assert len(messages(emailed(caller, stored(caller)))) == 1


def test_nobody_can_be_emailed_without_an_address(caller: Caller) -> None:
    assert len(messages(emailed(caller, approved(caller)))) == 1


def test_emails_are_limited_by_the_day() -> None:
    with calling(Switches(emails_a_day=1)) as caller:
        contact = {"ContactID": caller.created(Name="A", EmailAddress="a@b.example")}
        found = approved(caller, Contact=contact)
        answers = [emailed(caller, found).status for _ in range(2)]
        caller.clock.move(days=1)
        assert [*answers, emailed(caller, found).status] == [204, 400, 204]


def test_an_approved_invoice_has_a_link(caller: Caller) -> None:
    found = approved(caller)
    answer = caller.ask("GET", f"/Invoices/{found['InvoiceID']}/OnlineInvoice").json()
    assert answer["OnlineInvoices"][0]["OnlineInvoiceUrl"].startswith("https://in.xero.com/")


def test_a_draft_has_no_link(caller: Caller) -> None:
    found = stored(caller)
    assert caller.ask("GET", f"/Invoices/{found['InvoiceID']}/OnlineInvoice").status == 404


def test_every_note_is_added(caller: Caller) -> None:
    found = updated(caller, stored(caller), Reference="R")
    for resource, key in (
        ("Invoices", found["InvoiceID"]),
        ("Contacts", found["Contact"]["ContactID"]),
    ):
        path = f"/{resource}/{key}/History"
        for _ in range(2):
            caller.ask("PUT", path, {"HistoryRecords": [{"Details": "Seen"}]})
        notes = caller.ask("GET", path).json()["HistoryRecords"]
        assert [each["Details"] for each in notes] == ["Seen", "Seen"]


@pytest.mark.parametrize("resource", ["Invoices", "Contacts"])
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_nothing_unknown_has_a_history(caller: Caller, resource: str, method: str) -> None:
    body: Json | None = None if method == "GET" else {"HistoryRecords": []}
    assert caller.ask(method, f"/{resource}/nothing/History", body).status == 404


@pytest.mark.parametrize("path", ["/Payments/nothing", "/Invoices/nothing/OnlineInvoice"])
def test_nothing_unknown_is_shown(caller: Caller, path: str) -> None:
    assert caller.ask("GET", path).status == 404


def test_nothing_unknown_is_emailed(caller: Caller) -> None:
    assert emailed(caller, {"InvoiceID": "nothing"}).status == 404


def test_an_archived_account_takes_no_payments(caller: Caller) -> None:
    caller.org.people.archive_account("970")
    assert len(messages(pay(caller, approved(caller), 1, Account={"Code": "970"}))) == 1


def test_a_payment_in_a_closed_period_cannot_be_deleted(caller: Caller) -> None:
    (payment,) = payments_of(pay(caller, approved(caller), 1))
    caller.org.people.lock_period(date(2026, 9, 20))
    answer = caller.ask("POST", f"/Payments/{payment['PaymentID']}", {"Status": "DELETED"})
    assert "20 Sep 2026" in messages(answer)[0]


def test_a_payment_that_is_not_there_cannot_be_taken_back(caller: Caller) -> None:
    with pytest.raises(KeyError):
        caller.org.people.unpay("nothing")


def test_what_is_no_number_cannot_be_paid(caller: Caller) -> None:
    with pytest.raises(ValueError, match="no number"):
        caller.org.people.pay(approved(caller)["InvoiceID"], "much")
