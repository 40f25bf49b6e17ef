"""What undo makes of a link: how it goes back, which tombstones stand again, what cannot be."""

from collections.abc import Sequence

from attrs import frozen

from xerolink.domain.contacts.decide_linked import DELETED
from xerolink.domain.contacts.link import APART, Link
from xerolink.domain.contacts.link_state import LinkEvent, LinkState
from xerolink.domain.contacts.model import HostContact, SyncedFields, XeroStatus
from xerolink.domain.contacts.normalise import differs
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.deeds import Deed
from xerolink.domain.identity import xero_entity
from xerolink.domain.plan import Impossible
from xerolink.domain.run import RunKind


@frozen
class Ground:
    """Both sides and the link of a deed's pair, as they stand now; None: not there.

    *rivals*: the links that the contacts of the deed's ended tombstones have now.
    """

    row: StagedContact | None
    host: HostContact | None
    link: Link | None
    rivals: tuple[Link, ...] = ()


def held(ground: Ground) -> SyncedFields | None:
    return ground.host.fields if ground.host else None


def writable(ground: Ground) -> SyncedFields | None:
    row = ground.row
    if row is None or row.contact.status is not XeroStatus.ACTIVE:
        return None
    return row.contact.fields


def is_about(deed: Deed, link: Link) -> bool:
    """Whether it is a link that the run moved: the contact may have got another since."""
    return link.link_id in deed.before or link.link_id in deed.after


def for_good(deed: Deed, ground: Ground) -> str:
    """Why nothing of *deed* can be taken back; "": some of it may be."""
    moved = [(deed.before[i], link) for i, link in deed.after.items() if i in deed.before]
    if any(old.xero_id != new.xero_id for old, new in moved):
        return "Xero merged the contacts; that stays"
    if any(old.host_id != new.host_id for old, new in moved):
        return "the host merged the contacts; that stays"
    if deed.removed:
        return "the host contact was taken away, and does not come back"
    if deed.archived and writable(ground) is None:
        return "restore the contact in Xero first, where it is archived"
    ended = any(old.state not in APART and new.state is LinkState.ENDED for old, new in moved)
    if ended and all(link.state in APART for link in deed.after.values()):
        return "the link was forgotten; link the two again"
    return ""


@frozen
class LinkBack:
    """How the link goes back: by *event*, with the tombstones *restored* that stand again."""

    event: LinkEvent | None
    restored: tuple[Link, ...] = ()
    impossible: tuple[Impossible, ...] = ()


def link_back(deed: Deed, ground: Ground, link: Link) -> LinkBack:
    """How *link*, which the run moved, goes back."""
    ended = _ended_tombstones(deed, link)
    if ended and not _may_stand(deed, ground, link, ended):
        why = "its former pair is not listed again: one of the two is in another pair"
        lost = tuple(Impossible(xero_entity(old.xero_id), why) for old in ended)
        event = LinkEvent.STOPPED if link.state is not LinkState.PREVIOUSLY_SYNCED else None
        return LinkBack(event, (), lost)
    if ended:
        return LinkBack(LinkEvent.FORGOTTEN, ended)
    if link.link_id in deed.after and link.link_id not in deed.before:
        apart = link.state is LinkState.PREVIOUSLY_SYNCED
        return LinkBack(None if apart else _end_of_new(deed, ground))
    return _moved_back(deed, ground, link)


def _moved_back(deed: Deed, ground: Ground, link: Link) -> LinkBack:
    """A state that one of the sides brought about stays."""
    apart = link.state is LinkState.PREVIOUSLY_SYNCED
    first, last = deed.before.get(link.link_id), deed.after.get(link.link_id)
    if first is None or last is None or first.state is last.state:
        return LinkBack(None)
    why = f"the pair is {link.state.value.replace('_', ' ')} for what happened on one side"
    if last.state is LinkState.PREVIOUSLY_SYNCED and apart and not _deleted(last):
        if ground.host is not None:
            return LinkBack(LinkEvent.RELINKED)
        why = "the host contact is gone"
    if first.state is LinkState.PREVIOUSLY_SYNCED and not apart:
        return LinkBack(LinkEvent.STOPPED)
    return LinkBack(None, (), (Impossible(deed.subject, why),))


def _deleted(link: Link) -> bool:
    return link.separated is not None and link.separated.why == DELETED


def _end_of_new(deed: Deed, ground: Ground) -> LinkEvent:
    """What a person answered is asked again; what matched by itself must not match again.

    Nor must a contact that was made for the other one, and stays.
    """
    asked = deed.trigger is RunKind.REVIEW and not _made_stays(deed, ground)
    return LinkEvent.FORGOTTEN if asked else LinkEvent.STOPPED


def _made_stays(deed: Deed, ground: Ground) -> bool:
    """Whether the contact that was created is somebody's work by now."""
    host, xero = held(ground), writable(ground)
    in_host = deed.made_in_host and host and differs(host, deed.made_in_host)
    return bool(in_host or (deed.made_in_xero and xero and differs(xero, deed.made_in_xero)))


def _ended_tombstones(deed: Deed, link: Link) -> tuple[Link, ...]:
    """The tombstones that this pair replaced."""
    return tuple(
        old
        for i, old in deed.before.items()
        if old.state is LinkState.PREVIOUSLY_SYNCED
        and i != link.link_id
        and i in deed.after
        and deed.after[i].state is LinkState.ENDED
    )


def _may_stand(deed: Deed, ground: Ground, link: Link, ended: Sequence[Link]) -> bool:
    """Whether the *ended* tombstones can stand again: none of their contacts is in another pair.

    Nor may a new Xero contact stay active beside them: nothing would keep it from matching.
    """
    if deed.made_in_xero is not None and _made_stays(deed, ground):
        return False
    rivals = [rival for rival in ground.rivals if rival.link_id != link.link_id]
    hosts, xeros = {r.host_id for r in rivals}, {r.xero_id for r in rivals}
    return not any(old.host_id in hosts or old.xero_id in xeros for old in ended)
