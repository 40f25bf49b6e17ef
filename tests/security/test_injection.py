"""Names that try to be more than names, through every way out: filters, SQL, CSV, text, HTML."""

import csv
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any
from unicodedata import category
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

import pytest
import urllib3
from attrs import evolve
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.adapters.xero import OpenGate, XeroApiContacts, XeroClient
from xerolink.adapters.xero.names import is_named
from xerolink.domain.contacts.check import NAME_LIMIT
from xerolink.domain.contacts.model import Phone, SyncedFields
from xerolink.domain.contacts.normalise import match_keys, xero_name_key
from xerolink.domain.identity import ConnectionId, TenantId, XeroContactId
from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.domain.invoices.xero import XeroInvoiceId
from xerolink.domain.plan_text import describe
from xerolink.ports.errors import PortError, StoreError
from xerolink.ports.store import UnitOfWork
from xerolink.testing.conformance.store_base import claimed
from xerolink.testing.conformance.store_invoice_values import (
    invoice,
    invoice_intent,
    invoice_issue,
)
from xerolink.testing.conformance.store_values import START, entry, link, staged
from xerolink.testing.simulator import XeroSimulator
from xerolink.testing.simulator.where import TEXT, Compare, read_where
from xerolink.testing.strategies import HOSTILE, hostile_names
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases.export_journal import COLUMNS, ExportForm
from xerolink.usecases.overview import xero_url

HERE = ConnectionId("here")
SLOW_FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
few = settings(max_examples=30, deadline=None, database=None, suppress_health_check=SLOW_FIXTURES)
many = settings(max_examples=100, deadline=None, database=None)
every_hostile = pytest.mark.parametrize("name", HOSTILE, ids=ascii)


# Filters and addresses of Xero


@every_hostile
def test_a_filter_is_one_comparison_with_that_name(name: str) -> None:
    """Read by somebody else's parser: the simulator's."""
    assert read_where(is_named(name), {"Name": TEXT}, "Contact") == Compare(
        "Name", "==", TEXT, name
    )


@many
@given(hostile_names())
def test_any_filter_is_one_comparison_with_that_name(name: str) -> None:
    assert read_where(is_named(name), {"Name": TEXT}, "Contact") == Compare(
        "Name", "==", TEXT, name
    )


class Listening:
    """In the place of the connections: notes each address, and answers nothing."""

    def __init__(self) -> None:
        self.connection_pool_kw: dict[str, Any] = {}
        self.pool_classes_by_scheme: dict[str, Any] = {}
        self.urls: list[str] = []

    def request(self, method: str, url: str, **given: Any) -> None:
        self.urls.append(url)
        raise urllib3.exceptions.HTTPError("nobody is there")


def listening() -> tuple[XeroApiContacts, Listening]:
    pool = Listening()
    client = XeroClient(
        lambda: "token",
        TenantId("t"),
        base_url="http://xero.test",
        pool=pool,  # type: ignore[arg-type]  # all that the wire asks of one
        gate=OpenGate(),
    )
    return XeroApiContacts(client), pool


def asked(question: str, text: str) -> list[str]:
    """The addresses that *question* about *text* asks for; none where it is refused unasked."""
    xero, pool = listening()
    with suppress(PortError):
        getattr(xero, question)([text] if question == "get_many" else text)
    return pool.urls


KNOWN = {"page", "pageSize", "includeArchived", "order", "where", "searchTerm", "IDs"}


@many
@given(hostile_names(6), st.sampled_from(["by_name", "get_many"]))
@example("Kauri " * 40 + '" OR Name!=null', "by_name")
@example("\\" * 250, "by_name")
def test_a_query_has_its_own_parts_and_no_others(name: str, question: str) -> None:
    for url in asked(question, name):
        query = parse_qsl(urlsplit(url).query, keep_blank_values=True, strict_parsing=True)
        assert {key for key, _ in query} <= KNOWN
        assert len(query) == len(dict(query))


@many
@given(hostile_names(6))
def test_a_name_arrives_as_it_was_given(name: str) -> None:
    """As the whole filter, or as a search term that is compared again."""
    for url in asked("by_name", name):
        query = parse_qs(urlsplit(url).query)
        whole = query.get("where") == [is_named(name.strip())]
        assert whole or name.strip().startswith(query["searchTerm"][0])


@many
@given(hostile_names() | st.sampled_from([".", "..", "...", "a/..", "%2e%2e"]))
def test_a_number_stays_one_step_below_contacts(number: str) -> None:
    """An address is put in order on its way: two dots would lead elsewhere."""
    for url in asked("by_number", number):
        path = urllib3.util.parse_url(url).path or ""
        before, _, last = path.rpartition("/")
        assert (before, unquote(last)) == ("/api.xro/2.0/Contacts", number)


@every_hostile
def test_a_look_up_finds_that_name_and_no_other(name: str) -> None:
    """Over the simulator, with somebody else in the organisation."""
    simulator = XeroSimulator(seed=1, sleep=lambda _: None)
    shown = " ".join(f"Kauri {name}".split())
    organisation = simulator.add_organisation("Firm", [{"Name": "Somebody"}, {"Name": shown}])
    token = simulator.consent()["access_token"]
    client = XeroClient(
        lambda: token,
        TenantId(organisation.tenant_id),
        base_url="http://xero.test",
        pool=simulator.transport(),
    )
    found = XeroApiContacts(client).by_name(shown)
    wanted = xero_name_key(shown)
    assert {xero_name_key(one.fields.name or "") for one in found} == {wanted}


@pytest.mark.parametrize("tenant", ["t\r\nX-Evil: 1", "t x", "tä", "t\x00"])
def test_a_tenant_id_ends_no_header(tenant: str) -> None:
    with pytest.raises(ValueError, match="no tenant id"):
        XeroClient(lambda: "token", TenantId(tenant))


@many
@given(hostile_names(), hostile_names())
def test_a_link_to_xero_stays_a_link_to_xero(short_code: str, xero_id: str) -> None:
    url = urlsplit(xero_url(short_code, XeroContactId(xero_id)))
    assert (url.scheme, url.netloc, url.fragment) == ("https", "go.xero.com", "")
    assert list(parse_qs(url.query, keep_blank_values=True)) == ["shortcode", "redirecturl"]


# SQL


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with closing(SqliteStore(tmp_path / "store.db", ManualClock(START))) as store:
        yield store


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as raw:
        return {name for (name,) in raw.execute("select name from sqlite_schema")}


@few
@given(st.lists(hostile_names(), min_size=1, max_size=5, unique=True))
def test_a_store_gives_names_back_and_finds_them_by_their_keys(
    store: SqliteStore, names: list[str]
) -> None:
    contacts = {
        f"x{n}": SyncedFields(name, f"{n}@x.example", Phone(name)) for n, name in enumerate(names)
    }
    rows = [
        staged(n, contact=_contact(n, one), keys=match_keys(one))
        for n, one in enumerate(contacts.values())
    ]
    lease = claimed(store, HERE)
    with store.transaction(lease) as unit:
        unit.erase()
        unit.staged.put(rows)
        unit.index.put([entry(n, keys=row.keys) for n, row in enumerate(rows)])
        unit.links.put([link(n, base_xero=row.contact.fields) for n, row in enumerate(rows)])
        back = [row.contact.fields for row in unit.staged.page(None, 99)]
        found = [unit.index.matching(row.keys.present) for row in rows]
    store.release(lease)
    assert back == list(contacts.values())
    assert all(set(hits) == set(row.keys.present) for hits, row in zip(found, rows, strict=True))


def _contact(n: int, one: SyncedFields) -> Any:
    made = staged(n).contact
    return type(made)(made.xero_id, made.updated, one)


def test_an_id_that_sqlite_would_cut_is_refused(store: SqliteStore) -> None:
    """It would be written, and never found again."""
    with store.reading(HERE) as unit, pytest.raises(StoreError, match="NUL character"):
        unit.links.by_xero([XeroContactId("x\0y")])
    with store.transaction(claimed(store, HERE)) as unit:
        with pytest.raises(StoreError, match="NUL character"):
            unit.links.put([link(1, xero_id="x\0y")])
        assert unit.links.count() == {}


CUT = "x\0y"
OF_INVOICES: Mapping[str, Callable[[UnitOfWork], object]] = {
    "invoice": lambda u: u.invoices.put([invoice(1, host_id=CUT)]),
    "contact": lambda u: u.invoices.put([invoice(1, contact_id=CUT)]),
    "Xero invoice": lambda u: u.invoices.by_xero([XeroInvoiceId(CUT)]),
    "write": lambda u: u.invoice_intents.put([invoice_intent(1, intent_id=CUT)]),
    "issue": lambda u: u.invoice_issues.put([invoice_issue(1, issue_id=CUT)]),
    "invoice to send": lambda u: u.requests.send([HostInvoiceId(CUT)]),
    "invoice that is being sent": lambda u: u.requests.sending([HostInvoiceId(CUT)]),
}


@pytest.mark.parametrize("use", OF_INVOICES.values(), ids=OF_INVOICES)
def test_an_id_of_invoices_that_sqlite_would_cut_is_refused(
    store: SqliteStore, use: Callable[[UnitOfWork], object]
) -> None:
    with store.reading(HERE) as unit, pytest.raises(StoreError, match="NUL character"):
        use(unit)


@pytest.mark.parametrize("name", [one for one in HOSTILE if "\0" not in one], ids=ascii)
def test_an_id_of_an_invoice_is_a_value_in_every_table(
    store: SqliteStore, tmp_path: Path, name: str
) -> None:
    before, mine = tables(tmp_path / "store.db"), HostInvoiceId(name)
    with store.transaction(claimed(store, ConnectionId(f"firm {name}"))) as unit:
        unit.invoices.put([invoice(1, host_id=mine, contact_id=name)])
        unit.invoice_intents.put([invoice_intent(1, host_id=mine)])
        unit.requests.send([mine])
        found = unit.invoices.get_many([mine]), unit.invoice_intents.open_for([mine])
        waits = unit.requests.to_send(9)
    assert ([list(one) for one in found], waits) == ([[mine], [mine]], (mine,))
    assert tables(tmp_path / "store.db") == before


@pytest.mark.parametrize("name", [one for one in HOSTILE if "\0" not in one], ids=ascii)
def test_an_id_is_a_value_in_every_table(store: SqliteStore, tmp_path: Path, name: str) -> None:
    before = tables(tmp_path / "store.db")
    lease = claimed(store, ConnectionId(f"firm {name}"))
    with store.transaction(lease) as unit:
        unit.links.put([link(1, xero_id=name, host_id=name)])
        found = unit.links.by_xero([XeroContactId(name)])
    assert (list(found), tables(tmp_path / "store.db")) == ([name], before)


@every_hostile
def test_a_search_finds_what_holds_those_very_letters(name: str) -> None:
    """Neither a wildcard nor an expression."""
    world = World()
    plain = f"Kauri {name} Ltd"
    world.xero.add(fields(plain, "a@x.example"))
    world.xero.add(fields("Somebody", "b@x.example"))
    found = world.imported().client_list(search=f"Kauri {name} L")
    assert [one.name for one in found] in ([plain], [])


# Spreadsheets


INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp", "Cs", "Co", "Cn"}
FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20\t\r"


def exported(name: str, form: ExportForm) -> str:
    world, out = World(), StringIO(newline="")
    shown = name if name.strip() else f"{name}Kauri"
    xero_id = world.xero.add(fields(shown, "a@x.example", Phone(name)))
    connection = world.imported()
    if connection.client_list():
        connection.stop_syncing([xero_id], ANNA, name)
    connection.export_journal(form, out)
    return out.getvalue()


@settings(max_examples=40, deadline=None, database=None)
@given(hostile_names())
@example("\ufeff=1+1")
@example("\u200b=1+1")
@example("\x00=1+1")
def test_no_cell_of_an_export_is_a_formula(name: str) -> None:
    """Also where a spreadsheet drops what cannot be seen before it looks."""
    rows = list(csv.reader(StringIO(exported(name, ExportForm.CSV), newline="")))
    assert {len(row) for row in rows} == {len(COLUMNS)}
    for cell in (cell for row in rows for cell in row):
        assert cell[:1] not in set(FORMULA)
        seen = "".join(c for c in cell if category(c) not in INVISIBLE)
        assert seen[:1] not in set(FORMULA)


@settings(max_examples=40, deadline=None, database=None)
@given(hostile_names())
def test_each_line_of_a_json_export_is_one_entry(name: str) -> None:
    text = exported(name, ExportForm.JSON)
    entries = [json.loads(line) for line in text.splitlines()]
    assert [one["sequence"] for one in entries] == list(range(1, len(entries) + 1))
    assert text.isascii()


# A printed plan, and the terminal that it is printed on


def printed(name: str) -> list[str]:
    """The lines of a plan of two rows, both of somebody with that name, whatever the checks say."""
    world = World()
    world.xero.add(fields("Rimu Ltd", "a@x.example", Phone("555 0101")))
    world.xero.add(fields("Kauri Ltd"))
    plan = world.connect().plan_import(ANNA)
    after = fields(name, name, Phone(name))
    rows = [evolve(row, xero_before=after, host_after=after) for row in plan.rows]
    return describe(evolve(plan, rows=tuple(rows))).split("\n")


@settings(max_examples=40, deadline=None, database=None)
@given(hostile_names())
@example(" | archive it in Xero | ")
def test_a_printed_plan_has_a_line_for_each_row_and_columns_of_its_own(name: str) -> None:
    lines, plain = printed(f"Rimu {name}"), printed("Rimu Ltd")
    assert [line.count(" | ") for line in lines] == [line.count(" | ") for line in plain]


@every_hostile
def test_a_printed_plan_moves_no_cursor_and_turns_no_writing(name: str) -> None:
    odd = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not [c for line in printed(f"Rimu {name}") for c in line if category(c) in odd]


# HTML


class Shape(HTMLParser):
    """The elements of a page with their attributes' names, and where each leads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))


def pages(name: str) -> Iterator[str]:
    """Every admin page of a simulator in which everything that has a name has this one."""
    simulator = XeroSimulator(seed=1, sleep=lambda _: None)
    row = {"Name": name, "EmailAddress": "a@x.example", "FirstName": name, "LastName": name}
    organisation = simulator.add_organisation(name, [row])
    (contact_id,) = organisation.contacts
    home = f"/simulator/{organisation.tenant_id}/"
    for path in ("/simulator/", home, f"{home}invoices", f"{home}contacts/{contact_id}"):
        yield _page(simulator, path)


def _page(simulator: XeroSimulator, path: str) -> str:
    answer = simulator.transport().request(
        "GET", f"http://127.0.0.1{path}", headers={"Host": "127.0.0.1"}
    )
    assert answer.status == 200
    return bytes(answer.data).decode()


@every_hostile
def test_a_name_is_text_on_every_page(name: str) -> None:
    """A page has the same elements and attributes as with a plain name."""
    shown = " ".join(f"Kauri {name}".split())
    hostile, plain = map(list, (pages(shown), pages("Kauri Ltd")))
    assert [Shape(page).tags for page in hostile] == [Shape(page).tags for page in plain]


def test_names_on_the_pages_are_there_to_be_read() -> None:
    """Or the test above would hold for pages that show nothing."""
    assert all("Kauri &lt;b&gt;" in page for page in pages("Kauri <b>"))


def test_no_name_is_longer_than_xero_takes() -> None:
    assert max(map(len, HOSTILE)) < NAME_LIMIT
