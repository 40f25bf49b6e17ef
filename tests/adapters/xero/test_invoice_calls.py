"""What the real adapter asks of Xero for invoices, as the simulator hears it."""

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from urllib.parse import parse_qs

import pytest
from attrs import evolve

from tests.adapters.xero.ledgers import Office
from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.xero import XeroApiContacts, XeroApiInvoices, XeroClient, wire
from xerolink.adapters.xero.invoice_writes import LARGEST_INVOICE, creation_row
from xerolink.adapters.xero.request import LARGEST_BODY
from xerolink.domain.identity import IntentId, XeroContactId
from xerolink.domain.invoices.model import InvoiceNumber
from xerolink.domain.invoices.xero import (
    InvoiceCreation,
    InvoiceRefused,
    InvoiceStored,
    NumberHeld,
    XeroInvoice,
    XeroInvoiceOutcome,
)
from xerolink.ports.errors import RejectedError, TooLargeError, UnavailableError
from xerolink.ports.xero_invoices import GROUP, LOOK_GROUP
from xerolink.testing.conformance.xero_invoices_world import (
    ADVICE,
    TRAVEL,
    add_many,
    change,
    creation,
    draft,
    read,
    stored,
    void,
)
from xerolink.testing.simulator import (
    LostReply,
    Organisation,
    RewriteBody,
    ServerError,
    Switches,
    XeroSimulator,
)

Call = Callable[[XeroApiInvoices, XeroInvoice], object]
CALLS: dict[str, Call] = {
    "create_many": lambda xero, one: xero.create_many([creation(draft(one.contact_id, "K-2"))]),
    "change_many": lambda xero, one: xero.change_many([change(one, draft(one.contact_id))]),
    "void_many": lambda xero, one: xero.void_many([void(one)]),
    "by_numbers": lambda xero, one: xero.by_numbers([one.number]),
    "by_numbers, with a comma": lambda xero, one: xero.by_numbers([InvoiceNumber("K,1")]),
    "get_many": lambda xero, one: xero.get_many([one.xero_id]),
    "page": lambda xero, one: xero.page(1, None),
}
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
WRITES = {name: call for name, call in CALLS.items() if name.endswith("_many")}
del WRITES["get_many"]
every_write = pytest.mark.parametrize("call", WRITES.values(), ids=WRITES)
READS = {name: call for name, call in CALLS.items() if name not in WRITES}
every_read = pytest.mark.parametrize("call", READS.values(), ids=READS)


@pytest.fixture
def xero(client: XeroClient) -> XeroApiInvoices:
    return XeroApiInvoices(client)


@pytest.fixture
def office(kauri_org: Organisation) -> Office:
    return Office(kauri_org)


@pytest.fixture
def kauri(office: Office) -> XeroContactId:
    return office.contact("Kauri Timber Ltd")


@pytest.fixture
def invoice(
    simulator: XeroSimulator, xero: XeroApiInvoices, office: Office, kauri: XeroContactId
) -> XeroInvoice:
    """One that is there, of which nobody has heard yet."""
    found = read(xero, office.add(draft(kauri)))
    simulator.requests.clear()
    return found


def asked(simulator: XeroSimulator) -> dict[str, list[str]]:
    """What the only request says in its address."""
    (request,) = simulator.requests
    return parse_qs(request.query)


@every_call
def test_one_call_is_one_request(
    simulator: XeroSimulator, xero: XeroApiInvoices, invoice: XeroInvoice, call: Call
) -> None:
    call(xero, invoice)
    assert len(simulator.requests) == 1


@every_call
def test_every_call_asks_for_four_decimals(
    simulator: XeroSimulator, xero: XeroApiInvoices, invoice: XeroInvoice, call: Call
) -> None:
    """An update without it would cut the prices of the lines that are there (fact sheet 4.2)."""
    call(xero, invoice)
    assert asked(simulator)["unitdp"] == ["4"]


@every_read
def test_every_list_is_asked_for_by_page_and_without_bills(
    simulator: XeroSimulator, xero: XeroApiInvoices, invoice: XeroInvoice, call: Call
) -> None:
    """Without a page there are no lines (fact sheet 4.4)."""
    call(xero, invoice)
    query = asked(simulator)
    found = (query["page"], query["pageSize"], query["order"], query["where"][0][:14])
    assert found == (["1"], ["1000"], ["InvoiceID"], 'Type=="ACCREC"')


@every_write
def test_every_write_asks_for_an_outcome_of_each_row(
    simulator: XeroSimulator, xero: XeroApiInvoices, invoice: XeroInvoice, call: Call
) -> None:
    call(xero, invoice)
    assert asked(simulator)["summarizeErrors"] == ["False"]


@every_write
def test_every_write_has_a_key_that_fits(
    simulator: XeroSimulator, xero: XeroApiInvoices, invoice: XeroInvoice, call: Call
) -> None:
    call(xero, invoice)
    (request,) = simulator.requests
    assert 0 < len(request.idempotency_key or "") <= 128


def test_another_intent_has_another_key(
    simulator: XeroSimulator, xero: XeroApiInvoices, kauri: XeroContactId
) -> None:
    for key in ("first", "second"):
        xero.create_many([InvoiceCreation(IntentId(key), draft(kauri))])
    assert len({request.idempotency_key for request in simulator.requests}) == 2


def test_since_goes_out_in_utc_with_a_margin(
    simulator: XeroSimulator, xero: XeroApiInvoices
) -> None:
    xero.page(1, datetime.fromisoformat("2026-03-01T10:00:05.9+13:00"))
    (request,) = simulator.requests
    assert request.if_modified_since == "2026-02-28T21:00:03"


def test_a_second_that_since_may_not_include_is_read_all_the_same(
    simulator: XeroSimulator, client_of: Callable[[Organisation], XeroClient]
) -> None:
    strict = simulator.add_organisation("Strict", switches=Switches(since_inclusive=False))
    office, xero = Office(strict), XeroApiInvoices(client_of(strict))
    made = read(xero, office.add(draft(office.contact("Kauri"))))
    assert xero.page(1, made.updated).invoices == (made,)


def test_the_address_of_a_whole_group_of_ids_is_short(
    simulator: XeroSimulator, xero: XeroApiInvoices, office: Office, kauri: XeroContactId
) -> None:
    xero.get_many(add_many(office, kauri, LOOK_GROUP))
    (request,) = simulator.requests
    assert len(request.path) + len(request.query) < 1_900


def test_a_whole_group_of_usual_numbers_is_one_call(
    simulator: XeroSimulator, xero: XeroApiInvoices
) -> None:
    xero.by_numbers([InvoiceNumber(f"INV-2026-{number:05}") for number in range(LOOK_GROUP)])
    assert len(simulator.requests) == 1


def test_the_addresses_of_the_longest_numbers_are_short(
    simulator: XeroSimulator, xero: XeroApiInvoices
) -> None:
    plain = [InvoiceNumber(f"{number:02}".ljust(255, "#")) for number in range(LOOK_GROUP // 2)]
    xero.by_numbers([*plain, *(InvoiceNumber(f"{one[:-1]},") for one in plain)])
    longest = max(len(request.path) + len(request.query) for request in simulator.requests)
    assert longest < 1_900


def test_numbers_with_commas_take_one_call_more(
    simulator: XeroSimulator, xero: XeroApiInvoices
) -> None:
    xero.by_numbers([InvoiceNumber(number) for number in ("A", "A,B", "B", "B,C")])
    assert len(simulator.requests) == 2


NOTHING: dict[str, Callable[[XeroApiInvoices], object]] = {
    "create_many": lambda xero: xero.create_many([]),
    "change_many": lambda xero: xero.change_many([]),
    "void_many": lambda xero: xero.void_many([]),
    "by_numbers": lambda xero: xero.by_numbers([]),
    "by_numbers, blank": lambda xero: xero.by_numbers([InvoiceNumber(" ")]),
    "by_numbers, too long": lambda xero: xero.by_numbers([InvoiceNumber("x" * 256)]),
    "get_many": lambda xero: xero.get_many([]),
}


@pytest.mark.parametrize("call", NOTHING.values(), ids=NOTHING)
def test_nothing_to_ask_asks_nothing(
    simulator: XeroSimulator, xero: XeroApiInvoices, call: Callable[[XeroApiInvoices], object]
) -> None:
    call(xero)
    assert len(simulator.requests) == 0


def test_what_was_gone_when_it_was_read_asks_nothing(
    simulator: XeroSimulator, xero: XeroApiInvoices, office: Office, invoice: XeroInvoice
) -> None:
    office.void(invoice.xero_id)
    gone = read(xero, invoice.xero_id)
    simulator.requests.clear()
    xero.void_many([void(gone)])
    assert len(simulator.requests) == 0


def test_a_call_is_counted_by_the_client_once(
    client: XeroClient, xero: XeroApiInvoices, invoice: XeroInvoice
) -> None:
    """A run asks the port of contacts what Xero cost, which tells of the whole client."""
    before = client.traffic()
    xero.page(1, None)
    found = XeroApiContacts(client).traffic().since(before)
    assert {name: cost.calls for name, cost in found.costs.items()} == {"GET Invoices": 1}


Repeat = Callable[[XeroApiInvoices, XeroInvoice], list[XeroInvoiceOutcome]]
REPEATS: dict[str, tuple[str, Repeat]] = {
    "create_many": (
        "PUT Invoices",
        lambda xero, one: list(xero.create_many([creation(draft(one.contact_id, "K-2"))])),
    ),
    "change_many": (
        "POST Invoices",
        lambda xero, one: list(
            xero.change_many([change(one, draft(one.contact_id, "K-1", ADVICE, TRAVEL))])
        ),
    ),
    "void_many": ("POST Invoices", lambda xero, one: list(xero.void_many([void(one)]))),
}
every_repeat = pytest.mark.parametrize(("operation", "call"), REPEATS.values(), ids=REPEATS)


@every_repeat
def test_a_write_whose_answer_was_lost_is_done_once(
    simulator: XeroSimulator,
    xero: XeroApiInvoices,
    invoice: XeroInvoice,
    operation: str,
    call: Repeat,
) -> None:
    simulator.faults.add(LostReply(operation))
    with pytest.raises(UnavailableError):
        call(xero, invoice)
    outcomes = call(xero, invoice)
    kinds = [type(one) for one in outcomes]
    assert (kinds, simulator.requests.written()) == ([InvoiceStored], 1)


@every_repeat
def test_a_failure_is_repeated_for_six_minutes_and_nothing_is_done_twice(
    simulator: XeroSimulator,
    xero: XeroApiInvoices,
    invoice: XeroInvoice,
    operation: str,
    call: Repeat,
) -> None:
    """Xero keeps the answer, errors too (fact sheet 7): what became of it is for a read to tell."""
    simulator.faults.add(ServerError(operation))
    for _ in range(2):
        with pytest.raises(UnavailableError):
            call(xero, invoice)
    assert simulator.requests.written() == 1


def test_after_six_minutes_the_number_keeps_a_create_from_being_doubled(
    xero: XeroApiInvoices, clock: ManualClock, kauri: XeroContactId
) -> None:
    xero.create_many([creation(draft(kauri))])
    clock.advance(360)
    assert list(xero.create_many([creation(draft(kauri))])) == [NumberHeld()]


@every_call
@pytest.mark.parametrize("fault", [LostReply, ServerError])
def test_a_call_is_never_sent_twice(
    simulator: XeroSimulator,
    xero: XeroApiInvoices,
    invoice: XeroInvoice,
    call: Call,
    fault: type[LostReply],
) -> None:
    simulator.faults.add(fault("*"))
    with pytest.raises(UnavailableError):
        call(xero, invoice)
    assert len(simulator.requests) == 1


def of_bytes(kauri: XeroContactId, number: str, size: int) -> InvoiceCreation:
    """An invoice that takes *size* bytes of a body."""
    short = creation(draft(kauri, number, url="x"))
    return creation(draft(kauri, number, url="x" * (size - creation_row(short).size + 1)))


@pytest.mark.parametrize(("more", "calls"), [(0, 1), (1, 2)])
def test_invoices_that_a_body_has_no_room_for_take_another_call(
    simulator: XeroSimulator, xero: XeroApiInvoices, kauri: XeroContactId, more: int, calls: int
) -> None:
    """Each is far below what Xero takes; all of them are not, by a byte."""
    size = LARGEST_INVOICE // GROUP
    rest = LARGEST_INVOICE - size * (GROUP - 1) + more
    rows = [of_bytes(kauri, f"K-{number:02}", size) for number in range(GROUP - 1)]
    outcomes = xero.create_many([*rows, of_bytes(kauri, "K-99", rest)])
    numbers = [stored(one).number for one in outcomes]
    assert (numbers[-1], len(numbers), len(simulator.requests)) == ("K-99", GROUP, calls)


def test_what_refuses_the_second_call_leaves_what_the_first_one_did(
    xero: XeroApiInvoices, kauri: XeroContactId
) -> None:
    """Neither has room beside the other; and what is no number spoils a whole body."""
    no_number = evolve(ADVICE, quantity=Decimal("NaN"))
    spoilt = creation(draft(kauri, "K-2", no_number, url="x" * (LARGEST_INVOICE // 2)))
    outcomes = xero.create_many([of_bytes(kauri, "K-1", LARGEST_INVOICE), spoilt])
    assert [type(one) for one in outcomes] == [InvoiceStored, InvoiceRefused]


def test_what_refuses_the_only_call_is_raised(xero: XeroApiInvoices, kauri: XeroContactId) -> None:
    spoilt = creation(draft(kauri, "K-2", evolve(ADVICE, quantity=Decimal("NaN"))))
    with pytest.raises(RejectedError):
        xero.create_many([creation(draft(kauri)), spoilt])


def test_a_full_body_is_not_larger_than_xero_takes(
    simulator: XeroSimulator, xero: XeroApiInvoices, kauri: XeroContactId
) -> None:
    xero.create_many([of_bytes(kauri, "K-1", LARGEST_INVOICE)])
    (request,) = simulator.requests
    assert LARGEST_BODY - 100 < request.request_bytes <= LARGEST_BODY


def test_an_invoice_that_no_body_has_room_for_is_refused_and_the_others_stand(
    simulator: XeroSimulator, xero: XeroApiInvoices, kauri: XeroContactId
) -> None:
    huge = draft(kauri, "K-2", evolve(ADVICE, description="x" * LARGEST_INVOICE))
    outcomes = xero.create_many([creation(draft(kauri)), creation(huge)])
    kinds = [type(one) for one in outcomes]
    assert (kinds, len(simulator.requests)) == ([InvoiceStored, InvoiceRefused], 1)


def test_a_page_that_is_too_large_is_read_in_smaller_ones(
    xero: XeroApiInvoices, office: Office, kauri: XeroContactId, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of a description of some 4,000 bytes; three fit."""
    ids = [
        office.add(draft(kauri, f"K-{n}", evolve(ADVICE, description="x" * 4_000)))
        for n in range(6)
    ]
    monkeypatch.setattr(wire, "LARGEST", 20_000)
    with pytest.raises(TooLargeError):
        xero.page(1, None)
    pages = [xero.page(number, None, 3) for number in (1, 2)]
    assert {one.xero_id for page in pages for one in page.invoices} == set(ids)


def test_a_small_page_that_says_nothing_of_pages_is_followed_by_another(
    xero: XeroApiInvoices, office: Office, kauri: XeroContactId, simulator: XeroSimulator
) -> None:
    for n in range(3):
        office.add(draft(kauri, f"K-{n}"))
    simulator.faults.add(RewriteBody("GET Invoices", _without_pagination))
    assert xero.page(1, None, 2).more


def _without_pagination(body: bytes) -> bytes:
    told = json.loads(body)
    del told["pagination"]
    return json.dumps(told).encode()
