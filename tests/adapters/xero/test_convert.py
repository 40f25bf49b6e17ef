"""Xero's JSON and our values mean the same."""

from datetime import UTC, datetime
from typing import Any

import pytest

from xerolink.adapters.xero.convert import OddError, draft_body, patch_body, read_contact, read_time
from xerolink.domain.contacts.effects import XeroDraft, XeroPatch
from xerolink.domain.contacts.model import (
    Address,
    FieldName,
    FieldValue,
    Phone,
    SyncedFields,
    XeroContact,
    XeroStatus,
)
from xerolink.domain.identity import IntentId, XeroContactId
from xerolink.ports.xero import OddContact

ID = "bd2270c3-8706-4c11-9cfb-000b551c3f51"
AT = "/Date(1789378193493+0000)/"
BARE = {"ContactID": ID, "UpdatedDateUTC": AT, "Name": "Bare"}
EMPTY_FIELDS = SyncedFields("Bare", "", Phone(), Address())


def contact(**given: Any) -> XeroContact:
    found = read_contact({**BARE, **given})
    assert isinstance(found, XeroContact), found
    return found


def odd(element: Any) -> OddContact:
    found = read_contact(element)
    assert isinstance(found, OddContact)
    return found


EMPTIES = [
    pytest.param({}, id="absent"),
    pytest.param(
        {"EmailAddress": None, "Phones": None, "Addresses": None, "FirstName": None}, id="null"
    ),
    pytest.param({"EmailAddress": "", "Phones": "", "Addresses": []}, id="blank"),
    pytest.param(
        {
            "Addresses": [{"AddressType": "POBOX"}, {"AddressType": "STREET"}],
            "Phones": [{"PhoneType": "DDI"}, {"PhoneType": "DEFAULT"}],
        },
        id="a read's bare slots",
    ),
    pytest.param(
        {
            "Addresses": [
                {"AddressType": "STREET", "City": "", "Region": "", "PostalCode": ""},
                {"AddressType": "POBOX", "City": "", "Region": "", "Country": ""},
            ],
            "Phones": [{"PhoneType": "DEFAULT", "PhoneNumber": "", "PhoneAreaCode": ""}],
        },
        id="a write's filled slots",
    ),
    pytest.param({"Phones": [{"PhoneType": "DEFAULT", "PhoneNumber": None}]}, id="null in a slot"),
]


@pytest.mark.parametrize("given", EMPTIES)
def test_every_form_of_empty_reads_the_same(given: dict[str, Any]) -> None:
    assert contact(**given) == contact(FirstName="")


def test_an_empty_contact_has_no_unknown_field() -> None:
    assert contact().fields == EMPTY_FIELDS


def test_the_primary_phone_is_the_default_slot_wherever_it_stands() -> None:
    slots = [
        {"PhoneType": "FAX", "PhoneNumber": "1"},
        {"PhoneType": "DEFAULT", "PhoneNumber": "2", "PhoneAreaCode": "3", "PhoneCountryCode": "4"},
    ]
    assert contact(Phones=slots).fields.primary_phone == Phone("2", "3", "4")


def test_another_phone_is_not_the_primary_one() -> None:
    slots = [{"PhoneType": "MOBILE", "PhoneNumber": "1"}]
    assert contact(Phones=slots).fields.primary_phone == Phone()


def test_the_billing_address_is_the_post_box() -> None:
    slots = [{"AddressType": "STREET", "City": "A"}, {"AddressType": "POBOX", "City": "B"}]
    assert contact(Addresses=slots).fields.billing_address == Address(city="B")


@pytest.mark.parametrize("blank", [{}, {"City": " "}, {"AttentionTo": "Ana"}])
def test_an_empty_post_box_gives_way_to_the_street(blank: dict[str, str]) -> None:
    slots = [{"AddressType": "POBOX", **blank}, {"AddressType": "STREET", "City": "A"}]
    assert contact(Addresses=slots).fields.billing_address == Address(city="A")


def test_the_addressee_is_that_of_the_post_box() -> None:
    slots = [
        {"AddressType": "POBOX", "AttentionTo": "Ana"},
        {"AddressType": "STREET", "AttentionTo": "Bo", "City": "A"},
    ]
    assert contact(Addresses=slots).attention_to == "Ana"


def test_lines_end_with_the_last_filled_one() -> None:
    slots = [{"AddressType": "POBOX", "AddressLine1": "a", "AddressLine3": "c"}]
    assert contact(Addresses=slots).fields.billing_address == Address(lines=("a", "", "c"))


def test_an_unknown_slot_type_is_passed_over() -> None:
    given = {
        "Addresses": [{"AddressType": "DELIVERY", "City": "A"}],
        "Phones": [{"PhoneType": "OFFICE", "PhoneNumber": "1"}],
    }
    assert contact(**given).fields == EMPTY_FIELDS


def test_an_id_is_lower_case() -> None:
    assert contact(ContactID=ID.upper()).xero_id == ID


def test_a_survivor_is_lower_case() -> None:
    assert contact(MergedToContactID=ID.upper()).merged_to == ID


@pytest.mark.parametrize("none", [None, "", "00000000-0000-0000-0000-000000000000"])
def test_a_contact_that_was_not_merged_has_no_survivor(none: str | None) -> None:
    assert contact(MergedToContactID=none).merged_to is None


@pytest.mark.parametrize("status", XeroStatus)
def test_every_status_is_read(status: XeroStatus) -> None:
    assert contact(ContactStatus=status.value).status is status


def test_the_other_texts_are_read() -> None:
    found = contact(FirstName="A", LastName="B", CompanyNumber="C", TaxNumber="D")
    texts = (found.first_name, found.last_name, found.company_number, found.tax_number)
    assert texts == ("A", "B", "C", "D")


ODD_VALUES = {
    "ContactStatus": "SLEEPING",
    "Name": 7,
    "ContactNumber": ["K-1"],
    "EmailAddress": {"a": 1},
    "TaxNumber": 5,
    "UpdatedDateUTC": None,
    "Phones": "none",
    "Addresses": [None],
    "IsSupplier": "true",
    "MergedToContactID": "nobody",
}


@pytest.mark.parametrize("key", ODD_VALUES)
def test_an_odd_value_makes_an_odd_contact_with_its_id(key: str) -> None:
    assert odd({**BARE, key: ODD_VALUES[key]}).xero_id == ID


@pytest.mark.parametrize("key", ODD_VALUES)
def test_an_odd_contact_says_which_value_is_odd(key: str) -> None:
    assert key in odd({**BARE, key: ODD_VALUES[key]}).problem.why


def test_an_odd_contact_is_kept_out() -> None:
    assert odd({**BARE, "Name": 7}).problem.blocks


def test_a_problem_does_not_repeat_the_odd_value() -> None:
    assert "Ana" not in odd({**BARE, "ContactStatus": "Ana"}).problem.why


@pytest.mark.parametrize("bad", [None, 7, "", "x", "00000000-0000-0000-0000-000000000000"])
def test_an_odd_id_makes_an_odd_contact_without_one(bad: object) -> None:
    assert odd({**BARE, "ContactID": bad}).xero_id is None


@pytest.mark.parametrize("element", [None, 7, "x", [], [BARE]])
def test_what_is_no_object_is_an_odd_contact(element: object) -> None:
    assert odd(element).xero_id is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("/Date(1789378193493+0000)/", datetime(2026, 9, 14, 9, 29, 53, 493_000, UTC)),
        ("/Date(1789378193493)/", datetime(2026, 9, 14, 9, 29, 53, 493_000, UTC)),
        ("/Date(1789378193493+1300)/", datetime(2026, 9, 14, 9, 29, 53, 493_000, UTC)),
        ("/Date(-1)/", datetime(1969, 12, 31, 23, 59, 59, 999_000, UTC)),
        ("2026-09-14T09:29:59Z", datetime(2026, 9, 14, 9, 29, 59, 0, UTC)),
        ("2026-09-14T09:29:59", datetime(2026, 9, 14, 9, 29, 59, 0, UTC)),
        ("2019-12-07T18:46:19.5165400", datetime(2019, 12, 7, 18, 46, 19, 516_540, UTC)),
        ("2026-09-14T22:29:59+13:00", datetime(2026, 9, 14, 9, 29, 59, 0, UTC)),
    ],
)
def test_every_form_of_time_is_utc(given: str, expected: datetime) -> None:
    assert read_time(given, "UpdatedDateUTC") == expected


@pytest.mark.parametrize("given", [None, 7, "", "/Date()/", "/Date(999999999999999)/", "9" * 5_000])
def test_what_is_no_time_is_odd(given: object) -> None:
    with pytest.raises(OddError, match="UpdatedDateUTC"):
        read_time(given, "UpdatedDateUTC")


def body(values: dict[FieldName, FieldValue], attention_to: str = "") -> dict[str, Any]:
    current = XeroContact(
        XeroContactId(ID),
        datetime(2026, 1, 1, tzinfo=UTC),
        SyncedFields(),
        attention_to=attention_to,
    )
    return patch_body(XeroPatch(XeroContactId(ID), values, current))


def test_a_patch_sends_its_id_and_nothing_unnamed() -> None:
    assert body({FieldName.NAME: "New"}) == {"ContactID": ID, "Name": "New"}


def test_a_patch_does_not_send_what_is_unknown() -> None:
    assert body({FieldName.NAME: None, FieldName.BILLING_EMAIL: None}) == {"ContactID": ID}


def test_a_patch_clears_a_text_with_an_empty_one() -> None:
    assert body({FieldName.BILLING_EMAIL: ""}) == {"ContactID": ID, "EmailAddress": ""}


def test_a_patch_sends_a_phone_slot_whole() -> None:
    slot = {"PhoneType": "DEFAULT", "PhoneNumber": "1", "PhoneAreaCode": "", "PhoneCountryCode": ""}
    assert body({FieldName.PRIMARY_PHONE: Phone("1")})["Phones"] == [slot]


def test_a_patch_sends_an_address_slot_whole_with_its_addressee() -> None:
    sent = body({FieldName.BILLING_ADDRESS: Address(lines=("a",), city="b")}, attention_to="Ana")
    assert sent["Addresses"] == [
        {
            "AddressType": "POBOX",
            "AttentionTo": "Ana",
            "AddressLine1": "a",
            "AddressLine2": "",
            "AddressLine3": "",
            "AddressLine4": "",
            "City": "b",
            "Region": "",
            "PostalCode": "",
            "Country": "",
        }
    ]


@pytest.mark.parametrize(
    ("lines", "fourth"),
    [((), ""), (("a", "b", "c", "d"), "d"), (("a", "b", "c", "d", "", "f"), "d, f")],
)
def test_lines_beyond_the_fourth_are_joined_to_it(lines: tuple[str, ...], fourth: str) -> None:
    (slot,) = body({FieldName.BILLING_ADDRESS: Address(lines=lines)})["Addresses"]
    assert slot["AddressLine4"] == fourth


def test_a_draft_sends_what_is_filled() -> None:
    fields = SyncedFields(name="New", billing_email="", primary_phone=Phone(), billing_address=None)
    assert draft_body(XeroDraft(IntentId("i"), fields, "")) == {"Name": "New"}


def test_a_draft_sends_our_number() -> None:
    fields = SyncedFields(name="New")
    sent = draft_body(XeroDraft(IntentId("i"), fields, "K-1"))
    assert sent == {"Name": "New", "ContactNumber": "K-1"}
