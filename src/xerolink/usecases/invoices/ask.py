"""Ask Xero for what the intents of a page want: read first, then write, a group at a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from xerolink.domain.contacts.check import Problem
from xerolink.domain.identity import IntentId
from xerolink.domain.invoices.compare_xero import landed, same_draft, to_write
from xerolink.domain.invoices.intent import ChangeInvoice, CreateInvoice, InvoiceIntent, VoidInvoice
from xerolink.domain.invoices.own import own_invoices
from xerolink.domain.invoices.settle import (
    Declined,
    EditedSince,
    InvoiceAnswer,
    Landed,
    Lost,
    NumberOfAnother,
)
from xerolink.domain.invoices.xero import (
    InvoiceChange,
    InvoiceCreation,
    InvoiceRefused,
    InvoiceStored,
    InvoiceVoid,
    NumberHeld,
    Refusal,
    RefusalKind,
    XeroInvoice,
    XeroInvoiceId,
    XeroInvoiceOutcome,
)
from xerolink.ports.errors import RejectedError
from xerolink.ports.xero_invoices import GROUP, LOOK_GROUP
from xerolink.usecases.groups import groups
from xerolink.usecases.invoices.apart import alone, parts
from xerolink.usecases.invoices.by_id import read_by_id
from xerolink.usecases.invoices.sides import sides_of
from xerolink.usecases.run import Run

Answers = dict[IntentId, InvoiceAnswer]
W = TypeVar("W", InvoiceCreation, InvoiceChange, InvoiceVoid)
"""A write of one invoice."""


def ask_for_invoices(
    run: Run, intents: Sequence[InvoiceIntent], answers: Answers, *, again: bool
) -> None:
    """Put an answer to each of *intents* into *answers*, what was answered before a failure too.

    *again*: an earlier attempt may have landed, so what is to be created is looked up first.
    Raises the `PortError` that cut the calls short.
    """
    _create(run, [i for i in intents if isinstance(i.body, CreateInvoice)], answers, again=again)
    _change(run, [i for i in intents if isinstance(i.body, ChangeInvoice)], answers)
    _void(run, [i for i in intents if isinstance(i.body, VoidInvoice)], answers)


def _create(run: Run, intents: Sequence[InvoiceIntent], answers: Answers, *, again: bool) -> None:
    rest = _not_found(run, intents, answers) if again else intents
    for group in parts(rest, GROUP):
        with alone(group):
            drafts = [InvoiceCreation(i.intent_id, _creation(i).draft) for i in group]
            outcomes = _called(run, sides_of(run).xero.create_many, drafts)
            for intent, outcome in zip(group, outcomes, strict=True):
                answers[intent.intent_id] = _answer(outcome, again=again)


def _not_found(run: Run, intents: Sequence[InvoiceIntent], answers: Answers) -> list[InvoiceIntent]:
    """Those that a look-up does not show; one that could not be looked up is not among them."""
    looked_up: list[InvoiceIntent] = []
    for group in parts(intents, LOOK_GROUP):
        with alone(group):
            _look_up(run, group, answers)
            looked_up += group
    return [intent for intent in looked_up if isinstance(answers[intent.intent_id], Lost)]


def _look_up(run: Run, group: Sequence[InvoiceIntent], answers: Answers) -> None:
    """A lost reply is read, never repeated unseen (semantics row 35)."""
    run.before_call()
    attempts = {intent.intent_id: _creation(intent) for intent in group}
    numbers = {key: made.draft.number for key, made in attempts.items()}
    found = sides_of(run).xero.by_numbers(sorted(set(numbers.values())))
    own = own_invoices(attempts, found, _taken(run, group, found.values(), answers))
    for key, number in numbers.items():
        other = NumberOfAnother() if found.get(number) else Lost()
        answers[key] = Landed(own[key]) if key in own else other


def _taken(
    run: Run,
    group: Sequence[InvoiceIntent],
    found: Iterable[Sequence[XeroInvoice]],
    answers: Answers,
) -> frozenset[XeroInvoiceId]:
    """Those of *found* that invoices of the host other than those of *group* have, or just got."""
    ids, mine = {one.xero_id for some in found for one in some}, {i.host_id for i in group}
    with run.reading() as unit:
        known = unit.invoices.by_xero(ids)
    landed = (one.invoice.xero_id for one in answers.values() if isinstance(one, Landed))
    return frozenset((*landed, *(x for x, record in known.items() if record.host_id not in mine)))


def _creation(intent: InvoiceIntent) -> CreateInvoice:
    assert isinstance(intent.body, CreateInvoice)  # the caller has sorted them
    return intent.body


def _change(run: Run, intents: Sequence[InvoiceIntent], answers: Answers) -> None:
    for group in groups(intents, LOOK_GROUP):
        current = _current(run, group)
        open_yet = []
        for intent in group:
            answers[intent.intent_id] = _before_change(intent, current)
            if isinstance(answers[intent.intent_id], Lost) and _id_of(intent) in current:
                open_yet.append(intent)
        for part in parts(open_yet, LOOK_GROUP):
            with alone(part):
                _write_changes(run, part, current, answers)


def _write_changes(
    run: Run,
    intents: Sequence[InvoiceIntent],
    current: Mapping[XeroInvoiceId, XeroInvoice],
    answers: Answers,
) -> None:
    changes = [_changed(i, current[_id_of(i)]) for i in intents]
    outcomes = _called(run, sides_of(run).xero.change_many, changes)
    for intent, outcome in zip(intents, outcomes, strict=True):
        answers[intent.intent_id] = _answer(outcome, again=False)


def _changed(intent: InvoiceIntent, now: XeroInvoice) -> InvoiceChange:
    body = intent.body
    assert isinstance(body, ChangeInvoice)  # the caller has sorted them
    draft = to_write(body.was, body.draft, now)
    return InvoiceChange(intent.intent_id, body.xero_id, draft, body.line_ids)


def _before_change(
    intent: InvoiceIntent, current: Mapping[XeroInvoiceId, XeroInvoice]
) -> InvoiceAnswer:
    """`Lost` for one that is as it was: it is still to be written.

    What was edited in Xero and is to be overwritten is as it was while its time is.
    """
    body, now = intent.body, current.get(_id_of(intent))
    assert isinstance(body, ChangeInvoice)  # the caller has sorted them
    if now is None:
        return Lost()
    if landed(body.was, body.draft, now):
        return Landed(now)
    untouched = now.updated == body.updated or same_draft(body.was, now)
    return Lost() if untouched and not now.gone else EditedSince(now)


def _void(run: Run, intents: Sequence[InvoiceIntent], answers: Answers) -> None:
    for group in groups(intents, LOOK_GROUP):
        current = _current(run, group)
        to_void = []
        for intent in group:
            now = current.get(_id_of(intent))
            answers[intent.intent_id] = _before_void(now)
            if now is not None and isinstance(answers[intent.intent_id], Lost):
                to_void.append((intent, now))
        voids = [InvoiceVoid(intent.intent_id, now) for intent, now in to_void]
        outcomes = _called(run, sides_of(run).xero.void_many, voids)
        for (intent, _), outcome in zip(to_void, outcomes, strict=True):
            answers[intent.intent_id] = _answer(outcome, again=False)


def _before_void(now: XeroInvoice | None) -> InvoiceAnswer:
    if now is None:
        return Lost()
    if now.gone:
        return Landed(now)
    if now.settled_in_part:
        why = "a payment or a credit stands against it"
        return Declined((Refusal(RefusalKind.SETTLED, why),))
    return Lost()


def _current(run: Run, group: Sequence[InvoiceIntent]) -> Mapping[XeroInvoiceId, XeroInvoice]:
    return read_by_id(run, [_id_of(intent) for intent in group])


def _id_of(intent: InvoiceIntent) -> XeroInvoiceId:
    assert not isinstance(intent.body, CreateInvoice)  # the caller has sorted them
    return intent.body.xero_id


def _called(
    run: Run, verb: Callable[[Sequence[W]], Sequence[XeroInvoiceOutcome]], rows: Sequence[W]
) -> Sequence[XeroInvoiceOutcome]:
    """One outcome for each of *rows*. Where Xero refuses the call as a whole, its halves are tried.

    One of them may be the reason, and the others are not to be told as refused.
    """
    if not rows:
        return ()
    run.before_call()
    try:
        return verb(rows)
    except RejectedError as error:
        if len(rows) == 1:
            return [InvoiceRefused(tuple(map(_refusal, error.problems)))]
    half: int = len(rows) // 2
    return (*_called(run, verb, rows[:half]), *_called(run, verb, rows[half:]))


def _refusal(problem: Problem) -> Refusal:
    return Refusal(RefusalKind.OTHER, problem.why)


def _answer(outcome: XeroInvoiceOutcome, *, again: bool) -> InvoiceAnswer:
    match outcome:
        case InvoiceStored(invoice):
            return Landed(invoice)
        case InvoiceRefused(refusals):
            return Declined(refusals)
        case NumberHeld():
            # Of an earlier attempt that no look-up shows yet, or of somebody: not known.
            return Lost() if again else NumberOfAnother()
