"""The host's part of a page of intents: one call to create, one to update."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from attrs import evolve

from xerolink.domain.contacts.effects import (
    HostOutcome,
    HostPatch,
    Refused,
    refused_fields,
    without_refused,
)
from xerolink.domain.contacts.intent import ImportContact, Intent, MergeContact, RemoveContact
from xerolink.domain.contacts.settle import Answer
from xerolink.domain.identity import IntentId
from xerolink.ports.errors import RejectedError, UnavailableError
from xerolink.usecases.run import Run

Row = TypeVar("Row")


def ask_host(run: Run, intents: Sequence[Intent], answers: dict[IntentId, Answer]) -> None:
    """Let the host create, update and remove; the answers are laid into *answers* as they come."""
    drafts = [i.body.draft for i in intents if isinstance(i.body, ImportContact)]
    patches = [i.body.host for i in intents if isinstance(i.body, MergeContact) and i.body.host]
    created = _call(run, run.ports.host.create_many, drafts)
    _lay(answers, [draft.key for draft in drafts], created)
    _update(run, patches, answers)
    removals = [i.body.removal for i in intents if isinstance(i.body, RemoveContact)]
    removed = _call(run, run.ports.host.remove_many, removals)
    _lay(answers, [removal.key for removal in removals], removed)


def _update(run: Run, patches: Sequence[HostPatch], answers: dict[IntentId, Answer]) -> None:
    """A refused field holds itself alone: the others are sent again, under the same key."""
    outcomes = _call(run, run.ports.host.update_many, patches)
    first = {patch.key: o for patch, o in zip(patches, outcomes, strict=True)}
    retry = [
        evolve(patch, values=rest)
        for patch in patches
        if (rest := without_refused(patch.values, first[patch.key]))
    ]
    final = [key for key in first if key not in {patch.key for patch in retry}]
    _lay(answers, final, [first[key] for key in final])
    again = _call(run, run.ports.host.update_many, retry)
    _lay(answers, [patch.key for patch in retry], again)
    for patch in retry:
        refused = refused_fields(first[patch.key])
        answers[patch.key] = evolve(answers[patch.key], host_refused=refused)


def _call(
    run: Run, verb: Callable[[Sequence[Row]], Sequence[HostOutcome]], rows: Sequence[Row]
) -> Sequence[HostOutcome]:
    if not rows:
        return ()
    run.before_call()
    try:
        outcomes = verb(rows)
    except RejectedError as error:
        return [Refused(error.problems)] * len(rows)
    if len(outcomes) != len(rows):
        why = f"it answered {len(outcomes)} outcomes for {len(rows)} rows"
        raise UnavailableError("the host", why)
    for outcome in outcomes:
        _require_outcome(outcome)
    return outcomes


def _require_outcome(answered: object) -> None:
    """A host's adapter may be typed by nobody: what it answers is looked at."""
    if not isinstance(answered, HostOutcome):
        why = f"its adapter answered {type(answered).__name__}, which is no HostOutcome; mend it"
        raise UnavailableError("the host", why)


def _lay(
    answers: dict[IntentId, Answer], keys: Sequence[IntentId], outcomes: Sequence[HostOutcome]
) -> None:
    for key, outcome in zip(keys, outcomes, strict=True):
        answers[key] = evolve(answers[key], host=outcome)
