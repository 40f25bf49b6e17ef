"""Adopt: take over the pairs of an integration that the host had before (plan, then apply)."""

from collections import Counter
from collections.abc import Iterator, Sequence

from attrs import frozen

from xerolink.domain.contacts.decide import Decision
from xerolink.domain.contacts.decide_adopt import adopt
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import XeroStatus
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.errors import AlreadyLinkedError, NotPossibleError, RefusedError
from xerolink.domain.identity import HostContactId, XeroContactId, xero_entity
from xerolink.domain.plan import Impossible
from xerolink.usecases.groups import groups
from xerolink.usecases.linkable import Linkable, linkable
from xerolink.usecases.plan import PAGE
from xerolink.usecases.plans import Draw, Drawn
from xerolink.usecases.run import Run
from xerolink.usecases.stage_host import stage_host
from xerolink.usecases.stage_xero import stage_changes

AdoptedPair = tuple[HostContactId, XeroContactId]


def draw_adopt(pairs: Sequence[AdoptedPair]) -> Draw:
    """Link each pair as it stands: nothing is matched, and nothing written to either side.

    What each side holds then is what both agreed to: where they differ, nothing flows until
    somebody edits the field. A contact that is archived in Xero is linked and suspended (semantics
    row 21). A pair that was separated, of either contact, ends: naming the new one is a person's
    act (row 26). The filter does not count (row 10). Everything else that stands in the way is
    `Impossible`, with what to do. Costs a page of Xero for each thousand contacts that are new,
    and one call to the host for each `PAGE` of *pairs*; works before the first import too.
    """

    def draw(run: Run) -> Drawn:
        stage_host(run)
        stage_changes(run)
        once = tuple(dict.fromkeys(pairs))
        twice = _named_twice(once)
        found = [one for page in groups(once, PAGE) for one in _page(run, page, twice)]
        return Drawn(
            tuple(one for one in found if isinstance(one, Decision)),
            tuple(one for one in found if isinstance(one, Impossible)),
        )

    return draw


@frozen
class _Twice:
    hosts: frozenset[HostContactId]
    xeros: frozenset[XeroContactId]


def _named_twice(pairs: Sequence[AdoptedPair]) -> _Twice:
    """Who stands in two pairs: which one is meant cannot be told, so neither is taken."""
    hosts, xeros = Counter(h for h, _ in pairs), Counter(x for _, x in pairs)
    return _Twice(
        frozenset(i for i, n in hosts.items() if n > 1),
        frozenset(i for i, n in xeros.items() if n > 1),
    )


def _page(run: Run, pairs: Sequence[AdoptedPair], twice: _Twice) -> Iterator[Decision | Impossible]:
    found = linkable(run, [xero_id for _, xero_id in pairs], [host_id for host_id, _ in pairs])
    for pair in pairs:
        try:
            yield _adopted(run, pair, found, twice)
        except RefusedError as error:
            yield Impossible(xero_entity(pair[1]), str(error))


def _adopted(run: Run, pair: AdoptedPair, found: Linkable, twice: _Twice) -> Decision:
    _refuse_twice(pair, twice)
    _refuse_linked(pair, found)
    host_id, xero_id = pair
    row, host = _row(xero_id, found), found.host(host_id)
    return adopt(row, host, found.by_xero.get(xero_id), found.by_host.get(host_id), run.stamp())


def _refuse_twice(pair: AdoptedPair, twice: _Twice) -> None:
    host_id, xero_id = pair
    named = [f"host contact {host_id!r}"] if host_id in twice.hosts else []
    named += [f"Xero contact {xero_id}"] if xero_id in twice.xeros else []
    if named:
        raise _refused(xero_id, f"{' and '.join(named)} is in several pairs", "name it once")


def _refuse_linked(pair: AdoptedPair, found: Linkable) -> None:
    host_id, xero_id = pair
    for link in (found.by_xero.get(xero_id), found.by_host.get(host_id)):
        if link is None or link.state is LinkState.PREVIOUSLY_SYNCED:
            continue
        if (link.host_id, link.xero_id) == pair:
            raise _refused(xero_id, f"the two are linked already ({link.state.value})")
        raise AlreadyLinkedError(link.host_id, link.xero_id)


def _row(xero_id: XeroContactId, found: Linkable) -> StagedContact:
    """The contact as last read; one that is archived is adopted too, one that is gone is not."""
    row = found.rows.get(xero_id)
    if row is None:
        raise _unread(xero_id, found)
    contact = row.contact
    if contact.merged_to is not None:
        why = f"it was merged in Xero into {contact.merged_to}"
        raise _refused(xero_id, why, "adopt that one")
    if contact.status is XeroStatus.GDPRREQUEST:
        raise _refused(xero_id, "it is erased in Xero")
    if contact.number in found.awaited:
        why = "it is being created from a host contact"
        raise _refused(xero_id, why, "sync_contacts, which links the two")
    return row


def _unread(xero_id: XeroContactId, found: Linkable) -> NotPossibleError:
    for issue in found.issues.get(xero_entity(xero_id), ()):
        if issue.kind is IssueKind.INVALID:
            return _refused(xero_id, issue.why, "mend it in Xero, then again")
    return _refused(xero_id, "the organisation has no contact with this id")


def _refused(xero_id: XeroContactId, why: str, *instead: str) -> NotPossibleError:
    return NotPossibleError(xero_entity(xero_id), why, instead)
