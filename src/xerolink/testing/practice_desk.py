"""Where the contacts of a practice are drawn, and written down as each side writes them."""

from collections.abc import Callable
from itertools import count
from random import Random
from typing import Any

from attrs import evolve, field, frozen

from xerolink.domain.contacts.model import Address, ContactKind, Phone, SyncedFields
from xerolink.testing import practice_names as names
from xerolink.testing.simulator.book import name_key

XeroRow = dict[str, Any]
"""A contact in Xero's JSON names, as `XeroSimulator.add_organisation` takes it."""


@frozen
class HostRow:
    """A contact as the host has it: what a host book's `add` takes, in that order."""

    fields: SyncedFields
    kind: ContactKind | None
    contact_type: str


Rows = tuple[list[XeroRow], list[HostRow]]


@frozen
class Card:
    """What is to be known of one client or supplier, before either side writes it down."""

    name: str = field(repr=False)
    email: str = field(repr=False)
    phone: Phone
    address: Address
    kind: ContactKind
    country: str
    given: str = field(default="", repr=False)
    family: str = field(default="", repr=False)


class Desk:
    """Where cards are written: what is drawn so far, so that nothing is drawn twice."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._names: set[str] = set()
        self._emails: set[str] = set()

    def client(self) -> Card:
        """A person, a firm, or a trust, club or school."""
        return self.rng.choice((self.person, self.person, self.firm, self.firm, self.body))()

    def person(self) -> Card:
        drawn = next(
            one for n in count() if self.claims((one := names.person(self.rng, n // 3)).whole)
        )
        email = self.mailbox(drawn.whole, names.own_mailbox)
        card = self._card(drawn.whole, email, ContactKind.PERSON, self._country())
        return evolve(card, given=drawn.given, family=drawn.family)

    def firm(self) -> Card:
        """A firm; its name has a part that `abbreviated` writes otherwise."""
        country = self._country()
        return self._organisation(lambda n: names.company(self.rng, country, n), country)

    def body(self) -> Card:
        return self._organisation(lambda n: names.body(self.rng, n), "NZ")

    def supplier(self) -> Card:
        country = self._country()
        return self._organisation(lambda n: names.supplier(self.rng, country, n), country)

    def claims(self, name: str) -> bool:
        """Whether *name* was free, whatever its case, accents and white space; now it is not."""
        key = name_key(" ".join(name.split()))
        free = key not in self._names
        self._names.add(key)
        return free

    def mailbox(self, name: str, draw: Callable[[Random, str], str]) -> str:
        """An address that no other card has."""
        return next(
            email
            for n in count()
            if self._claims_email(email := draw(self.rng, f"{n} {name}" if n else name))
        )

    def thinned(self, card: Card) -> Card:
        """*card* with some fields blank but the name, as cards are in practice."""
        thin = self.thinned_details(card)
        return evolve(thin, email="") if self.rng.random() < 0.12 else thin

    def thinned_details(self, card: Card) -> Card:
        """*card*, now and then without phone or address."""
        chance = self.rng.random
        return evolve(
            card,
            phone=Phone() if chance() < 0.2 else card.phone,
            address=Address() if chance() < 0.25 else card.address,
        )

    def only_in_xero(self) -> XeroRow:
        """A client that the host does not know, a supplier, or an archived contact."""
        draw = self.rng.random()
        if draw < 0.2:
            return self.xero(self.thinned(self.supplier()), customer=draw < 0.01, supplier=True)
        row = self.xero(self.thinned(self.client()))
        return {**row, "ContactStatus": "ARCHIVED"} if draw < 0.3 else row

    def xero(self, card: Card, customer: bool | None = None, supplier: bool = False) -> XeroRow:
        """*card* as Xero has it; *customer* None: most are, a new client is not yet."""
        billed = self.rng.random() < 0.88 if customer is None else customer
        buys = supplier or self.rng.random() < 0.05
        return {
            **_texts(card),
            **self._numbers(card),
            "ContactStatus": "ACTIVE",
            "IsCustomer": billed,
            "IsSupplier": buys,
            "Phones": [_phone_slot(card.phone)] if card.phone else [],
            "Addresses": self._address_slots(card),
        }

    def host(self, card: Card) -> HostRow:
        """*card* as the host has it."""
        fields = SyncedFields(card.name, card.email, card.phone, card.address)
        kind = None if self.rng.random() < 0.1 else card.kind
        return HostRow(fields, kind, self.rng.choice(("Client", "Client", "Prospect", "")))

    def _organisation(self, draw: Callable[[int], str], country: str) -> Card:
        name = next(one for n in count() if self.claims(one := draw(n // 3)))
        email = self.mailbox(name, names.office_mailbox)
        return self._card(name, email, ContactKind.ORGANISATION, country)

    def _card(self, name: str, email: str, kind: ContactKind, country: str) -> Card:
        phone, address = names.phone(self.rng, country), names.address(self.rng, country)
        return Card(name, email, phone, address, kind, country)

    def _country(self) -> str:
        return self.rng.choice(names.COUNTRIES)

    def _claims_email(self, email: str) -> bool:
        free = email not in self._emails
        self._emails.add(email)
        return free

    def _numbers(self, card: Card) -> dict[str, str]:
        if card.kind is ContactKind.PERSON or self.rng.random() < 0.5:
            return {}
        return {
            "CompanyNumber": names.company_number(self.rng, card.country),
            "TaxNumber": names.tax_number(self.rng, card.country),
        }

    def _address_slots(self, card: Card) -> list[dict[str, str]]:
        """Mostly POBOX; now and then STREET alone, or both of them (fact sheet 3.1)."""
        if not card.address:
            return []
        draw = self.rng.random()
        if draw < 0.05:
            return [_address_slot("STREET", card.address)]
        slots = [_address_slot("POBOX", card.address)]
        if draw < 0.15:
            slots.append(_address_slot("STREET", names.address(self.rng, card.country)))
        elif draw < 0.25 and card.kind is ContactKind.ORGANISATION:
            slots[0]["AttentionTo"] = "Accounts Payable"
        return slots


def _texts(card: Card) -> dict[str, str]:
    texts = {
        "Name": card.name,
        "EmailAddress": card.email,
        "FirstName": card.given,
        "LastName": card.family,
    }
    return {name: text for name, text in texts.items() if text}


def _phone_slot(phone: Phone) -> dict[str, str]:
    parts = {
        "PhoneNumber": phone.number,
        "PhoneAreaCode": phone.area,
        "PhoneCountryCode": phone.country,
    }
    return {"PhoneType": "DEFAULT", **{name: text for name, text in parts.items() if text}}


def _address_slot(slot: str, address: Address) -> dict[str, str]:
    lines = {f"AddressLine{n}": line for n, line in enumerate(address.lines, start=1)}
    rest = {
        "City": address.city,
        "Region": address.region,
        "PostalCode": address.postal_code,
        "Country": address.country,
    }
    parts = {name: text for name, text in {**lines, **rest}.items() if text}
    return {"AddressType": slot, **parts}
