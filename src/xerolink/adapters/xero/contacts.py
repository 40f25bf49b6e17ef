"""The contacts of a Xero organisation over its Accounting API."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any, TypeVar

from attrs import evolve

from xerolink.adapters.xero.answer import Answer, elements, parsed
from xerolink.adapters.xero.attempt import attempt_key
from xerolink.adapters.xero.client import Calls
from xerolink.adapters.xero.convert import (
    archive_body,
    draft_body,
    patch_body,
    read_contact,
)
from xerolink.adapters.xero.errors import succeeded
from xerolink.adapters.xero.names import beginning, fits, is_named
from xerolink.adapters.xero.outcomes import has_id, is_archived, is_of, outcomes_of, readable
from xerolink.adapters.xero.pages import modified_since, more_follow, rows, time_of, told
from xerolink.adapters.xero.problems import ARCHIVED, TOO_LARGE
from xerolink.adapters.xero.request import LARGEST_BODY
from xerolink.domain.contacts.check import NAME_LIMIT
from xerolink.domain.contacts.effects import (
    Refused,
    XeroDraft,
    XeroOutcome,
    XeroPatch,
    XeroStored,
)
from xerolink.domain.contacts.model import XeroContact, XeroStatus
from xerolink.domain.contacts.normalise import xero_name_key
from xerolink.domain.identity import XeroContactId
from xerolink.domain.run import Traffic
from xerolink.ports.xero import (
    GROUP,
    PAGE,
    READ_GROUP,
    DayLeft,
    OddContact,
    XeroContacts,
    XeroPage,
)

LARGEST_ROW = LARGEST_BODY // GROUP - 10
"""The most bytes of one contact, so that a full group keeps under `LARGEST_BODY`.

The ten are for what stands between and around them. Xero's own field limits allow less.
"""
_NUMBER_LIMIT = 50
_STEPS = (".", "..")
"""Numbers that would lead elsewhere in an address; no marker of ours is one."""

T = TypeVar("T")


class XeroApiContacts(XeroContacts):
    """`ports.xero.XeroContacts` by *client*. Source of the rules: fact sheet 3, 5 and 7."""

    def __init__(self, client: Calls) -> None:
        self._client = client

    def page(self, number: int, since: datetime | None) -> XeroPage:
        answer = self._list(page=number, order="ContactID", **modified_since(since))
        envelope = parsed(answer)
        contacts, odd = _sorted_out(rows(envelope, "Contacts", PAGE))
        wanted = tuple(one for one in contacts if since is None or one.updated >= since)
        more = more_follow(envelope, "Contacts", number)
        return XeroPage(wanted, odd, time_of(envelope, answer), more, told(envelope, "itemCount"))

    def get_many(self, ids: Collection[XeroContactId]) -> Mapping[XeroContactId, XeroContact]:
        """A contact that cannot be read is left out, as an unknown one is."""
        if not _checked(ids, READ_GROUP):
            return {}
        # Only a page carries MergedToContactID (fact sheet 3.3).
        found = elements(parsed(self._list(page=1, i_ds=sorted(ids))), "Contacts")
        contacts = {contact.xero_id: contact for contact in _sorted_out(found)[0]}
        return {xero_id: contacts[xero_id] for xero_id in ids if xero_id in contacts}

    def by_number(self, number: str) -> XeroContact | None:
        """Raises `UnavailableError` if there is one that cannot be read: it is not *none*."""
        if not number or len(number) > _NUMBER_LIMIT or number in _STEPS:
            return None
        verb = self._client.api.get_contact_by_contact_number
        answer = self._client.ask(verb, contact_number=number)
        if answer.status == HTTPStatus.NOT_FOUND:
            return None
        listed = elements(parsed(succeeded(answer)), "Contacts")
        found = [readable(one) for one in listed]
        # Xero takes an id in the same place.
        return next((one for one in found if one.number.casefold() == number.casefold()), None)

    def by_name(self, name: str) -> tuple[XeroContact, ...]:
        """Xero's own comparison: accents do not count either, nor do blanks at the ends.

        A contact that cannot be read is left out. A name that is too long for an address is
        looked for by its beginning, then compared here, by case and accents as Xero does.
        """
        wanted = name.strip()
        if not wanted or len(wanted) > NAME_LIMIT:
            return ()
        where = is_named(wanted)
        if fits(where):
            return self._found(where=where)
        found = self._found(search_term=beginning(wanted))
        key = xero_name_key(wanted)
        return tuple(one for one in found if xero_name_key(one.fields.name or "") == key)

    def create_many(self, drafts: Sequence[XeroDraft]) -> Sequence[XeroOutcome]:
        """A contact of more than `LARGEST_ROW` bytes is refused here."""
        return _sent(drafts, draft_body, self._create)

    def update_many(self, patches: Sequence[XeroPatch]) -> Sequence[XeroOutcome]:
        """A contact of more than `LARGEST_ROW` bytes is refused here."""
        return _sent(patches, patch_body, self._update)

    def archive_many(self, ids: Sequence[XeroContactId]) -> Sequence[XeroOutcome]:
        """Those that Xero says were archived before are read, `READ_GROUP` in one more call."""
        if not _checked(ids, GROUP):
            return ()
        outcomes = self._archive(ids)
        before = [i for i, outcome in zip(ids, outcomes, strict=True) if _was_archived(outcome)]
        found = self._read_groups(before)
        return tuple(
            _as_archived(found[xero_id]) if xero_id in found else outcome
            for xero_id, outcome in zip(ids, outcomes, strict=True)
        )

    def traffic(self) -> Traffic:
        """That of the client, with what others that share it asked."""
        return self._client.traffic()

    def day_left(self) -> DayLeft | None:
        return self._client.day_left()

    def _create(self, drafts: Sequence[XeroDraft]) -> Sequence[XeroOutcome]:
        keys = [draft.key for draft in drafts]
        body = {"Contacts": [draft_body(draft) for draft in drafts]}
        answer = self._client.call(
            self._client.api.create_contacts,
            contacts=body,
            summarize_errors=False,
            idempotency_key=attempt_key(self._client.tenant_id, keys, body),
        )
        return outcomes_of(answer, [is_of(draft) for draft in drafts])

    def _update(self, patches: Sequence[XeroPatch]) -> Sequence[XeroOutcome]:
        answer = self._client.call(
            self._client.api.update_or_create_contacts,
            contacts={"Contacts": [patch_body(patch) for patch in patches]},
            summarize_errors=False,
        )
        return outcomes_of(answer, [has_id(patch) for patch in patches])

    def _archive(self, ids: Sequence[XeroContactId]) -> Sequence[XeroOutcome]:
        answer = self._client.call(
            self._client.api.update_or_create_contacts,
            contacts={"Contacts": [archive_body(xero_id) for xero_id in ids]},
            summarize_errors=False,
        )
        return outcomes_of(answer, [is_archived(xero_id) for xero_id in ids])

    def _read_groups(self, ids: Sequence[XeroContactId]) -> dict[XeroContactId, XeroContact]:
        """These contacts, whatever their number; those of a GDPR request are left out."""
        found: dict[XeroContactId, XeroContact] = {}
        for start in range(0, len(ids), READ_GROUP):
            found |= self.get_many(ids[start : start + READ_GROUP])
        return {i: c for i, c in found.items() if c.status is not XeroStatus.GDPRREQUEST}

    def _found(self, **filters: str) -> tuple[XeroContact, ...]:
        listed = elements(parsed(self._list(page=1, **filters)), "Contacts")
        return _sorted_out(listed)[0]

    def _list(self, **arguments: Any) -> Answer:
        verb = self._client.api.get_contacts
        return self._client.call(verb, include_archived=True, page_size=PAGE, **arguments)


def _sorted_out(found: Iterable[Any]) -> tuple[tuple[XeroContact, ...], tuple[OddContact, ...]]:
    read = [read_contact(element) for element in found]
    contacts = tuple(one for one in read if isinstance(one, XeroContact))
    return contacts, tuple(one for one in read if isinstance(one, OddContact))


def _sent(
    items: Sequence[T],
    body: Callable[[T], Mapping[str, Any]],
    send: Callable[[Sequence[T]], Sequence[XeroOutcome]],
) -> tuple[XeroOutcome, ...]:
    """One outcome for each of *items*: those that are small enough are sent, in one call."""
    _checked(items, GROUP)
    small = [len(json.dumps(body(item))) <= LARGEST_ROW for item in items]
    sendable = [item for item, is_small in zip(items, small, strict=True) if is_small]
    outcomes = iter(send(sendable) if sendable else ())
    return tuple(next(outcomes) if is_small else Refused((TOO_LARGE,)) for is_small in small)


def _was_archived(outcome: XeroOutcome) -> bool:
    return isinstance(outcome, Refused) and ARCHIVED in outcome.problems


def _as_archived(contact: XeroContact) -> XeroOutcome:
    """Xero has just said that it is archived: where a read says otherwise, the read lags."""
    return XeroStored(evolve(contact, status=XeroStatus.ARCHIVED))


def _checked(items: Collection[object], limit: int) -> bool:
    """Whether there is anything to ask; raises ValueError for more than *limit*."""
    if len(items) > limit:
        raise ValueError(f"{len(items)} contacts in one call; at most {limit} are possible")
    return bool(items)
