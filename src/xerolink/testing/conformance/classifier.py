"""Every promise of `xerolink.ports.classifier`; an adapter inherits `ClassifierContract`."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xerolink.domain.contacts.classify import sound
from xerolink.domain.contacts.model import ContactKind, SyncedFields, XeroContact
from xerolink.domain.identity import XeroContactId
from xerolink.ports.classifier import ContactClassifier
from xerolink.testing.conformance.hooks import missing

_WORDS = st.sampled_from(
    ["Smith", "Jane", "&", "Sons", "Ltd", "Dr", "The", "of", "t/a", ",", "24", "\ud800", "\x00"]
)
_NAMES = st.none() | st.text(max_size=40) | st.lists(_WORDS, max_size=6).map(" ".join)
_SETTINGS = settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def named(
    name: str | None, first_name: str = "", last_name: str = "", company_number: str = ""
) -> XeroContact:
    """A Xero contact of which only these are known."""
    return XeroContact(
        XeroContactId("00000000-0000-0000-0000-000000000001"),
        datetime(2026, 1, 1, tzinfo=UTC),
        SyncedFields(name=name),
        first_name=first_name,
        last_name=last_name,
        company_number=company_number,
    )


_CONTACTS = st.lists(st.builds(named, _NAMES, st.text(max_size=8), st.text(max_size=8)), max_size=5)
_SAMPLE = [named(name) for name in ("Jane Smith", "Acme Ltd", "", "\ud800", "Smith, John", "24")]
_HOSTILE = [
    "x" * 10_000,
    "Smith " * 1_000,
    "e" + "\u0301" * 10_000,
    "\u202e\u05d0" * 1_000,
    "\U0001f600" * 1_000,
    ".,&/'-()" * 1_000,
    "Ltd\nSmith\x00",
    "\ud800",
]


class ClassifierContract:
    """Inherit and give `classifier`."""

    @pytest.fixture
    def classifier(self) -> ContactClassifier:
        """The classifier under test."""
        raise missing("classifier")

    def test_no_contacts_yield_no_answers(self, classifier: ContactClassifier) -> None:
        assert list(classifier.classify([])) == []

    def test_there_is_one_answer_for_each_contact(self, classifier: ContactClassifier) -> None:
        @given(_CONTACTS)
        @_SETTINGS
        def check(contacts: list[XeroContact]) -> None:
            assert len(classifier.classify(contacts)) == len(contacts)

        check()

    def test_answers_come_in_the_order_of_the_contacts(self, classifier: ContactClassifier) -> None:
        forwards, backwards = classifier.classify(_SAMPLE), classifier.classify(_SAMPLE[::-1])
        assert list(forwards) == list(backwards)[::-1]

    def test_a_contact_gets_the_same_answer_whatever_stands_beside_it(
        self, classifier: ContactClassifier
    ) -> None:
        @given(_CONTACTS)
        @_SETTINGS
        def check(contacts: list[XeroContact]) -> None:
            alone = [classifier.classify([contact])[0] for contact in contacts]
            assert list(classifier.classify(contacts)) == alone

        check()

    def test_any_thread_may_call(self, classifier: ContactClassifier) -> None:
        """Several at once get what one would."""
        alone = list(classifier.classify(_SAMPLE))
        with ThreadPoolExecutor(4) as threads:
            answers = list(threads.map(classifier.classify, [_SAMPLE] * 8))
        assert [list(each) for each in answers] == [alone] * 8

    def test_an_answer_is_a_person_or_an_organisation(self, classifier: ContactClassifier) -> None:
        assert all(isinstance(c.kind, ContactKind) for c in classifier.classify(_SAMPLE))

    def test_confidence_is_a_whole_number_of_thousandths(
        self, classifier: ContactClassifier
    ) -> None:
        @given(_CONTACTS)
        @_SETTINGS
        def check(contacts: list[XeroContact]) -> None:
            answers = classifier.classify(contacts)
            assert all(type(a.confidence) is int and 0 <= a.confidence <= 1_000 for a in answers)

        check()

    def test_an_answer_about_any_name_can_be_kept(self, classifier: ContactClassifier) -> None:
        """Its reason has 500 characters at most, all of them printable."""
        answers = classifier.classify([named(name) for name in _HOSTILE])
        assert all(sound(answer) for answer in answers)

    def test_every_answer_has_a_reason_in_words(self, classifier: ContactClassifier) -> None:
        assert all(answer.reason.strip() for answer in classifier.classify(_SAMPLE))
