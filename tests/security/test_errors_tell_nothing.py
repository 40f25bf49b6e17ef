"""Every error of the package is made to happen over marked contacts, and tells of none."""

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import closing
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from attrs import evolve

import xerolink
from tests.architecture.test_values import modules
from tests.security.marked import MARKED, marks_in, named, told_by
from xerolink.adapters.memory.clock import ManualClock
from xerolink.adapters.memory.identity import MemoryIdentity
from xerolink.adapters.memory.observer import Silent
from xerolink.adapters.memory.tokens import MemoryTokens
from xerolink.adapters.memory.xero import MemoryXero
from xerolink.adapters.plan_file import PlanFileError, load_plan, save_plan
from xerolink.adapters.sqlite.store import SqliteStore
from xerolink.adapters.xero.answer import MOST_VALUES, Answer, parsed
from xerolink.adapters.xero.errors import failure
from xerolink.adapters.xero.grant import granted
from xerolink.app import Sides
from xerolink.cli.demo_office import StrangeFolderError, open_office
from xerolink.domain import consent_errors as consents
from xerolink.domain import errors as refusals
from xerolink.domain import forget_errors as forgetting
from xerolink.domain.contacts.decide_person import Side
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.errors import RefusedError, XerolinkError
from xerolink.domain.given_errors import BadIdError, WrongKindError
from xerolink.domain.identity import (
    ConnectionId,
    DecisionId,
    HostContactId,
    RunId,
    TenantId,
    TokenSetId,
    XeroContactId,
)
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.decide_invoice import NOTHING
from xerolink.domain.invoices.errors import NotMoneyError, UnmappedError, UntaxableLineError
from xerolink.domain.invoices.mapping import draft_of
from xerolink.domain.invoices.model import (
    HostInvoice,
    HostInvoiceId,
    InvoiceLine,
    InvoiceNumber,
    LineAmountTypes,
)
from xerolink.domain.invoices.money import exact
from xerolink.domain.invoices.send_errors import UnknownInvoiceError
from xerolink.domain.invoices.setting_problems import InvoiceSettingsError
from xerolink.domain.invoices.settings import InvoiceSettings
from xerolink.domain.invoices.totals import xero_totals
from xerolink.domain.invoices.xero import ThemeId
from xerolink.domain.run import Operation, Organisation, RunKind
from xerolink.domain.settings import ContactSettings, ContactTypeFilter
from xerolink.domain.tokens import SCOPES, Scope, TokenSet
from xerolink.ports import errors as failures
from xerolink.ports.errors import PortError
from xerolink.ports.identity import ConsentEndedError
from xerolink.testing.billing_world import MAPPED, BillingWorld
from xerolink.testing.crashes import Crash, Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, START, World
from xerolink.usecases.export_journal import ExportForm

NAME = FieldName.NAME
NOBODY = XeroContactId("00000000-0000-4000-8000-000000000001")
NARROW = ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS)
BASES = {RefusedError, PortError}
"""Never raised by themselves."""


def errors() -> set[type[XerolinkError]]:
    """Every error class of the package, found by looking."""
    list(modules(xerolink))
    found, waiting = set[type[XerolinkError]](), [XerolinkError]
    while waiting:
        under = [c for c in waiting.pop().__subclasses__() if c.__module__.startswith("xerolink.")]
        found |= set(under)
        waiting += under
    return found - BASES


def pair() -> tuple[World, XeroContactId, HostContactId]:
    world = World()
    xero_id, host = world.xero.add(MARKED), world.host.add(MARKED)
    world.imported()
    return world, xero_id, host.host_id


def stopped() -> tuple[World, XeroContactId, HostContactId]:
    world, xero_id, host_id = pair()
    world.connection().stop_syncing([xero_id], ANNA, "asked")
    world.pass_time()
    return world, xero_id, host_id


def illegal_transition() -> None:
    world, xero_id, _ = stopped()
    world.connection().stop_syncing([xero_id], ANNA)


def unknown_connection() -> None:
    world, _, _ = pair()
    world.app().connection(ConnectionId("nobody"), world.sides())


def other_tenant() -> None:
    world, _, _ = pair()
    other = MemoryXero(world.clock, Organisation(TenantId("another"), MARKED.name or ""))
    world.app().connect(world.connection_id, Sides(other, other, world.host), ANNA)


def busy() -> None:
    world, _, _ = pair()
    world.store.claim(world.connection_id, "somebody", 60)
    world.connection().sync_contacts()


def paused() -> None:
    world, _, _ = pair()
    world.connection().pause(ANNA, "the auditors are in")
    world.connection().sync_contacts()


def disconnected() -> None:
    world, _, _ = pair()
    world.app().disconnect(world.connection_id, ANNA)
    world.connection().sync_contacts()


def cancelled() -> None:
    world, xero_id, _ = pair()
    world.xero.edit(xero_id, {NAME: "Zquark & Sons"})
    watched = world.connection()

    def cancel(point: str) -> BaseException:
        watched.cancel(watched.latest_runs(1)[0].run_id, ANNA)
        return lost(point)

    trap = Trap(1, cancel, only=lambda point: point == "before xero.page")
    world.seen_xero = Silenced(Trapped(world.xero, "xero", trap))
    world.connection().sync_contacts()


class Silenced:
    """Passes calls on; what the trap raises is dropped once it was sprung."""

    def __init__(self, port: Any) -> None:
        self._port = port

    def __getattr__(self, verb: str) -> Any:
        found = getattr(self._port, verb)

        def call(*given: Any, **named_: Any) -> Any:
            try:
                return found(*given, **named_)
            except failures.UnavailableError:
                return found(*given, **named_)

        return call if callable(found) else found


def no_such_run() -> None:
    world, _, _ = pair()
    world.connection().run(RunId("none"))


def not_startable() -> None:
    world, _, _ = pair()
    world.connection().start(RunKind.REVIEW, ANNA)


def empty_side() -> None:
    world = World()
    for number in range(31):
        world.xero.add(named(str(number)))
        world.host.add(named(str(number)))
    world.seen_host = Hollow(world.host)
    world.connect().import_contacts(ANNA)


class Hollow:
    """A host that lists contacts in its feed and has none of them."""

    def __init__(self, host: Any) -> None:
        self._host = host

    def __getattr__(self, verb: str) -> Any:
        return getattr(self._host, verb)

    def get_many(self, ids: object) -> Mapping[HostContactId, Any]:
        return {}


def other_settings() -> None:
    world, _, _ = pair()
    plan = world.connection().plan_settings(NARROW, ANNA)
    world.connection().change_settings(evolve(NARROW, link_name_only=True), ANNA)
    world.connection().apply(plan, ANNA)


def already_linked() -> None:
    world, _, host_id = pair()
    world.connection().create_xero_contact(host_id, ANNA)
    world.connection().plan_confirm_link(NOBODY, host_id, ANNA)


def running_loop() -> None:
    world, _, _ = pair()

    async def call() -> None:
        world.connection()

    asyncio.run(call())


def open_transaction() -> None:
    """The host's own code reads our store while it answers, and does not end its unit."""
    world, _, host_id = pair()
    world.host.edit(host_id, {NAME: "Zquark & Sons"})
    unit = world.store.reading(world.connection_id)

    def left_open(point: str) -> BaseException:
        unit.__enter__()
        return lost(point)

    trap = Trap(1, left_open, only=lambda point: point == "before host.changes")
    world.seen_host = Silenced(Trapped(world.host, "host", trap))
    try:
        world.connection().sync_contacts()
    finally:
        unit.__exit__(None, None, None)


def not_imported() -> None:
    world = World()
    world.xero.add(MARKED)
    world.connect().sync_contacts()


def other_plan() -> None:
    world, _, _ = pair()
    plan = evolve(world.connection().plan_sync(ANNA), connection_id=ConnectionId("another"))
    world.connection().apply(plan, ANNA)


def not_in_plan() -> None:
    world, _, _ = pair()
    world.connection().plan_sync(ANNA).without([DecisionId("none")])


def unknown_contact() -> None:
    world, _, _ = pair()
    world.connection().xero_client(HostContactId("nobody"))


def unusable_contact() -> None:
    world, _, _ = pair()
    host_id = world.host.add(named("x" * 300)).host_id
    world.connection().create_xero_contact(host_id, ANNA)


def previously_synced() -> None:
    world, _, host_id = stopped()
    world.connection().create_xero_contact(host_id, ANNA)


def not_linked() -> None:
    world, _, _ = pair()
    world.connection().relink([NOBODY], ANNA)


def not_possible() -> None:
    world, xero_id, _ = pair()
    world.connection().resolve_conflict(xero_id, {NAME: Side.XERO}, ANNA)


def name_taken() -> None:
    world, xero_id, _ = stopped()
    world.connection().create_new_contact([xero_id], Side.HOST, ANNA)


def plan_file() -> None:
    world = World()
    world.xero.add(MARKED)
    text = save_plan(world.connect().plan_import(ANNA))
    load_plan(text.replace("Zquark", "Zquarks"))


def too_large() -> None:
    text = json.dumps({"Name": MARKED.name, "Rows": [1] * (MOST_VALUES + 1)})
    parsed(Answer(200, {}, text.encode(), Operation("GET Contacts"), len(text)))


def not_set_up() -> None:
    world, _, _ = pair()
    world.app().authorise_url("https://host.example/zq-secret")


def consenting() -> tuple[Any, MemoryIdentity]:
    clock = ManualClock(START)
    identity = MemoryIdentity(clock, ("Zquark Ltd",))
    app = evolve(World(clock=clock).app(), identity=identity, tokens=MemoryTokens(clock))
    return app, identity


def unknown_token_set() -> None:
    consenting()[0].access_token(TokenSetId("none"))()


def no_token_set() -> None:
    consenting()[0].token_set(ConnectionId("none"))


def consent() -> None:
    app, _ = consenting()
    made = app.authorise_url("https://host.example/")
    app.complete_authorisation(made.state, "https://host.example/?state=zq-secret&code=zq-secret")


def missing_scopes() -> None:
    consenting()[0].authorise_url("https://host.example/", (Scope("openid"),))


def still_connected() -> None:
    world, _, _ = pair()
    world.app().forget(world.connection_id, ANNA, None)


def not_exported() -> None:
    world, _, _ = pair()
    world.app().disconnect(world.connection_id, ANNA)
    world.app().forget(world.connection_id, ANNA, None)


def open_effects() -> None:
    world, xero_id, _ = pair()
    world.xero.edit(xero_id, {NAME: "Zquark & Sons"})
    trap = Trap(1, only=lambda point: point == "after host.update_many")
    world.seen_host = Trapped(world.host, "host", trap)
    with pytest.raises(Crash):
        world.connection().sync_contacts()
    world.pass_time()
    world.seen_host = world.host
    world.app().disconnect(world.connection_id, ANNA)
    head = world.connection().export_journal(ExportForm.JSON, StringIO())
    world.app().forget(world.connection_id, ANNA, head)


def strange_folder() -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "Zquark.txt").write_text("Zquark")
        with open_office(Path(folder), 1, Silent(), kept=True):
            pass


BODY: Any = {
    "Type": "ValidationException",
    "Detail": "Zquark Ltd zq-secret",
    "Message": "Zquark Ltd, zq@zquark.example",
    "Elements": [
        {
            "Name": "Zquark Ltd",
            "EmailAddress": "zq@zquark.example",
            "ValidationErrors": [
                {"Message": "Zquark Ltd is no name"},
                {"Message": "The email 'zq@zquark.example' is strange"},
                {"Message": "call 5550199 about Zquark Ltd"},
            ],
            "Phones": [{"PhoneNumber": "5550199"}],
        }
    ],
}


def answered(status: int, body: object = BODY) -> Answer:
    data = json.dumps(body).encode()
    return Answer(status, {}, data, Operation("PUT Contacts"), len(data))


def of_xero(status: int) -> Callable[[], None]:
    def fail() -> None:
        raise failure(answered(status))

    return fail


def consent_ended() -> None:
    granted(answered(400, {"error": "invalid_grant", "error_description": "zq-secret Zquark"}))


def stale_version() -> None:
    clock = ManualClock(START)
    tokens = MemoryTokens(clock)
    secrets = TokenSet("zq-secret", "zq-secret", START, frozenset(SCOPES))
    tokens.put(TokenSetId("set"), secrets)
    tokens.put(TokenSetId("set"), secrets)


def lease_lost() -> None:
    world, xero_id, _ = pair()
    world.xero.edit(xero_id, {NAME: "Zquark & Sons"})

    def late(point: str) -> BaseException:
        world.pass_time()
        return lost(point)

    trap = Trap(1, late, only=lambda point: point == "before host.update_many")
    world.seen_host = Silenced(Trapped(world.host, "host", trap))
    world.connection().sync_contacts()


def store() -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        path.write_text("Zquark Ltd zq@zquark.example 5550199\n" * 100)
        closing(SqliteStore(path, ManualClock(START)))


def no_money() -> None:
    exact("zq-secret 19.95")


def wrong_kind() -> None:
    evolve(secret_invoice(), status="zq-secret")  # type: ignore[arg-type]  # that is the point


def bad_id() -> None:
    evolve(secret_invoice(), host_id="zq-secret" * 100)  # type: ignore[arg-type]  # a plain text


def untaxable_line() -> None:
    xero_totals(secret_invoice(), {})


def unmapped() -> None:
    draft_of(secret_invoice(), InvoiceSettings(), NOTHING, NOBODY)


def secret_invoice() -> HostInvoice:
    return HostInvoice(
        HostInvoiceId("i"),
        HostContactId("h"),
        InvoiceNumber("INV-1"),
        CurrencyCode("NZD"),
        START.date(),
        START.date(),
        LineAmountTypes.EXCLUSIVE,
        (InvoiceLine("zq-secret", 1, 1),),
        total=1,
    )


def invoice_settings() -> None:
    world = billing()
    world.set_up(InvoiceSettings())
    theme = evolve(MAPPED, theme=ThemeId("zq-no-theme"))
    world.connection().save_invoice_settings(theme, ANNA)


def no_invoices() -> None:
    world, _, _ = pair()
    world.connection().plan_invoices(ANNA)


def unknown_invoice() -> None:
    billing().connection().invoice_sent(HostInvoiceId("none"))


def billing() -> BillingWorld:
    world = BillingWorld()
    world.host.add(MARKED)
    world.xero.add(MARKED)
    world.imported()
    return world


HAPPEN: Mapping[type[XerolinkError], Callable[[], object]] = {
    NotMoneyError: no_money,
    WrongKindError: wrong_kind,
    BadIdError: bad_id,
    UntaxableLineError: untaxable_line,
    UnmappedError: unmapped,
    InvoiceSettingsError: invoice_settings,
    UnknownInvoiceError: unknown_invoice,
    refusals.NoInvoicesError: no_invoices,
    refusals.IllegalTransitionError: illegal_transition,
    refusals.UnknownConnectionError: unknown_connection,
    refusals.OtherTenantError: other_tenant,
    refusals.BusyError: busy,
    refusals.PausedError: paused,
    refusals.DisconnectedError: disconnected,
    refusals.RunCancelledError: cancelled,
    refusals.NoSuchRunError: no_such_run,
    refusals.NotStartableError: not_startable,
    refusals.EmptySideError: empty_side,
    refusals.OtherSettingsError: other_settings,
    refusals.AlreadyLinkedError: already_linked,
    refusals.RunningLoopError: running_loop,
    refusals.OpenTransactionError: open_transaction,
    refusals.NotImportedError: not_imported,
    refusals.OtherPlanError: other_plan,
    refusals.NotInPlanError: not_in_plan,
    refusals.UnknownContactError: unknown_contact,
    refusals.UnusableContactError: unusable_contact,
    refusals.PreviouslySyncedError: previously_synced,
    refusals.NotLinkedError: not_linked,
    refusals.NotPossibleError: not_possible,
    refusals.NameTakenError: name_taken,
    PlanFileError: plan_file,
    consents.NotSetUpError: not_set_up,
    consents.UnknownTokenSetError: unknown_token_set,
    consents.NoTokenSetError: no_token_set,
    consents.ConsentError: consent,
    consents.MissingScopesError: missing_scopes,
    forgetting.StillConnectedError: still_connected,
    forgetting.NotExportedError: not_exported,
    forgetting.OpenEffectsError: open_effects,
    StrangeFolderError: strange_folder,
    failures.UnavailableError: of_xero(503),
    failures.TooLargeError: too_large,
    failures.UnauthorisedError: of_xero(401),
    ConsentEndedError: consent_ended,
    failures.RejectedError: of_xero(400),
    failures.StaleVersionError: stale_version,
    failures.LeaseLostError: lease_lost,
    failures.StoreError: store,
}
"""How each error of the package comes about."""


def test_every_error_of_the_package_is_made_to_happen() -> None:
    """A new error class needs a row in `HAPPEN`."""
    assert errors() == set(HAPPEN)


@pytest.mark.parametrize("kind", HAPPEN, ids=lambda kind: kind.__name__)
def test_an_error_tells_nothing_personal(kind: type[XerolinkError]) -> None:
    """Neither in its text, nor in its parts, nor in an error behind it."""
    with pytest.raises(kind) as caught:
        HAPPEN[kind]()
    assert {mark for text in told_by(caught.value) for mark in marks_in(text)} == set()


def half_a_character(folder: Path) -> None:
    with (
        closing(SqliteStore(folder / "store.db", ManualClock(START))) as store,
        store.reading(ConnectionId("firm")) as unit,
    ):
        unit.links.by_host([HostContactId("zq-secret \ud800")])


def no_address(_: Path) -> None:
    app, _identity = consenting()
    app.complete_authorisation("state", "https://[zq-secret/?code=zq-secret")


@pytest.mark.parametrize("fail", [half_a_character, no_address], ids=lambda fail: fail.__name__)
def test_an_error_behind_an_error_tells_nothing_either(
    fail: Callable[[Path], None], tmp_path: Path
) -> None:
    """Python's own errors keep what they were about: the whole text, and not in words only."""
    with pytest.raises(XerolinkError) as caught:
        fail(tmp_path)
    assert {mark for text in told_by(caught.value) for mark in marks_in(text)} == set()
