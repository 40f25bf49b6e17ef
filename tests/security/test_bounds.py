"""Everything that comes in has an end: at a bound it is taken, one beyond it is refused."""

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from tests.adapters.webhook.conftest import Desk, desk
from tests.adapters.xero.conftest import CannedServer, server
from xerolink.adapters import plan_form
from xerolink.adapters.plan_file import PlanFileError, load_plan, save_plan
from xerolink.adapters.webhook.body import LIMIT
from xerolink.adapters.xero import OpenGate, XeroApiContacts, XeroApiInvoices, XeroClient
from xerolink.adapters.xero.answer import MOST_VALUES, Answer, parsed
from xerolink.adapters.xero.invoice_writes import LARGEST_INVOICE, Row, creation_row
from xerolink.adapters.xero.request import LARGEST_BODY, LONGEST_URL, Composer
from xerolink.adapters.xero.wire import LARGEST
from xerolink.connection import Connection
from xerolink.domain.consent_errors import ConsentError
from xerolink.domain.contacts.check import ID_LIMIT, NAME_LIMIT, TEXT_LIMIT, check_fields
from xerolink.domain.contacts.host_kinds import require_contact
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.model import Address, HostContact, HostVersion, SyncedFields
from xerolink.domain.given_errors import BadIdError
from xerolink.domain.identity import ConnectionId, HostContactId, TenantId
from xerolink.domain.invoices.book import InvoiceCursor
from xerolink.domain.invoices.model import (
    BillableExpense,
    ExpenseTypeId,
    HostInvoice,
    HostInvoiceId,
    InvoiceLine,
    ItemCode,
    Service,
    ServiceTypeId,
)
from xerolink.domain.invoices.settings import HostTaxRate, HostTerms, InvoiceSettings
from xerolink.domain.invoices.tax import HostTaxRateId, XeroTaxType
from xerolink.domain.invoices.xero import InvoiceRefused
from xerolink.domain.run import HostCursor, Operation
from xerolink.ports.errors import RejectedError, UnavailableError
from xerolink.ports.host import Changed, HostChange, HostFeed, Merged
from xerolink.ports.host_invoices import InvoiceFeed
from xerolink.ports.xero import PAGE
from xerolink.ports.xero_invoices import PAGE as INVOICES
from xerolink.testing.billing_world import BillingWorld
from xerolink.testing.conformance.xero_invoices_world import UNKNOWN_CONTACT, creation, draft
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases.authorise import MOST_PARTS, _answer
from xerolink.usecases.feed import moving
from xerolink.usecases.given import WHY_LIMIT

__all__ = ["desk", "server"]


def contacts_at(server: CannedServer) -> XeroApiContacts:
    client = XeroClient(
        lambda: "token", TenantId("t"), base_url=server.base_url, gate=OpenGate(), timeout=(5, 60)
    )
    return XeroApiContacts(client)


def says(server: CannedServer, body: bytes, **headers: str) -> None:
    server.says(200, body, Content_Length=str(len(body)), **headers)


def padded(size: int) -> bytes:
    """An answer without contacts, of that many bytes."""
    head = b'{"DateTimeUTC": "2026-07-01T09:00:00", "Contacts": []}'
    return head + b" " * (size - len(head))


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_an_answer_of_the_largest_size_is_read(server: CannedServer, packed: bool) -> None:
    body = padded(LARGEST)
    if packed:
        says(server, gzip.compress(body, 1), Content_Encoding="gzip")
    else:
        says(server, body)
    assert contacts_at(server).page(1, None).contacts == ()


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_an_answer_of_one_byte_more_is_given_up(server: CannedServer, packed: bool) -> None:
    body = padded(LARGEST + 1)
    if packed:
        says(server, gzip.compress(body, 1), Content_Encoding="gzip")
    else:
        says(server, body)
    with pytest.raises(UnavailableError, match=r"more than 33,554,432 bytes"):
        contacts_at(server).page(1, None)


def of_values(number: int) -> Answer:
    """An answer with that many of commas and brackets."""
    data = b'{"Contacts": [' + b",".join([b"0"] * (number - 1)) + b"]}"
    return Answer(200, {}, data, Operation("any"), len(data))


def test_an_answer_of_the_most_values_is_read() -> None:
    assert len(parsed(of_values(MOST_VALUES))["Contacts"]) == MOST_VALUES - 1


def test_an_answer_of_more_values_is_given_up() -> None:
    """Ten million empty objects are 29 MB, and would take a thousand of memory."""
    with pytest.raises(UnavailableError, match="more than 2,000,000 values"):
        parsed(of_values(MOST_VALUES + 1))


def page_of(number: int) -> bytes:
    rows = [
        {
            "ContactID": f"00000000-0000-4000-8000-{n:012}",
            "Name": f"Contact {n}",
            "UpdatedDateUTC": "/Date(1767225600000+0000)/",
        }
        for n in range(number)
    ]
    return json.dumps({"DateTimeUTC": "2026-07-01T09:00:00", "Contacts": rows}).encode()


def test_a_full_page_is_read(server: CannedServer) -> None:
    says(server, page_of(PAGE))
    assert len(contacts_at(server).page(1, None).contacts) == PAGE


def test_a_page_of_more_than_was_asked_for_is_refused(server: CannedServer) -> None:
    """Its numbers would mean something else, and a contact could be passed over."""
    says(server, page_of(PAGE + 1))
    with pytest.raises(UnavailableError, match="1,001 contacts, and 1,000 were asked for"):
        contacts_at(server).page(1, None)


def invoices_of(number: int) -> bytes:
    """A page of so many invoices; what cannot be read of one counts as one all the same."""
    rows = [
        {"Type": "ACCREC", "InvoiceID": f"00000000-0000-4000-8000-{n:012}"} for n in range(number)
    ]
    return json.dumps({"DateTimeUTC": "2026-07-01T09:00:00", "Invoices": rows}).encode()


def invoices_at(server: CannedServer) -> XeroApiInvoices:
    client = XeroClient(lambda: "token", TenantId("t"), base_url=server.base_url, gate=OpenGate())
    return XeroApiInvoices(client)


def test_a_full_page_of_invoices_is_read(server: CannedServer) -> None:
    says(server, invoices_of(INVOICES))
    assert len(invoices_at(server).page(1, None).odd) == INVOICES


def test_a_page_of_more_invoices_than_were_asked_for_is_refused(server: CannedServer) -> None:
    says(server, invoices_of(INVOICES + 1))
    with pytest.raises(UnavailableError, match="1,001 invoices, and 1,000 were asked for"):
        invoices_at(server).page(1, None)


def row_of(more: int) -> Row:
    """An invoice that takes so many bytes more than `LARGEST_INVOICE`, to the byte."""
    short = creation_row(creation(draft(UNKNOWN_CONTACT, url="x")))
    url = "x" * (LARGEST_INVOICE + more - short.size + 1)
    return creation_row(creation(draft(UNKNOWN_CONTACT, url=url)))


def test_an_invoice_at_the_bound_is_sent() -> None:
    assert row_of(0).answer is None


def test_an_invoice_beyond_the_bound_is_refused() -> None:
    """It alone; the others go."""
    assert isinstance(row_of(1).answer, InvoiceRefused)


def composed(url: str = "http://x.test/", body: str | None = None) -> Any:
    return Composer().request("PUT", url, body=body, headers={}, timeout=None)


def test_an_address_just_under_the_bound_is_sent() -> None:
    url = "http://x.test/".ljust(LONGEST_URL - 1, "x")
    assert composed(url).url == url


def test_an_address_at_the_bound_is_not_sent() -> None:
    with pytest.raises(RejectedError, match="was not sent"):
        composed("http://x.test/".ljust(LONGEST_URL, "x"))


def test_a_body_at_the_bound_is_sent() -> None:
    assert len(composed(body="x" * LARGEST_BODY).body) == LARGEST_BODY


def test_a_body_beyond_the_bound_is_not_sent() -> None:
    """In bytes, not in characters."""
    with pytest.raises(RejectedError, match="was not sent"):
        composed(body="ä" + "x" * (LARGEST_BODY - 1))


def test_a_payload_at_the_bound_is_looked_at(desk: Desk) -> None:
    assert desk.post(b" " * LIMIT, "wrong").status == 401


def test_a_payload_beyond_the_bound_is_not_read(desk: Desk) -> None:
    assert desk.post(b" " * (LIMIT + 1)).status == 413


AT_THE_BOUND = {
    "name": SyncedFields("x" * NAME_LIMIT),
    "email": SyncedFields("A", "x" * (TEXT_LIMIT - 10) + "@x.example"),
    "address": SyncedFields("A", billing_address=Address(("x" * TEXT_LIMIT,))),
}
BEYOND = {
    "name": SyncedFields("x" * (NAME_LIMIT + 1)),
    "email": SyncedFields("A", "x" * (TEXT_LIMIT - 9) + "@x.example"),
    "address": SyncedFields("A", billing_address=Address(("x" * (TEXT_LIMIT + 1),))),
}


@pytest.mark.parametrize("part", AT_THE_BOUND)
def test_a_text_at_the_bound_is_taken(part: str) -> None:
    assert not [problem for problem in check_fields(AT_THE_BOUND[part]) if problem.blocks]


@pytest.mark.parametrize("part", BEYOND)
def test_a_text_beyond_the_bound_keeps_its_contact_out(part: str) -> None:
    assert [problem.blocks for problem in check_fields(BEYOND[part])] == [True]


def test_a_contact_that_is_too_long_waits_and_the_others_go_on() -> None:
    """Nothing is cut, nothing is lost: it is an issue until somebody mends it."""
    world = World()
    world.host.add(evolve(fields("x" * (NAME_LIMIT + 1), "long@x.example")))
    world.xero.add(fields("Kauri Ltd", "k@x.example"))
    connection = world.imported()
    assert [issue.kind for issue in connection.issues()] == [IssueKind.INVALID]
    assert [client.name for client in connection.client_list()] == ["Kauri Ltd"]


LONGEST = "x" * ID_LIMIT
ODD_IDS = {"one too long": f"{LONGEST}x", "a bell": "gst\u0007", "a lone surrogate": "gst\ud800"}
GIVEN: dict[str, Callable[[str], object]] = {
    "a tax rate": lambda given: HostTaxRate(HostTaxRateId(given), "GST", "15"),
    "a line's tax rate": lambda given: InvoiceLine("Advice", 1, "1", HostTaxRateId(given)),
    "a service type": lambda given: Service(ServiceTypeId(given)),
    "an expense type": lambda given: BillableExpense(ExpenseTypeId(given)),
    "a type that the firm bills with": lambda given: HostTerms(
        (), {ServiceTypeId(given): "Advice"}
    ),
    "an item": lambda given: InvoiceLine("Advice", 1, "1", item=ItemCode(given)),
    "a mapping": lambda given: InvoiceSettings(tax_rates={HostTaxRateId(given): XeroTaxType("X")}),
    "an invoice": lambda given: billed(host_id=given),
    "an invoice's contact": lambda given: billed(contact_id=given),
    "an invoice's version": lambda given: billed(version=given),
    "a contact": lambda given: require_contact(contact(host_id=given)),
    "a contact's version": lambda given: require_contact(contact(version=given)),
    "a feed of contacts": lambda given: moving(feed(Changed(HostContactId(given))), None),
    "a merge": lambda given: moving(feed(Merged(HostContactId("a"), HostContactId(given))), None),
    "a feed of invoices": lambda given: moving(
        InvoiceFeed((HostInvoiceId(given),), InvoiceCursor("1"), more=False), None
    ),
    "a connection": lambda given: World(connection_id=ConnectionId(given)).connect(),
}


def billed(**given: Any) -> HostInvoice:
    world = BillingWorld()
    host_id = world.bill(HostContactId("c"))
    return evolve(world.invoices.invoices()[host_id], **given)


def contact(**given: Any) -> HostContact:
    return evolve(HostContact(HostContactId("c"), HostVersion("1"), fields("Ash")), **given)


def feed(*changes: HostChange) -> HostFeed:
    return HostFeed(changes, HostCursor("1"), more=False)


@pytest.mark.parametrize("what", GIVEN)
def test_an_id_at_the_bound_is_taken(what: str) -> None:
    GIVEN[what](LONGEST)


@pytest.mark.parametrize("odd", ODD_IDS)
@pytest.mark.parametrize("what", GIVEN)
def test_an_id_that_is_none_is_refused_with_a_way_out(what: str, odd: str) -> None:
    with pytest.raises((BadIdError, RejectedError), match="give"):
        GIVEN[what](ODD_IDS[odd])


def test_an_id_of_another_kind_in_a_feed_is_named() -> None:
    """A number where a text belongs is what a table has as its key."""
    with pytest.raises(RejectedError, match="an id in its feed is of type int; give a str"):
        moving(feed(Changed(7)), None)  # type: ignore[arg-type]  # that is the point


def saved_plan() -> str:
    world = World()
    world.xero.add(fields("Kauri Ltd"))
    return save_plan(world.connect().plan_import(ANNA))


def test_a_saved_plan_at_the_bound_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = saved_plan()
    monkeypatch.setattr(plan_form, "LARGEST", len(text))
    assert len(load_plan(text).rows) == 1


def test_a_saved_plan_beyond_the_bound_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    text = saved_plan()
    monkeypatch.setattr(plan_form, "LARGEST", len(text) - 1)
    with pytest.raises(PlanFileError, match="plan fewer contacts at a time"):
        load_plan(text)


TYPED: dict[str, Callable[[Connection, str], object]] = {
    "pause": lambda connection, why: connection.pause(ANNA, why),
    "stop_syncing": lambda connection, why: connection.stop_syncing(
        [client.link.xero_id for client in connection.client_list()], ANNA, why
    ),
}


def paired() -> Connection:
    world = World()
    world.xero.add(fields("Kauri Ltd"))
    return world.imported()


@pytest.mark.parametrize("verb", TYPED)
def test_a_reason_at_the_bound_is_taken(verb: str) -> None:
    connection = paired()
    TYPED[verb](connection, "x" * WHY_LIMIT)
    assert (connection.paused() is None) == (verb != "pause")


@pytest.mark.parametrize("verb", TYPED)
def test_a_reason_beyond_the_bound_changes_nothing(verb: str) -> None:
    connection = paired()
    with pytest.raises(ValueError, match="at most 500"):
        TYPED[verb](connection, "x" * (WHY_LIMIT + 1))
    assert (connection.paused(), len(connection.client_list())) == (None, 1)


def test_an_answer_in_an_address_with_as_many_parts_as_possible_is_read() -> None:
    parts = "&".join(f"p{n}={n}" for n in range(MOST_PARTS))
    assert len(_answer(f"https://host.example/?{parts}")) == MOST_PARTS


def test_an_answer_in_an_address_with_one_part_more_is_refused() -> None:
    parts = "&".join(f"p{n}={n}" for n in range(MOST_PARTS + 1))
    with pytest.raises(ConsentError, match="cannot be read"):
        _answer(f"https://host.example/?{parts}")
