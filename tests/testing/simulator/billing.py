"""How the tests bill: a contact, invoices of it, and what the simulator says of them."""

from typing import Any

import urllib3

from tests.testing.simulator.caller import Caller, Json

LINE: Json = {"Description": "Advice", "Quantity": 1, "UnitAmount": "100.00", "AccountCode": "200"}
APPROVED: Json = {"Status": "AUTHORISED", "DueDate": "2026-10-14"}


def invoice(caller: Caller, **fields: Any) -> Json:
    """A draft of 100.00 plus tax for a contact who is made unless *fields* names one."""
    contact = {} if "Contact" in fields else {"Contact": {"ContactID": customer(caller)}}
    return {"Type": "ACCREC", "Date": "2026-09-14", "LineItems": [LINE], **contact, **fields}


def customer(caller: Caller) -> str:
    return caller.created(Name=f"Customer {len(caller.org.contacts)}")


def put(caller: Caller, *invoices: Json, **query: Any) -> urllib3.BaseHTTPResponse:
    return caller.ask("PUT", "/Invoices", {"Invoices": list(invoices)}, **query)


def post(caller: Caller, *invoices: Json, **query: Any) -> urllib3.BaseHTTPResponse:
    return caller.ask("POST", "/Invoices", {"Invoices": list(invoices)}, **query)


def invoices_of(answer: urllib3.BaseHTTPResponse) -> list[Json]:
    assert answer.status == 200, answer.data
    found: list[Json] = answer.json()["Invoices"]
    return found


def stored(caller: Caller, /, **fields: Any) -> Json:
    """What PUT answers for one invoice of *fields*."""
    (found,) = invoices_of(put(caller, invoice(caller, **fields), unitdp=4))
    return found


def approved(caller: Caller, /, **fields: Any) -> Json:
    return stored(caller, **{**APPROVED, **fields})


def updated(caller: Caller, found: Json, /, **fields: Any) -> Json:
    """What POST answers for new *fields* of *found*."""
    (shown,) = invoices_of(post(caller, {"InvoiceID": found["InvoiceID"], **fields}, unitdp=4))
    return shown


def refused(caller: Caller, found: Json, /, **fields: Any) -> list[str]:
    """Why POST refuses new *fields* of *found*."""
    return messages(post(caller, {"InvoiceID": found["InvoiceID"], **fields}, unitdp=4))


def refusals(caller: Caller, /, **fields: Any) -> list[str]:
    """Why PUT refuses an invoice of *fields*."""
    return messages(put(caller, invoice(caller, **fields)))


def messages(answer: urllib3.BaseHTTPResponse) -> list[str]:
    assert answer.status == 400, answer.data
    (element,) = answer.json()["Elements"]
    return [problem["Message"] for problem in element["ValidationErrors"]]


def one(caller: Caller, key: str, **query: Any) -> Json:
    """GET of one invoice by id or number."""
    (found,) = invoices_of(caller.ask("GET", f"/Invoices/{key}", **query))
    return found


def listed(caller: Caller, **query: Any) -> list[Json]:
    return invoices_of(caller.ask("GET", "/Invoices", **query))


def numbers(found: list[Json]) -> list[str]:
    return [each["InvoiceNumber"] for each in found]


def line(**fields: Any) -> Json:
    return {**LINE, **fields}


def totals(found: Json) -> tuple[float, float, float]:
    return found["SubTotal"], found["TotalTax"], found["Total"]


def pay(caller: Caller, found: Json, amount: Any, **fields: Any) -> urllib3.BaseHTTPResponse:
    """PUT of one payment of *found*."""
    payment = {
        "Invoice": {"InvoiceID": found["InvoiceID"]},
        "Account": {"Code": "090"},
        "Date": "2026-09-20",
        "Amount": amount,
        **fields,
    }
    return caller.ask("PUT", "/Payments", {"Payments": [payment]})
