"""Suggestions: ranked, bounded, explained, and the same in any order."""

from xerolink.adapters.embedded.similarity import similarity
from xerolink.adapters.embedded.weights import embedded_weights
from xerolink.domain.contacts.evidence import Asked
from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.model import SyncedFields
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.suggest import Suggestion, suggest
from xerolink.domain.contacts.terms import Term
from xerolink.domain.identity import HostContactId


def profile(name: str, email: str | None = None) -> Profile:
    return Profile.of(SyncedFields(name=name, billing_email=email))


def ranked(asked: Profile, *book: Profile) -> tuple[Suggestion, ...]:
    candidates = {HostContactId(f"h{n}"): other for n, other in enumerate(book)}
    mailbox = Term(f"e:{asked.email}")
    bearers = sum(other.email == asked.email != "" for other in book)
    found = {mailbox: Hits(bearers)} if bearers else {}
    return suggest(Asked(asked, found, len(book)), candidates, embedded_weights(), similarity)


def test_the_name_without_its_legal_form_comes_before_a_stranger() -> None:
    asked, same = profile("Acme Pty Ltd"), profile("ACME Limited")
    assert [one.host_id for one in ranked(asked, profile("Zenith"), same)] == ["h1", "h0"]


def test_a_mailbox_of_several_says_of_how_many() -> None:
    asked = profile("Acme", "books@firm.example")
    rivals = [profile(name, "books@firm.example") for name in ("Bravo", "Carol", "Delta")]
    assert "shared mailbox of 3" in ranked(asked, *rivals)[0].reasons


def test_the_chances_of_all_are_never_above_one() -> None:
    asked = profile("Acme", "ap@acme.example")
    twins = [profile("Acme Ltd", "ap@acme.example")] * 4
    assert sum(one.probability for one in ranked(asked, *twins)) <= 1000
