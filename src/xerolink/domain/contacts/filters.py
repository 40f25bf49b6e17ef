"""Which Xero contacts may be imported."""

from xerolink.domain.contacts.model import XeroContact, XeroStatus
from xerolink.domain.settings import ContactTypeFilter


def admits(chosen: ContactTypeFilter, contact: XeroContact) -> bool:
    """Whether *contact* may be imported: it is active and of a type that was chosen."""
    return contact.status is XeroStatus.ACTIVE and chosen.admits(
        is_customer=contact.is_customer, is_supplier=contact.is_supplier
    )
