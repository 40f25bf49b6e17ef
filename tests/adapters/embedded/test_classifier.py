"""Person or organisation, by name: what a bookkeeper would say."""

import pytest

from xerolink.adapters.embedded.classifier import THRESHOLD, EmbeddedClassifier
from xerolink.domain.contacts.model import ContactKind
from xerolink.ports.classifier import Classification
from xerolink.testing.conformance.classifier import ClassifierContract, named

PEOPLE = [
    "Jane Smith",
    "jane smith",
    "SMITH, John",
    "Smith, J",
    "Jane van der Berg",
    "J. R. Smith",
    "Mr Smith",
    "Dr H M Walker",
    "Mr & Mrs D Foley",
    "Rob & Kate Sutherland",
    "John Smith Jr",
    "Kiri Te Aho",
    "Jane Smith t/a Smith Interiors",
    "Jane Smith T/A Acme",
    "SMITH JOHN",
    "Harinder Kaur Sandhu",
    "Nguyễn Thị Lan",
    "NGUYEN VAN AN",
    "Chen Xiaoyan",
    "Wong Siu Ming",
    "Kim Ji-Hoon",
    "María José García Márquez",
    "Mohamed Abdul Karim",
    "Oluwaseun Adeyemi",
    "Thandiwe Nkosi",
    "Sione Tupou",
    "Hinemoa Te Whata",
    "S. Venkataraman",
    "Jan de Vries",
    "Björn Lindqvist",
    "P & M Harrison",
    "Peter and Mary Harrison",
    "Mrs. Okonkwo",
    "Prof. A. K. Sharma",
    "Mark Mason",
    "Harrison, Peter (Director)",
    "The Harrison Family",
    "Harrison Family",
    "Harrison, P & M",
    "Harrison, Peter & Mary",
    "CHAN Wai-king",
    "Phan Văn Hùng",
    "Kim Hye-young",
    "Aung Kyaw Oo",
    "Dr. Nomvula Mthembu",
    "Engr Chidi Okonkwo",
    "Rhodri ap Hywel",
]
ORGANISATIONS = [
    "Acme Ltd",
    "ACME PTY LIMITED",
    "Müller GmbH",
    "Telefónica, S.A.",
    "Philips B.V.",
    "Smith & Jones LLP",
    "Smith & Sons",
    "Walker & Daughters",
    "Slaughter and May",
    "Foley Family Trust",
    "Estate of the late George Walker",
    "St Mary's Church",
    "Te Kura o Te Teko",
    "Auckland Council",
    "Jane Smith Holdings",
    "Jamie\N{RIGHT SINGLE QUOTATION MARK}s Kitchen",
    "The Foundry",
    "4 Square",
    "Briscoes",
    "Acme Ltd t/a Jane Smith",
    "Boulangerie Dupont",
    "Panadería García",
    "Harrison, Peel and Maxton",
    "M Harrison Roofing",
    "Bäckerei Schmidt",
    "Restaurante Dos Hermanos",
    "Wong's Takeaways",
    "Harrison Plumbing & Gas",
    "Peter Harrison Builders",
    "PETER HARRISON BUILDERS",
    "The Trustee for the Harrison Unit Trust",
    "Harrison Super Fund",
    "J & M Harrison Partnership",
    "Executors of Peter Harrison",
    "Whangārei Boys' High School",
    "Ngā Puna Waiora",
    "Sri Guru Singh Sabha Gurdwara",
    "Golden Dragon Restaurant",
    "Cash Sales",
    "IBM",
    "booking.com",
    "Body Corporate 77123",
    "OOO Romashka",
    "Emma's Bakes",
    "Harrison & Son Butchers",
    "Harrison Bros",
    "Hermanos García",
    "Fratelli Rossi",
    "Harrison Belgium",
    "PowerDirect",
    "Stadtwerke Kiel",
    "Universität Passau",
    "Gemeente Leiden",
    "Mairie de Namur",
    "Comune di Parma",
    "Ayuntamiento de Burgos",
    "Prefeitura de Recife",
    "Kommunen Horsens",
    "Urząd Gminy Mielec",
    "Základní škola Opava",
    "Universitas Brawijaya",
    "Scoil Bhríde",
    "Cyngor Ceredigion",
    "Comunn na Gàidhlig",
    "Oranga Whānau",
    "Mama Rosa Pizzeria",
    "Shree Ganesh Jewellers",
    "Al Noor Bakery",
    "Emma's",
    "B&Q",
    "Sunrise Sdn Bhd",
    "Nordic Fisk A/S",
    "",
    "---",
]


class TestEmbeddedClassifier(ClassifierContract):
    @pytest.fixture
    def classifier(self) -> EmbeddedClassifier:
        return EmbeddedClassifier()


def classified(
    name: str | None, first_name: str = "", last_name: str = "", company_number: str = ""
) -> Classification:
    (answer,) = EmbeddedClassifier().classify([named(name, first_name, last_name, company_number)])
    return answer


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_is_told_by_name(name: str) -> None:
    assert classified(name).kind is ContactKind.PERSON


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_an_organisation_is_told_by_name(name: str) -> None:
    assert classified(name).kind is ContactKind.ORGANISATION


def test_first_and_last_name_that_make_up_the_name_tell_a_person() -> None:
    assert classified("Prince of Wales", "Prince of", "Wales").kind is ContactKind.PERSON


def test_first_and_last_name_of_somebody_else_tell_nothing() -> None:
    """Xero keeps an organisation's first contact person there."""
    assert classified("Briscoes", "Jane", "Smith").kind is ContactKind.ORGANISATION


def test_a_company_number_tells_an_organisation() -> None:
    assert classified("Jane Smith", company_number="12345").kind is ContactKind.ORGANISATION


def test_an_unknown_name_is_an_organisation() -> None:
    assert classified(None).kind is ContactKind.ORGANISATION


UNSURE = ["", "---"]


@pytest.mark.parametrize("name", UNSURE)
def test_where_a_person_is_not_likely_enough_the_answer_is_organisation(name: str) -> None:
    assert classified(name).kind is ContactKind.ORGANISATION


@pytest.mark.parametrize("name", UNSURE)
def test_such_an_answer_keeps_its_low_confidence(name: str) -> None:
    """So that the host can flag it."""
    assert classified(name).confidence < THRESHOLD


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_is_at_least_as_likely_as_the_threshold(name: str) -> None:
    assert classified(name).confidence >= THRESHOLD


def test_the_reason_names_the_word_that_decided() -> None:
    assert "ltd" in classified("Acme Ltd").reason


def test_the_reason_stays_out_of_the_repr() -> None:
    assert "ltd" not in repr(classified("Acme Ltd"))
