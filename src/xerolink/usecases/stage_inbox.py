"""Stage, from the inbox: read the contacts that webhooks named, by their ids."""

from collections.abc import Sequence

from xerolink.domain.identity import XeroContactId
from xerolink.domain.inbox import EventCategory, WebhookEvent, latest
from xerolink.domain.run import Phase
from xerolink.ports.xero import READ_GROUP
from xerolink.usecases.groups import groups
from xerolink.usecases.run import Run
from xerolink.usecases.stage_xero import stage_contacts

PAGE = 1_000
"""How many events are looked at together: those of one contact cost one reading."""


def stage_inbox(run: Run) -> None:
    """Read every contact with a pending event once, in groups of `READ_GROUP`.

    The events are settled in the transaction that stages what they told of; what a crash leaves
    is read again, which is no news. An id that Xero does not know is settled too.
    """
    while events := _pending(run):
        for group in groups(list(latest(events)), READ_GROUP):  # the oldest last event first
            _stage_group(run, [event for event in events if event.resource_id in group])


def _pending(run: Run) -> tuple[WebhookEvent, ...]:
    with run.reading() as unit:
        return unit.inbox.pending(EventCategory.CONTACT, PAGE)


def _stage_group(run: Run, events: Sequence[WebhookEvent]) -> None:
    ids = sorted({XeroContactId(event.resource_id) for event in events})
    run.at(Phase.READING_XERO, run.counts["webhook_events"])
    run.before_call()
    found = run.ports.xero.get_many(ids)
    stage_contacts(run, found.values(), also=lambda unit: unit.inbox.settle(events))
    run.counts["webhook_events"] += len(events)
