"""The accounting endpoints: one function each, organisation and call in, answer out."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from attrs import evolve, field, frozen

from . import wire
from .body import BadBodyError, Sent, read_contacts
from .call import Call
from .contact import Contact
from .organisation import Organisation, Outcome
from .query import BadQueryError, Page, flag, read_page, read_selection, select
from .rules import Matcher, RefusedError, match_for_create, match_for_upsert
from .wire import Answer

PROVIDER = "Simulated app"

Handler = Callable[[Organisation, Call], Answer]


@frozen
class Route:
    """*operation* is the name in the request log and for faults."""

    method: str
    pattern: re.Pattern[str]
    operation: str
    handle: Handler = field(repr=False)


def route_of(method: str, path: str) -> tuple[Route, str] | None:
    """The route for a request and what followed the resource's name; unknown: None."""
    for route in ROUTES:
        found = route.pattern.fullmatch(path)
        if found is not None and route.method == method:
            return route, "".join(found.groups())
    return None


def get_organisation(organisation: Organisation, call: Call) -> Answer:
    shown = {
        "Name": organisation.name,
        "LegalName": organisation.name,
        "PaysTax": True,
        "Version": "NZ",
        "OrganisationType": "COMPANY",
        "BaseCurrency": "NZD",
        "CountryCode": "NZ",
        "IsDemoCompany": False,
        "OrganisationStatus": "ACTIVE",
        "FinancialYearEndDay": 31,
        "FinancialYearEndMonth": 3,
        "DefaultSalesTax": "Tax Exclusive",
        "DefaultPurchasesTax": "Tax Exclusive",
        "OrganisationEntityType": "COMPANY",
        "Timezone": "NEWZEALANDSTANDARDTIME",
        "ShortCode": organisation.short_code,
        "OrganisationID": organisation.tenant_id,
        "Edition": "BUSINESS",
        "Class": "PREMIUM",
        "Addresses": [],
        "Phones": [],
        "ExternalLinks": [],
        "PaymentTerms": {},
    }
    return _ok(organisation, {"Organisations": [shown]})


def get_contacts(organisation: Organisation, call: Call) -> Answer:
    """A page, or without ``page`` every row; 400 for more than ``most_rows`` unpaged."""
    try:
        inclusive = organisation.switches.since_inclusive
        selection = read_selection(call.query, call.modified_since, inclusive)
        page = read_page(call.query)
    except BadQueryError as refused:
        return wire.bad_query(str(refused))
    ids = select(organisation.book, selection)
    if page is not None:
        return _page_of_contacts(organisation, ids, page, flag(call.query, "summaryonly"))
    if len(ids) > organisation.switches.most_rows:
        return wire.bad_query("Too many rows for one answer, use paging")
    rows = [wire.read_contact(one, detail=False) for one in organisation.book.get_many(ids)]
    return _ok(organisation, {"Contacts": rows})


def _page_of_contacts(
    organisation: Organisation, ids: Sequence[str], page: Page, summary: bool
) -> Answer:
    start = (page.number - 1) * page.size
    found = organisation.book.get_many(ids[start : start + page.size])
    rows = [wire.read_contact(one, detail=True) for one in found]
    shown = [wire.summary_of(row) for row in rows] if summary else rows
    paging = wire.paging(page.number, page.size, len(ids))
    return _ok(organisation, {"pagination": paging, "Contacts": shown})


def get_contact(organisation: Organisation, call: Call) -> Answer:
    """One contact by ContactID or ContactNumber, archived too; 404 is HTML."""
    by_id = organisation.book.get(call.key.lower())
    found = (by_id,) if by_id else organisation.book.numbered(call.key)
    if not found:
        return wire.not_found()
    return _ok(organisation, {"Contacts": [wire.read_contact(found[0], detail=True)]})


def put_contacts(organisation: Organisation, call: Call) -> Answer:
    """Create only (fact sheet 3.3)."""
    return _write(organisation, call, match_for_create)


def post_contacts(organisation: Organisation, call: Call) -> Answer:
    """Create or update; without ContactID it overwrites what it matches (fact sheet 3.3)."""
    return _write(organisation, call, match_for_upsert)


def post_contact(organisation: Organisation, call: Call) -> Answer:
    """Update the contact in the path, an id or a number; an unknown one is a 404."""
    by_id = organisation.book.get(call.key.lower())
    found = (by_id,) if by_id else organisation.book.numbered(call.key)
    if not found:
        return wire.not_found()
    try:
        sent = read_contacts(call.body)
    except BadBodyError as refused:
        return wire.bad_body(str(refused))
    named = [evolve(one, contact_id=found[0].contact_id) for one in sent]
    return _stored(organisation, call, named, match_for_upsert)


def _write(organisation: Organisation, call: Call, match: Matcher) -> Answer:
    try:
        sent = read_contacts(call.body)
    except BadBodyError as refused:
        return wire.bad_body(str(refused))
    return _stored(organisation, call, sent, match)


def _stored(organisation: Organisation, call: Call, sent: Sequence[Sent], match: Matcher) -> Answer:
    outcomes = organisation.write(sent, match)
    if flag(call.query, "summarizeerrors", default=True):
        return _all_or_nothing(organisation, sent, outcomes)
    shown = [_with_status(one, outcome) for one, outcome in zip(sent, outcomes, strict=True)]
    written = sum(isinstance(outcome, Contact) for outcome in outcomes)
    return _ok(organisation, {"Contacts": shown}, written)


def _all_or_nothing(
    organisation: Organisation, sent: Sequence[Sent], outcomes: Sequence[Outcome]
) -> Answer:
    refused = [
        wire.refused_contact(one, outcome.problems)
        for one, outcome in zip(sent, outcomes, strict=True)
        if isinstance(outcome, RefusedError)
    ]
    if refused:
        organisation.book.undo()
        return wire.validation_problem(refused)
    shown = [wire.written_contact(one) for one in outcomes if isinstance(one, Contact)]
    return _ok(organisation, {"Contacts": shown}, len(shown))


def _with_status(sent: Sent, outcome: Outcome) -> dict[str, Any]:
    if isinstance(outcome, RefusedError):
        return {
            **wire.refused_contact(sent, outcome.problems),
            "StatusAttributeString": "ERROR",
        }
    return {**wire.written_contact(outcome), "StatusAttributeString": "OK"}


def _ok(organisation: Organisation, content: dict[str, Any], written: int = 0) -> Answer:
    head = wire.envelope(organisation.ids.next("answer"), organisation.now_ms(), PROVIDER)
    return Answer(200, wire.encoded({**head, **content}), written=written)


def _resource(name: str, key: bool = False) -> re.Pattern[str]:
    tail = "/(.+)" if key else "/?"
    return re.compile(f"/api\\.xro/2\\.0/{name}{tail}", re.IGNORECASE)


ROUTES = (
    Route("GET", _resource("Organisation"), "GET Organisation", get_organisation),
    Route("GET", _resource("Contacts"), "GET Contacts", get_contacts),
    Route("PUT", _resource("Contacts"), "PUT Contacts", put_contacts),
    Route("POST", _resource("Contacts"), "POST Contacts", post_contacts),
    Route("GET", _resource("Contacts", key=True), "GET Contact", get_contact),
    Route("POST", _resource("Contacts", key=True), "POST Contact", post_contact),
)
