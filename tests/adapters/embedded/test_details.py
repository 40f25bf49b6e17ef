"""What the other fields of a contact tell."""

from attrs import evolve

from xerolink.adapters.embedded.details import leaning
from xerolink.adapters.embedded.tokens import tokens
from xerolink.domain.contacts.model import SyncedFields
from xerolink.testing.conformance.classifier import named


def leans(name: str, email: str = "", first_name: str = "", last_name: str = "") -> int:
    contact = evolve(
        named(name, first_name, last_name), fields=SyncedFields(name=name, billing_email=email)
    )
    more, _ = leaning(contact, tokens(name))
    return more


def test_where_nothing_else_is_known_nothing_is_added() -> None:
    assert leans("Jane Smith") == 0


def test_a_mailbox_of_a_role_tells_of_an_organisation() -> None:
    assert leans("Jane Smith", "accounts@firm.example") < 0


def test_a_mailbox_in_the_whole_name_tells_of_a_person() -> None:
    assert leans("Jane Smith", "jane.smith@mail.example") > 0


def test_a_domain_in_the_whole_name_tells_of_an_organisation() -> None:
    assert leans("Smith Cakes", "jane@smithcakes.example") < 0


def test_any_other_mailbox_tells_nothing() -> None:
    assert leans("Jane Smith", "quokka7@mail.example") == 0


def test_somebody_else_as_contact_person_tells_of_an_organisation() -> None:
    assert leans("Briscoes", "", "Jane", "Doe") < 0


def test_a_contact_person_who_shares_a_name_tells_nothing() -> None:
    assert leans("J & M Smith", "", "Jane", "Smith") == 0


def test_an_email_without_a_sign_tells_nothing() -> None:
    assert leans("Jane Smith", "info") == 0
