"""Xero's part of a page of intents: read, compare, write what is left (protocol)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from attrs import evolve, frozen

from xerolink.domain.contacts.check import Problem
from xerolink.domain.contacts.effects import (
    HostStale,
    HostStored,
    NumberTaken,
    Refused,
    XeroDraft,
    XeroOutcome,
    XeroPatch,
    XeroStored,
    refused_fields,
    without_refused,
)
from xerolink.domain.contacts.intent import (
    ArchiveContact,
    CreateContact,
    Intent,
    MergeContact,
    XeroEdit,
)
from xerolink.domain.contacts.link import NOTHING_SEEN, Link
from xerolink.domain.contacts.model import FieldName, XeroContact, XeroStatus
from xerolink.domain.contacts.settle import Answer, landing
from xerolink.domain.identity import HostContactId, IntentId, XeroContactId
from xerolink.ports.errors import RejectedError
from xerolink.ports.xero import GROUP, READ_GROUP
from xerolink.usecases.groups import groups
from xerolink.usecases.host_rows import read_contacts
from xerolink.usecases.run import Run

LAG = timedelta(seconds=120)
"""How long a look-up may not show what landed (protocol, Cycle 7: the overlap of two reads)."""
PATIENCE = timedelta(days=1)
"""How long an effect waits for a reading as new as its decision: no replica lags for longer."""


def ask_xero(run: Run, intents: Sequence[Intent], answers: dict[IntentId, Answer]) -> None:
    """Send what belongs to Xero; the answers are laid into *answers* as they come."""
    late = [edit for i in intents if (edit := _cut_short(run, i, answers))]
    stale = {edit.intent_id: answers[edit.intent_id] for edit in late}
    # Until somebody has seen what landed of them, they stay open, whatever fails before that.
    answers |= dict.fromkeys(stale, Answer())
    edits = [edit for i in intents if (edit := _edit(run, i, answers[i.intent_id]))]
    for group in groups(edits, READ_GROUP):
        _send_group(run, group, answers)
    for group in groups(late, READ_GROUP):
        answers |= _looked_back(run, group, stale)
    for intent in intents:
        if isinstance(intent.body, CreateContact):
            outcome = _create(run, intent, intent.body.draft)
            answers[intent.intent_id] = evolve(answers[intent.intent_id], xero=outcome)
    _archive(run, [i for i in intents if isinstance(i.body, ArchiveContact)], answers)


def _archive(run: Run, intents: Sequence[Intent], answers: dict[IntentId, Answer]) -> None:
    for group in groups(intents, GROUP):
        ids = [i.body.link.xero_id for i in group if isinstance(i.body, ArchiveContact)]
        run.before_call()
        try:
            outcomes = run.ports.xero.archive_many(ids)
        except RejectedError as error:
            outcomes = [Refused(error.problems)] * len(ids)
        for intent, outcome in zip(group, outcomes, strict=True):
            answers[intent.intent_id] = evolve(answers[intent.intent_id], xero=outcome)


@frozen
class _Edit:
    """*seen*: the UpdatedDateUTC that the decision knew; after `PATIENCE`, none."""

    intent_id: IntentId
    host_id: HostContactId
    xero_id: XeroContactId
    edit: XeroEdit
    seen: datetime

    def told_by(self, contact: XeroContact) -> bool:
        """Whether a reading may be believed: an older one comes of a stale replica."""
        return contact.updated >= self.seen


def _edit(run: Run, intent: Intent, answer: Answer) -> _Edit | None:
    """What an intent has for Xero; nothing while its host part is stale or not answered."""
    body = intent.body
    if not isinstance(body, MergeContact) or body.xero is None:
        return None
    if body.host is not None and not isinstance(answer.host, HostStored | Refused):
        return None
    return _edit_of(run, intent, body.link, body.xero)


def _edit_of(run: Run, intent: Intent, link: Link, edit: XeroEdit) -> _Edit:
    waited = run.ports.clock.now() - intent.recorded
    seen = link.xero_updated if waited < PATIENCE else NOTHING_SEEN
    return _Edit(intent.intent_id, link.host_id, link.xero_id, edit, seen)


def _cut_short(run: Run, intent: Intent, answers: Mapping[IntentId, Answer]) -> _Edit | None:
    """What an earlier run may have written in Xero, although the host part is stale by now."""
    body, again = intent.body, intent.run_id != run.run.run_id
    if not again or not isinstance(body, MergeContact) or body.xero is None:
        return None
    if not isinstance(answers[intent.intent_id].host, HostStale):
        return None
    return _edit_of(run, intent, body.link, body.xero)


def _send_group(run: Run, group: Sequence[_Edit], answers: dict[IntentId, Answer]) -> None:
    """Read the group, then write what is left of it; a field that moved is not sent."""
    run.before_call()
    current = run.ports.xero.get_many([edit.xero_id for edit in group])
    patches = {}
    for edit in group:
        contact = current.get(edit.xero_id)
        if contact is None or not edit.told_by(contact):
            # Xero deletes nothing: a replica lags. The intent stays open and is read again.
            continue
        found = landing(edit.edit, contact)
        answers[edit.intent_id] = evolve(answers[edit.intent_id], landing=found)
        if found.rest:
            patches[edit.intent_id] = XeroPatch(edit.xero_id, found.rest, contact)
    first = _update(run, patches)
    partly = [edit for edit in group if _taken_in_part(edit, patches, first)]
    for intent_id in first.keys() - {edit.intent_id for edit in partly}:
        answers[intent_id] = evolve(answers[intent_id], xero=first[intent_id])
    if partly:
        _send_rest(run, partly, first, answers)


def _looked_back(
    run: Run, group: Sequence[_Edit], stale: Mapping[IntentId, Answer]
) -> dict[IntentId, Answer]:
    """Where the host contact is gone, read what landed in Xero before it went; send nothing.

    One that is still there was edited before its part was written, so Xero's was never tried.
    One that no reading may be believed about is left out.
    """
    ids = {edit.host_id for edit in group}
    read = read_contacts(run, ids, len(ids))
    there = read.found.keys() | read.unread
    found = {e.intent_id: stale[e.intent_id] for e in group if e.host_id in there}
    gone = [edit for edit in group if edit.intent_id not in found]
    if not gone:
        return found
    run.before_call()
    current = run.ports.xero.get_many([edit.xero_id for edit in gone])
    for edit in gone:
        contact = current.get(edit.xero_id)
        if contact is not None and edit.told_by(contact):
            landed = landing(edit.edit, contact)
            found[edit.intent_id] = evolve(stale[edit.intent_id], landing=landed)
    return found


def _taken_in_part(
    edit: _Edit,
    patches: Mapping[IntentId, XeroPatch],
    first: Mapping[IntentId, XeroOutcome],
) -> bool:
    """Whether Xero refused some fields by name, and others are left."""
    patch = patches.get(edit.intent_id)
    return patch is not None and bool(without_refused(patch.values, first[edit.intent_id]))


def _send_rest(
    run: Run,
    group: Sequence[_Edit],
    first: Mapping[IntentId, XeroOutcome],
    answers: dict[IntentId, Answer],
) -> None:
    """A refused field holds itself alone: the others are sent again, after another look.

    People may have edited them since the first one.
    """
    run.before_call()
    current = run.ports.xero.get_many([edit.xero_id for edit in group])
    retry, known = {}, {}
    for edit in group:
        contact, outcome = current.get(edit.xero_id), first[edit.intent_id]
        if contact is None or not edit.told_by(contact):
            # A replica lags: the intent stays open and is read again.
            continue
        found = landing(edit.edit, contact)
        answer = evolve(answers[edit.intent_id], landing=found, refused=refused_fields(outcome))
        if rest := without_refused(found.rest, outcome):
            known[edit.intent_id] = answer
            retry[edit.intent_id] = XeroPatch(edit.xero_id, rest, contact)
        else:
            answers[edit.intent_id] = evolve(answer, xero=outcome)
    # What was refused is told with what became of the rest: should that fail, all is read again.
    for intent_id, outcome in _update(run, retry).items():
        answers[intent_id] = evolve(known[intent_id], xero=outcome)


def _update(run: Run, patches: Mapping[IntentId, XeroPatch]) -> dict[IntentId, XeroOutcome]:
    if not patches:
        return {}
    run.before_call()
    try:
        outcomes = run.ports.xero.update_many(list(patches.values()))
    except RejectedError as error:
        return dict.fromkeys(patches, Refused(error.problems))
    return dict(zip(patches, outcomes, strict=True))


def _create(run: Run, intent: Intent, draft: XeroDraft) -> XeroOutcome | None:
    """Look our number up, then the name, then create (semantics row 31). A hit is ours.

    In place of a former partner: that one may be archived under the same name (row 28). None: an
    earlier run may have created it just now, and who has the name may be an old reading.
    """
    if (ours := _by_number(run, draft)) is not None:
        return ours
    run.before_call()
    holders = run.ports.xero.by_name(draft.fields.name or "")
    if (found := _held(holders, draft, again=bool(intent.replaces))) is not None:
        return None if isinstance(found, Refused) and _may_lag(run, intent) else found
    run.before_call()
    try:
        outcome = run.ports.xero.create_many([draft])[0]
    except RejectedError as error:
        return Refused(error.problems)
    if isinstance(outcome, NumberTaken):
        return _by_number(run, draft) or outcome
    return outcome


def _may_lag(run: Run, intent: Intent) -> bool:
    """Whether a call of an earlier run may have landed and be shown by no look-up yet."""
    late = run.ports.clock.now() - intent.recorded < LAG
    return late and intent.run_id != run.run.run_id


def _held(holders: Collection[XeroContact], draft: XeroDraft, *, again: bool) -> XeroOutcome | None:
    """What the holders of the name make of the create; an active one is named first."""
    for holder in holders:
        if holder.number == draft.number:
            return XeroStored(holder)
    active = [holder for holder in holders if holder.status is XeroStatus.ACTIVE]
    if active:
        why = f"the name is already used in Xero, by contact {active[0].xero_id}; "
        way = "link to that one, or give another name"
        return Refused((Problem(why + way, FieldName.NAME),))
    if holders and not again:
        why = "the name is already used in Xero, by an archived contact; "
        way = "restore it there and link to it, or give another name"
        return Refused((Problem(why + way, FieldName.NAME),))
    return None


def _by_number(run: Run, draft: XeroDraft) -> XeroStored | None:
    run.before_call()
    ours = run.ports.xero.by_number(draft.number)
    return XeroStored(ours) if ours is not None else None
