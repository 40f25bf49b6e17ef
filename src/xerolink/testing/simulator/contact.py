"""A contact as the simulated organisation keeps it, and the names of its fields."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from attrs import field, frozen

ACTIVE = "ACTIVE"
ARCHIVED = "ARCHIVED"
GDPRREQUEST = "GDPRREQUEST"

# Text fields that the API takes, with their greatest length; None: no recorded limit.
TEXT_FIELDS: Mapping[str, int | None] = {
    "ContactNumber": 50,
    "AccountNumber": 50,
    "Name": 255,
    "FirstName": 255,
    "LastName": 255,
    "CompanyNumber": 50,
    "EmailAddress": 255,
    "BankAccountDetails": None,
    "TaxNumber": 50,
    "TaxNumberType": None,
    "AccountsReceivableTaxType": None,
    "AccountsPayableTaxType": None,
    "DefaultCurrency": None,
    "SalesDefaultLineAmountType": None,
    "PurchasesDefaultLineAmountType": None,
    "SalesDefaultAccountCode": None,
    "PurchasesDefaultAccountCode": None,
}
PHONE_PARTS = {"PhoneNumber": 50, "PhoneAreaCode": 10, "PhoneCountryCode": 20}
ADDRESS_PARTS = {
    "AttentionTo": 255,
    "AddressLine1": 500,
    "AddressLine2": 500,
    "AddressLine3": 500,
    "AddressLine4": 500,
    "City": 255,
    "Region": 255,
    "PostalCode": 50,
    "Country": 50,
}
# In the order of a write's answer; a read has another order (fact sheet 3.2).
PHONE_TYPES = ("DEFAULT", "DDI", "FAX", "MOBILE")
ADDRESS_TYPES = ("STREET", "POBOX")

Parts = Mapping[str, str]
Slots = Mapping[str, Parts]
Person = Mapping[str, str | bool]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def milliseconds(moment: datetime) -> int:
    """Whole milliseconds between 1970 and *moment* (aware), cut, not rounded."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def moment_of(stamp: int) -> datetime:
    """The aware UTC datetime of *stamp* milliseconds since 1970."""
    return _EPOCH + timedelta(milliseconds=stamp)


@frozen
class Contact:
    """One contact. Texts and parts that are empty are absent, so ``.get(name, "")``.

    ``phones`` and ``addresses`` are keyed by slot type (``"DEFAULT"``, ``"POBOX"``, …);
    ``updated_ms`` is UpdatedDateUTC in milliseconds since 1970.
    """

    contact_id: str
    updated_ms: int
    texts: Parts = field(factory=dict, repr=False)
    phones: Slots = field(factory=dict, repr=False)
    addresses: Slots = field(factory=dict, repr=False)
    persons: tuple[Person, ...] = field(default=(), repr=False)
    status: str = ACTIVE
    is_customer: bool = False
    is_supplier: bool = False
    merged_to: str | None = None

    @property
    def name(self) -> str:
        return self.texts.get("Name", "")

    @property
    def email(self) -> str:
        return self.texts.get("EmailAddress", "")

    @property
    def number(self) -> str:
        """ContactNumber, the slot for an external id (fact sheet 3.1)."""
        return self.texts.get("ContactNumber", "")

    @property
    def updated(self) -> datetime:
        """UpdatedDateUTC, aware, to the millisecond."""
        return moment_of(self.updated_ms)

    def phone(self, phone_type: str = "DEFAULT") -> Parts:
        """The parts of one phone slot that hold something; an empty slot: empty."""
        return self.phones.get(phone_type, {})

    def address(self, address_type: str = "POBOX") -> Parts:
        """The parts of one address slot that hold something; an empty slot: empty."""
        return self.addresses.get(address_type, {})
