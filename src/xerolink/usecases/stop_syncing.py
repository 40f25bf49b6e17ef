"""Stop syncing: pairs come apart and both contacts stay (semantics row 26)."""

from collections.abc import Sequence

from xerolink.domain.contacts.decide import Decision
from xerolink.domain.contacts.decide_resync import stop
from xerolink.domain.contacts.link_state import LinkEvent
from xerolink.domain.identity import XeroContactId, xero_entity
from xerolink.usecases.given import reason
from xerolink.usecases.pairs import draw_each, pairs_of
from xerolink.usecases.plans import Draw, Drawn
from xerolink.usecases.run import Run


def draw_stop(xero_ids: Sequence[XeroContactId], why: str = "") -> Draw:
    """Make each pair a tombstone: listed under Previously Synced, and nothing links it by itself.

    Xero is not asked, so that a stop works while it cannot be reached. Open issues of the pair
    close. Raises `ValueError` for a *why* that is too long, `NotLinkedError` or
    `IllegalTransitionError` for one that is not in sync; of many such are `Impossible`.
    """

    reason(why)

    def draw(run: Run) -> Drawn:
        found = pairs_of(run, xero_ids)

        def decide(xero_id: XeroContactId) -> Decision:
            link = found.linked(xero_id, LinkEvent.STOPPED)
            host = found.hosts.get(link.host_id)
            return stop(link, found.rows.get(xero_id), host, why, run.stamp())

        return draw_each(xero_ids, xero_entity, decide)

    return draw
