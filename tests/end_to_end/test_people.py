"""A firm's day: people answer, stop, push, plan and take back, while Xero's answers go astray."""

import csv
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from io import StringIO
from multiprocessing import get_context
from pathlib import Path

import pytest
from attrs import frozen

from tests.end_to_end.conftest import ANNA, Office
from xerolink.adapters.embedded.classifier import EmbeddedClassifier
from xerolink.adapters.memory.observer import Silent
from xerolink.adapters.plan_file import load_plan, save_plan
from xerolink.adapters.sqlite.host_book import SqliteHostBook
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.adapters.system.clock import SystemClock
from xerolink.adapters.system.ids import RandomIds
from xerolink.adapters.xero import OpenGate, XeroApiContacts, XeroApiOrganisation, XeroClient
from xerolink.app import Sides, Xerolink
from xerolink.connection import Connection
from xerolink.domain.contacts.decide_person import BulkRule, Side
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName, Phone, SyncedFields
from xerolink.domain.errors import AlreadyLinkedError, RunCancelledError
from xerolink.domain.identity import Actor, ConnectionId, HostContactId, TenantId, XeroContactId
from xerolink.domain.run import Phase, RunState
from xerolink.ports.errors import UnavailableError
from xerolink.ports.observer import Event, Observer, PageDecided
from xerolink.testing.simulator import ExpiredToken, LostReply, RateLimited, ServerError
from xerolink.usecases.export_journal import COLUMNS, ExportForm

NAME, EMAIL, PHONE = FieldName.NAME, FieldName.BILLING_EMAIL, FieldName.PRIMARY_PHONE
BEN, FIRM = Actor.person("ben"), ConnectionId("firm")
RULE = BulkRule.SAME_NAME_EMAIL_MISSING


class Renewing(XeroClient):
    """A client whose token is replaced when Xero calls it expired, as a token set's is."""

    def __init__(self, office: Office) -> None:
        self._office = office
        tenant = TenantId(office.organisation.tenant_id)
        super().__init__(
            lambda: office.token,
            tenant,
            base_url=office.base_url,
            refused=self._renew,
            gate=OpenGate(),
        )

    def _renew(self, _: str) -> None:
        self._office.token += "x"
        self._office.xero.connect(self._office.organisation, self._office.token)


@frozen
class Firm:
    """The office in the morning: a client of each sort, on either side."""

    office: Office
    xero: dict[str, XeroContactId]
    host: dict[str, HostContactId]

    def connection(self, observer: Observer | None = None) -> Connection:
        """As a screen makes it for each request."""
        return self.app(observer).connection(FIRM, self.sides())

    def app(self, observer: Observer | None = None) -> Xerolink:
        store, heard = self.office.store, observer or Silent()
        return Xerolink(store, SystemClock(), RandomIds(), EmbeddedClassifier(), heard)

    def sides(self) -> Sides:
        client = Renewing(self.office)
        return Sides(XeroApiContacts(client), XeroApiOrganisation(client), self.office.host)

    def add(self, name: str, in_xero: str | None, in_host: str | None) -> None:
        """A client whose billing email is *in_xero* and *in_host*; None: not there."""
        people, host = self.office.organisation.people, self.office.host
        if in_xero is not None:
            self.xero[name] = XeroContactId(people.add(Name=name, EmailAddress=in_xero))
        if in_host is not None:
            self.host[name] = host.add(SyncedFields(name=name, billing_email=in_host)).host_id

    def email_in_xero(self, name: str) -> str:
        return self.office.organisation.contacts[self.xero[name]].email

    def email_in_host(self, name: str) -> str | None:
        return self.office.host.contacts()[self.host[name]].fields.billing_email

    def both(self) -> tuple[dict[str, str], dict[HostContactId, SyncedFields]]:
        """Names in Xero and all four fields in the host, for before and after."""
        xero = {i: f"{c.name} {c.email}" for i, c in self.office.organisation.contacts.items()}
        return xero, {i: c.fields for i, c in self.office.host.contacts().items()}

    def kinds(self) -> set[IssueKind]:
        return {issue.kind for issue in self.connection().issues()}

    def named(self, name: str) -> int:
        return sum(one.name == name for one in self.office.organisation.contacts.values())


@pytest.fixture
def firm(office: Office) -> Firm:
    firm = Firm(office, {}, {})
    firm.add("Moana Cafe", "m@moana.example", "m@moana.example")
    firm.add("Kauri", "new@kauri.example", "old@kauri.example")
    firm.add("Rata", "new@rata.example", "old@rata.example")
    firm.add("Tui", "", "t@tui.example")
    firm.add("Huia", "h@huia.example", "")
    firm.add("Only in Xero", "x@only.example", None)
    firm.add("Only here", None, "h@only.example")
    office.connect()
    return firm


@pytest.fixture
def imported(firm: Firm) -> Firm:
    firm.connection().import_contacts(ANNA)
    firm.host["Only in Xero"] = next(
        i for i, c in firm.office.host.contacts().items() if c.fields.name == "Only in Xero"
    )
    return firm


@pytest.fixture
def held(imported: Firm) -> Firm:
    """Both sides changed one billing email, differently."""
    imported.office.organisation.people.edit(
        imported.xero["Moana Cafe"], EmailAddress="x@m.example"
    )
    imported.office.host.edit(imported.host["Moana Cafe"], {EMAIL: "h@m.example"})
    imported.connection().sync_contacts()
    return imported


def test_a_confirmed_client_has_xeros_email(imported: Firm) -> None:
    imported.connection().confirm_link(imported.xero["Kauri"], imported.host["Kauri"], ANNA)
    assert imported.email_in_host("Kauri") == "new@kauri.example"


def test_a_client_kept_separate_is_there_twice_in_the_host_alone(imported: Firm) -> None:
    imported.connection().keep_separate([imported.xero["Rata"]], ANNA)
    names = [contact.fields.name for contact in imported.office.host.contacts().values()]
    assert (names.count("Rata"), imported.named("Rata")) == (2, 1)


def test_the_bulk_rule_confirms_exactly_where_an_email_is_missing(imported: Firm) -> None:
    imported.connection().confirm_all(RULE, ANNA)
    linked = {client.link.xero_id for client in imported.connection().client_list()}
    names = ("Moana Cafe", "Only in Xero", "Tui", "Huia")
    assert linked == {imported.xero[name] for name in names}


@pytest.mark.parametrize(
    ("side", "stands"), [(Side.HOST, "h@m.example"), (Side.XERO, "x@m.example")]
)
def test_a_resolved_conflict_has_one_value(held: Firm, side: Side, stands: str) -> None:
    held.connection().resolve_conflict(held.xero["Moana Cafe"], {EMAIL: side}, ANNA)
    emails = held.email_in_xero("Moana Cafe"), held.email_in_host("Moana Cafe")
    assert (emails, IssueKind.FIELD_CONFLICT in held.kinds()) == ((stands, stands), False)


def test_a_resolution_that_xero_answers_with_500_after_writing_is_written_once(held: Firm) -> None:
    held.office.xero.faults.add(ServerError("POST Contacts"))
    with pytest.raises(UnavailableError):
        held.connection().resolve_conflict(held.xero["Moana Cafe"], {EMAIL: Side.HOST}, ANNA)
    held.connection().sync_contacts()
    written = [request for request in held.office.xero.requests if request.operation[:4] == "POST"]
    assert (held.email_in_xero("Moana Cafe"), len(written)) == ("h@m.example", 1)


def test_what_was_edited_while_a_pair_was_stopped_flows_after_a_relink(imported: Firm) -> None:
    xero_id = imported.xero["Moana Cafe"]
    imported.connection().stop_syncing([xero_id], ANNA)
    imported.office.organisation.people.edit(xero_id, EmailAddress="later@m.example")
    imported.office.host.edit(imported.host["Moana Cafe"], {PHONE: Phone("555 0101")})
    imported.connection().relink([xero_id], ANNA)
    phone = imported.office.organisation.contacts[xero_id].phone().get("PhoneNumber")
    assert (imported.email_in_host("Moana Cafe"), phone) == ("later@m.example", "555 0101")


def test_nothing_flows_between_stopped_contacts(imported: Firm) -> None:
    xero_id = imported.xero["Moana Cafe"]
    imported.connection().stop_syncing([xero_id], ANNA)
    imported.office.organisation.people.edit(xero_id, EmailAddress="later@m.example")
    imported.connection().sync_contacts()
    assert imported.email_in_host("Moana Cafe") == "m@moana.example"


def taken(firm: Firm) -> HostContactId:
    """A host contact whose name somebody else has in Xero, and whose push was refused for that."""
    firm.office.organisation.people.add(Name="Only here")
    firm.connection().create_xero_contact(firm.host["Only here"], ANNA)
    return firm.host["Only here"]


def test_a_push_under_a_taken_name_is_a_question_and_no_contact(imported: Firm) -> None:
    taken(imported)
    assert (IssueKind.NAME_TAKEN in imported.kinds(), imported.named("Only here")) == (True, 1)


def test_a_push_under_another_name_answers_the_question(imported: Firm) -> None:
    host_id = taken(imported)
    imported.connection().create_xero_contact(host_id, ANNA, "Only here 2")
    assert (IssueKind.NAME_TAKEN in imported.kinds(), imported.named("Only here 2")) == (False, 1)


def test_a_push_whose_answer_is_lost_and_that_is_asked_for_again_is_one_contact(
    imported: Firm,
) -> None:
    imported.office.xero.faults.add(LostReply("PUT Contacts"))
    with pytest.raises(UnavailableError):
        imported.connection().create_xero_contact(imported.host["Only here"], ANNA)
    with pytest.raises(AlreadyLinkedError):
        imported.connection().create_xero_contact(imported.host["Only here"], ANNA)
    assert imported.named("Only here") == 1


def pushed(firm: Firm) -> XeroContactId:
    made = firm.connection().create_xero_contact(firm.host["Only here"], ANNA).link
    assert made is not None
    firm.xero["Only here"] = made.xero_id
    return made.xero_id


def test_edits_of_a_pushed_contact_reach_xero_once_it_is_two_way(imported: Firm) -> None:
    xero_id = pushed(imported)
    imported.office.host.edit(imported.host["Only here"], {EMAIL: "later@only.example"})
    imported.connection().sync_contacts()
    before = imported.email_in_xero("Only here")
    imported.connection().make_two_way([xero_id], ANNA)
    after = imported.email_in_xero("Only here")
    assert (before, after) == ("h@only.example", "later@only.example")


@frozen
class Elsewhere:
    """What another process needs to work for the firm; it can be pickled."""

    folder: Path
    base_url: str
    token: str
    tenant_id: str

    def apply(self, text: str) -> int:
        """How many rows of the saved plan were done."""
        client = XeroClient(lambda: self.token, TenantId(self.tenant_id), base_url=self.base_url)
        with (
            closing(SqliteStore(self.folder / "xerolink.sqlite", SystemClock())) as store,
            closing(SqliteHostBook(self.folder / "host.sqlite", "firm")) as host,
        ):
            sides = Sides(XeroApiContacts(client), XeroApiOrganisation(client), host)
            ports = (store, SystemClock(), RandomIds(), EmbeddedClassifier(), Silent())
            connection = Xerolink(*ports).connection(FIRM, sides)
            return len(connection.apply(load_plan(text), BEN).done)


def test_a_saved_plan_is_applied_by_another_process(firm: Firm, tmp_path: Path) -> None:
    """Exactly the rows that were left in it, and the journal tells both names."""
    plan = firm.connection().plan_import(ANNA)
    creation = next(row for row in plan.rows if row.xero_id == firm.xero["Only in Xero"])
    text = save_plan(plan.without([creation.decision_id]))
    organisation = firm.office.organisation
    elsewhere = Elsewhere(
        tmp_path, firm.office.base_url, organisation.access_token, organisation.tenant_id
    )
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        done = pool.submit(elsewhere.apply, text).result()
    linked = [client.link.xero_id for client in firm.connection().client_list()]
    (told, *_) = firm.connection().journal()
    assert (done, linked) == (len(plan.rows) - 1, [firm.xero["Moana Cafe"]])
    assert (told.fact.actor, "made by anna" in told.fact.reason) == (BEN, True)


@frozen
class Hasty:
    """Cancels the run as soon as it has decided a page, from a connection of their own."""

    connection: Callable[[], Connection]

    def notice(self, event: Event) -> None:
        if isinstance(event, PageDecided):
            self.connection().cancel(event.run_id, BEN)


def test_a_cancelled_import_has_written_nothing_more(firm: Firm) -> None:
    before = firm.both()
    with pytest.raises(RunCancelledError):
        firm.connection(Hasty(firm.connection)).import_contacts(ANNA)
    (run,) = firm.connection().latest_runs(1)
    assert (run.state, run.phase) == (RunState.CANCELLED, Phase.ENDED)
    assert firm.both() == before


def test_an_import_goes_on_after_it_was_cancelled(firm: Firm) -> None:
    with pytest.raises(RunCancelledError):
        firm.connection(Hasty(firm.connection)).import_contacts(ANNA)
    firm.connection().import_contacts(ANNA)
    assert len(firm.connection().client_list()) == 2


def test_a_token_that_expires_in_mid_verb_is_replaced(imported: Firm) -> None:
    imported.office.xero.faults.add(ExpiredToken("GET Contacts"))
    imported.connection().confirm_link(imported.xero["Kauri"], imported.host["Kauri"], ANNA)
    assert imported.email_in_host("Kauri") == "new@kauri.example"


def test_a_push_that_meets_a_limit_says_when_to_come_again(imported: Firm) -> None:
    imported.office.xero.faults.add(RateLimited("PUT Contacts"))
    with pytest.raises(UnavailableError) as error:
        imported.connection().create_xero_contact(imported.host["Only here"], ANNA)
    assert error.value.retry_after == 26


def test_a_push_that_met_a_limit_is_made_by_the_next_run_once(imported: Firm) -> None:
    imported.office.xero.faults.add(RateLimited("PUT Contacts"))
    with pytest.raises(UnavailableError):
        imported.connection().create_xero_contact(imported.host["Only here"], ANNA)
    imported.connection().sync_contacts()
    assert imported.named("Only here") == 1


def test_the_undo_of_the_import_leaves_both_sides_as_they_were(firm: Firm) -> None:
    before = firm.both()
    run = firm.connection().import_contacts(ANNA)
    firm.connection().undo(run.run_id, ANNA)
    firm.connection().sync_contacts()
    assert firm.both() == before


def test_an_undo_whose_plan_was_read_first_does_what_it_said(imported: Firm) -> None:
    (run,) = imported.connection().latest_runs(1)
    plan = load_plan(save_plan(imported.connection().plan_undo(run.run_id, ANNA)))
    applied = imported.connection().apply(plan, ANNA)
    assert set(applied.done) == {row.decision_id for row in plan.rows}


def day(firm: Firm) -> None:
    """A day of people's work in which the answers of a push and of an update are lost."""
    firm.office.xero.faults.add(LostReply("PUT Contacts"), ServerError("POST Contacts"))
    screen = firm.connection()
    screen.import_contacts(ANNA)
    screen.confirm_link(firm.xero["Kauri"], firm.host["Kauri"], ANNA)
    screen.keep_separate([firm.xero["Rata"]], ANNA)
    screen.confirm_all(RULE, ANNA)
    with pytest.raises(UnavailableError):
        screen.create_xero_contact(firm.host["Only here"], ANNA)
    screen.sync_contacts()
    screen.stop_syncing([firm.xero["Moana Cafe"]], ANNA)
    firm.office.host.edit(firm.host["Moana Cafe"], {PHONE: Phone("555 0102")})
    with pytest.raises(UnavailableError):
        screen.relink([firm.xero["Moana Cafe"]], ANNA)
    screen.sync_contacts()


def test_after_the_day_every_pair_is_identical(firm: Firm) -> None:
    day(firm)
    found = firm.connection().reconcile()
    agreed = [one.link.xero_id for one in found.agreed]
    assert (found.linked, found.identical, agreed) == (7, 6, [firm.xero["Tui"]])


def test_after_the_day_nothing_waits(firm: Firm) -> None:
    day(firm)
    waiting = firm.connection().reconcile().waiting
    counts = waiting.undecided, waiting.decisions, waiting.effects, sum(waiting.issues.values())
    assert counts == (0, 0, 0, 0)


def test_the_days_journal_verifies_against_a_head_that_was_kept(firm: Firm) -> None:
    firm.connection().import_contacts(ANNA)
    kept = firm.connection().journal_head()
    day(firm)
    assert firm.connection().verify_journal(kept) == ()


def test_the_days_journal_is_exported_whole(firm: Firm) -> None:
    day(firm)
    out = StringIO(newline="")
    firm.connection().export_journal(ExportForm.CSV, out)
    head, *rows = csv.reader(StringIO(out.getvalue(), newline=""))
    told = firm.connection().journal(size=1_000)
    assert tuple(head) == COLUMNS
    assert [row[0] for row in rows] == [str(entry.sequence) for entry in told]


def test_edits_of_a_disconnected_firm_flow_once_it_is_connected_again(imported: Firm) -> None:
    imported.app().disconnect(FIRM, ANNA)
    imported.office.host.edit(imported.host["Moana Cafe"], {EMAIL: "away@m.example"})
    imported.app().connect(FIRM, imported.sides(), ANNA)
    imported.connection().sync_contacts()
    assert imported.email_in_xero("Moana Cafe") == "away@m.example"


def test_a_reconnect_that_meets_a_lost_answer_goes_on_when_asked_again(imported: Firm) -> None:
    imported.app().disconnect(FIRM, ANNA)
    imported.office.xero.faults.add(LostReply("GET Contacts"))
    with pytest.raises(UnavailableError):
        imported.app().connect(FIRM, imported.sides(), ANNA)
    imported.app().connect(FIRM, imported.sides(), ANNA)
    states = {client.state for client in imported.connection().client_list()}
    assert states == {LinkState.SYNCED}
