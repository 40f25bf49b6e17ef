"""Repair: a plan that makes drifting pairs equal, as the side that a person prefers."""

from collections.abc import Iterator

from xerolink.domain.contacts.decide import Decision
from xerolink.domain.contacts.decide_person import Side
from xerolink.domain.contacts.model import XeroStatus
from xerolink.domain.contacts.repair import EVERY, OPEN, repair
from xerolink.domain.errors import NotPossibleError
from xerolink.domain.identity import xero_entity
from xerolink.domain.plan import Impossible
from xerolink.usecases.compare import Compared, compared_pages
from xerolink.usecases.given import one_of
from xerolink.usecases.plans import Draw, Drawn
from xerolink.usecases.run import Run
from xerolink.usecases.stage_host import stage_host
from xerolink.usecases.stage_xero import stage_changes


def draw_repair(prefer: Side, also_agreed: bool = False) -> Draw:
    """Let the values of *prefer* stand wherever a pair in sync drifts.

    Agreed differences and fields that wait as a FIELD_CONFLICT are left alone, unless
    *also_agreed*. A one-way pair is repaired from Xero only; where the host is preferred it is
    `Impossible` (semantics row 1).
    """

    one_of(Side, prefer, "prefer")

    def draw(run: Run) -> Drawn:
        stage_host(run)
        stage_changes(run)
        found = list(_repaired(run, prefer, also_agreed))
        return Drawn(
            tuple(one for one in found if isinstance(one, Decision)),
            tuple(one for one in found if isinstance(one, Impossible)),
        )

    return draw


def _repaired(run: Run, prefer: Side, also_agreed: bool) -> Iterator[Decision | Impossible]:
    wanted = EVERY if also_agreed else OPEN
    compared = (one for page in compared_pages(run) for one in page)
    for one in compared:
        if not isinstance(one, Compared) or not _in_sync(one):
            continue
        names = [found.name for found in one.differences if found.kind in wanted]
        try:
            made = repair(one.pair, names, prefer, run.record.settings, run.stamp())
        except NotPossibleError as error:
            yield Impossible(xero_entity(one.link.xero_id), str(error))
            continue
        if made is not None:
            yield made


def _in_sync(one: Compared) -> bool:
    return one.link.live and one.pair.row.contact.status is XeroStatus.ACTIVE
