"""Create Contact: what a host contact without a link becomes in Xero (semantics rows 28, 30)."""

from attrs import evolve, field, frozen

from xerolink.domain.contacts.check import blocked, check_fields
from xerolink.domain.contacts.decide import CreateInXero, Decision, RestsOn, Stamp, Verdict
from xerolink.domain.contacts.decide_linked import Pair
from xerolink.domain.contacts.decide_resync import XERO_ALIVE
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import FieldName, HostContact, XeroStatus, veiled
from xerolink.domain.contacts.normalise import xero_name_key
from xerolink.domain.errors import (
    AlreadyLinkedError,
    NameTakenError,
    PreviouslySyncedError,
    UnknownContactError,
    UnusableContactError,
)
from xerolink.domain.identity import HostContactId
from xerolink.domain.settings import ContactSettings


@frozen
class Push:
    """What is asked for and what stands: the host contact, None if the host has none, its link.

    *name*: another name for the Xero contact; None: the host contact's.
    """

    host_id: HostContactId
    host: HostContact | None
    link: Link | None
    name: str | None = field(default=None, repr=veiled)


def push(asked: Push, settings: ContactSettings, stamp: Stamp) -> Decision:
    """The creation in Xero (semantics row 30).

    Raises `UnknownContactError`, `UnusableContactError`, `AlreadyLinkedError`, or
    `PreviouslySyncedError` for a pair that somebody separated.
    """
    host_id, link = asked.host_id, asked.link
    if asked.host is None:
        raise UnknownContactError(host_id)
    if link is not None and link.state is LinkState.PREVIOUSLY_SYNCED:
        raise PreviouslySyncedError(host_id, link.xero_id)
    if link is not None:
        raise AlreadyLinkedError(host_id, link.xero_id)
    return _create(asked.host, asked.name, settings, stamp, "a person pushed the host contact")


def create_in_xero(
    pair: Pair, name: str | None, settings: ContactSettings, stamp: Stamp
) -> Decision:
    """A second Xero contact, of the host's data, in place of the former partner (row 28).

    Raises `NameTakenError` while the former partner is active under that name: Xero's names are
    unique among active contacts (fact sheet 3.3), so an archived one does not hold it.
    """
    if pair.host is None:
        raise UnknownContactError(pair.link.host_id)
    made = _create(pair.host, name, settings, stamp, "a new Xero contact, from the host's data")
    former = pair.row.contact
    alive = former.status is XeroStatus.ACTIVE
    new, old = name or pair.host.fields.name, former.fields.name
    if alive and new and old and xero_name_key(new) == xero_name_key(old):
        raise NameTakenError(pair.host.host_id, former.xero_id)
    warnings = (XERO_ALIVE,) if alive else ()
    return evolve(made, replaces=(pair.link.link_id,), warnings=warnings)


def _create(
    host: HostContact, name: str | None, settings: ContactSettings, stamp: Stamp, reason: str
) -> Decision:
    sent = host.fields if name is None else host.fields.with_values({FieldName.NAME: name})
    if blocked(problems := check_fields(sent)):
        raise UnusableContactError(host.host_id, [problem.why for problem in problems])
    return Decision(
        stamp,
        None,
        Verdict.PUSH,
        CreateInXero(host.host_id, settings.pushed_link_direction),
        reason,
        RestsOn(0, host.host_id, host.version),
        host.fields,
        host.fields,
        None,
        sent,
    )
