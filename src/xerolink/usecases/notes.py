"""What the journal is told: of a decision that was taken, and of an effect that ended."""

from collections.abc import Sequence
from typing import assert_never

from xerolink.domain.contacts.decide import Decision
from xerolink.domain.contacts.effects import HostStored, XeroStored
from xerolink.domain.contacts.intent import (
    ArchiveContact,
    CreateContact,
    ImportContact,
    Intent,
    IntentState,
    MergeContact,
    RemoveContact,
)
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import SyncedFields
from xerolink.domain.contacts.settle import Answer, Settled
from xerolink.domain.contacts.take import Standing, Taken
from xerolink.domain.identity import HostContactId, LinkId, XeroContactId
from xerolink.domain.journal import EntryKind, Note, Values
from xerolink.domain.run import RunKind
from xerolink.usecases.run import Run


def taken_note(run: Run, decision: Decision, standing: Standing, taken: Taken) -> Note:
    """A decision was taken; what it writes on either side is told when that has ended."""
    before = [link for link in (standing.link, *standing.replaced) if link is not None]
    return Note(
        EntryKind.DECIDED,
        run.ports.clock.now(),
        decision.stamp.actor,
        run.trigger,
        run.run.run_id,
        type(decision.action).__name__,
        decision.reason,
        "taken",
        decision.host_id,
        decision.xero_id,
        _link_id(decision, taken),
        decision.decision_id,
        taken.intent.intent_id if taken.intent else None,
        Values(links_before=tuple(dict.fromkeys(before)), links_after=taken.links),
    )


def _link_id(decision: Decision, taken: Taken) -> LinkId | None:
    """The pair's own link: after those that it replaces, before those that it restores."""
    own = taken.links[: len(taken.links) - len(decision.restores)]
    return own[-1].link_id if own else decision.rests_on.link_id


def written_note(
    run: Run,
    settled: Settled,
    answer: Answer,
    trigger: RunKind,
    moved: tuple[Sequence[Link], Sequence[Link]],
) -> Note:
    """An effect has ended: what either side held before, and what it holds now.

    Told as of the run that decided it, with its *trigger*, whichever run *run* ends it. *moved*:
    the links before and after.
    """
    intent = settled.intent
    host_id, xero_id = _contacts(intent, answer)
    return Note(
        EntryKind.WRITTEN,
        run.ports.clock.now(),
        intent.actor,
        trigger,
        intent.run_id,
        type(intent.body).__name__,
        "; ".join(problem.why for problem in settled.problems),
        _word(settled),
        host_id,
        xero_id,
        intent.link_id,
        intent.decision_id,
        intent.intent_id,
        Values(
            intent.before.host,
            _host_after(intent, answer),
            intent.before.xero,
            _xero_after(settled, answer, again=intent.run_id != run.run.run_id),
            tuple(moved[0]),
            tuple(moved[1]),
        ),
    )


def _created(settled: Settled, answer: Answer) -> SyncedFields | None:
    """As Xero stored it: what is found after a lost answer may have been edited by then."""
    if settled.link is not None:
        return settled.link.base_xero
    return answer.xero.contact.fields if isinstance(answer.xero, XeroStored) else None


def _word(settled: Settled) -> str:
    """ "part refused": one side or some fields would not; the rest is written."""
    if settled.intent.state is IntentState.REFUSED:
        return "refused"
    return "part refused" if settled.problems else "done"


def _contacts(intent: Intent, answer: Answer) -> tuple[HostContactId | None, XeroContactId | None]:
    match intent.body:
        case ImportContact(xero_id=xero_id):
            stored = answer.host.contact if isinstance(answer.host, HostStored) else None
            return stored.host_id if stored else None, xero_id
        case CreateContact(host_id=host_id):
            made = answer.xero.contact if isinstance(answer.xero, XeroStored) else None
            return host_id, made.xero_id if made else None
        case MergeContact(link=link) | RemoveContact(link=link) | ArchiveContact(link=link):
            return link.host_id, link.xero_id
        case _:
            assert_never(intent.body)


def _host_after(intent: Intent, answer: Answer) -> SyncedFields | None:
    """Of a change, the fields that were written and no others: an edit beside it is not ours."""
    if not isinstance(answer.host, HostStored):
        return None if isinstance(intent.body, RemoveContact) else intent.before.host
    stored = answer.host.contact.fields
    if intent.before.host is None or not isinstance(intent.body, MergeContact):
        return stored
    sent = intent.body.host.values if intent.body.host else {}
    return intent.before.host.with_values({name: stored.get(name) for name in sent})


def _xero_after(settled: Settled, answer: Answer, *, again: bool) -> SyncedFields | None:
    """The fields that were written and no others. What had its value before the first attempt,
    somebody typed there; *again*: in a later one it may be what the earlier one sent.
    """
    intent = settled.intent
    before = intent.before.xero
    if isinstance(intent.body, CreateContact):
        return _created(settled, answer)
    if before is None or not isinstance(intent.body, MergeContact) or intent.body.xero is None:
        return before
    landed = dict.fromkeys(answer.landing.landed) if answer.landing and again else {}
    held = answer.landing.current.fields if answer.landing else before
    if isinstance(answer.xero, XeroStored) and answer.landing:
        landed |= dict.fromkeys(n for n in answer.landing.rest if n not in answer.refused)
        held = answer.xero.contact.fields
    return before.with_values({name: held.get(name) for name in landed})
