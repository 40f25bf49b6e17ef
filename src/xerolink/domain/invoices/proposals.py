"""A proposal: what might be chosen, how sure that is, and why."""

from enum import Enum

from attrs import frozen

from xerolink.domain.invoices.tax import XeroTaxType
from xerolink.domain.invoices.xero import AccountCode


class Confidence(Enum):
    """How sure a proposal is, in a word."""

    SURE = "sure"
    """Nothing else fits, and its name says the same."""
    LIKELY = "likely"
    POSSIBLE = "possible"
    """Look at it twice."""


@frozen
class AccountProposal:
    code: AccountCode
    confidence: Confidence
    reason: str


@frozen
class RateProposal:
    tax_type: XeroTaxType
    confidence: Confidence
    reason: str
