"""What a firm chose when it connected an organisation."""

from enum import Enum
from typing import assert_never

from attrs import field, frozen
from attrs.validators import ge, instance_of, le, optional


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


class Direction(Enum):
    """Which way later changes of a pair flow (semantics row 1)."""

    TWO_WAY = "two_way"
    FROM_XERO = "from_xero"


class NearMatch(Enum):
    """What happens to a contact without a match that resembles one (semantics row 9)."""

    CREATE = "create"
    REVIEW = "review"


class DeletedInHost(Enum):
    """What the deletion of a linked host contact does (semantics row 24)."""

    TOMBSTONE = "tombstone"
    ARCHIVE = "archive"
    REIMPORT = "reimport"


class SyncMode(Enum):
    """Whether unattended runs write, or only plan and show what they would write."""

    WRITE = "write"
    WATCH = "watch"


@frozen
class MassChange:
    """The brake of unattended runs (semantics row 19): more than *percent* of the links at the
    run's start, and more than *at_least*, of one kind of change stops the run.
    """

    percent: int = field(default=10, validator=[instance_of(int), ge(0), le(100)])
    at_least: int = field(default=20, validator=[instance_of(int), ge(0)])

    def allowed(self, links: int) -> int:
        """How many changes of one kind a run may make by itself."""
        return max(self.at_least, links * self.percent // 100)


@frozen
class ContactSettings:
    """How the contacts of one organisation are kept the same.

    *default_contact_type* is the host's own category for contacts that the import creates; it is
    not the filter. *link_name_only* links a same-name contact whose email is missing on one side
    (semantics row 5). *keep_journal_days*: how long the journal is kept; None: for good. A value
    of another kind raises `ValueError` or `TypeError`, and names the setting.
    """

    contact_filter: ContactTypeFilter = field(
        default=ContactTypeFilter.ALL, validator=instance_of(ContactTypeFilter)
    )
    default_contact_type: str = field(default="", validator=instance_of(str))
    matching: MatchingMode = field(default=MatchingMode.NORMAL, validator=instance_of(MatchingMode))
    both_changed: BothChanged = field(default=BothChanged.HOLD, validator=instance_of(BothChanged))
    link_name_only: bool = field(default=False, validator=instance_of(bool))
    near_match: NearMatch = field(default=NearMatch.CREATE, validator=instance_of(NearMatch))
    pushed_link_direction: Direction = field(
        default=Direction.FROM_XERO, validator=instance_of(Direction)
    )
    deleted_in_host: DeletedInHost = field(
        default=DeletedInHost.TOMBSTONE, validator=instance_of(DeletedInHost)
    )
    mass_change: MassChange = field(default=MassChange(), validator=instance_of(MassChange))
    mode: SyncMode = field(default=SyncMode.WRITE, validator=instance_of(SyncMode))
    keep_journal_days: int | None = field(
        default=None, validator=optional([instance_of(int), ge(1)])
    )
