"""Recover: finish every effect that an earlier run left open, oldest first (protocol, Cycle 2)."""

from xerolink.domain.contacts.intent import Intent, IntentState
from xerolink.domain.identity import IntentId
from xerolink.domain.run import Phase
from xerolink.ports.observer import IntentsRecovered
from xerolink.usecases.finish import finish
from xerolink.usecases.run import Run

PAGE = 200
"""How many intents are finished at a time."""


def recover(run: Run) -> None:
    """Try every open intent once. One that stays uncertain stays open; nothing is tried blindly.

    Before each page of them the run may end, as `Run.at` says. Raises what the host or Xero
    raises: nothing is planned on top of an open effect.
    """
    tried: set[IntentId] = set()
    while intents := _untried(run, tried):
        run.at(Phase.RECOVERING, len(tried))
        tried |= {intent.intent_id for intent in intents}
        finish(run, intents)
    if tried:
        run.notice(IntentsRecovered(run.connection_id, run.run.run_id, len(tried)))


def _untried(run: Run, tried: set[IntentId]) -> list[Intent]:
    with run.reading() as unit:
        found = unit.intents.open(len(tried) + PAGE)
    fresh = [intent for intent in found if intent.intent_id not in tried]
    return _send(run, fresh)


def _send(run: Run, intents: list[Intent]) -> list[Intent]:
    """Mark what was only intended as sent, before its call leaves."""
    sent = {
        i.intent_id: i.become(IntentState.SENT) for i in intents if i.state is IntentState.INTENDED
    }
    if sent:
        with run.transaction() as unit:
            unit.intents.put(sent.values())
    return [sent.get(intent.intent_id, intent) for intent in intents]
