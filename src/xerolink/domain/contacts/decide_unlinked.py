"""What becomes of a Xero contact that has no link: link it, create it, or ask a person."""

from collections.abc import Mapping
from typing import assert_never

from attrs import evolve, frozen

from xerolink.domain.contacts.classify import Classification
from xerolink.domain.contacts.decide import (
    AskPerson,
    CreateInHost,
    Decision,
    Leave,
    LinkPair,
    RestsOn,
    Stamp,
    Verdict,
)
from xerolink.domain.contacts.issues import Candidate, CandidateReason, IssueKind, per_cent
from xerolink.domain.contacts.matching import Conflict, FullMatch, MatchOutcome, NoMatch
from xerolink.domain.contacts.model import FieldName, FieldValue, HostContact, SyncedFields
from xerolink.domain.contacts.normalise import is_empty, match_keys, same
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.identity import HostContactId
from xerolink.domain.settings import ContactSettings, NearMatch


@frozen
class Seen:
    """What was gathered about one unlinked contact.

    *hosts*: the candidates as the host holds them now. *same_name*: how many admitted Xero
    contacts share its name key. *taken*: candidates that are linked or tombstoned.
    """

    found: MatchOutcome
    hosts: Mapping[HostContactId, HostContact]
    same_name: int
    taken: frozenset[HostContactId]
    classification: Classification


def decide_unlinked(
    row: StagedContact, seen: Seen, settings: ContactSettings, stamp: Stamp
) -> Decision | None:
    """The decision about *row*; None while the index and the host's own row disagree.

    The index proposes, the row decides: a Full Match is checked against the host contact as it
    was loaded; one that moved meanwhile stays due and is looked at again.
    """
    if not row.admitted:
        return _leave(row, stamp)
    match seen.found:
        case FullMatch(host_id):
            return _full_match(row, seen.hosts.get(host_id), settings, stamp)
        case Conflict() as conflict:
            partner = name_only_partner(row, conflict, seen) if settings.link_name_only else None
            if partner is not None:
                return _link(row, partner, "same name, email missing on one side", stamp)
            return _ask(row, conflict, seen, stamp)
        case NoMatch(near) as unknown if near and settings.near_match is NearMatch.REVIEW:
            return _ask_near(row, unknown.listed, stamp)
        case NoMatch(near):
            return _create(row, near, seen.classification, settings, stamp)
        case _:
            assert_never(seen.found)


def overwrites(host: SyncedFields, xero: SyncedFields) -> dict[FieldName, FieldValue]:
    """What Xero overwrites at link time: non-blank values that mean something else (row 8)."""
    return {
        name: value
        for name in FieldName
        if not _blank(value := xero.get(name)) and not same(name, host.get(name), value)
    }


def _blank(value: FieldValue) -> bool:
    return value is None or is_empty(value)


def _full_match(
    row: StagedContact, host: HostContact | None, settings: ContactSettings, stamp: Stamp
) -> Decision | None:
    if host is None or match_keys(host.fields, settings.matching).both != row.keys.both:
        return None
    return _link(row, host, "same name and billing email, and no other contact has both", stamp)


def name_only_partner(row: StagedContact, conflict: Conflict, seen: Seen) -> HostContact | None:
    """The one host contact of that name, if an email is missing on either side (row 5)."""
    if conflict.kind is not IssueKind.NAME_ONLY or len(conflict.candidates) != 1:
        return None
    host = seen.hosts.get(conflict.candidates[0].host_id)
    if host is None or host.host_id in seen.taken or seen.same_name != 1:
        return None
    blank = row.keys.email is None or _blank(host.fields.billing_email)
    return host if blank else None


def _link(row: StagedContact, host: HostContact, reason: str, stamp: Stamp) -> Decision:
    xero = row.contact.fields
    values = overwrites(host.fields, xero)
    return Decision(
        stamp,
        row.contact.xero_id,
        Verdict.FULL_MATCH,
        LinkPair(host.host_id, values),
        reason,
        RestsOn(row.revision, host.host_id, host.version),
        host.fields,
        host.fields.with_values(values),
        xero,
        xero,
    )


def _ask(row: StagedContact, conflict: Conflict, seen: Seen, stamp: Stamp) -> Decision:
    action = AskPerson(conflict.kind, conflict.listed, conflict.shared_by)
    return _without_host(row, Verdict.CONFLICT, action, _conflict_reason(conflict, seen), stamp)


def _conflict_reason(conflict: Conflict, seen: Seen) -> str:
    if conflict.kind is not IssueKind.AMBIGUOUS:
        return _CONFLICT_REASONS[conflict.kind]
    if len(conflict.candidates) > 1:
        return "several host contacts have this name and billing email"
    if conflict.candidates[0].host_id in seen.taken:
        return "the host contact with this name and billing email is taken, or was separated"
    return "several Xero contacts have this name and billing email"


_CONFLICT_REASONS: Mapping[IssueKind, str] = {
    IssueKind.NAME_ONLY: "the name is known, the billing email differs or is missing",
    IssueKind.EMAIL_ONLY: "the billing email is known under another name",
    IssueKind.SPLIT: "the name belongs to one contact, the billing email to another",
}


def _ask_near(row: StagedContact, listed: tuple[Candidate, ...], stamp: Stamp) -> Decision:
    action = AskPerson(IssueKind.NEAR_MATCH, listed, 0)
    named = any(candidate.reason is CandidateReason.NEAR_NAME for candidate in listed)
    what = "nearly the same name is" if named else "a contact is that is likely the same"
    reason = f"neither the name nor the billing email is known, but {what}"
    return _without_host(row, Verdict.CONFLICT, action, reason, stamp)


def _create(
    row: StagedContact,
    near: tuple[Candidate, ...],
    found: Classification,
    settings: ContactSettings,
    stamp: Stamp,
) -> Decision:
    """What it resembles is told as a warning (semantics row 9)."""
    resembled = near[0].host_id if near else None
    kind = settings.default_contact_type
    action = CreateInHost(found.kind, found.confidence, found.reason, kind, resembled)
    reason = "neither the name nor the billing email is known"
    made = _without_host(row, Verdict.NO_MATCH, action, reason, stamp)
    return evolve(made, warnings=(_resembles(near[0]),)) if near else made


def _resembles(near: Candidate) -> str:
    """No more of it than how likely it is: a warning is read where the reasons should not be."""
    if near.reason is CandidateReason.NEAR_NAME:
        alike = "has nearly the same name"
    else:
        alike = f"is the same to {per_cent(near.probability or 0)}"
    return f"host contact {near.host_id!r} {alike}, and stays beside the new one"


def _leave(row: StagedContact, stamp: Stamp) -> Decision:
    reason = "not active, or left out by the contact type filter"
    return _without_host(row, Verdict.NOTHING, Leave(), reason, stamp)


def _without_host(
    row: StagedContact,
    verdict: Verdict,
    action: AskPerson | CreateInHost | Leave,
    reason: str,
    stamp: Stamp,
) -> Decision:
    xero = row.contact.fields
    created = xero if isinstance(action, CreateInHost) else None
    return Decision(
        stamp,
        row.contact.xero_id,
        verdict,
        action,
        reason,
        RestsOn(row.revision),
        None,
        created,
        xero,
        xero,
    )
