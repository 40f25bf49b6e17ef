"""Two clients that are not ours play the same script, and see the same of Xero.

What they see is what the fact sheet says, so each fact names its paragraph.
"""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.testing.simulator.honest.recording import stage
from tests.testing.simulator.honest.script import Facts, played
from tests.testing.simulator.honest.sessions import CLIENTS

D = Decimal
ANNA = ("Anna Lee", "anna@lee.example", "111 1111", "Nelson", "ACTIVE")
SEEN = {
    # 3.3: creating, and what is refused
    "created": ["Anna Lee", "Ben & Co"],
    "duplicate": [
        (
            "The contact name ANNA LEE is already assigned to another contact. "
            "The contact name must be unique across all active contacts."
        )
    ],
    "number taken": [
        "Another contact has this contact number. Please enter a different contact number."
    ],
    "no name": [
        (
            "The Contact must contain at least 1 of the following elements "
            "to identify the contact: Name, ContactID, ContactNumber"
        )
    ],
    # 3.4: reading
    "first page": ["Anna Lee"],
    "second page": ["Ben & Co"],
    "third page": [],
    "read": ANNA,
    "by number": "Ben & Co",
    "by name": ["Anna Lee"],
    "by name with a sign": ["Ben & Co"],
    "by id": ["Ben & Co"],
    "unknown": ["not found"],
    "modified since": ["Anna Lee"],
    "notes": ["Called & agreed"],
    # 3.3: what is left out is kept, "" clears, an archived contact is closed
    "updated": ("Anna Lee", "new@lee.example", *ANNA[2:]),
    "cleared": "",
    "no phone": "",
    "archived": "ARCHIVED",
    "without archived": ["Ben & Co"],
    "with archived": ["Anna Lee", "Ben & Co"],
    "edit of an archived one": [
        (
            "The specified contact details matched an archived contact. "
            "Archived contacts cannot currently be edited via the API."
        )
    ],
    "name of an archived one": ["Anna Lee"],
    # 4.2 and 4.3: states and sums
    "draft": ("DRAFT", 3, D("87.74")),
    "tax by the line": ("AUTHORISED", D("76.30"), D("11.44"), D("87.74")),
    "customer": (False, True),
    "number in use": ["Invoice # must be unique."],
    "approved, then deleted": ["Invoice not of valid status for modification"],
    "void": "VOIDED",
    "void, still due": D("87.74"),
    "part payment": ("AUTHORISED", D("80"), "AUTHORISED", D("7.74")),
    "paid, then void": [
        (
            "The status VOIDED cannot be applied to the invoice because it has payments or "
            "credit notes allocated to it."
        )
    ],
    "too much": ["The payment amount exceeds the amount outstanding on this document."],
    "rest": D("7.74"),
    "paid": "PAID",
    # 4.4: lists of invoices, and what lines refer to
    "by status": [D("87.74")],
    "on a page": [3, 3],
    "not on a page": [0, 0],
    "organisation": ("Kauri & Co", "NZD", "NZ"),
    "tenants": ["Kauri & Co"],
    "sales account": True,
    "sales tax": True,
    "currencies": ["NZD"],
    "tracking": ["Region"],
    "themes": ["Standard"],
    "items": ["BOOK"],
}


@pytest.fixture(scope="module", params=sorted(CLIENTS))
def facts(request: pytest.FixtureRequest) -> Iterator[Facts]:
    with stage() as here, CLIENTS[request.param](here) as client:
        yield played(client, here)


@pytest.mark.parametrize("name", SEEN)
def test_a_client_sees_the_fact(facts: Facts, name: str) -> None:
    assert facts[name] == SEEN[name]


def test_every_fact_is_expected(facts: Facts) -> None:
    """Nothing that the script sees goes unread."""
    assert facts.keys() == SEEN.keys()
