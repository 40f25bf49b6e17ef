"""Steps two and three of a page of invoices: the writes, then what came of them (protocol).

The same code finishes an intent for the first time and after a crash: what may have landed is
read before it is written.
"""

from collections.abc import Sequence

from xerolink.domain.contacts.intent import IntentState
from xerolink.domain.identity import IntentId
from xerolink.domain.invoices.intent import InvoiceIntent
from xerolink.domain.invoices.settle import Lost, SettledInvoice, settle_invoice
from xerolink.domain.run import Phase
from xerolink.ports.errors import PortError
from xerolink.usecases.invoices.ask import Answers, ask_for_invoices
from xerolink.usecases.invoices.issues import note_causes
from xerolink.usecases.invoices.notes import invoice_written
from xerolink.usecases.journal import record
from xerolink.usecases.run import Run

PAGE = 200
"""How many intents are finished at a time."""


def finish_invoices(run: Run, intents: Sequence[InvoiceIntent], *, again: bool = False) -> None:
    """Attempt *intents* and store their outcomes; what was answered before a failure is kept.

    Raises the `PortError` that cut the calls short, once the outcomes are stored.
    """
    if not intents:
        return
    answers: Answers = {intent.intent_id: Lost() for intent in intents}
    failure: PortError | None = None
    try:
        ask_for_invoices(run, intents, answers, again=again)
    except PortError as error:
        failure = error
    _record(run, intents, answers)
    if failure is not None:
        raise failure


def _record(run: Run, intents: Sequence[InvoiceIntent], answers: Answers) -> None:
    with run.transaction() as unit:
        before = unit.invoices.get_many([intent.host_id for intent in intents])
        settled = [
            settle_invoice(i, before[i.host_id], answers[i.intent_id])
            for i in intents
            if i.host_id in before
        ]
        unit.invoice_intents.put([s.intent for s in settled])
        unit.invoices.put([s.record for s in settled])
        note_causes(unit, run, before, [s.record for s in settled])
        notes = [
            invoice_written(unit, run, before[s.intent.host_id], s)
            for s in settled
            if not s.intent.open
        ]
        record(unit, run, notes)
    run.counts.update(map(_word, settled))


def _word(settled: SettledInvoice) -> str:
    if settled.intent.open:
        return "uncertain"
    refused = settled.intent.state is IntentState.REFUSED
    return "refused" if refused else "invoices_written"


def recover_invoices(run: Run) -> None:
    """Try every open intent once (protocol, Cycle 2); one that stays uncertain stays open.

    Raises what Xero raises: nothing is decided on top of an open write.
    """
    if run.ports.invoices is None:
        return
    tried: set[IntentId] = set()
    while intents := _untried(run, tried):
        run.at(Phase.RECOVERING, len(tried))
        tried |= {intent.intent_id for intent in intents}
        finish_invoices(run, intents, again=True)


def _untried(run: Run, tried: set[IntentId]) -> list[InvoiceIntent]:
    with run.reading() as unit:
        found = unit.invoice_intents.open(len(tried) + PAGE)
    return [intent for intent in found if intent.intent_id not in tried]
