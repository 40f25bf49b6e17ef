"""Invented names, numbers and places for the contacts of an accounting practice.

Emails are on reserved domains, telephone numbers in ranges kept for fiction (NZ 555, AU 5550,
01632 960), company and tax numbers in ranges that no register has issued.
"""

import unicodedata
from collections.abc import Mapping
from random import Random

from attrs import frozen

from xerolink.domain.contacts.model import Address, Phone


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@frozen
class Culture:
    """Given and family names that go together; *family_first* as in "Wang Xiaoming"."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    family_first: bool = False


CULTURES = (
    Culture(
        _words("James Sarah Oliver Charlotte Liam Emma Noah Grace Peter Helen Craig Deborah Ian"),
        _words("Smith Wilson Taylor Brown O'Brien Walker McKenzie Fraser Hughes Reid St-John"),
    ),
    Culture(
        _words("Aroha Tāne Mere Wiremu Hēmi Ngaire Rāwiri Kiri Anahera Tīpene Marama Hōhepa"),
        _words("Parata Waaka Hēnare Rāpana Tāmihana Pōtae Mātene Kereama Paki Tūhoro Ngāpuru"),
    ),
    Culture(
        _words("Sione Mele Tevita Ana Sefo Lupe Malia Ioane Losa Fetu Pita Salote"),
        _words("Tuilagi Fonoti Leota Taufa Faleolo Vaipulu Latu Moala Tupou Seiuli"),
    ),
    Culture(
        _words("Wei Xiaoming Mei Lì Jun Yǔtóng Fang Haoran Yan Zihan Lán Guoqiang"),
        _words("Wang Lǐ Zhang Liu Chen Yang Zhao Huáng Zhou Wu Lǚ Xu"),
        family_first=True,
    ),
    Culture(
        _words(
            "Priya Rajesh Anjali Vikram Sunita Arjun Lakshmi Harpreet Deepak Meera Gurjit Kavya"
        ),
        _words("Patel Singh Kaur Sharma Iyer Reddy Gupta Nair Desai Banerjee Gill Krishnan"),
    ),
    Culture(
        _words("Hương Minh Ánh Đức Quỳnh Tuấn Thảo Dũng Linh Phượng Khánh Trâm"),
        _words("Nguyễn Trần Lê Phạm Đặng Bùi Hoàng Võ Đỗ Huỳnh Dương"),
        family_first=True,
    ),
    Culture(
        _words("José María Íñigo Lucía Andrés Begoña Javier Inés Ramón Pilar Raúl Concepción"),
        _words("Núñez García Ibáñez Muñoz Fernández Peña Vázquez Ordóñez Castaño Ruiz"),
    ),
    Culture(
        _words("Jürgen Käthe Günther Anneliese Björn Ulrike Sören Heike Matthias Brünhild"),
        _words("Müller Schäfer Groß Weiß König Böhm Strauß Vogel Jäger Krüger Lindström"),
    ),
    Culture(
        _words("Łukasz Małgorzata Paweł Agnieszka Stanisław Bożena Wojciech Grażyna Michał Zofia"),
        _words("Wójcik Kowalczyk Zając Król Dąbrowska Woźniak Jabłoński Pawlak Sikora Gołąb"),
    ),
    Culture(
        _words("Fatima Khālid Layla Yusuf Maryam Omar Zaynab Ḥasan Amina Tariq Noura Ibrāhīm"),
        _words("al-Ḥaddad Mansour Khoury el-Sayed Rahman Nasser al-Amīn Saleh Aziz Haddad"),
    ),
)
LANDMARKS = _words(
    "Kauri Rimu Tōtara Pōhutukawa Harbour Southern Northern Golden Blackwater Riverside Summit "
    "Waimarie Banksia Wattle Jacaranda Coolabah Highland Thistle Pennine Fenland Lotus Jade "
    "Saffron Mozart Café-Blau Sol Águila Orzeł Cedar Oasis Lantern Anchor Compass Beacon Heron"
)
TRADES = _words(
    "Builders Plumbing Electrical Joinery Roofing Painters Landscaping Dairies Orchards Fisheries "
    "Transport Couriers Motors Panelbeaters Cafés Bakery Catering Physiotherapy Dental Pharmacy "
    "Childcare Consulting Engineering Surveyors Architects Design Software Media Photography "
    "Florists Tailors Jewellers Imports Holdings Investments Properties Vineyards Forestry"
)
SUPPLIES = (
    "Power & Gas",
    "Electricity",
    "Water Services",
    "Broadband",
    "Mobile",
    "Stationery",
    "Office Supplies",
    "Paper and Print",
    "Cleaning Services",
    "Couriers",
    "Insurance",
    "Waste & Recycling",
)
LEGAL_FORMS: Mapping[str, tuple[str, ...]] = {
    "NZ": ("Limited", "Ltd"),
    "AU": ("Pty Ltd", "Pty Limited"),
    "UK": ("Ltd", "Limited"),
}
COUNTRIES = ("NZ", "NZ", "AU", "UK")
"""A practice in New Zealand with clients elsewhere."""

_AREAS = {"NZ": _words("03 04 06 07 09"), "AU": _words("02 03 07 08"), "UK": ("01632",)}
_DIALS = {"NZ": "64", "AU": "61", "UK": "44"}
_STREETS = _words("Quay Rātā Station Church Victoria Mānuka Mill Orchard Harbour Kingfisher")
_ENDS = ("Street", "Road", "Lane", "Terrace", "Crescent")
_TOWNS = {
    "NZ": (
        ("Auckland", "", "1010"),
        ("Whangārei", "Northland", "0110"),
        ("Wellington", "", "6011"),
        ("Ōtautahi Christchurch", "Canterbury", "8011"),
        ("Taupō", "Waikato", "3330"),
    ),
    "AU": (("Sydney", "NSW", "2000"), ("Brisbane", "QLD", "4000"), ("Hobart", "TAS", "7000")),
    "UK": (("Leeds", "West Yorkshire", "LS1 1AA"), ("Llanelli", "Dyfed", "SA15 1AA")),
}
_SHOWN_COUNTRIES = {"NZ": ("", "NZ"), "AU": ("Australia", "AU"), "UK": ("UK", "")}
_MAILERS = ("post.example", "mail.example", "inbox.example", "letterbox.example")
_PLAIN = str.maketrans({"ß": "ss", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ø": "o", "æ": "ae"})


@frozen
class Person:
    """A person's name: the parts, and the whole as the person writes it."""

    given: str
    family: str
    whole: str


def person(rng: Random, middle_names: int = 0) -> Person:
    """A name of one culture; *middle_names* or more given names beside the first."""
    culture = rng.choice(CULTURES)
    count = 1 + middle_names + (rng.random() < 0.3)
    given = " ".join(rng.choice(culture.given) for _ in range(count))
    family = rng.choice(culture.family)
    whole = f"{family} {given}" if culture.family_first else f"{given} {family}"
    return Person(given, family, whole)


def company(rng: Random, country: str, number: int = 0) -> str:
    """A firm's name with a part that people abbreviate; *number* from 1 makes it rarer."""
    first, second = rng.choice(CULTURES), rng.choice(CULTURES)
    trade = rng.choice(TRADES)
    stem = rng.choice(
        (
            f"{rng.choice(LANDMARKS)} {trade}",
            f"{rng.choice(first.family)} {trade}",
            f"{rng.choice(first.family)} & {rng.choice(second.family)} {trade}",
            f"{rng.choice(first.family)} and Daughters {trade}",
        )
    )
    legal = rng.choice(LEGAL_FORMS[country])
    return f"{stem} {_numbered(rng, number)}{legal}"


def body(rng: Random, number: int = 0) -> str:
    """The name of a trust, club, school or church."""
    head, spouse, place = person(rng), person(rng), " ".join(rng.sample(LANDMARKS, 2))
    stem = rng.choice(
        (
            f"The {head.family} {spouse.family} Family Trust",
            f"{place} {rng.choice(('Bowling', 'Rowing', 'Tennis', 'Chess'))} Club",
            f"{place} {rng.choice(('Primary', 'Area', 'High'))} School",
            f"Te Kura o {place}",
            f"{place} {rng.choice(('Community', 'Wildlife', 'Sailing'))} Trust",
            f"Estate of {head.whole}",
        )
    )
    return f"{stem} {_numbered(rng, number)}".rstrip()


def supplier(rng: Random, country: str, number: int = 0) -> str:
    """The name of a firm that a practice buys from: power, water, paper."""
    legal = rng.choice(LEGAL_FORMS[country])
    stem = f"{rng.choice(LANDMARKS)} {rng.choice(SUPPLIES)}"
    return f"{stem} {_numbered(rng, number)}{legal}"


def _numbered(rng: Random, number: int) -> str:
    return f"No. {rng.randrange(2, 10**number)} " if number else ""


def phone(rng: Random, country: str) -> Phone:
    """A number that nobody has, split as people split it in Xero."""
    area, last = rng.choice(_AREAS[country]), rng.randrange(10_000)
    number = {
        "NZ": f"555 {last:04}",
        "AU": f"5550 {last:04}",
        "UK": f"960{last % 1_000:03}",
    }[country]
    return rng.choice(
        (
            Phone(number, area),
            Phone(number, area.removeprefix("0"), _DIALS[country]),
            Phone(f"{area} {number}"),
        )
    )


def address(rng: Random, country: str) -> Address:
    """A street address, now and then with a level or a post box before it."""
    street = f"{rng.randrange(1, 400)} {rng.choice(_STREETS)} {rng.choice(_ENDS)}"
    above = rng.choice(("", "", "", f"Level {rng.randrange(1, 9)}", f"Flat {rng.randrange(1, 30)}"))
    town, region, code = rng.choice(_TOWNS[country])
    lines = (above, street) if above else (street,)
    return Address(lines, town, region, code, rng.choice(_SHOWN_COUNTRIES[country]))


def own_mailbox(rng: Random, name: str) -> str:
    """A person's address at a public provider."""
    return f"{slug(name, '.')}{rng.randrange(1, 100)}@{rng.choice(_MAILERS)}"


def office_mailbox(rng: Random, name: str) -> str:
    """A firm's address at a domain of its own."""
    return f"{rng.choice(('accounts', 'admin', 'info', 'office'))}@{slug(name, '-')}.example"


def slug(name: str, joint: str) -> str:
    """*name* in a-z, 0-9 and *joint*, for an email; at most 40 characters, never empty."""
    parts = unicodedata.normalize("NFKD", name.translate(_PLAIN))
    kept = "".join(c for c in parts if not unicodedata.combining(c) and c != "'").lower()
    plain = "".join(c if c.isascii() and c.isalnum() else " " for c in kept)
    return joint.join(plain.split())[:40].strip(joint) or "contact"


def company_number(rng: Random, country: str) -> str:
    """A number in a range that the country's register has not issued."""
    digits = {"NZ": 5, "AU": 7, "UK": 6}[country]
    return f"99{rng.randrange(10**digits):0{digits}}"


def tax_number(rng: Random, country: str) -> str:
    """A GST number, ABN or VAT number that starts where none does."""
    return {
        "NZ": f"000-{rng.randrange(1_000):03}-{rng.randrange(1_000):03}",
        "AU": f"00 {rng.randrange(1_000):03} {rng.randrange(1_000):03} 000",
        "UK": f"GB 000 {rng.randrange(10_000):04} 00",
    }[country]
