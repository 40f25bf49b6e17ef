"""One probe for each way to write: what stands before it, the write, and all that can be read."""

from xerolink.domain.contacts.decide import DecisionState
from xerolink.domain.contacts.intent import IntentState
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.terms import Term, terms
from xerolink.domain.run import RunState
from xerolink.ports.store import UnitOfWork
from xerolink.testing.conformance.store_base import Probe
from xerolink.testing.conformance.store_inbox import CONTACT, DUE, event
from xerolink.testing.conformance.store_invoice_probes import (
    INVOICE_PROBES,
    every_invoice,
    fill_invoices,
)
from xerolink.testing.conformance.store_journal import FIVE
from xerolink.testing.conformance.store_requests import ASKED, PAUSED, queued
from xerolink.testing.conformance.store_values import (
    HERE,
    RUN,
    closed,
    decision,
    entry,
    host_id,
    intent,
    issue,
    keys,
    link,
    profile,
    record,
    run,
    staged,
    subject,
    xero_id,
)

_MANY = 99


def fill(unit: UnitOfWork) -> None:
    """Rows in every part; of the Xero contacts, 1 is decided, 2 linked and due, 4 excluded."""
    unit.links.put([link(2), link(3, state=LinkState.ENDED)])
    unit.issues.put([issue(1), issue(2)])
    unit.staged.put([staged(1), staged(2), staged(4, admitted=False, due=False)])
    unit.index.put([entry(1, profile=profile(1)), entry(2, profile=profile(2))])
    unit.decisions.put([decision(1), decision(3)])
    unit.intents.put([intent(1), intent(2)])
    unit.runs.put(run(1))
    unit.record.put(record(HERE))
    unit.inbox.put([event(1), event(2)])
    unit.inbox.set_due(DUE)
    unit.requests.queue(queued(8))
    fill_invoices(unit)
    unit.journal.append(FIVE[:3])


def everything(unit: UnitOfWork) -> list[object]:
    """What every reading method of every part answers about the rows that probes write."""
    return [*_pairs(unit), *_books(unit), *every_invoice(unit), *_work(unit)]


def _pairs(unit: UnitOfWork) -> list[object]:
    numbers = range(1, 6)
    return [
        unit.links.by_xero([xero_id(n) for n in numbers]),
        unit.links.by_host([host_id(n) for n in numbers]),
        unit.links.history([xero_id(n) for n in numbers]),
        unit.links.page(list(LinkState), None, _MANY),
        unit.links.count(),
        [unit.issues.get(issue(n).issue_id) for n in numbers],
        unit.issues.open_for([subject(n) for n in numbers]),
        unit.issues.page(list(IssueKind), None, _MANY),
        unit.issues.count(),
        unit.issues.naming([host_id(n) for n in numbers]),
    ]


def _books(unit: UnitOfWork) -> list[object]:
    numbers = range(1, 6)
    carried = [key for n in numbers for key in keys(n).present]
    return [
        unit.staged.get_many([xero_id(n) for n in numbers]),
        unit.staged.undecided(None, _MANY),
        unit.staged.matching(carried),
        unit.staged.page(None, _MANY),
        unit.staged.excluded(),
        unit.staged.losers([xero_id(n) for n in numbers]),
        unit.index.get_many([host_id(n) for n in numbers]),
        unit.index.matching(carried),
        unit.index.profiled(),
        unit.index.profiles([host_id(n) for n in numbers]),
        _borne(unit, [term for n in numbers for term in terms(profile(n))]),
    ]


def _borne(unit: UnitOfWork, asked: list[Term]) -> object:
    found = unit.index.bearing(asked)
    return {term: (hits.total, sorted(hits.ids)) for term, hits in found.items()}


def _work(unit: UnitOfWork) -> list[object]:
    return [
        unit.decisions.open(None, _MANY),
        unit.decisions.count_open(),
        unit.decisions.count_conflicts(),
        unit.decisions.of_run(RUN, None, _MANY),
        unit.decisions.left_out([xero_id(n) for n in range(1, 6)]),
        unit.intents.open(_MANY),
        unit.intents.open_for([subject(n) for n in range(1, 6)]),
        unit.runs.latest(_MANY),
        unit.runs.get(run(1).run_id),
        unit.runs.page(list(RunState), None, _MANY),
        unit.record.get(),
        unit.inbox.pending(CONTACT, _MANY),
        unit.inbox.count(),
        unit.inbox.due(),
        unit.inbox.newest(),
        unit.requests.queued(_MANY),
        unit.requests.cancel_asked(run(1).run_id),
        unit.requests.paused(),
        unit.journal.head(),
        unit.journal.page(0, _MANY),
        [unit.journal.page(0, _MANY, RUN, host_id(n), xero_id(n)) for n in range(1, 6)],
    ]


PROBES = (
    Probe("links.put new", lambda u: u.links.put([link(4)])),
    Probe("links.put new, of a due row", lambda u: u.links.put([link(1)])),
    Probe("links.put changed", lambda u: u.links.put([link(2, state=LinkState.ENDED)])),
    Probe("issues.put new", lambda u: u.issues.put([issue(3)])),
    Probe("issues.put changed", lambda u: u.issues.put([closed(issue(1))])),
    Probe("staged.put new", lambda u: u.staged.put([staged(3)])),
    Probe("staged.put changed", lambda u: u.staged.put([staged(1, keys=keys(5))])),
    Probe("staged.settle", lambda u: u.staged.settle({xero_id(1): 1})),
    Probe("staged.touch", lambda u: u.staged.touch([xero_id(1)])),
    Probe("staged.touch_unlinked", lambda u: u.staged.touch_unlinked(keys(1).present)),
    Probe("index.put new", lambda u: u.index.put([entry(3)])),
    Probe("index.put changed", lambda u: u.index.put([entry(1, keys=keys(5))])),
    Probe("index.put, of another profile", lambda u: u.index.put([entry(1, profile=profile(4))])),
    Probe("index.strip", lambda u: u.index.strip()),
    Probe("index.remove", lambda u: u.index.remove([host_id(1)])),
    Probe("decisions.put new", lambda u: u.decisions.put([decision(2)])),
    Probe("decisions.put again", lambda u: u.decisions.put([decision(5, contact=1)])),
    Probe(
        "decisions.close",
        lambda u: u.decisions.close({decision(1).decision_id: DecisionState.TAKEN}),
    ),
    Probe("decisions.forget", lambda u: u.decisions.forget([subject(1)])),
    Probe("intents.put new", lambda u: u.intents.put([intent(3)])),
    Probe("intents.put changed", lambda u: u.intents.put([intent(1, state=IntentState.DONE)])),
    Probe("runs.put new", lambda u: u.runs.put(run(2))),
    Probe("runs.put changed", lambda u: u.runs.put(run(1, failure="OSError"))),
    Probe("record.put", lambda u: u.record.put(record(HERE, cursor="9"))),
    Probe("inbox.put", lambda u: u.inbox.put([event(3)])),
    Probe("inbox.settle", lambda u: u.inbox.settle([event(1)])),
    Probe("inbox.set_due", lambda u: u.inbox.set_due(None)),
    Probe("requests.queue", lambda u: u.requests.queue(queued(9))),
    Probe("requests.take", lambda u: u.requests.take(run(8))),
    Probe("requests.ask_cancel", lambda u: u.requests.ask_cancel(run(1).run_id, ASKED)),
    Probe("requests.pause", lambda u: u.requests.pause(PAUSED)),
    *INVOICE_PROBES,
    Probe("journal.append", lambda u: u.journal.append(FIVE[3:])),
    Probe("journal.scrub", lambda u: u.journal.scrub([host_id(1)], [])),
    Probe("journal.prune", lambda u: u.journal.prune(1)),
    Probe("erase", lambda u: u.erase()),
)
