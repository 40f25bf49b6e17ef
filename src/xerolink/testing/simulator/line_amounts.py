"""What a line comes to: its amounts, its account and its tax (fact sheet 4.3 and 4.4).

Texts marked (?) are ours, no source shows them.
"""

from collections.abc import Iterator

from attrs import evolve, field, frozen

from . import money
from .catalogue import ACTIVE, BANK, Account, Catalogue
from .invoice import EXCLUSIVE, NO_TAX, Line
from .invoice_body import SentLine
from .rules import RefusedError
from .switches import Switches

ACCOUNT_UNKNOWN = "Account code '{}' is not a valid code for this document."
ACCOUNT_CLOSED = (
    "Account code '{}' has been archived, or has been deleted. "
    "Each line item must reference a valid account."
)
ACCOUNT_MISSING = "Account code or ID must be specified"
TAX_UNKNOWN = "The TaxType code '{}' does not exist or cannot be used for this type of transaction."
TAX_UNFIT = "The TaxType code '{}' cannot be used with account code '{}'."
DESCRIPTION_MISSING = "Description must be specified."  # (?)
TOTAL_UNFIT = "The line total {} does not match the expected line total {}"  # (?)
TOTAL_TOO_BIG = "The line amount must not be over 9,999,999,999.99."  # (?)
TAX_ON_NO_TAX = "Tax amounts are not allowed when LineAmountTypes is NoTax."  # (?)

_LARGEST = 9_999_999_999_99 * money.ONE // 100


@frozen
class Terms:
    """What the lines of one document share; ``places``: decimals of a price, 2 or 4 (unitdp)."""

    catalogue: Catalogue = field(repr=False)
    switches: Switches
    type: str
    line_amount_types: str
    places: int
    approved: bool


def counted(line: Line, sent: SentLine, terms: Terms) -> Line:
    """Quantity, price and line amount: two of them make the third, three must agree."""
    total, unit, quantity = (sent.amounts.get(n) for n in ("LineAmount", "UnitAmount", "Quantity"))
    if unit is None and total is None:
        unit = line.unit_amount
    if unit is not None:
        unit = money.rounded(unit, terms.places)
    if quantity is None and not (total is not None and unit):
        quantity = line.quantity
    if quantity is None and (unit is not None or total is not None):
        quantity = money.ONE if not (total and unit) else money.divided(total * money.ONE, unit)
    if quantity is None:
        return line
    return _totalled(line, money.rounded(quantity, 4), unit, total, terms.places)


def _totalled(line: Line, quantity: int, unit: int | None, total: int | None, places: int) -> Line:
    if unit is None and total is not None:
        gross = money.rounded(total, 2) + line.discount_amount
        unit = money.unit_of(gross, quantity, line.discount_rate, places)
        made = money.rounded(total, 2)
    else:
        unit = unit or 0
        made = money.line_total(quantity, unit, line.discount_rate, line.discount_amount)
        if total is not None and money.rounded(total, 2) != made:
            raise RefusedError(TOTAL_UNFIT.format(*map(_shown, (total, made))))
    if abs(made) > _LARGEST:
        raise RefusedError(TOTAL_TOO_BIG)
    return evolve(line, quantity=quantity, unit_amount=unit, line_amount=made)


def _shown(amount: int) -> str:
    return f"{money.as_json(money.rounded(amount, 2)):.2f}"


def taxed(line: Line, sent: SentLine, terms: Terms) -> Line:
    problems = tuple(_missing(line, terms)) if terms.approved else ()
    if problems:
        raise RefusedError(*problems)
    account = _account(line, terms.catalogue)
    if line.quantity is None and not line.account_code:
        return line
    typed = evolve(line, tax_type=_tax_type(line, account, terms))
    given = sent.amounts.get("TaxAmount")
    if terms.line_amount_types == NO_TAX and given:
        raise RefusedError(TAX_ON_NO_TAX)
    if given is not None:
        return evolve(typed, tax_amount=money.rounded(given, 2))
    return evolve(typed, tax_amount=_tax_of(typed, terms))


def approvable(line: Line, terms: Terms) -> Line:
    """*line* as it stands, when its document is approved; raises RefusedError."""
    problems = (*_missing(line, terms),) if terms.approved else ()
    if problems:
        raise RefusedError(*problems)
    _account(line, terms.catalogue)
    return line


def recounted(line: Line, terms: Terms) -> Line:
    """*line* under other terms: its price cut to their precision, its tax worked out anew."""
    if line.quantity is None or line.unit_amount is None:
        return line
    unit = money.rounded(line.unit_amount, terms.places)
    counted = _totalled(line, line.quantity, unit, None, terms.places)
    typed = evolve(counted, tax_type=_tax_type(counted, _account(line, terms.catalogue), terms))
    return evolve(typed, tax_amount=_tax_of(typed, terms))


def _missing(line: Line, terms: Terms) -> Iterator[str]:
    if not line.description:
        yield DESCRIPTION_MISSING
    # A line of words alone needs no account.
    if line.quantity is not None and not line.account_code:
        yield ACCOUNT_MISSING


def _account(line: Line, catalogue: Catalogue) -> Account | None:
    if not line.account_code:
        return None
    account = catalogue.account(line.account_code)
    if account is None or account.type == BANK or account.system in {"DEBTORS", "CREDITORS"}:
        raise RefusedError(ACCOUNT_UNKNOWN.format(line.account_code))
    if account.status != ACTIVE:
        raise RefusedError(ACCOUNT_CLOSED.format(line.account_code))
    return account


def _tax_type(line: Line, account: Account | None, terms: Terms) -> str:
    if terms.line_amount_types == NO_TAX:
        return "NONE"
    tax_type = line.tax_type or (account.tax_type if account else "")
    if tax_type:
        _check_rate(tax_type, account, terms.catalogue)
    return tax_type


def _check_rate(tax_type: str, account: Account | None, catalogue: Catalogue) -> None:
    rate = catalogue.tax_rate(tax_type)
    if rate is None or rate.status != ACTIVE:
        raise RefusedError(TAX_UNKNOWN.format(tax_type))
    if account is not None and account.account_class not in rate.classes:
        raise RefusedError(TAX_UNFIT.format(tax_type, account.code))


def _tax_of(line: Line, terms: Terms) -> int:
    rate = terms.catalogue.tax_rate(line.tax_type)
    if rate is None or terms.line_amount_types == NO_TAX:
        return 0
    apart = terms.switches.tax_by_component
    if terms.line_amount_types == EXCLUSIVE:
        return money.exclusive_tax(line.line_amount, rate.parts, apart=apart)
    return money.inclusive_tax(line.line_amount, rate.parts, apart=apart)
