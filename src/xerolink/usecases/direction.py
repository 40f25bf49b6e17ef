"""Direction: a one-way link is promoted, once its differences were seen (semantics row 1)."""

from collections.abc import Sequence

from xerolink.domain.contacts.decide import Decision
from xerolink.domain.contacts.decide_resync import make_two_way
from xerolink.domain.errors import NotLinkedError
from xerolink.domain.identity import XeroContactId, xero_entity
from xerolink.usecases.pairs import draw_each, pairs_of
from xerolink.usecases.plans import Draw, Drawn, freshen
from xerolink.usecases.run import Run


def draw_two_way(xero_ids: Sequence[XeroContactId]) -> Draw:
    """Let changes flow both ways: what the host changed meanwhile goes to Xero.

    What both sides changed is held as a FIELD_CONFLICT; an agreed difference stays. Raises
    `NotLinkedError` or `NotPossibleError` for a pair that is not in sync, not one-way or not
    whole; of many such are `Impossible`.
    """

    def draw(run: Run) -> Drawn:
        freshen(run, xero_ids)
        found, settings = pairs_of(run, xero_ids), run.record.settings

        def decide(xero_id: XeroContactId) -> Decision:
            link = found.links.get(xero_id)
            if link is None:
                raise NotLinkedError(xero_id)
            return make_two_way(found.any_pair(xero_id, link), settings, run.stamp())

        return draw_each(xero_ids, xero_entity, decide)

    return draw
