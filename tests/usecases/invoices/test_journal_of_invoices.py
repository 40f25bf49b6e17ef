"""The journal tells the history of an invoice, here and in a file."""

import csv
import json
from io import StringIO

from xerolink.domain.invoices.model import HostInvoiceId
from xerolink.testing.billing_world import BillingWorld
from xerolink.testing.worlds import ANNA
from xerolink.usecases.export_journal import ExportForm


def edited() -> tuple[BillingWorld, HostInvoiceId]:
    """An invoice that was sent, and whose total doubled then; beside it another one."""
    world = BillingWorld()
    kauri = world.opened()
    host_id = world.bill(kauri)
    world.bill(kauri, "INV-2")
    world.send()
    (line,) = world.invoices.invoices()[host_id].lines
    world.invoices.edit(host_id, lines=(line, line), total="230")
    world.send()
    return world, host_id


def exported(world: BillingWorld, form: ExportForm) -> str:
    out = StringIO(newline="")
    world.connection().export_journal(form, out)
    return out.getvalue()


def rows(world: BillingWorld, host_id: HostInvoiceId) -> list[dict[str, str]]:
    told = csv.DictReader(StringIO(exported(world, ExportForm.CSV), newline=""))
    return [row for row in told if row["invoice_id"] == host_id and row["kind"] == "written"]


def test_the_history_of_an_invoice_is_its_own() -> None:
    world, host_id = edited()
    entries = world.connection().journal(invoice_id=host_id)
    assert [(e.fact.kind.value, e.fact.what) for e in entries] == [
        ("decided", "CreateInvoice"),
        ("written", "CreateInvoice"),
        ("decided", "ChangeInvoice"),
        ("written", "ChangeInvoice"),
    ]


def test_the_csv_tells_its_total_before_and_after() -> None:
    world, host_id = edited()
    assert [
        (r["invoice_total_before"], r["invoice_total_after"]) for r in rows(world, host_id)
    ] == [
        ("", "115.00"),
        ("115.00", "230.00"),
    ]


def test_the_csv_tells_which_invoice_it_is_on_both_sides() -> None:
    world, host_id = edited()
    made, _ = rows(world, host_id)
    assert (
        made["invoice_number_after"],
        made["xero_invoice_id"],
        made["invoice_currency_after"],
    ) == (
        "INV-1",
        world.in_xero()[0].xero_id,
        "NZD",
    )


def test_an_entry_of_a_contact_has_no_invoice_in_the_csv() -> None:
    world, _ = edited()
    first = next(csv.DictReader(StringIO(exported(world, ExportForm.CSV), newline="")))
    assert {text for name, text in first.items() if name.startswith("invoice_")} == {""}


def test_the_json_tells_the_whole_draft() -> None:
    world, host_id = edited()
    told = [json.loads(line) for line in exported(world, ExportForm.JSON).splitlines()]
    of_invoice = [one for one in told if one["fact"].get("invoice_id") == host_id]
    assert of_invoice[-1]["values"]["invoice_after"]["draft"]["number"] == "INV-1"


def test_the_journal_with_invoices_verifies() -> None:
    world, _ = edited()
    assert world.connection().verify_journal(world.connection().journal_head()) == ()


def test_a_plan_is_told_beside_it() -> None:
    world, _ = edited()
    world.bill(next(iter(world.host.contacts())), "INV-3")
    plan = world.connection().plan_invoices(ANNA)
    run = world.connection().apply_invoices(plan, ANNA).run
    what = [entry.fact.what for entry in world.connection().journal(run_id=run.run_id)]
    assert what == ["InvoicePlan", "CreateInvoice", "CreateInvoice"]
