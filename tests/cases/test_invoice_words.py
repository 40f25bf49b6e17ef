"""The words of golden cases about invoices: what is not known, or not said, does not pass."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from xerolink.testing.cases import CaseError, read_case, run_case

LINE = {"price": "100", "tax": "gst15"}
MADE: Mapping[str, Any] = {"client": "kauri", "total": "115.00"}
DONE: Mapping[str, Any] = {
    "invoices": {"INV-1": "awaiting payment, in Xero"},
    "invoices in xero": {"INV-1": MADE},
}
SEND = {"do": "send invoices"}
STORY: Mapping[str, Any] = {
    "title": "Kauri is billed",
    "rules": [32],
    "clients": ["kauri"],
    "invoices": {"INV-1": {"client": "kauri"}},
    "steps": [SEND],
    "then": DONE,
}
NO_INVOICES: Mapping[str, Any] = {"title": "Nobody", "rules": [32], "then": {}}


def run(folder: Path, story: Mapping[str, Any]) -> None:
    path = folder / "case.json"
    path.write_text(json.dumps(story), encoding="utf-8")
    run_case(read_case(path))


def tell(folder: Path, changed: Mapping[str, Any]) -> None:
    """Run the story with some of it *changed*."""
    run(folder, {**STORY, **changed})


def bill(**changed: Any) -> dict[str, Any]:
    return {"invoices": {"INV-1": {"client": "kauri", **changed}}}


def test_the_story_as_it_is_comes_out(tmp_path: Path) -> None:
    tell(tmp_path, {})


@pytest.mark.parametrize(
    "changed",
    [
        {"clients": "kauri"},
        {"client": ["kauri"]},
        {"invoice setting": {}},
        {"invoice settings": {"xero_statuses": "DRAFT"}},
        {"invoice settings": {"xero_status": "SENT"}},
        {"invoice settings": {"unproved_tax": "send"}},
        {"invoice settings": {"on": "yes"}},
        {"invoice settings": {"sync_start_date": "1 July"}},
        {"invoice settings": {"revenue_account": 200}},
        {"invoice settings": {"tax_rates": "OUTPUT2"}},
        {"invoice settings": {"excluded": ["kuari"]}},
        {"invoices": {"INV-1": {"clients": "kauri"}}},
        {"invoices": {"INV-1": {}}},
        bill(client="kuari"),
        bill(total="115"),
        bill(lines=[LINE]),
        bill(lines=[{**LINE, "prize": "1"}], total="115"),
        bill(lines=[{"tax": "gst15"}], total="115"),
        bill(lines=[{**LINE, "tax": "gst51"}], total="115"),
        bill(lines=[{**LINE, "price": 0.1}], total="115"),
        bill(lines=[{**LINE, "service": "audits"}], total="115"),
        bill(lines=[{**LINE, "expense": "travels"}], total="115"),
        bill(lines=[{**LINE, "expense": True, "service": "audit"}], total="115"),
        bill(status="sent"),
        bill(issued="today"),
        bill(amounts="with tax"),
        {"invoices in xero": {"X-1": {"client": "kauri", "lines": [LINE]}}},
        {"invoices in xero": {"X-1": {"client": "kauri", "status": "SENT"}}},
        {"xero offers": {"account": {}}},
        {"xero offers": {"accounts": {"999": "archived"}}},
        {"xero offers": {"accounts": {"200": "closed"}}},
        {"xero offers": {"accounts": {"300": {"class": "INCOME"}}}},
        {"xero offers": {"tax rates": {"OUTPUT3": "gone"}}},
        {"xero offers": {"tax rates": {"PST": {"parts": {"PST": "7"}}}}},
        {"xero offers": {"tax rates": {"PST": {"parts": {}, "for": [], "compound": ["GST"]}}}},
        {"the host bills with": {"tax rate": {}}},
        {"the host bills with": {"tax rates": {"gst15": "15%"}}},
        {"steps": [{"do": "send invoice"}]},
        {"steps": [{"do": "invoice sent", "invoice": "INV-9"}]},
        {"steps": [{"do": "invoice sent", "invoice": "INV-1", "by": "anna"}]},
        {"steps": [{"do": "plan retry invoices"}]},
        {"steps": [{"do": "save invoice settings", "invoice settings": {"of": True}}]},
        {"steps": [{"invoice in host": "INV-9", "is": "voided"}]},
        {"steps": [{"invoice in host": "INV-1", "is": "gone"}]},
        {"steps": [{"invoice in host": "INV-1"}]},
        {"steps": [{"invoice in host": "INV-1", "is": "voided", "set": {"reference": "1"}}]},
        {"steps": [{"invoice in host": "INV-1", "is paid": "1"}]},
        {"steps": [{"invoice in xero": "INV-1", "is": "paid"}]},
        {"steps": [SEND, {"invoice in xero": "INV-1", "is": "settled"}]},
        {"steps": [SEND, {"invoice in xero": "INV-1", "set": {"total": "1"}}]},
        {"steps": [{"out of the plan": "a plan that nobody kept", "left out": ["INV-1"]}]},
        {"steps": [{"webhook tells of invoices": ["INV-9"]}]},
        {"steps": [{"at the next": "create of invoices", "fault": "the answer is lost"}]},
        {"then": {**DONE, "invoice": {}}},
        {"then": {**DONE, "invoices": {"INV-9": "draft"}}},
        {"then": {**DONE, "invoices in xero": {"INV-1": {**MADE, "sum": "115"}}}},
        {"then": {**DONE, "invoices in xero": {"INV-1": {"client": "kauri"}}}},
        {"then": {**DONE, "invoices in xero": {"INV-1": {**MADE, "lines": [{"sum": "1"}]}}}},
        {"then": {**DONE, "held": [["total differ", ["INV-1"]]]}},
        {"then": {**DONE, "held": ["total differs"]}},
        {"then": {**DONE, "held": [["locked period", ["INV-1", "INV-2"]]]}},
        {"then": {**DONE, "told why": {"INV-9": ["because"]}}},
        {"then": {**DONE, "invoice settings": {"of": True}}},
    ],
    ids=str,
)
def test_a_word_that_is_not_known_is_an_error(tmp_path: Path, changed: Mapping[str, Any]) -> None:
    with pytest.raises(CaseError):
        tell(tmp_path, changed)


@pytest.mark.parametrize(
    "told",
    [
        {"steps": [{"invoice in host": "INV-1", "is": "voided"}]},
        {"steps": [{"at the next": "create of invoices in Xero", "fault": "the answer is lost"}]},
        {"steps": [], "then": {"held": []}},
    ],
    ids=str,
)
def test_a_story_without_invoices_has_no_words_of_them(
    tmp_path: Path, told: Mapping[str, Any]
) -> None:
    with pytest.raises(CaseError):
        run(tmp_path, {**NO_INVOICES, **told})


@pytest.mark.parametrize(
    "then",
    [
        {},
        {"invoices": DONE["invoices"]},
        {"invoices in xero": DONE["invoices in xero"]},
        {**DONE, "links": []},
        {**DONE, "invoices": {"INV-1": "awaiting payment"}},
        {**DONE, "invoices in xero": {"INV-1": MADE, "INV-2": MADE}},
        {**DONE, "invoices in xero": {"INV-1": {**MADE, "total": "115.01"}}},
        {**DONE, "invoices in xero": {"INV-1": {**MADE, "client": "rimu"}}},
        {**DONE, "invoices in xero": {"INV-1": {**MADE, "status": "DRAFT"}}},
        {**DONE, "invoices in xero": {"INV-1": {**MADE, "sent to contact": False}}},
        {**DONE, "invoices in xero": {"INV-1": {**MADE, "amount due": "15.00"}}},
        {**DONE, "invoices in xero": {"INV-1": {**MADE, "currency": "USD"}}},
        {**DONE, "invoices in xero": {"INV-1": {**MADE, "number": "INV-2"}}},
        {**DONE, "invoices in xero": {"INV-1": {**MADE, "tax": "15.01"}}},
        {**DONE, "invoices in xero": {"INV-1": {**MADE, "reference": "PO 7"}}},
        {**DONE, "invoices in xero": {"INV-1": {**MADE, "lines": []}}},
        {**DONE, "invoices in xero": {"INV-1": {**MADE, "lines": [{"account": "260"}]}}},
        {**DONE, "held": [["total differs", ["INV-1"]]]},
        {**DONE, "stay out": {"INV-1": "it was not sent to the client yet"}},
        {**DONE, "told why": {"INV-1": ["because"]}},
        {**DONE, "calls": {"PUT Invoices": 2}},
        {**DONE, "invoice journal says": [["INV-1", "nobody", "CreateInvoice"]]},
        {**DONE, "invoice settings": {"on": False}},
    ],
    ids=str,
)
def test_what_comes_out_otherwise_is_a_failure(tmp_path: Path, then: Mapping[str, Any]) -> None:
    with pytest.raises(AssertionError):
        tell(tmp_path, {"then": then})


HELD: Mapping[str, Any] = {
    **bill(lines=[LINE], total="115.01"),
    "then": {
        "invoices": {"INV-1": "awaiting payment, held"},
        "held": [["total differs", ["INV-1"]]],
    },
}


def test_a_story_of_a_held_invoice_comes_out(tmp_path: Path) -> None:
    tell(tmp_path, HELD)


@pytest.mark.parametrize(
    "changed",
    [
        {"held": []},
        {"held": [["total differs", ["INV-1"], "kauri"]]},
        {"held": [["number taken", ["INV-1"]]]},
        {"invoices": {"INV-1": "awaiting payment"}},
        {"told why": {"INV-1": ["a dollar off"]}},
    ],
    ids=str,
)
def test_what_is_held_otherwise_is_a_failure(tmp_path: Path, changed: Mapping[str, Any]) -> None:
    with pytest.raises(AssertionError):
        tell(tmp_path, {**HELD, "then": {**HELD["then"], **changed}})


def save(**more: Any) -> Mapping[str, Any]:
    return {"do": "save invoice settings", **more}


@pytest.mark.parametrize(
    "step",
    [
        save(**{"invoice settings": {"tax_rates": {}}}, refused="InvoiceSettingsError"),
        save(**{"invoice settings": {}}, problems=[]),
        save(**{"invoice settings": {}}, answers=[["on"]]),
        {"do": "plan send invoices", "answers": [["INV-1", "held"]]},
        {"do": "retry invoices", "ids": ["INV-1"], "answers": {"run": "failed"}},
    ],
    ids=str,
)
def test_a_step_that_ends_otherwise_is_a_failure(tmp_path: Path, step: Mapping[str, Any]) -> None:
    refused = {"problems": [["on"]]} if "refused" in step else {}
    with pytest.raises(AssertionError):
        tell(tmp_path, {"steps": [{**step, **refused}, SEND]})
