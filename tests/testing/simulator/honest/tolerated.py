"""The defects of the official description: what the simulator does as Xero does, against it.

Every row is needed: one that no request and no answer breaks any more has to go.
"""

import re
from collections.abc import Iterable

from attrs import frozen

from tests.testing.simulator.honest.description import Violation


@frozen
class Tolerated:
    """*at* is a pattern of `Violation.at`, *source* a paragraph of the fact sheet."""

    at: str
    what: str
    why: str
    source: str

    def covers(self, violation: Violation) -> bool:
        return self.what == violation.what and re.fullmatch(self.at, violation.at) is not None


TOLERATED = (
    Tolerated(
        r"\w+s\.(Id|Status|ProviderName|DateTimeUTC)",
        "undeclared",
        "every answer has an envelope, of which only `pagination` is described",
        "3.2",
    ),
    Tolerated(
        r"Contact\.TaxNumberType",
        "enum",
        "Xero answers `TAXNUMBERTYPE/EIN` where `EIN` is described",
        "3.1",
    ),
    Tolerated(
        r"Connection\.(created|updated)DateUtc",
        "format",
        "a moment has seven decimals and no zone, so it is no RFC 3339 `date-time`",
        "1",
    ),
    Tolerated(
        r"AccessToken\.scope",
        "undeclared",
        "the token endpoint answers `scope`, and the SDK cannot do without it",
        "8.1",
    ),
    Tolerated(
        r"\w+ /connect/revocation",
        "path",
        "the revocation endpoint is not described",
        "1",
    ),
    Tolerated(
        r"Element\.\w+",
        "undeclared",
        "an element of a 400 is the whole refused row, not its id alone",
        "3.3",
    ),
    Tolerated(
        r"(LineItem|Phone|Address)\.ValidationErrors",
        "undeclared",
        "a refused row has its errors nested in its parts too",
        "5",
    ),
    Tolerated(
        r"status (400|401|403|404|414)",
        "undeclared",
        "reads describe 200 only, writes 200 and 400 only",
        "5",
    ),
    Tolerated(
        r"Invoice\.(DateString|DueDateString)|HistoryRecord\.DateUTCString",
        "undeclared",
        "dates come a second time as texts, as the description's own examples show",
        "9",
    ),
    Tolerated(
        r"TrackingOption\.(HasValidationErrors|IsDeleted|IsArchived|IsActive)",
        "undeclared",
        "an option has flags beside its Status, as the description's own examples show",
        "10",
    ),
    Tolerated(
        r"LineItem\.(Quantity|UnitAmount|DiscountRate|DiscountAmount)",
        "type",
        "amounts are taken as texts too, the one way to send them exactly",
        "4.3",
    ),
    Tolerated(
        r"(Invoice\.(Date|DueDate)|Payment\.Date)",
        "pattern",
        "days are taken as `2026-10-14` too",
        "8.5",
    ),
    Tolerated(
        r"POST /(Contacts|Invoices)/\{\w+\} \?summarizeerrors|POST /Payments \?summarizeerrors",
        "parameter",
        "ours: understood on every write, though not described for these",
        "3.3 (?)",
    ),
    Tolerated(
        r"GET /BrandingThemes \?where|GET /Payments \?summaryonly",
        "parameter",
        "ours: understood as on other lists, though not described for these",
        "3.4 (?)",
    ),
    Tolerated(
        r"GET /api\.xro/2\.0/Organisations",
        "path",
        "`pyxero` asks for the organisation by its plural, which is not described",
        "4.4 (?)",
    ),
    Tolerated(
        r"WebhookEvent\.(first|last)EventSequence",
        "minimum",
        "an intent to receive carries no event, and 0 in place of both numbers",
        "6",
    ),
    Tolerated(
        r"WebhookEvent\.events\[\]\.eventDateUtc",
        "format",
        "a moment has no zone, so it is no RFC 3339 `date-time`",
        "6",
    ),
)


def untolerated(violations: Iterable[Violation]) -> set[Violation]:
    """What no row covers."""
    return {one for one in violations if not any(row.covers(one) for row in TOLERATED)}


def as_table() -> str:
    """The rows as the page on the simulator shows them."""
    head = "| where | what | why | fact sheet |\n|---|---|---|---|\n"
    return head + "".join(
        f"| `{row.at.replace('|', chr(92) + '|')}` | {row.what} | {row.why} | {row.source} |\n"
        for row in TOLERATED
    )
