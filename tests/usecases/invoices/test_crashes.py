"""A verb of invoices that is stopped at any call of a port ends as undisturbed, once it goes on."""

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve, frozen

from xerolink.connection import Connection
from xerolink.domain.errors import RefusedError
from xerolink.domain.invoices.model import HostInvoiceId, InvoiceStatus
from xerolink.domain.invoices.xero import AccountCode
from xerolink.testing.billing_world import MAPPED, BillingWorld
from xerolink.testing.crashes import Crash, Trap, Trapped, lost
from xerolink.testing.worlds.world import ANNA


@frozen
class Scene:
    """*prepare* makes ready and answers what is pressed; *verb* is what that calls."""

    verb: Callable[..., Any]
    prepare: Callable[[BillingWorld], Callable[[Connection], object]]


def _sent(world: BillingWorld, **more: Any) -> HostInvoiceId:
    host_id = world.bill(world.opened(), **more)
    world.send()
    return host_id


def _send(world: BillingWorld) -> Callable[[Connection], object]:
    contact = world.opened()
    world.bill(contact)
    world.bill(contact, "INV-2", total="115.01")
    return lambda connection: connection.send_invoices(ANNA)


def _drifted(world: BillingWorld) -> Callable[[Connection], object]:
    world.bill(world.opened())
    world.catalogue.archive_account(AccountCode("260"))
    return lambda connection: connection.send_invoices(ANNA)


def _change(world: BillingWorld) -> Callable[[Connection], object]:
    world.invoices.edit(_sent(world), reference="PO 7")
    return lambda connection: connection.send_invoices(ANNA)


def _void(world: BillingWorld) -> Callable[[Connection], object]:
    world.invoices.void(_sent(world))
    return lambda connection: connection.send_invoices(ANNA)


def _paid(world: BillingWorld) -> Callable[[Connection], object]:
    _sent(world)
    world.accountants.pay(world.in_xero()[0].xero_id)
    return lambda connection: connection.send_invoices(ANNA)


def _invoice_sent(world: BillingWorld) -> Callable[[Connection], object]:
    host_id = _sent(world, status=InvoiceStatus.APPROVED)
    return lambda connection: connection.invoice_sent(host_id)


def _retry(world: BillingWorld) -> Callable[[Connection], object]:
    host_id = _sent(world, total="115.01")
    world.invoices.edit(host_id, total="115")
    return lambda connection: connection.retry_invoices(ANNA)


def _save(world: BillingWorld) -> Callable[[Connection], object]:
    _sent(world)
    return lambda connection: connection.save_invoice_settings(evolve(MAPPED, on=False), ANNA)


def _apply(world: BillingWorld) -> Callable[[Connection], object]:
    world.bill(world.opened())
    plan = world.connection().plan_invoices(ANNA)
    return lambda connection: connection.apply_invoices(plan, ANNA)


def _undo(world: BillingWorld) -> Callable[[Connection], object]:
    world.bill(world.opened())
    run = world.connection().send_invoices(ANNA)
    return lambda connection: connection.undo_invoices(run.run_id, ANNA)


def _plan(world: BillingWorld) -> Callable[[Connection], object]:
    world.bill(world.opened())
    return lambda connection: connection.plan_invoices(ANNA)


def _plan_settings(world: BillingWorld) -> Callable[[Connection], object]:
    _sent(world)
    return lambda connection: connection.plan_invoice_settings(evolve(MAPPED, on=False), ANNA)


def _plan_undo(world: BillingWorld) -> Callable[[Connection], object]:
    world.bill(world.opened())
    run = world.connection().send_invoices(ANNA)
    return lambda connection: connection.plan_undo_invoices(run.run_id, ANNA)


SCENES = {
    "send": Scene(Connection.send_invoices, _send),
    "drift": Scene(Connection.send_invoices, _drifted),
    "change": Scene(Connection.send_invoices, _change),
    "void": Scene(Connection.send_invoices, _void),
    "paid": Scene(Connection.send_invoices, _paid),
    "invoice_sent": Scene(Connection.invoice_sent, _invoice_sent),
    "retry": Scene(Connection.retry_invoices, _retry),
    "save settings": Scene(Connection.save_invoice_settings, _save),
    "apply": Scene(Connection.apply_invoices, _apply),
    "undo": Scene(Connection.undo_invoices, _undo),
    "plan": Scene(Connection.plan_invoices, _plan),
    "plan settings": Scene(Connection.plan_invoice_settings, _plan_settings),
    "plan undo": Scene(Connection.plan_undo_invoices, _plan_undo),
}


def _trap(world: BillingWorld, trap: Trap) -> None:
    for name in ("store", "host", "xero", "invoices", "xero_invoices", "catalogue"):
        port = getattr(world, name)
        setattr(world, f"seen_{name}", Trapped(port, name, trap))


def _free(world: BillingWorld) -> None:
    for name in ("store", "host", "xero", "invoices", "xero_invoices", "catalogue"):
        setattr(world, f"seen_{name}", getattr(world, name))


def _lived(name: str, trap: Trap) -> BillingWorld:
    """The scene under *trap*, then pressed again if it was stopped, then two quiet runs."""
    world = BillingWorld()
    press = SCENES[name].prepare(world)
    _trap(world, trap)
    stopped = False
    try:
        press(world.connection())
    except (Crash, Exception):
        stopped = True
    _free(world)
    world.pass_time()
    if stopped:
        try:
            press(world.connection())
        except RefusedError:
            """It was done already."""
    world.pass_time()
    for _ in range(2):
        world.send()
    return world


def _end(world: BillingWorld) -> dict[str, object]:
    """Both sides, where each invoice stands, and what the journal tells as written."""
    connection = world.connection()
    written = [
        e.fact.what for e in connection.journal(0, 10_000) if e.fact.what.endswith("Invoice")
    ]
    with world.store.reading(world.connection_id) as unit:
        left = unit.invoice_intents.open(10)
        settings = unit.invoice_book.get().settings
    return {
        "xero": [(i.number, i.status, i.total, i.reference) for i in world.in_xero()],
        "host": {i: (v.status, world.told(i)) for i, v in world.invoices.invoices().items()},
        "records": [(r.host_id, r.state, r.causes, r.waits, r.due) for r in connection.invoices()],
        "issues": [(b.number, b.issue.cause) for b in connection.invoice_issues()],
        "created": written.count("CreateInvoice"),
        "open": left,
        "settings": settings,
        "journal": connection.verify_journal(),
    }


def _points(name: str) -> int:
    trap = Trap()
    _lived(name, trap)
    return len(trap.points)


@pytest.mark.parametrize("name", SCENES)
def test_a_crash_at_any_call_changes_nothing_in_the_end(name: str) -> None:
    expected = _end(_lived(name, Trap()))
    for at in range(1, _points(name) + 1):
        trap = Trap(at)
        assert _end(_lived(name, trap)) == expected, trap.points[at - 1]


@pytest.mark.parametrize("name", SCENES)
def test_an_answer_lost_at_any_call_of_a_side_changes_nothing_in_the_end(name: str) -> None:
    sides = ("xero_invoices.", "invoices.", "catalogue.")
    only = Trap(only=lambda point: point.split(maxsplit=1)[1].startswith(sides))
    _lived(name, only)
    expected = _end(_lived(name, Trap()))
    for at in range(1, len(only.points) + 1):
        trap = Trap(at, lost, only.only)
        assert _end(_lived(name, trap)) == expected, trap.points[at - 1]
