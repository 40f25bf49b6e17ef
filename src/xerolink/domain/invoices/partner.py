"""Which Xero contact an invoice is billed to, by the link of its host contact (row 34)."""

from typing import assert_never

from attrs import frozen

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import XeroStatus
from xerolink.domain.identity import XeroContactId
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing
from xerolink.domain.invoices.settings import FormerPartner


@frozen
class Partner:
    """What is known of an invoice's contact in Xero. *link* None: it has none.

    *status*: of the Xero contact as it was read last; None: it was not read.
    """

    link: Link | None = None
    status: XeroStatus | None = None


NOBODY = Partner()
"""A contact that was never linked."""


def billed_to(partner: Partner, former: FormerPartner) -> XeroContactId | Cause | None:
    """The Xero contact to bill; a cause: why none can be billed; None: wait for a link."""
    link = partner.link
    if link is None:
        return None
    match link.state:
        case LinkState.DORMANT | LinkState.ENDED:
            return None
        case LinkState.SUSPENDED:
            return _suspended(link)
        case LinkState.PREVIOUSLY_SYNCED if former is FormerPartner.HOLD:
            return _separated(link)
        case LinkState.PREVIOUSLY_SYNCED | LinkState.SYNCED:
            gone = partner.status not in (None, XeroStatus.ACTIVE)
            return _suspended(link) if gone else link.xero_id
        case _:
            assert_never(link.state)


def contact_causes(partner: Partner, former: FormerPartner) -> tuple[Cause, ...]:
    """Why nobody can be billed; empty: somebody can, or will be once there is a link."""
    found = billed_to(partner, former)
    return (found,) if isinstance(found, Cause) else ()


def _suspended(link: Link) -> Cause:
    return Cause(
        CauseKind.CONTACT_SUSPENDED,
        CauseThing(link.host_id),
        "the contact is archived in Xero, and nobody can bill it there",
        "restore it in Xero, or link the host's contact to another one",
    )


def _separated(link: Link) -> Cause:
    return Cause(
        CauseKind.CONTACT_SEPARATED,
        CauseThing(link.host_id),
        "somebody stopped syncing the contact with the one that it had in Xero",
        "re-sync the contact, or choose that former partners are billed",
    )
