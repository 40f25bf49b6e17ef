"""Xero's rules for the lines of an invoice: what is meant, what is refused (fact sheet 4.1 to 4.4).

Texts marked (?) are ours, no source shows them.
"""

from collections.abc import Iterator

from attrs import evolve

from . import money
from .catalogue import ACTIVE, Catalogue, Item, Price, TrackingCategory
from .identifiers import Identifiers
from .invoice import ACCREC, Line, Tracked
from .invoice_body import LINE_TEXT_LIMITS, SentLine, SentTracking
from .line_amounts import Terms, counted, taxed
from .rules import TOO_LONG, RefusedError

QUANTITY_TOO_BIG = "The quantity must not be longer than 13 digits."  # (?)
DISCOUNT_ON_BILL = "Discounts are only supported on ACCREC invoices."  # (?)
TWO_TRACKINGS = "A line item can have at most 2 tracking categories."  # (?)
TRACKING_UNKNOWN = "The tracking category and option do not exist."  # (?)
ITEM_UNKNOWN = "Item code '{}' is not valid."  # (?)
LINE_UNKNOWN = "The LineItemID does not exist on this invoice."  # (?)

_MOST = 10**13 * money.ONE


def sent_lines(
    sent: tuple[SentLine, ...], before: tuple[Line, ...], terms: Terms, ids: Identifiers
) -> tuple[Line, ...]:
    """The lines after an update: sent ones, in their order; the others are gone (fact sheet 4.2).

    A LineItemID keeps what its line had and was not sent. Raises RefusedError.
    """
    known = {line.line_id: line for line in before}
    return tuple(_line(one, known, terms, ids) for one in sent)


def _line(sent: SentLine, known: dict[str, Line], terms: Terms, ids: Identifiers) -> Line:
    if known and sent.line_id and sent.line_id not in known:
        raise RefusedError(LINE_UNKNOWN)
    old = known.get(sent.line_id or "") or Line(ids.next("line"))
    problems = tuple(_limits(sent, terms))
    if problems:
        raise RefusedError(*problems)
    described = _from_item(_described(old, sent, terms), sent, terms)
    return taxed(counted(described, sent, terms), sent, terms)


def _limits(sent: SentLine, terms: Terms) -> Iterator[str]:
    for name, limit in LINE_TEXT_LIMITS.items():
        if limit is not None and len(sent.texts.get(name, "")) > limit:
            yield TOO_LONG.format(name, limit)
    discounts = sent.amounts.get("DiscountRate") or sent.amounts.get("DiscountAmount")
    if discounts and terms.type != ACCREC:
        yield DISCOUNT_ON_BILL
    if len(sent.tracking or ()) > 2:
        yield TWO_TRACKINGS
    if abs(sent.amounts.get("Quantity", 0)) >= _MOST:
        yield QUANTITY_TOO_BIG


def _described(old: Line, sent: SentLine, terms: Terms) -> Line:
    code = sent.texts.get("AccountCode") or sent.texts.get("AccountID")
    account = terms.catalogue.account(code) if code else None
    tracking = sent.tracking
    return evolve(
        old,
        description=sent.texts.get("Description", old.description),
        item_code=sent.texts.get("ItemCode", old.item_code),
        tax_type=sent.texts.get("TaxType", old.tax_type),
        account_code=account.code if account else code or old.account_code,
        discount_rate=sent.amounts.get("DiscountRate", old.discount_rate),
        discount_amount=money.rounded(sent.amounts.get("DiscountAmount", old.discount_amount), 2),
        tracking=old.tracking if tracking is None else _tracking(tracking, terms.catalogue),
    )


def _tracking(sent: tuple[SentTracking, ...], catalogue: Catalogue) -> tuple[Tracked, ...]:
    return tuple(_tracked(one, catalogue) for one in sent)


def _tracked(sent: SentTracking, catalogue: Catalogue) -> Tracked:
    for category in catalogue.tracking:
        if sent.category_id.lower() == category.category_id or (
            not sent.category_id and sent.category.lower() == category.name.lower()
        ):
            return _option(sent, category)
    raise RefusedError(TRACKING_UNKNOWN)


def _option(sent: SentTracking, category: TrackingCategory) -> Tracked:
    for option in category.options:
        named = not sent.option_id and sent.option.lower() == option.name.lower()
        if option.status == ACTIVE and (named or sent.option_id.lower() == option.option_id):
            return Tracked(category.category_id, option.option_id, category.name, option.name)
    raise RefusedError(TRACKING_UNKNOWN)


def _from_item(line: Line, sent: SentLine, terms: Terms) -> Line:
    if not sent.texts.get("ItemCode"):
        return line
    item = terms.catalogue.item(line.item_code)
    if item is None:
        raise RefusedError(ITEM_UNKNOWN.format(line.item_code))
    return _filled(line, item, item.sale if terms.type == ACCREC else item.purchase)


def _filled(line: Line, item: Item, price: Price | None) -> Line:
    described = evolve(line, description=line.description or item.description)
    if price is None:
        return described
    return evolve(
        described,
        unit_amount=price.unit_price if line.unit_amount is None else line.unit_amount,
        account_code=line.account_code or price.account_code,
        tax_type=line.tax_type or price.tax_type,
    )
