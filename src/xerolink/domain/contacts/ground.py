"""Whether a decision still stands on what it was taken on."""

from xerolink.domain.contacts.decide import Decision, MoveLink
from xerolink.domain.contacts.link_state import LinkEvent
from xerolink.domain.contacts.model import HostVersion
from xerolink.domain.contacts.take import Standing


def still_holds(decision: Decision, standing: Standing | None, host: HostVersion | None) -> bool:
    """Whether everything that *decision* rests on is as it was."""
    rests = decision.rests_on
    if standing is None or standing.engaged:
        return False
    if not _stops(decision) and _revision(standing) != rests.staged_revision:
        return False
    link = standing.link
    known = (link.link_id, link.revision) if link else (None, 0)
    return known == (rests.link_id, rests.link_revision) and host == rests.host_version


def _stops(decision: Decision) -> bool:
    """A stop concerns the pair: an edit of a contact does not make it stale (row 26)."""
    action = decision.action
    return isinstance(action, MoveLink) and action.event is LinkEvent.STOPPED


def _revision(standing: Standing) -> int:
    return standing.row.revision if standing.row else 0
