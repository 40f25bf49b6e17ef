"""What a firm chose when it connected an organisation."""

from enum import Enum
from typing import assert_never

from attrs import frozen


class ContactTypeFilter(Enum):
    """The seeds' ContactType filter (semantics row 10); it gates import and nothing else."""

    CUSTOMERS = "customers"
    SUPPLIERS_AND_CUSTOMERS = "suppliers_and_customers"
    ALL = "all"

    def admits(self, *, is_customer: bool, is_supplier: bool) -> bool:
        """Whether a Xero contact with these two flags is of a chosen type."""
        match self:
            case ContactTypeFilter.CUSTOMERS:
                return is_customer
            case ContactTypeFilter.SUPPLIERS_AND_CUSTOMERS:
                return is_customer or is_supplier
            case ContactTypeFilter.ALL:
                return True
            case _:
                assert_never(self)


class MatchingMode(Enum):
    """How close two keys must be: normalised, or equal as typed (semantics row 2)."""

    NORMAL = "normal"
    STRICT = "strict"


class BothChanged(Enum):
    """What happens to a field that both sides changed (semantics row 13)."""

    HOLD = "hold"
    XERO = "xero"
    HOST = "host"


@frozen
class ContactSettings:
    """How the contacts of one organisation are kept the same.

    *default_contact_type* is the host's own category for contacts that the import creates; it is
    not the filter. *link_name_only* links a same-name contact whose email is missing on one side
    (semantics row 5).
    """

    contact_filter: ContactTypeFilter = ContactTypeFilter.ALL
    default_contact_type: str = ""
    matching: MatchingMode = MatchingMode.NORMAL
    both_changed: BothChanged = BothChanged.HOLD
    link_name_only: bool = False
