"""Invoices are about to be sent, planned, taken back, or what became of them to be read."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from decimal import Decimal
from io import StringIO

from xerolink.app import Xerolink
from xerolink.connection import Connection
from xerolink.domain.invoices.model import InvoiceStatus
from xerolink.domain.invoices.settings import InvoiceSettings
from xerolink.domain.invoices.xero import AccountCode
from xerolink.testing.billing_world import MAPPED, TODAY
from xerolink.testing.crashes import Crash, Trap
from xerolink.testing.kills.billed import (
    ELSEWHERE,
    FIRST,
    FROM_JUNE,
    OFF,
    SECOND,
    a_bit_of_everything,
    edit,
    edit_in_xero,
    more_than_a_call_takes,
    opened,
    sent,
    sent_by_a_run,
    some,
    take_number,
    there,
    wait_for_contact,
)
from xerolink.testing.kills.firm import Firm
from xerolink.testing.kills.pairs import last_run
from xerolink.testing.kills.scene import Make, Prepare, Scene, asked, told
from xerolink.testing.kills.scenes_runs import payload, turn, wait_for_the_next_poll
from xerolink.testing.worlds import ANNA
from xerolink.usecases.export_journal import ExportForm


def send(prepare: Callable[[Make], Firm]) -> Prepare:
    """A run over the invoices of this firm."""
    return lambda make: asked(prepare(make), Connection.send_invoices, ANNA)


def edited(make: Make) -> Firm:
    world = sent(make)
    edit(world, FIRST)
    return world


def voided(make: Make) -> Firm:
    """One is voided in the host, one is deleted there."""
    world = sent(make, 2)
    world.invoices.void(FIRST)
    world.invoices.delete(SECOND)
    return world


def paid(make: Make) -> Firm:
    """One in part, one whole; of one the payment is taken off."""
    world = sent(make, 3)
    world.accountants.pay(there(world, 3))
    world.send()
    world.accountants.pay(there(world, 1), Decimal(15))
    world.accountants.pay(there(world, 2))
    world.accountants.unpay(there(world, 3))
    return world


def paid_and_edited(make: Make) -> Firm:
    """What the host edited since cannot be changed any more."""
    world = edited(make)
    world.accountants.pay(there(world))
    return world


def touched_in_xero(make: Make) -> Firm:
    """One was edited there, one voided."""
    world = sent(make, 2)
    edit_in_xero(world)
    world.accountants.void(there(world, 2))
    return world


def waiting(make: Make) -> Firm:
    """The client has come into sync by now."""
    world, _ = opened(make)
    wait_for_contact(world)
    world.connection().sync_contacts()
    return world


def healed(make: Make) -> Firm:
    """The books are open again, by which two were held."""
    world, kauri = opened(make)
    world.catalogue.lock_period(TODAY)
    world.bill(kauri)
    world.bill(kauri, "INV-2")
    world.send()
    world.catalogue.lock_period(None)
    return world


def mapping_broken(make: Make) -> Firm:
    """No invoice needs the account that was archived, so the one goes, and people are told."""
    world, kauri = opened(make)
    world.bill(kauri)
    world.catalogue.archive_account(AccountCode("260"))
    return world


def number_taken(make: Make) -> Firm:
    world, kauri = opened(make)
    take_number(world)
    world.bill(kauri)
    world.bill(kauri, "INV-2")
    return world


def invoice_sent(make: Make) -> Scene:
    world, kauri = opened(make)
    host_id = world.bill(kauri, status=InvoiceStatus.APPROVED)
    world.send()
    return asked(world, Connection.invoice_sent, host_id)


def retry(make: Make) -> Scene:
    """What was edited in Xero is overwritten; nobody does anything about what is voided there."""
    world = touched_in_xero(make)
    world.send()
    return asked(world, Connection.retry_invoices, ANNA)


def retry_one(make: Make) -> Scene:
    """It was left out of a plan."""
    world, kauri = opened(make)
    for number in ("INV-1", "INV-2"):
        world.bill(kauri, number)
    plan = world.connection().plan_invoices(ANNA)
    world.connection().apply_invoices(plan.without([row.decision_id for row in plan.rows]), ANNA)
    world.pass_time()
    return asked(world, Connection.retry_invoices, ANNA, [FIRST])


def save(settings: InvoiceSettings, before: InvoiceSettings = MAPPED) -> Prepare:
    """Something is sent, something waits to be; a run that came first would send that."""

    def scene(make: Make) -> Scene:
        world = make()
        kauri = world.opened(before)
        world.bill(kauri)
        world.send()
        world.bill(kauri, "INV-2")
        return asked(world, Connection.save_invoice_settings, settings, ANNA, at_once=True)

    return scene


def apply_cut(make: Make) -> Scene:
    """The plan without its last row, which nothing but the plan keeps from being sent."""
    world = some(make)
    plan = world.connection().plan_invoices(ANNA)
    cut = plan.without([row.decision_id for row in plan.rows if row.host_id == SECOND])
    return asked(world, Connection.apply_invoices, cut, ANNA, at_once=True)


def apply_earlier_start(make: Make) -> Scene:
    """What was issued before the start date of now goes with its plan alone."""
    world = some(make)
    world.send()
    plan = world.connection().plan_invoice_settings(FROM_JUNE, ANNA)
    return asked(world, Connection.apply_invoices, plan, ANNA)


def apply_undo(make: Make) -> Scene:
    world, run_id = sent_by_a_run(make)
    plan = world.connection().plan_undo_invoices(run_id, ANNA)
    return asked(world, Connection.apply_invoices, plan, ANNA)


def undo(make: Make) -> Scene:
    world, run_id = sent_by_a_run(make)
    return asked(world, Connection.undo_invoices, run_id, ANNA)


def run_once(make: Make) -> Scene:
    """It is time to look what changed; a client comes into sync on the way."""
    world = a_bit_of_everything(make)
    wait_for_the_next_poll(world)
    return asked(world, Connection.run_once)


def worker_reads_the_inbox(make: Make) -> Scene:
    """A webhook told of a payment, and one invoice is queued."""
    world = sent(make, 2)
    world.accountants.pay(there(world))
    world.app().receive(payload(world, there(world), "INVOICE"))
    host_id = world.bill(next(iter(world.host.contacts())), "INV-3", status=InvoiceStatus.DRAFT)
    world.connection().invoice_sent(host_id)
    return Scene(world, Xerolink.run_once, turn)


def receive(make: Make) -> Scene:
    world = sent(make)
    world.accountants.pay(there(world))
    return told(world, Xerolink.receive, payload(world, there(world), "INVOICE"))


def stop_syncing(make: Make) -> Scene:
    """Invoices of the client are held from then on."""
    world = edited(make)
    (xero_id,) = world.pairs()
    return asked(world, Connection.stop_syncing, [xero_id], ANNA, at_once=True)


def disconnect(make: Make) -> Scene:
    return told(edited(make), Xerolink.disconnect, "firm-1", ANNA, at_once=True)


def reconnect(make: Make) -> Scene:
    """Meanwhile one was edited here and one was paid there."""
    world = sent(make, 2)
    world.app().disconnect(world.connection_id, ANNA)
    edit(world, FIRST)
    world.accountants.pay(there(world, 2))
    world.pass_time()
    return Scene(world, Xerolink.connect, lambda firm: firm.connect())


def forget(make: Make) -> Scene:
    """Of several invoices some are held, some in Xero: what either side has stays."""
    world = some(make)
    world.send()
    world.app().disconnect(world.connection_id, ANNA)
    exported = world.connection().export_journal(ExportForm.JSON, StringIO())
    return told(world, Xerolink.forget, world.connection_id, ANNA, exported, at_once=True)


def pause(make: Make) -> Scene:
    """Nothing is sent, and nothing is read back, until somebody resumes."""
    world = a_bit_of_everything(make)
    return asked(world, Connection.pause, ANNA, "the auditors are in", at_once=True)


def resume(make: Make) -> Scene:
    world = a_bit_of_everything(make)
    world.connection().pause(ANNA)
    return asked(world, Connection.resume, ANNA)


def cancel(make: Make) -> Scene:
    """Of a run whose worker died when it had made half of the invoices."""
    world = some(make)
    world.trap(Trap(1, only=lambda point: point == "after invoices.xero.create_many"))
    with suppress(Crash):
        world.send()
    world.heal()
    world.pass_time()
    return asked(world, Connection.cancel, last_run(world), ANNA)


INVOICES: Mapping[str, Prepare] = {
    "invoice_sent": invoice_sent,
    "send_invoices": send(some),
    "send_invoices, two groups": send(more_than_a_call_takes),
    "send_invoices, an edit": send(edited),
    "send_invoices, voids": send(voided),
    "send_invoices, payments": send(paid),
    "send_invoices, paid and edited": send(paid_and_edited),
    "send_invoices, touched in Xero": send(touched_in_xero),
    "send_invoices, a contact that waited": send(waiting),
    "send_invoices, held and healed": send(healed),
    "send_invoices, a mapping that broke": send(mapping_broken),
    "send_invoices, a number of another": send(number_taken),
    "send_invoices, everything": send(a_bit_of_everything),
    "retry_invoices": retry,
    "retry_invoices, left out": retry_one,
    "save_invoice_settings": save(ELSEWHERE),
    "save_invoice_settings, off": save(OFF),
    "save_invoice_settings, on": save(MAPPED, OFF),
    "apply_invoices, cut": apply_cut,
    "apply_invoices, an earlier start": apply_earlier_start,
    "apply_invoices, undo": apply_undo,
    "undo_invoices": undo,
    "run_once, invoices": run_once,
    "run_once of the app, invoices": worker_reads_the_inbox,
    "receive, an invoice": receive,
    "stop_syncing, with invoices": stop_syncing,
    "disconnect, with invoices": disconnect,
    "connect, again, with invoices": reconnect,
    "forget, with invoices": forget,
    "pause, with invoices": pause,
    "resume, with invoices": resume,
    "cancel, with invoices": cancel,
}
"""By what is done about invoices, in which case."""
