"""What a run did, pair by pair, as the journal tells it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from attrs import field, frozen

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import FieldName, FieldValue, SyncedFields, veiled
from xerolink.domain.contacts.normalise import canonical
from xerolink.domain.identity import (
    DecisionId,
    EntityKey,
    HostContactId,
    LinkId,
    XeroContactId,
    host_entity,
    xero_entity,
)
from xerolink.domain.journal import Entry, EntryKind
from xerolink.domain.run import RunKind


@frozen
class Change:
    """One field that was written: what it held, and what it held then."""

    before: FieldValue = field(repr=veiled)
    after: FieldValue = field(repr=veiled)


@frozen
class Deed:
    """Everything that one run did to one pair.

    *host* and *xero*: the fields that were written on each side. *made_in_host* and
    *made_in_xero*: the contact that was created there, as it was stored. *before* and *after*:
    the links that moved. *archived*, *removed*: a contact was taken away there. *scrubbed*: the
    values are gone from the journal.
    """

    trigger: RunKind
    host_id: HostContactId | None
    xero_id: XeroContactId | None
    host: Mapping[FieldName, Change]
    xero: Mapping[FieldName, Change]
    made_in_host: SyncedFields | None = None
    made_in_xero: SyncedFields | None = None
    before: Mapping[LinkId, Link] = field(factory=dict)
    after: Mapping[LinkId, Link] = field(factory=dict)
    archived: bool = False
    removed: bool = False
    scrubbed: bool = False

    @property
    def subject(self) -> EntityKey:
        if self.xero_id is not None:
            return xero_entity(self.xero_id)
        return host_entity(self.host_id or HostContactId(""))


def deeds(entries: Sequence[Entry]) -> tuple[Deed, ...]:
    """What *entries*, all of one run and in their order, did; the pair touched last comes first.

    What was done to invoices is not in it.
    """
    told = [e for e in entries if e.fact.kind in _TOLD and e.fact.invoice_id is None]
    found = _xero_ids(told)
    groups: dict[EntityKey, list[Entry]] = defaultdict(list)
    for entry in told:
        groups[_subject(entry, found)].append(entry)
    return tuple(_deed(group, found) for group in reversed(groups.values()))


def _xero_ids(entries: Iterable[Entry]) -> dict[DecisionId | None, XeroContactId]:
    """A contact that was created has its id only once that is written."""
    return {e.fact.decision_id: e.fact.xero_id for e in entries if e.fact.xero_id is not None}


def _subject(entry: Entry, found: Mapping[DecisionId | None, XeroContactId]) -> EntityKey:
    xero_id = entry.fact.xero_id or found.get(entry.fact.decision_id)
    if xero_id is not None:
        return xero_entity(xero_id)
    return host_entity(entry.fact.host_id or HostContactId(""))


def _deed(group: Sequence[Entry], found: Mapping[DecisionId | None, XeroContactId]) -> Deed:
    written = [e for e in group if e.fact.kind is EntryKind.WRITTEN and _happened(e)]
    created = {e.fact.what: e for e in written if e.fact.what in _CREATIONS}
    made_host, made_xero = created.get("ImportContact"), created.get("CreateContact")
    fact = group[0].fact
    return Deed(
        fact.trigger,
        _last(e.fact.host_id for e in group),
        fact.xero_id or found.get(fact.decision_id),
        _changes(written, "host"),
        _changes(written, "xero"),
        made_host.values.host_after if made_host and made_host.values else None,
        made_xero.values.xero_after if made_xero and made_xero.values else None,
        _firsts(group),
        {link.link_id: link for e in group if e.values for link in e.values.links_after},
        any(e.fact.what == "ArchiveContact" for e in written),
        any(e.fact.what == "RemoveContact" for e in written),
        any(e.values is None for e in group),
    )


_TOLD = frozenset({EntryKind.DECIDED, EntryKind.WRITTEN})
_CREATIONS = frozenset({"ImportContact", "CreateContact"})


def _happened(entry: Entry) -> bool:
    return entry.fact.outcome in ("done", "part refused")


def _last(ids: Iterable[HostContactId | None]) -> HostContactId | None:
    known = [host_id for host_id in ids if host_id is not None]
    return known[-1] if known else None


def _firsts(group: Sequence[Entry]) -> dict[LinkId, Link]:
    """Each link as it stood before the run; one that the run made is absent."""
    firsts: dict[LinkId, Link] = {}
    made: set[LinkId] = set()
    for entry in group:
        values = entry.values
        if values is None:
            continue
        for link in values.links_before:
            if link.link_id not in made:
                firsts.setdefault(link.link_id, link)
        made |= {link.link_id for link in values.links_after} - firsts.keys()
    return firsts


def _changes(written: Sequence[Entry], side: str) -> dict[FieldName, Change]:
    """The fields that moved, from the first value to the last."""
    changes: dict[FieldName, Change] = {}
    for entry in written:
        before: SyncedFields | None = getattr(entry.values, f"{side}_before", None)
        after: SyncedFields | None = getattr(entry.values, f"{side}_after", None)
        if before is None or after is None:
            continue
        for name in FieldName:
            if canonical(name, before.get(name)) != canonical(name, after.get(name)):
                first = changes[name].before if name in changes else before.get(name)
                changes[name] = Change(first, after.get(name))
    return {n: c for n, c in changes.items() if canonical(n, c.before) != canonical(n, c.after)}
