"""Creating and updating invoices: who, what number, which lines (fact sheet 4.1, 4.2)."""

from typing import Any

import pytest

from tests.testing.simulator.billing import (
    APPROVED,
    LINE,
    approved,
    invoice,
    invoices_of,
    line,
    listed,
    messages,
    one,
    post,
    put,
    refusals,
    refused,
    stored,
    updated,
)
from tests.testing.simulator.caller import ZERO_GUID, Caller, calling
from xerolink.testing.simulator import Switches


def test_an_invoice_is_a_draft_by_default(caller: Caller) -> None:
    assert stored(caller)["Status"] == "DRAFT"


def test_a_sales_invoice_gets_a_number(caller: Caller) -> None:
    assert [stored(caller)["InvoiceNumber"] for _ in range(2)] == ["INV-0001", "INV-0002"]


def test_a_number_that_is_taken_is_passed_over(caller: Caller) -> None:
    stored(caller, InvoiceNumber="INV-0001")
    assert stored(caller)["InvoiceNumber"] == "INV-0002"


def test_a_bill_gets_no_number(caller: Caller) -> None:
    bill = stored(caller, Type="ACCPAY", LineItems=[line(AccountCode="400")])
    assert bill["InvoiceNumber"] == ""


def test_the_number_of_a_sales_invoice_is_unique(caller: Caller) -> None:
    stored(caller, InvoiceNumber="A-1")
    assert refusals(caller, InvoiceNumber="a-1") == ["Invoice # must be unique."]


def test_bills_may_share_a_number(caller: Caller) -> None:
    bill: dict[str, Any] = {"Type": "ACCPAY", "LineItems": [line(AccountCode="400")]}
    shared = [stored(caller, InvoiceNumber="A-1", **bill)["InvoiceNumber"] for _ in range(2)]
    assert shared == ["A-1", "A-1"]


@pytest.mark.parametrize(("held", "status"), [(True, 400), (False, 200)])
def test_the_number_of_a_deleted_invoice_is_held_or_not(held: bool, status: int) -> None:
    with calling(Switches(ended_numbers_held=held)) as caller:
        updated(caller, stored(caller, InvoiceNumber="A-1"), Status="DELETED")
        assert put(caller, invoice(caller, InvoiceNumber="A-1")).status == status


@pytest.mark.parametrize("number", ["Ü-1", "A\t1"])
def test_a_number_is_printable_ascii(caller: Caller, number: str) -> None:
    assert len(refusals(caller, InvoiceNumber=number)) == 1


def test_a_long_reference_is_refused(caller: Caller) -> None:
    assert "255" in refusals(caller, Reference="x" * 256)[0]


def test_a_bill_has_no_reference(caller: Caller) -> None:
    bill = stored(caller, Type="ACCPAY", Reference="R", LineItems=[line(AccountCode="400")])
    assert "Reference" not in bill


def test_what_is_approved_needs_a_due_date(caller: Caller) -> None:
    told = refusals(caller, Status="AUTHORISED")
    assert told == ["The document DueDate field must be specified"]


def test_a_switch_lets_the_due_date_be_the_date() -> None:
    with calling(Switches(due_date_required=False)) as caller:
        assert stored(caller, Status="AUTHORISED")["DueDateString"] == "2026-09-14T00:00:00"


def test_a_due_date_may_be_earlier_than_the_date(caller: Caller) -> None:
    assert approved(caller, DueDate="2026-01-01")["Status"] == "AUTHORISED"


def test_without_a_date_it_is_the_organisations_day(caller: Caller) -> None:
    """09:29 UTC on the 14th is the evening in Auckland; at 12:00 the 15th begins there."""
    caller.clock.move(hours=3)
    assert stored(caller, Date=None)["DateString"] == "2026-09-15T00:00:00"


@pytest.mark.parametrize(
    "date",
    ["2026-09-14", "2026-09-14T00:00:00", "/Date(1789344000000)/", "/Date(1789344000000+0000)/"],
)
def test_dates_are_calendar_days(caller: Caller, date: str) -> None:
    assert stored(caller, Date=date)["Date"] == "/Date(1789344000000+0000)/"


def test_a_bad_date_is_a_bad_body(caller: Caller) -> None:
    answer = put(caller, invoice(caller, Date="soon"))
    assert (answer.status, answer.json()["Type"]) == (400, "PostDataInvalidException")


@pytest.mark.parametrize("field", ["Type", "Contact", "LineItems"])
def test_a_draft_needs_type_contact_and_lines(caller: Caller, field: str) -> None:
    assert len(refusals(caller, **{field: None})) == 1


def test_a_draft_may_lack_account_codes(caller: Caller) -> None:
    shown = stored(caller, LineItems=[{"Description": "x", "UnitAmount": 1}])
    assert "AccountCode" not in shown["LineItems"][0]


@pytest.mark.parametrize("field", ["Description", "AccountCode"])
def test_an_approved_line_needs_description_and_account(caller: Caller, field: str) -> None:
    rest = {name: value for name, value in LINE.items() if name != field}
    assert len(refusals(caller, **APPROVED, LineItems=[rest])) == 1


def test_a_line_of_words_alone_can_be_approved(caller: Caller) -> None:
    shown = approved(caller, LineItems=[LINE, {"Description": "Thank you"}])
    assert "UnitAmount" not in shown["LineItems"][1]


def test_an_unknown_contact_is_refused(caller: Caller) -> None:
    (told,) = refusals(caller, Contact={"ContactID": "11111111-1111-4111-8111-111111111111"})
    assert told.startswith("Unknown contact details")


def test_an_archived_contact_is_refused(caller: Caller) -> None:
    contact_id = caller.created(Name="Gone")
    caller.org.people.archive(contact_id)
    (told,) = refusals(caller, Contact={"ContactID": contact_id})
    assert "must be un-archived" in told


def test_a_contact_is_matched_by_name(caller: Caller) -> None:
    contact_id = caller.created(Name="Acme")
    assert stored(caller, Contact={"Name": "ACME"})["Contact"]["ContactID"] == contact_id


def test_an_unknown_name_makes_a_contact(caller: Caller) -> None:
    made = stored(caller, Contact={"Name": "New"})["Contact"]["ContactID"]
    assert caller.org.contacts[made].name == "New"


def test_a_refused_invoice_makes_no_contact(caller: Caller) -> None:
    refusals(caller, Contact={"Name": "New"}, InvoiceNumber="Ü")
    assert not caller.org.contacts


def test_a_call_refused_as_a_whole_makes_no_contact(caller: Caller) -> None:
    put(caller, invoice(caller, Contact={"Name": "New"}), {"Type": "ACCREC"})
    assert not caller.org.contacts


def test_a_currency_must_be_enabled(caller: Caller) -> None:
    assert "USD" in refusals(caller, CurrencyCode="USD")[0]


def test_another_currency_has_the_rate_of_the_day(caller: Caller) -> None:
    caller.org.people.add_currency("USD", "0.6")
    assert stored(caller, CurrencyCode="USD")["CurrencyRate"] == 0.6


def test_a_currency_rate_can_be_given(caller: Caller) -> None:
    caller.org.people.add_currency("USD", "0.6")
    assert stored(caller, CurrencyCode="USD", CurrencyRate="0.7125")["CurrencyRate"] == 0.7125


def test_an_unknown_branding_theme_is_refused(caller: Caller) -> None:
    theme = "11111111-1111-4111-8111-111111111111"
    assert len(refusals(caller, BrandingThemeID=theme)) == 1


@pytest.mark.parametrize(("kind", "flag"), [("ACCREC", "IsCustomer"), ("ACCPAY", "IsSupplier")])
def test_the_first_approved_document_makes_customer_or_supplier(
    caller: Caller, kind: str, flag: str
) -> None:
    code = "200" if kind == "ACCREC" else "400"
    shown = approved(caller, Type=kind, LineItems=[line(AccountCode=code)])
    assert shown["Contact"][flag] is True


def test_the_flag_leaves_the_contacts_time(caller: Caller) -> None:
    contact_id = caller.created(Name="A")
    before = caller.org.contacts[contact_id].updated_ms
    approved(caller, Contact={"ContactID": contact_id})
    assert caller.org.contacts[contact_id].updated_ms == before


@pytest.mark.parametrize("flips", [True, False])
def test_a_switch_lets_a_draft_make_a_customer(flips: bool) -> None:
    with calling(Switches(draft_makes_customer=flips)) as caller:
        assert stored(caller)["Contact"]["IsCustomer"] is flips


def test_put_only_creates(caller: Caller) -> None:
    found = stored(caller)
    again = invoice(caller, InvoiceID=found["InvoiceID"])
    (made,) = invoices_of(put(caller, again))
    assert made["InvoiceID"] != found["InvoiceID"]


def test_post_updates_a_sales_invoice_by_its_number(caller: Caller) -> None:
    found = stored(caller, InvoiceNumber="A-1")
    (shown,) = invoices_of(
        post(caller, {"InvoiceNumber": "a-1", "Status": "SUBMITTED", "DueDate": "2026-10-01"})
    )
    assert (shown["InvoiceID"], shown["Status"]) == (found["InvoiceID"], "SUBMITTED")


def test_post_creates_what_it_does_not_match(caller: Caller) -> None:
    invoices_of(post(caller, invoice(caller, InvoiceNumber="A-1")))
    assert len(listed(caller)) == 1


def test_post_refuses_an_unknown_id(caller: Caller) -> None:
    unknown = invoice(caller, InvoiceID="11111111-1111-4111-8111-111111111111")
    assert len(messages(post(caller, unknown))) == 1


def test_the_path_names_the_invoice(caller: Caller) -> None:
    found = stored(caller, InvoiceNumber="A-1")
    caller.ask("POST", "/Invoices/A-1", {"Reference": "R"})
    assert one(caller, found["InvoiceID"])["Reference"] == "R"


def test_an_unknown_invoice_in_the_path_is_html(caller: Caller) -> None:
    answer = caller.ask("POST", "/Invoices/nothing", {"Reference": "R"})
    assert (answer.status, answer.headers["Content-Type"][:9]) == (404, "text/html")


def test_what_is_left_out_stays(caller: Caller) -> None:
    found = stored(caller, Reference="R")
    assert updated(caller, found, Url="https://a.example")["Reference"] == "R"


def test_an_empty_text_clears(caller: Caller) -> None:
    assert updated(caller, stored(caller, Reference="R"), Reference="")["Reference"] == ""


def test_every_update_moves_the_time(caller: Caller) -> None:
    found = stored(caller)
    assert updated(caller, found)["UpdatedDateUTC"] > found["UpdatedDateUTC"]


def ids(found: dict[str, Any]) -> list[str]:
    return [each["LineItemID"] for each in found["LineItems"]]


def test_a_line_with_its_id_is_updated(caller: Caller) -> None:
    found = stored(caller, LineItems=[line(Quantity=3)])
    (line_id,) = ids(found)
    shown = updated(caller, found, LineItems=[{"LineItemID": line_id, "UnitAmount": 7}])
    (kept,) = shown["LineItems"]
    assert (kept["LineItemID"], kept["LineAmount"], kept["Quantity"]) == (line_id, 21.0, 3.0)


def test_a_line_without_an_id_is_new(caller: Caller) -> None:
    found = stored(caller)
    assert not set(ids(updated(caller, found, LineItems=[LINE]))) & set(ids(found))


def test_a_line_that_is_not_listed_is_deleted(caller: Caller) -> None:
    found = stored(caller, LineItems=[LINE, line(Description="B")])
    kept = ids(found)[1]
    assert ids(updated(caller, found, LineItems=[{"LineItemID": kept}])) == [kept]


def test_an_unknown_line_is_refused(caller: Caller) -> None:
    unknown = line(LineItemID="11111111-1111-4111-8111-111111111111")
    assert len(refused(caller, stored(caller), LineItems=[unknown])) == 1


def test_without_line_items_the_lines_stay(caller: Caller) -> None:
    found = stored(caller)
    assert ids(updated(caller, found, Reference="R")) == ids(found)


def test_a_switch_recreates_lines_that_were_not_sent() -> None:
    with calling(Switches(unsent_lines_recreated=True)) as caller:
        found = stored(caller, LineItems=[line(UnitAmount="1.2345")])
        (shown,) = invoices_of(post(caller, {"InvoiceID": found["InvoiceID"]}))
        assert (ids(shown) == ids(found), shown["LineItems"][0]["UnitAmount"]) == (False, 1.23)


def test_a_refused_create_echoes_what_was_sent(caller: Caller) -> None:
    sent = invoice(caller, Contact={"Name": "New"}, InvoiceNumber="Ü", Date=None)
    (element,) = put(caller, sent).json()["Elements"]
    assert (
        element["InvoiceID"],
        element["InvoiceNumber"],
        element["Contact"],
        element["HasErrors"],
    ) == (
        ZERO_GUID,
        "Ü",
        {"Name": "New"},
        True,
    )


def test_a_refused_update_echoes_the_invoice_too(caller: Caller) -> None:
    found = approved(caller)
    (element,) = post(caller, {"InvoiceID": found["InvoiceID"], "Status": "DELETED"}).json()[
        "Elements"
    ]
    assert (element["InvoiceNumber"], element["Status"]) == ("INV-0001", "DELETED")


def test_one_refused_invoice_stores_none_by_default(caller: Caller) -> None:
    put(caller, invoice(caller), {"Type": "ACCREC"})
    assert listed(caller) == []


def test_a_switch_keeps_the_good_ones_under_a_400() -> None:
    with calling(Switches(all_or_nothing=False)) as caller:
        answer = put(caller, invoice(caller), {"Type": "ACCREC"})
        assert (answer.status, len(listed(caller))) == (400, 1)


def test_without_summary_each_invoice_has_its_status(caller: Caller) -> None:
    shown = invoices_of(put(caller, invoice(caller), {"Type": "ACCREC"}, summarizeErrors=False))
    told = [(each["StatusAttributeString"], each["HasErrors"]) for each in shown]
    assert told == [("OK", False), ("ERROR", True)]


def test_without_summary_the_good_invoices_are_stored(caller: Caller) -> None:
    put(caller, invoice(caller), {"Type": "ACCREC"}, summarizeErrors=False)
    assert len(listed(caller)) == 1


def test_an_invoice_is_told_to_listeners(caller: Caller) -> None:
    told: list[tuple[str, str, str]] = []
    contact = {"ContactID": caller.created(Name="A")}
    caller.org.listeners.append(lambda *news: told.append(news))
    found = stored(caller, Contact=contact)
    updated(caller, found, Reference="R")
    invoice_id = found["InvoiceID"]
    assert told == [("INVOICE", invoice_id, "CREATE"), ("INVOICE", invoice_id, "UPDATE")]


def test_the_log_counts_what_was_stored(caller: Caller) -> None:
    put(caller, invoice(caller), invoice(caller))
    logged = caller.xero.requests.all()[-1]
    assert (logged.operation, logged.written) == ("PUT Invoices", 2)


def test_an_unknown_contact_number_is_refused(caller: Caller) -> None:
    (told,) = refusals(caller, Contact={"ContactNumber": "X-1"})
    assert told.startswith("Unknown contact details")


def test_a_contact_is_matched_by_number(caller: Caller) -> None:
    contact_id = caller.created(Name="Acme", ContactNumber="X-1")
    assert stored(caller, Contact={"ContactNumber": "x-1"})["Contact"]["ContactID"] == contact_id


def test_an_archived_contact_may_stay_on_its_invoice(caller: Caller) -> None:
    found = approved(caller)
    contact = {"ContactID": found["Contact"]["ContactID"]}
    caller.org.people.archive(contact["ContactID"])
    assert updated(caller, found, Contact=contact, Reference="R")["Reference"] == "R"


def test_people_may_give_a_new_invoice_its_id(caller: Caller) -> None:
    """So that two organisations can have equal ids."""
    given = "00000000-0000-4000-8000-000000000001"
    row = invoice(caller, InvoiceID=given)
    assert caller.org.people.add_invoice(**row) == given


def test_an_id_that_the_api_gives_a_new_invoice_is_ignored(caller: Caller) -> None:
    given = "00000000-0000-4000-8000-000000000001"
    assert stored(caller, InvoiceID=given)["InvoiceID"] != given
