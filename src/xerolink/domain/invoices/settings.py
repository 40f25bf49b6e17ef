"""How the invoices of one organisation go to Xero: what people chose when they set it up."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import instance_of

from xerolink.domain.contacts.model import veiled
from xerolink.domain.identity import HostContactId
from xerolink.domain.invoices.currencies import CurrencyCode
from xerolink.domain.invoices.kinds import an_id, of_kind, texts_by_text, tuple_of
from xerolink.domain.invoices.model import ExpenseTypeId, ServiceTypeId
from xerolink.domain.invoices.money import Number, exact
from xerolink.domain.invoices.tax import HostTaxRateId, XeroTaxType
from xerolink.domain.invoices.xero import AccountCode, ThemeId


class SentAs(Enum):
    """The setting `xero_status`: what an invoice becomes in Xero (semantics row 32)."""

    AUTHORISED = "AUTHORISED"
    DRAFT = "DRAFT"


class UnprovedTaxRule(Enum):
    """What happens where Xero's rounding is not known (semantics row 37)."""

    HOLD = "hold"
    SEND_AND_COMPARE = "send_and_compare"


class FormerPartner(Enum):
    """What happens to an invoice of a contact in Previously Synced (semantics row 34)."""

    HOLD = "hold"
    BILL = "bill_former_partner"


def _percent(value: Number) -> Decimal:
    return exact(value, "a percentage")


@frozen
class HostTaxRate:
    """A tax rate of the host, as it names it; *percent* None: the host does not say.

    A value of another kind raises TypeError, what is no number NotMoneyError, and what cannot be
    an id BadIdError.
    """

    rate_id: HostTaxRateId = field(validator=an_id())
    name: str = field(validator=of_kind(str))
    percent: Decimal | None = field(default=None, converter=optional(_percent))


@frozen
class HostTerms:
    """What the host bills with, by id and name: what is to be mapped to Xero.

    *base_currency* is that of the firm's own books; None: the host does not say. A value of
    another kind raises TypeError, which names the field.
    """

    tax_rates: tuple[HostTaxRate, ...] = field(default=(), validator=tuple_of(HostTaxRate))
    service_types: Mapping[ServiceTypeId, str] = field(
        factory=dict, repr=veiled, validator=texts_by_text
    )
    expense_types: Mapping[ExpenseTypeId, str] = field(
        factory=dict, repr=veiled, validator=texts_by_text
    )
    base_currency: CurrencyCode | None = field(default=None, validator=of_kind(str, None))

    @cached_property
    def rate_of(self) -> Mapping[HostTaxRateId, HostTaxRate]:
        """The tax rates by id."""
        return {one.rate_id: one for one in self.tax_rates}


@frozen
class InvoiceSettings:
    """Accounts, tax rates and the rest, as they are mapped (semantics rows 32 to 37).

    *on*: whether invoices go to Xero; it can be switched on only where every tax rate of the host
    is mapped. *sync_start_date* is inclusive, on the issue date; None: nothing is sent yet.
    Invoices of *excluded* contacts stay out of Xero. A value of another kind raises TypeError,
    which names the setting: 200 is no code of an account, "200" is.
    """

    on: bool = field(default=False, validator=instance_of(bool))
    sync_start_date: date | None = field(default=None, validator=of_kind(date, None))
    revenue_account: AccountCode | None = field(default=None, validator=of_kind(str, None))
    expense_account: AccountCode | None = field(default=None, validator=of_kind(str, None))
    service_accounts: Mapping[ServiceTypeId, AccountCode] = field(
        factory=dict, validator=texts_by_text
    )
    expense_accounts: Mapping[ExpenseTypeId, AccountCode] = field(
        factory=dict, validator=texts_by_text
    )
    tax_rates: Mapping[HostTaxRateId, XeroTaxType] = field(factory=dict, validator=texts_by_text)
    xero_status: SentAs = field(default=SentAs.AUTHORISED, validator=instance_of(SentAs))
    unproved_tax: UnprovedTaxRule = field(
        default=UnprovedTaxRule.HOLD, validator=instance_of(UnprovedTaxRule)
    )
    former_partner: FormerPartner = field(
        default=FormerPartner.HOLD, validator=instance_of(FormerPartner)
    )
    theme: ThemeId | None = field(default=None, validator=of_kind(str, None))
    excluded: frozenset[HostContactId] = field(
        default=frozenset[HostContactId](), validator=of_kind(frozenset)
    )
