"""What people type: mostly new values, and on purpose some that others have already."""

from collections.abc import Mapping, Sequence

from xerolink.domain.contacts.model import Address, FieldName, FieldValue, Phone, SyncedFields

NAMES = ("Acme", "acme", "Beta", "Beta  Co", "beta co", "Gamma")
EMAILS = ("", "a@x.example", "A@X.example", "b@x.example", "c@x.example")
PHONES = (Phone(), Phone("555"), Phone("5-55"), Phone("5550101", "09"))
ADDRESSES = (
    Address(),
    Address(("1 Quay",), "Auckland"),
    Address(("1 quay ",), "AUCKLAND"),
    Address(("2 Rd", "L3"), "Napier"),
)
SHARED: Mapping[FieldName, Sequence[FieldValue]] = {
    FieldName.NAME: NAMES,
    FieldName.BILLING_EMAIL: EMAILS,
    FieldName.PRIMARY_PHONE: PHONES,
    FieldName.BILLING_ADDRESS: ADDRESSES,
}
ODD_IN_HOST: Mapping[FieldName, FieldValue] = {
    FieldName.NAME: "",
    FieldName.BILLING_EMAIL: "n/a",
    FieldName.PRIMARY_PHONE: Phone("ask at desk"),
    FieldName.BILLING_ADDRESS: Address(("",), " "),
}
"""What a host stores and Xero would not, or not as it is."""


def typed(
    name: FieldName, luck: int, fresh: int, *, in_host: bool, alike: bool = True
) -> FieldValue:
    """A value of field *name*: of the few that are shared, or a new one with the number *fresh*.

    *alike* off: nothing that others have, but now and then nothing at all.
    """
    shared = SHARED[name]
    if not alike and luck % 9 == 0 and name is not FieldName.NAME:
        return shared[0]
    if alike and luck % 3 == 0:
        return shared[luck // 3 % len(shared)]
    if in_host and luck % 23 == 1:
        return ODD_IN_HOST[name]
    return new_value(name, fresh)


def new_value(name: FieldName, fresh: int) -> FieldValue:
    """A value that nobody has had yet."""
    match name:
        case FieldName.NAME:
            return f"Client {fresh}"
        case FieldName.BILLING_EMAIL:
            return f"m{fresh}@x.example"
        case FieldName.PRIMARY_PHONE:
            return Phone(f"777{fresh:04}")
        case FieldName.BILLING_ADDRESS:
            return Address((f"{fresh} Road",), "Leeds")


def contact(one: int, two: int, three: int, fresh: int) -> SyncedFields:
    """A new contact, that often shares its name or email with another; it has a name."""
    name = NAMES[one % len(NAMES)] if one % 2 else f"Client {fresh}"
    email = EMAILS[two % len(EMAILS)] if two % 3 else f"m{fresh}@x.example"
    phone, address = PHONES[three % len(PHONES)], ADDRESSES[three // 4 % len(ADDRESSES)]
    return SyncedFields(name, email, phone, address)


def as_typed(_: FieldName, value: FieldValue) -> FieldValue:
    """A host that stores every value whole."""
    return value


def one_line(name: FieldName, value: FieldValue) -> FieldValue:
    """A host with one line for an address."""
    if name is not FieldName.BILLING_ADDRESS or not isinstance(value, Address):
        return value
    said = ", ".join(part.strip() for part in value.parts if part.strip())
    return Address((said,)) if said else Address()
