"""From what the two sides answered to what is stored: the end of an intent (protocol).

Finishing an intent any number of times has the effect of once. What an answer does not cover is
UNCERTAIN, and is read before anything is tried again.
"""

from collections.abc import Mapping, Sequence

from attrs import evolve, field, frozen

from xerolink.domain.contacts.check import Problem
from xerolink.domain.contacts.effects import (
    HostOutcome,
    HostRemoved,
    HostStale,
    HostStored,
    NumberTaken,
    Refused,
    XeroOutcome,
    XeroStored,
)
from xerolink.domain.contacts.intent import (
    ArchiveContact,
    CreateContact,
    ImportContact,
    Intent,
    IntentState,
    MergeContact,
    RemoveContact,
    XeroEdit,
)
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import (
    FieldName,
    FieldValue,
    SyncedFields,
    XeroContact,
    XeroStatus,
    veiled,
)
from xerolink.domain.contacts.normalise import differs, same
from xerolink.domain.identity import LinkId


@frozen
class Landing:
    """What a re-read says of an edit before it is sent (protocol, Finishing an intent).

    *landed*: the field has its target already, an earlier attempt went through. *moved*: somebody
    changed it since the decision, it is not sent. *rest*: still to send.
    """

    current: XeroContact
    landed: tuple[FieldName, ...]
    moved: tuple[FieldName, ...]
    rest: Mapping[FieldName, FieldValue] = field(repr=veiled)


def landing(edit: XeroEdit, current: XeroContact) -> Landing:
    """Sort the fields of *edit* by what the contact holds now."""
    now = current.fields
    landed = tuple(n for n, value in edit.values.items() if same(n, now.get(n), value))
    moved = tuple(
        n for n in edit.values if n not in landed and not same(n, now.get(n), edit.was.get(n))
    )
    rest = {n: v for n, v in edit.values.items() if n not in landed and n not in moved}
    return Landing(current, landed, moved, rest)


@frozen
class Answer:
    """What the sides answered for one intent; a part that did not answer is None."""

    host: HostOutcome | None = None
    landing: Landing | None = None
    xero: XeroOutcome | None = None
    host_refused: Mapping[FieldName, Problem] = field(factory=dict)
    """Fields that the host refused while it took the others."""
    refused: Mapping[FieldName, Problem] = field(factory=dict)
    """Fields that Xero refused while it took the others."""


@frozen
class Settled:
    """What to store for one intent. *again*: the contact is to be decided anew."""

    intent: Intent
    link: Link | None = None
    problems: tuple[Problem, ...] = ()
    again: bool = False


def settle(intent: Intent, answer: Answer, link: Link | None) -> Settled:
    """The end of *intent*, or UNCERTAIN. *link*: as it stands in the store now; None: not yet.

    A link that the intent replaces is none of them.
    """
    match intent.body:
        case ImportContact() as body:
            return _import(intent, body, answer.host)
        case MergeContact() as body:
            before = link or body.link
            return _dated(_merge(intent, body, answer, link), before)
        case CreateContact() as body:
            return _create(intent, body, answer.xero, link)
        case RemoveContact() as body:
            return _taken_away(intent, answer.host, None if link else _stays(intent, body.link))
        case ArchiveContact():
            return _taken_away(intent, answer.xero, None)


def _dated(settled: Settled, before: Link) -> Settled:
    """What flowed dates the link, by the time of the decision: when it was last in sync."""
    if settled.link is None or settled.link == before:
        return settled
    return evolve(settled, link=settled.link.synced(settled.intent.recorded))


def _stays(intent: Intent, link: Link) -> Link | None:
    """A contact that stays must not match the other one again: a tombstone keeps them apart."""
    again = link.standing_again(LinkId(f"{intent.intent_id}.stays"), link.separated)
    return again if link.state is LinkState.ENDED else None


def _taken_away(
    intent: Intent, outcome: HostOutcome | XeroOutcome | None, stays: Link | None
) -> Settled:
    if isinstance(outcome, HostStale):
        outcome = Refused((Problem("somebody has edited the host contact since; it stays"),))
    match outcome:
        case HostRemoved() | XeroStored():
            return Settled(intent.become(IntentState.DONE))
        case Refused(problems):
            return Settled(intent.become(IntentState.REFUSED), stays, problems)
        case _:
            return Settled(intent.become(IntentState.UNCERTAIN))


def _import(intent: Intent, body: ImportContact, outcome: HostOutcome | None) -> Settled:
    """The bases are the snapshot in the intent and what the host stored, never a fresh read."""
    match outcome:
        case None:
            return Settled(intent.become(IntentState.UNCERTAIN))
        case Refused(problems):
            return Settled(intent.become(IntentState.REFUSED), problems=problems)
        case HostStale() | HostRemoved():
            return Settled(intent.become(IntentState.REFUSED), again=True)
        case HostStored(contact):
            link = Link(
                intent.link_id,
                contact.host_id,
                body.xero_id,
                contact.fields,
                body.snapshot,
                body.xero_updated,
                intent.recorded,
                near_match=intent.near_match,
            )
            return Settled(intent.become(IntentState.DONE), link)


def _create(
    intent: Intent, body: CreateContact, outcome: XeroOutcome | None, link: Link | None
) -> Settled:
    """The new pair; a host contact that got a partner meanwhile keeps that one."""
    match outcome:
        case None | NumberTaken():
            return Settled(intent.become(IntentState.UNCERTAIN))
        case Refused(problems):
            return Settled(intent.become(IntentState.REFUSED), problems=problems)
        case XeroStored() if link is not None:
            return Settled(intent.become(IntentState.DONE))
        case XeroStored(contact):
            return Settled(intent.become(IntentState.DONE), _pushed(intent, body, contact))


def _pushed(intent: Intent, body: CreateContact, contact: XeroContact) -> Link:
    return Link(
        intent.link_id,
        body.host_id,
        contact.xero_id,
        intent.before.host or body.draft.fields,
        _sent(contact.fields, body.draft.fields),
        contact.updated,
        intent.recorded,
        direction=body.direction,
    )


def _sent(stored: SyncedFields, sent: SyncedFields) -> SyncedFields:
    """Xero's spelling of what was sent; a field that somebody edited since keeps what was sent."""
    kept = {n: sent.get(n) for n in FieldName if not same(n, stored.get(n), sent.get(n))}
    return stored.with_values(kept)


def _merge(intent: Intent, body: MergeContact, answer: Answer, link: Link | None) -> Settled:
    """Host part first; where that is stale, Xero's part was not tried.

    What the host refuses keeps nothing else back, a new pair least of all (semantics row 18).
    """
    match answer.host:
        case None if body.host is not None:
            return Settled(intent.become(IntentState.UNCERTAIN))
        case HostStale():
            return _stale(intent, body, answer, link)
        case Refused(problems) if body.xero is None and link is not None:
            return Settled(intent.become(IntentState.REFUSED), problems=problems)
    link = _with_host_part(link or _new_pair(body, answer), body, answer)
    problems = _host_problems(answer)
    if body.xero is None:
        return Settled(intent.become(IntentState.DONE), link, problems)
    settled = _xero_part(intent, body, body.xero, answer, link)
    return evolve(settled, problems=(*problems, *settled.problems))


def _stale(intent: Intent, body: MergeContact, answer: Answer, link: Link | None) -> Settled:
    """Nothing was written; but for what an earlier attempt wrote in Xero, as far as is known."""
    found = answer.landing
    if body.xero is None or found is None or not found.landed:
        return Settled(intent.become(IntentState.REFUSED), again=True)
    agreed = link and _agree(link, body, body.xero, found.landed, found.current)
    return Settled(intent.become(IntentState.DONE), agreed, again=True)


def _new_pair(body: MergeContact, answer: Answer) -> Link:
    """The pair as it begins. On what the host refused the two never agreed: as the base of both
    stands what the host holds, so that Xero's value is still a change that waits to flow.
    """
    whole = body.host.values if body.host and isinstance(answer.host, Refused) else {}
    held = {name: body.link.base_host.get(name) for name in (*answer.host_refused, *whole)}
    return evolve(body.link, base_xero=body.link.base_xero.with_values(held))


def _host_problems(answer: Answer) -> tuple[Problem, ...]:
    whole = answer.host.problems if isinstance(answer.host, Refused) else ()
    return (*answer.host_refused.values(), *whole)


def _with_host_part(link: Link, body: MergeContact, answer: Answer) -> Link:
    """What the host stored is agreed, even where it is poorer than what Xero holds."""
    if body.host is None or not isinstance(answer.host, HostStored):
        return link
    sent = {n: value for n, value in body.host.values.items() if n not in answer.host_refused}
    stored = {name: answer.host.contact.fields.get(name) for name in sent}
    base_host = link.base_host.with_values(stored)
    base_xero = link.base_xero if body.apart else link.base_xero.with_values(sent)
    return link.agreed(base_host, base_xero, link.xero_updated)


def _xero_part(
    intent: Intent, body: MergeContact, edit: XeroEdit, answer: Answer, link: Link
) -> Settled:
    found = answer.landing
    if found is None and isinstance(answer.xero, Refused):
        return Settled(intent.become(IntentState.DONE), link, answer.xero.problems)
    if found is None or (found.rest and answer.xero is None):
        return Settled(intent.become(IntentState.UNCERTAIN))
    link = _agree(link, body, edit, found.landed, found.current)
    again, problems = bool(found.moved), tuple(answer.refused.values())
    if isinstance(answer.xero, Refused):
        problems += answer.xero.problems
    elif isinstance(answer.xero, XeroStored):
        sent = [name for name in found.rest if name not in answer.refused]
        link = _agree(link, body, edit, sent, answer.xero.contact)
    return Settled(intent.become(IntentState.DONE), link, problems, again)


def _agree(
    link: Link,
    body: MergeContact,
    edit: XeroEdit,
    names: Sequence[FieldName],
    answer: XeroContact,
) -> Link:
    """Bases for the sent fields only: the whole answer would swallow a colleague's edit.

    A name Xero stored otherwise than it was sent is agreed as stored; it never flows back.
    """
    sent = {name: edit.values[name] for name in names}
    stored = {name: answer.fields.get(name) for name in names}
    base_host = link.base_host if body.apart else link.base_host.with_values(sent)
    return link.agreed(base_host, link.base_xero.with_values(stored), answer.updated)


def news(contact: XeroContact, link: Link) -> bool:
    """Whether an answer holds more than the echo of what was sent: then it is decided anew."""
    return contact.status is not XeroStatus.ACTIVE or differs(contact.fields, link.base_xero)
