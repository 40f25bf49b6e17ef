"""The admin page: what people do in Xero, by forms of plain HTML."""

from collections.abc import Iterator
from html import unescape

import pytest
from werkzeug.test import Client, TestResponse

from tests.testing.simulator.caller import Caller, Ticking
from xerolink.testing.simulator import LostEvent, LostReply, XeroSimulator

NASTY = "\"><script>alert('x')</script>&amp;"


class Browser:
    """A browser at this machine, without scripts; *tenant* is the organisation it looks at."""

    def __init__(self, xero: XeroSimulator, tenant: str) -> None:
        self.client = Client(xero.wsgi)
        self.tenant = tenant

    def get(self, path: str = "", **query: str) -> str:
        answer = self.client.get(f"/simulator/{path}", query_string=query)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_data(as_text=True)

    def post(self, path: str, **form: str) -> TestResponse:
        return self.client.post(f"/simulator/{path}", data=form)

    def contact(self, contact_id: str) -> str:
        return f"{self.tenant}/contacts/{contact_id}"


@pytest.fixture
def caller() -> Iterator[Caller]:
    """A caller in process: nothing listens."""
    clock = Ticking()
    xero = XeroSimulator(seed=1, clock=clock)
    found = Caller(xero, xero.add_organisation("Kauri & Co"), clock)
    yield found
    found.pool.clear()


@pytest.fixture
def browser(caller: Caller) -> Browser:
    return Browser(caller.xero, caller.org.tenant_id)


def test_the_overview_lists_the_organisations(caller: Caller, browser: Browser) -> None:
    caller.xero.add_organisation("Harbour")
    shown = browser.get()
    assert ("Kauri &amp; Co" in shown, "Harbour" in shown) == (True, True)


def test_an_address_without_its_slash_leads_to_the_overview(browser: Browser) -> None:
    assert browser.client.get("/simulator").status_code == 308


def test_the_contacts_are_listed_by_name(caller: Caller, browser: Browser) -> None:
    for name in ("Tui", "Anna"):
        caller.created(Name=name)
    shown = browser.get(f"{browser.tenant}/")
    assert shown.index("Anna") < shown.index("Tui")


def test_a_search_leaves_out_the_others(caller: Caller, browser: Browser) -> None:
    for name in ("Tui", "Anna"):
        caller.created(Name=name)
    shown = browser.get(f"{browser.tenant}/", q="ANN")
    assert ("Anna" in shown, "Tui" in shown) == (True, False)


def test_a_second_page_has_the_rest(caller: Caller, browser: Browser) -> None:
    for number in range(51):
        caller.created(Name=f"Contact {number:02}")
    shown = browser.get(f"{browser.tenant}/", page="2")
    assert ("Contact 49" in shown, "Contact 50" in shown) == (False, True)


def test_a_page_after_the_last_is_the_last(browser: Browser) -> None:
    assert "page 1 of 1" in browser.get(f"{browser.tenant}/", page="7")


def test_every_value_is_escaped(caller: Caller, browser: Browser) -> None:
    contact_id = caller.created(
        Name=NASTY,
        AccountNumber=NASTY,
        Phones=[{"PhoneType": "DEFAULT", "PhoneNumber": NASTY}],
        Addresses=[{"AddressType": "POBOX", "City": NASTY}],
    )
    caller.xero.add_organisation(NASTY)
    pages = ("", f"{browser.tenant}/", browser.contact(contact_id))
    shown = [browser.get(path, q=NASTY) for path in pages]
    assert [("<script" in one, NASTY in unescape(one)) for one in shown] == [(False, True)] * 3


def test_pages_forbid_scripts(browser: Browser) -> None:
    policy = browser.client.get("/simulator/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy


def test_the_style_is_served(browser: Browser) -> None:
    assert browser.client.get("/simulator/style.css").mimetype == "text/css"


def test_a_change_ends_in_a_redirect(caller: Caller, browser: Browser) -> None:
    contact_id = caller.created(Name="A")
    done = browser.post(f"{browser.contact(contact_id)}/archive")
    assert (done.status_code, done.location) == (
        303,
        f"/simulator/{browser.contact(contact_id)}",
    )


def test_a_contact_can_be_added(caller: Caller, browser: Browser) -> None:
    browser.post(f"{browser.tenant}/contacts", Name="Anna", EmailAddress="anna@b.example")
    (contact,) = caller.org.contacts.values()
    assert (contact.name, contact.email) == ("Anna", "anna@b.example")


def test_what_xero_refuses_is_told_in_its_words(caller: Caller, browser: Browser) -> None:
    caller.created(Name="Anna")
    done = browser.post(f"{browser.tenant}/contacts", Name="anna")
    assert (done.status_code, "already assigned" in done.get_data(as_text=True)) == (400, True)


def test_an_edit_changes_a_text(caller: Caller, browser: Browser) -> None:
    contact_id = caller.created(Name="A", EmailAddress="a@b.example")
    browser.post(f"{browser.contact(contact_id)}/edit", Name="B", EmailAddress="a@b.example")
    contact = caller.org.contacts[contact_id]
    assert (contact.name, contact.email) == ("B", "a@b.example")


def test_an_edit_can_clear_a_text(caller: Caller, browser: Browser) -> None:
    contact_id = caller.created(Name="A", EmailAddress="a@b.example")
    browser.post(f"{browser.contact(contact_id)}/edit", EmailAddress="")
    assert caller.org.contacts[contact_id].email == ""


def test_an_edit_changes_a_phone_and_an_address(caller: Caller, browser: Browser) -> None:
    contact_id = caller.created(Name="A")
    form = {"Phones.MOBILE.PhoneNumber": "21 555", "Addresses.STREET.City": "Napier"}
    browser.post(f"{browser.contact(contact_id)}/edit", **form)
    contact = caller.org.contacts[contact_id]
    found = contact.phone("MOBILE"), contact.address("STREET")
    assert found == ({"PhoneNumber": "21 555"}, {"City": "Napier"})


def test_a_form_as_it_was_shown_changes_nothing(caller: Caller, browser: Browser) -> None:
    contact_id = caller.created(Name="A", Phones=[{"PhoneType": "FAX", "PhoneNumber": "1"}])
    before = caller.org.contacts[contact_id]
    form = {"Name": "A", "EmailAddress": "", "Phones.FAX.PhoneNumber": "1"}
    browser.post(f"{browser.contact(contact_id)}/edit", **form)
    assert caller.org.contacts[contact_id] == before


def test_an_archived_contact_can_be_restored(caller: Caller, browser: Browser) -> None:
    contact_id = caller.created(Name="A")
    for change in ("archive", "restore"):
        browser.post(f"{browser.contact(contact_id)}/{change}")
    assert caller.org.contacts[contact_id].status == "ACTIVE"


def test_an_erasure_can_be_asked_for(caller: Caller, browser: Browser) -> None:
    contact_id = caller.created(Name="A")
    browser.post(f"{browser.contact(contact_id)}/erase")
    assert caller.org.contacts[contact_id].status == "GDPRREQUEST"


@pytest.mark.parametrize("by", ["id", "name"])
def test_a_contact_can_be_merged_into_another(caller: Caller, browser: Browser, by: str) -> None:
    loser, survivor = caller.created(Name="Loser"), caller.created(Name="Survivor")
    meant = {"id": survivor, "name": "survivor"}[by]
    browser.post(f"{browser.contact(loser)}/merge", survivor=meant)
    assert caller.org.contacts[loser].merged_to == survivor


@pytest.mark.parametrize("meant", ["", "Nobody", "Loser"])
def test_a_merge_needs_another_contact(caller: Caller, browser: Browser, meant: str) -> None:
    loser = caller.created(Name="Loser")
    assert browser.post(f"{browser.contact(loser)}/merge", survivor=meant).status_code == 400


def test_the_first_invoice_and_bill_set_the_flags(caller: Caller, browser: Browser) -> None:
    contact_id = caller.created(Name="A")
    for change in ("invoice", "bill"):
        browser.post(f"{browser.contact(contact_id)}/{change}")
    contact = caller.org.contacts[contact_id]
    assert (contact.is_customer, contact.is_supplier) == (True, True)


def test_the_app_can_be_disconnected(caller: Caller, browser: Browser) -> None:
    browser.post(f"{browser.tenant}/disconnect")
    assert "not connected" in browser.get()


def test_access_tokens_can_be_expired(caller: Caller, browser: Browser) -> None:
    browser.post("expire")
    headers = {"Authorization": f"Bearer {caller.org.access_token}"}
    assert browser.client.get("/connections", headers=headers).status_code == 401


def test_a_fault_can_be_scripted(caller: Caller, browser: Browser) -> None:
    kind = "Lost reply, the work is done"
    browser.post("faults", kind=kind, operation="PUT *", times="2", skip="1")
    assert caller.xero.faults.pending() == (LostReply("PUT *", times=2, skip=1),)


def test_a_fault_of_webhooks_can_be_scripted(caller: Caller, browser: Browser) -> None:
    browser.post("faults/events", kind="Lost event", operation="CONTACT UPDATE")
    assert caller.xero.webhooks.faults.pending() == (LostEvent("CONTACT UPDATE"),)


def test_faults_to_come_are_shown(caller: Caller, browser: Browser) -> None:
    caller.xero.faults.add(LostReply("PUT Contacts"))
    assert "LostReply" in browser.get()


def test_faults_can_be_cleared(caller: Caller, browser: Browser) -> None:
    caller.xero.faults.add(LostReply("PUT Contacts"))
    browser.post("faults/clear")
    assert caller.xero.faults.pending() == ()


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "Nonsense", "operation": "*"},
        {"kind": "Cut body", "operation": ""},
        {"kind": "Cut body", "operation": "*", "times": "-1"},
    ],
)
def test_a_fault_that_cannot_be_is_refused(browser: Browser, form: dict[str, str]) -> None:
    assert browser.post("faults", **form).status_code == 400


def test_a_receiver_can_be_subscribed(caller: Caller, browser: Browser) -> None:
    browser.post("webhooks", url="http://127.0.0.1:9/webhooks")
    assert caller.xero.webhooks.receivers == {"http://127.0.0.1:9/webhooks": True}


def test_an_address_that_cannot_be_is_refused(browser: Browser) -> None:
    assert browser.post("webhooks", url="ftp://b.example").status_code == 400


def test_an_intent_without_a_receiver_is_refused(browser: Browser) -> None:
    assert browser.post("webhooks/intent").status_code == 400


def test_what_people_do_here_is_told_by_webhook(caller: Caller, browser: Browser) -> None:
    caller.xero.webhooks.own_writes = False
    browser.post("webhooks", url="http://127.0.0.1:9/webhooks")
    browser.post(f"{browser.tenant}/contacts", Name="Anna")
    browser.post("webhooks/deliver")
    assert len(caller.xero.webhooks.attempts) == 1


def test_the_last_requests_are_shown(caller: Caller, browser: Browser) -> None:
    browser.client.get("/api.xro/2.0/Nonsense")
    assert "/api.xro/2.0/Nonsense" in browser.get()


def test_the_pages_are_not_in_the_request_log(caller: Caller, browser: Browser) -> None:
    browser.get()
    assert len(caller.xero.requests) == 0


@pytest.mark.parametrize("path", ["nobody/", "nobody/contacts/x", "{}/contacts/x", "{}/nonsense"])
def test_what_there_is_not_is_not_found(browser: Browser, path: str) -> None:
    answer = browser.client.get(f"/simulator/{path.format(browser.tenant)}")
    assert answer.status_code == 404


def test_a_change_is_not_made_by_looking(caller: Caller, browser: Browser) -> None:
    contact_id = caller.created(Name="A")
    answer = browser.client.get(f"/simulator/{browser.contact(contact_id)}/archive")
    assert (answer.status_code, caller.org.contacts[contact_id].status) == (405, "ACTIVE")


STRANGERS = {
    "another machine": {"environ_base": {"REMOTE_ADDR": "192.0.2.1"}},
    "another name": {"headers": {"Host": "evil.example"}},
    "another site": {"headers": {"Origin": "http://evil.example"}},
    "no site": {"headers": {"Origin": "null"}},
}


@pytest.mark.parametrize("stranger", STRANGERS)
def test_strangers_are_turned_away(caller: Caller, browser: Browser, stranger: str) -> None:
    contact_id = caller.created(Name="A")
    path = f"/simulator/{browser.contact(contact_id)}/archive"
    answer = browser.client.post(path, **STRANGERS[stranger])
    assert (answer.status_code, caller.org.contacts[contact_id].status) == (403, "ACTIVE")


def test_a_form_of_these_pages_is_taken_over_http(caller: Caller) -> None:
    with caller.xero as xero:
        url = f"{xero.base_url}/simulator/{caller.org.tenant_id}/contacts"
        headers = {"Origin": xero.base_url}
        form = {"Name": "Anna"}
        done = caller.pool.request(
            "POST", url, fields=form, encode_multipart=False, headers=headers, redirect=False
        )
    assert (done.status, len(caller.org.contacts)) == (303, 1)


@pytest.fixture
def invoice_id(caller: Caller) -> str:
    """An invoice of 115.00 that waits for its payment."""
    line = {"Description": "Advice", "Quantity": "1", "UnitAmount": "100", "AccountCode": "200"}
    return caller.org.people.add_invoice(
        Type="ACCREC",
        Status="AUTHORISED",
        Contact={"ContactID": caller.created(Name="Anna")},
        InvoiceNumber="INV-7",
        Date="2026-09-10",
        DueDate="2026-10-10",
        LineItems=[line],
    )


def test_invoices_are_listed_with_what_is_due(browser: Browser, invoice_id: str) -> None:
    shown = browser.get(f"{browser.tenant}/invoices")
    assert [text in shown for text in ("INV-7", "Anna", "115.00")] == [True] * 3


def test_a_search_finds_an_invoice_by_its_contact(browser: Browser, invoice_id: str) -> None:
    found = [invoice_id in browser.get(f"{browser.tenant}/invoices", q=q) for q in ("ann", "tui")]
    assert found == [True, False]


def test_an_invoice_can_be_voided(caller: Caller, browser: Browser, invoice_id: str) -> None:
    browser.post(f"{browser.tenant}/invoices/{invoice_id}/void")
    assert caller.org.invoices[invoice_id].status == "VOIDED"


def test_an_invoice_can_be_paid_whole(caller: Caller, browser: Browser, invoice_id: str) -> None:
    browser.post(f"{browser.tenant}/invoices/{invoice_id}/pay", amount="", day="")
    assert caller.org.invoices[invoice_id].status == "PAID"


def test_an_invoice_can_be_paid_in_part(caller: Caller, browser: Browser, invoice_id: str) -> None:
    browser.post(f"{browser.tenant}/invoices/{invoice_id}/pay", amount="15", day="2026-09-12")
    (payment,) = caller.org.payments.values()
    assert (payment.amount, str(payment.paid_on)) == (15 * 10**8, "2026-09-12")


@pytest.mark.parametrize("form", [{"amount": "much"}, {"amount": "0"}, {"day": "tomorrow"}])
def test_a_payment_that_cannot_be_is_refused(
    browser: Browser, invoice_id: str, form: dict[str, str]
) -> None:
    assert browser.post(f"{browser.tenant}/invoices/{invoice_id}/pay", **form).status_code == 400


def test_an_unknown_invoice_is_not_found(browser: Browser) -> None:
    assert browser.post(f"{browser.tenant}/invoices/x/void").status_code == 404


def test_a_period_can_be_locked_and_opened(caller: Caller, browser: Browser) -> None:
    found = []
    for day in ("2026-03-31", ""):
        browser.post(f"{browser.tenant}/lock", day=day)
        found.append("up to 2026-03-31" in browser.get(f"{browser.tenant}/invoices"))
    assert found == [True, False]
