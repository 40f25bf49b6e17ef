"""What a person decides about a pair: stop it, link it again, or make another contact for it.

Each function answers a `Decision` or raises a `RefusedError` that names what is possible instead;
then nothing has moved (semantics rows 1, 26 to 29).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import assert_never

from attrs import evolve, frozen

from xerolink.domain.contacts.classify import Classification
from xerolink.domain.contacts.decide import (
    AskPerson,
    CreateInHost,
    Decision,
    LinkPair,
    MoveLink,
    RestsOn,
    Stamp,
    Verdict,
)
from xerolink.domain.contacts.decide_linked import Pair, decision_of, merge_pair
from xerolink.domain.contacts.decide_unlinked import overwrites
from xerolink.domain.contacts.issues import Candidate, CandidateReason, IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import TRANSITIONS, LinkEvent, LinkState
from xerolink.domain.contacts.matching import Conflict, FullMatch, MatchOutcome, NoMatch
from xerolink.domain.contacts.model import HostContact, XeroStatus
from xerolink.domain.contacts.next_steps import Situation, next_steps
from xerolink.domain.contacts.normalise import MatchKey, match_keys
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.errors import IllegalTransitionError, NotLinkedError, NotPossibleError
from xerolink.domain.identity import HostContactId, XeroContactId, xero_entity
from xerolink.domain.settings import ContactSettings, Direction

BY_A_PERSON = "stopped by a person"
"""Why a pair was stopped, where nobody gave a reason."""


VERBS: Mapping[LinkEvent, tuple[str, ...]] = MappingProxyType(
    {
        LinkEvent.STOPPED: ("stop_syncing",),
        LinkEvent.RELINKED: ("relink", "rematch"),
        LinkEvent.REPLACED: ("create_new_contact",),
    }
)
"""What a person asks for, by the event that it is."""


def allowed(xero_id: XeroContactId, link: Link | None, event: LinkEvent) -> Link:
    """The link that *event* may befall.

    Raises `NotLinkedError`, and `IllegalTransitionError`, which names the verbs that are possible.
    """
    if link is None:
        raise NotLinkedError(xero_id)
    possible = TRANSITIONS[link.state]
    if event not in possible:
        verbs = [verb for one in possible for verb in VERBS.get(one, ())]
        asked = " or ".join(VERBS.get(event, (event.value,)))
        raise IllegalTransitionError(link.state.value, f"{asked} of {xero_id}", verbs)
    return link


def stop(
    link: Link, row: StagedContact | None, host: HostContact | None, why: str, stamp: Stamp
) -> Decision:
    """Both contacts stay as they are (row 26); an edit in the host does not make it stale."""
    at_host = host.fields if host else None
    at_xero = row.contact.fields if row else None
    return Decision(
        stamp,
        link.xero_id,
        Verdict.STATE,
        MoveLink(link.host_id, LinkEvent.STOPPED, why),
        BY_A_PERSON,
        RestsOn(row.revision if row else 0, link_id=link.link_id, link_revision=link.revision),
        at_host,
        at_host,
        at_xero,
        at_xero,
        answers=(IssueKind.HOST_MERGE,),
    )


def relink(pair: Pair, settings: ContactSettings, stamp: Stamp) -> Decision:
    """The former partners again, merged three-way from the state at the stop (row 29)."""
    host = _partner(pair)
    _require_active(pair)
    merged, told = merge_pair(pair, host, settings, LinkEvent.RELINKED)
    reason = f"linked again; {told or 'nothing changed since the stop'}"
    return decision_of(pair, Verdict.UPDATE, merged, reason, stamp)


def make_two_way(pair: Pair, settings: ContactSettings, stamp: Stamp) -> Decision:
    """Changes flow both ways from now on; what the host changed meanwhile goes to Xero (row 1)."""
    if pair.link.state is not LinkState.SYNCED or pair.link.direction is Direction.TWO_WAY:
        why = f"the pair is {pair.link.state.value}, {pair.link.direction.value}"
        raise _refused(pair, f"{why}; only a one-way pair that is in sync is made two-way")
    host = _partner(pair)
    _require_active(pair)
    merged, told = merge_pair(pair, host, settings, direction=Direction.TWO_WAY)
    reason = f"made two-way; {told or 'nothing differs that was not agreed'}"
    return decision_of(pair, Verdict.UPDATE, merged, reason, stamp)


@frozen
class Rematch:
    """What the current name and billing email found; *hosts*: candidates as they stand now."""

    found: MatchOutcome
    hosts: Mapping[HostContactId, HostContact]


def rematch(pair: Pair, seen: Rematch, settings: ContactSettings, stamp: Stamp) -> Decision | None:
    """The pair that the current name and billing email make (row 27); None: No Match."""
    _require_active(pair)
    match seen.found:
        case NoMatch():
            return None
        case Conflict() as conflict:
            return _ask(pair, conflict, stamp)
        case FullMatch(host_id):
            host = seen.hosts.get(host_id)
            if host is None or _keys(host, settings) != pair.row.keys.both:
                raise _refused(pair, "the host contact that matched has changed just now")
            return _matched(pair, host, settings, stamp)
        case _:
            assert_never(seen.found)


def _keys(host: HostContact, settings: ContactSettings) -> MatchKey | None:
    return match_keys(host.fields, settings.matching).both


def _matched(pair: Pair, host: HostContact, settings: ContactSettings, stamp: Stamp) -> Decision:
    if host.host_id != pair.link.host_id:
        return _link_anew(pair, host, stamp)
    seen, event, both_ways = evolve(pair, host=host), LinkEvent.RELINKED, Direction.TWO_WAY
    merged, told = merge_pair(seen, host, settings, event, both_ways)
    reason = f"the same name and billing email still; {told or 'nothing changed since the stop'}"
    return decision_of(seen, Verdict.FULL_MATCH, merged, reason, stamp)


def _link_anew(pair: Pair, host: HostContact, stamp: Stamp) -> Decision:
    action = LinkPair(host.host_id, overwrites(host.fields, pair.row.contact.fields))
    reason = "another host contact has the same name and billing email now, and no other has both"
    made = decision_of(evolve(pair, host=host), Verdict.FULL_MATCH, action, reason, stamp)
    return _replacing(pair, made)


def _ask(pair: Pair, conflict: Conflict, stamp: Stamp) -> Decision:
    """The former partner comes first, as the one preselected, while the host has it."""
    former = pair.link.host_id
    first = (Candidate(former, CandidateReason.FORMER_PARTNER),) if pair.host else ()
    others = tuple(c for c in conflict.listed if c.host_id != former)
    action = AskPerson(conflict.kind, (*first, *others), conflict.shared_by)
    reason = "re-matched: the current name and billing email do not belong to exactly one contact"
    return decision_of(evolve(pair, host=None), Verdict.CONFLICT, action, reason, stamp)


def create_in_host(
    pair: Pair, found: Classification, settings: ContactSettings, stamp: Stamp
) -> Decision:
    """A second host contact, of Xero's data, in place of the former partner (row 28)."""
    _require_active(pair)
    kind = settings.default_contact_type
    action = CreateInHost(found.kind, found.confidence, found.reason, kind)
    reason = "a new host contact, from Xero's data"
    made = decision_of(evolve(pair, host=None), Verdict.NO_MATCH, action, reason, stamp)
    return _replacing(pair, evolve(made, host_after=pair.row.contact.fields))


def _replacing(pair: Pair, made: Decision) -> Decision:
    alive = (_HOST_ALIVE,) if pair.host is not None else ()
    return evolve(made, replaces=(pair.link.link_id,), warnings=alive)


_HOST_ALIVE = "the former partner is still there in the host: it stays, without a link"
XERO_ALIVE = "the former partner is still active in Xero: it stays, and is matched or imported anew"


def _partner(pair: Pair) -> HostContact:
    if pair.host is None:
        raise _refused(pair, "the host no longer has the contact")
    return pair.host


def _require_active(pair: Pair) -> None:
    match pair.row.contact.status:
        case XeroStatus.ACTIVE:
            return
        case XeroStatus.ARCHIVED if pair.row.contact.merged_to is not None:
            raise _refused(pair, "the contact was merged into another one in Xero")
        case XeroStatus.ARCHIVED:
            raise _refused(pair, "the contact is archived in Xero; restore it there first")
        case XeroStatus.GDPRREQUEST:
            raise _refused(pair, "the contact is erased in Xero")
        case _:
            assert_never(pair.row.contact.status)


def _refused(pair: Pair, why: str) -> NotPossibleError:
    steps = next_steps(Situation(pair.link, pair.host, pair.row.contact.status))
    return NotPossibleError(xero_entity(pair.link.xero_id), why, [step.value for step in steps])
