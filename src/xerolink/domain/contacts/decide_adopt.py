"""Adopting a pair that another integration linked: as it stands, without matching or writing."""

from attrs import evolve

from xerolink.domain.contacts.decide import Decision, LinkPair, Stamp
from xerolink.domain.contacts.decide_person import confirm
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import FieldName, FieldValue, HostContact, XeroStatus
from xerolink.domain.contacts.normalise import same
from xerolink.domain.contacts.staged import StagedContact

ADOPTED = "adopted: another integration had linked the two"
"""Why two contacts were linked."""
SUSPENDED = "archived in Xero: the link is suspended until the contact is active there again"


def adopt(
    row: StagedContact, host: HostContact, of_xero: Link | None, of_host: Link | None, stamp: Stamp
) -> Decision:
    """Link the two; each side keeps what it holds, and that is the base of both.

    Where they differ nothing flows until somebody edits the field; `warnings` names the fields.
    *of_xero* and *of_host*: pairs that were separated; they end with this, for a person acts.
    """
    linked = confirm(row, host, of_xero, of_host, stamp, reason=ADOPTED)
    return evolve(
        linked,
        action=LinkPair(host.host_id, {}),
        host_after=host.fields,
        warnings=(*linked.warnings, *_warnings(row, host)),
    )


def _warnings(row: StagedContact, host: HostContact) -> tuple[str, ...]:
    said = [SUSPENDED] if row.contact.status is not XeroStatus.ACTIVE else []
    here, there = host.fields, row.contact.fields
    if names := [n.value for n in FieldName if _differs(n, here.get(n), there.get(n))]:
        said.append(f"the two sides differ, and each keeps its own: {', '.join(names)}")
    return tuple(said)


def _differs(name: FieldName, host: FieldValue, xero: FieldValue) -> bool:
    """Whether both are known and mean different things."""
    return host is not None and xero is not None and not same(name, host, xero)
