"""Small values for the store's suite: number *n* of each kind, alike but for what is said."""

from datetime import UTC, datetime
from typing import Any

from attrs import evolve

from xerolink.domain.contacts.decide import (
    Action,
    AskPerson,
    CreateInHost,
    Decision,
    RestsOn,
    Stamp,
    Verdict,
)
from xerolink.domain.contacts.effects import HostDraft, HostPatch
from xerolink.domain.contacts.intent import ImportContact, Intent, MergeContact, XeroEdit
from xerolink.domain.contacts.issues import Candidate, CandidateReason, Issue, IssueKind
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import (
    Address,
    ContactKind,
    FieldName,
    HostVersion,
    Phone,
    SyncedFields,
    XeroContact,
)
from xerolink.domain.contacts.normalise import MatchKeys, match_keys
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.staged import IndexEntry, StagedContact
from xerolink.domain.identity import (
    SYNC,
    Actor,
    ConnectionId,
    DecisionId,
    EntityKey,
    HostContactId,
    IntentId,
    IssueId,
    LinkId,
    RunId,
    TenantId,
    XeroContactId,
    xero_entity,
)
from xerolink.domain.run import ConnectionRecord, HostCursor, Organisation, RunKind, RunRecord
from xerolink.domain.settings import ContactSettings

START = datetime(2026, 3, 1, 9, 30, 15, 123456, tzinfo=UTC)
HERE, THERE = ConnectionId("here"), ConnectionId("there")
RUN = RunId("run-1")


def xero_id(n: int) -> XeroContactId:
    return XeroContactId(f"x{n:03}")


def host_id(n: int) -> HostContactId:
    return HostContactId(f"h{n:03}")


def subject(n: int) -> EntityKey:
    return xero_entity(xero_id(n))


def fields(n: int) -> SyncedFields:
    phone, address = Phone("5551234", "9", "64"), Address(("1 Road",), "City", "", "1010", "NZ")
    return SyncedFields(f"Name {n}", f"n{n}@example.com", phone, address)


def keys(n: int) -> MatchKeys:
    return match_keys(fields(n))


def link(n: int, **changes: Any) -> Link:
    """Link *n* of Xero contact *n* and host contact *n*."""
    made = Link(
        LinkId(f"l{n:03}"), host_id(n), xero_id(n), fields(n), SyncedFields("Name"), START, START
    )
    return evolve(made, **changes)


def issue(n: int, **changes: Any) -> Issue:
    """Issue *n* about Xero contact *n*."""
    candidates = (Candidate(host_id(n), CandidateReason.SAME_NAME),)
    made = Issue(
        IssueId(f"i{n:03}"), IssueKind.NAME_ONLY, subject(n), START, "a person decides", candidates
    )
    return evolve(made, **changes)


def closed(issue: Issue) -> Issue:
    return issue.close(START, Actor.person("p1"))


def contact(n: int, **changes: Any) -> XeroContact:
    return evolve(XeroContact(xero_id(n), START, fields(n), is_customer=True), **changes)


def staged(n: int, **changes: Any) -> StagedContact:
    """The row of Xero contact *n*, admitted and due."""
    return evolve(StagedContact(contact(n), keys(n), admitted=True), **changes)


def named_alike(n: int, **changes: Any) -> StagedContact:
    """The row of Xero contact *n* under the keys of number 0."""
    return staged(n, keys=keys(0), **changes)


def profile(n: int) -> Profile:
    return Profile.of(fields(n))


def entry(n: int, **changes: Any) -> IndexEntry:
    return evolve(IndexEntry(host_id(n), keys(n)), **changes)


def decision(n: int, contact: int | None = None, revision: int = 1, **changes: Any) -> Decision:
    """Decision *n* to create the Xero contact *contact* (else *n*), resting on *revision*."""
    made = Decision(
        Stamp(DecisionId(f"d{n:03}"), RUN, SYNC),
        xero_id(n if contact is None else contact),
        Verdict.NO_MATCH,
        CreateInHost(ContactKind.PERSON, 900, "two words", "client"),
        "nobody has its name",
        RestsOn(revision),
        None,
        fields(n),
        fields(n),
        fields(n),
    )
    return evolve(made, **changes)


def conflict(n: int, kind: IssueKind) -> Decision:
    action: Action = AskPerson(kind, (), 0)
    return decision(n, verdict=Verdict.CONFLICT, action=action)


def of_run(n: int, run_id: RunId) -> Decision:
    return decision(n, stamp=Stamp(DecisionId(f"d{n:03}"), run_id, SYNC))


def intent(n: int, **changes: Any) -> Intent:
    """Intent *n* to import Xero contact *n*."""
    key = IntentId(f"e{n:03}")
    body = ImportContact(
        xero_id(n), HostDraft(key, fields(n), ContactKind.PERSON, "client"), fields(n), START
    )
    made = Intent(key, subject(n), LinkId(f"l{n:03}"), body, RUN, SYNC, START)
    return evolve(made, **changes)


def merge_body(n: int) -> MergeContact:
    key = IntentId(f"e{n:03}")
    patch = HostPatch(key, host_id(n), HostVersion("7"), {FieldName.PRIMARY_PHONE: Phone("1")})
    edit = XeroEdit({FieldName.BILLING_EMAIL: "", FieldName.BILLING_ADDRESS: None}, fields(n))
    return MergeContact(link(n), patch, edit)


def run(n: int, **changes: Any) -> RunRecord:
    made = RunRecord(RunId(f"r{n:03}"), RunKind.SYNC, SYNC, START, counts={"no_match": n})
    return evolve(made, **changes)


def record(connection_id: ConnectionId, cursor: str = "0") -> ConnectionRecord:
    return ConnectionRecord(
        connection_id,
        Organisation(TenantId("t1"), "Books Ltd", "!abc", "NZD", "NZ", "NEWZEALANDSTANDARDTIME"),
        ContactSettings(default_contact_type="client"),
        START,
        Actor.person("p1"),
        xero_cursor=START,
        host_cursor=HostCursor(cursor),
        scanned_at=START,
    )
