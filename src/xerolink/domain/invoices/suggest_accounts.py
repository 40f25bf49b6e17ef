"""Which of Xero's accounts lines may go to: by the code in a name, by a name, by what is usual."""

from collections.abc import Callable, Iterable, Sequence
from typing import Self

from attrs import frozen

from xerolink.domain.invoices.catalogue import Account, Catalogue
from xerolink.domain.invoices.choices import usable_accounts
from xerolink.domain.invoices.name_words import account_words, words
from xerolink.domain.invoices.proposals import AccountProposal, Confidence
from xerolink.domain.invoices.tax import XeroTaxType
from xerolink.domain.invoices.usable import AccountUse, allowed

SHORTEST_CODE = 3
"""Shorter codes are found in names by chance."""
_USUAL_WORDS = "consulting fee fees practice professional sales services trading"
_OTHER_WORDS = "discount discounts dividend dividends freight gain gains interest other rent"
_USUAL, _UNUSUAL = frozenset(_USUAL_WORDS.split()), frozenset(_OTHER_WORDS.split())
_PASSED_ON = ("billable", "disburs", "oncharg", "passed", "rebill", "rechar", "recover", "reimburs")
_TRADING = frozenset({"REVENUE", "SALES"})


@frozen
class Shelf:
    """The accounts that may be proposed for *use*, by code."""

    use: AccountUse
    accounts: tuple[Account, ...]

    @classmethod
    def of(cls, catalogue: Catalogue, use: AccountUse, taxes: Iterable[XeroTaxType]) -> Self:
        """Those that can be used, and that Xero takes with one of *taxes*, where there are any."""
        rates = [catalogue.rate_of[one] for one in taxes if one in catalogue.rate_of]
        usable = usable_accounts(catalogue, use)
        fit = (one for one in usable if not rates or any(allowed(rate, one) for rate in rates))
        return cls(use, tuple(fit))


def default_account(shelf: Shelf) -> AccountProposal | None:
    """The account for lines whose type has none; None: none, or several are as usual."""
    if shelf.use is AccountUse.REVENUE:
        trading = [one for one in shelf.accounts if one.kind in _TRADING]
        return _only(trading) or _one(trading, _usual, "its name is that of income from clients")
    why = "its name is that of costs that are passed on"
    return _only(shelf.accounts) or _one(shelf.accounts, _passed_on, why)


def type_account(shelf: Shelf, name: str) -> AccountProposal | None:
    """The account for a type of the host that is called *name*; None: none, or several."""
    return (
        _one(shelf.accounts, lambda one: _has_code(one, name), "the type's name has its code")
        or _one(shelf.accounts, lambda one: _same(one, name), "it is named as the type")
        or _one(
            shelf.accounts,
            lambda one: _part(one, name),
            "one of the two names is within the other",
            Confidence.POSSIBLE,
        )
    )


def _only(accounts: Sequence[Account]) -> AccountProposal | None:
    if len(accounts) != 1:
        return None
    return AccountProposal(accounts[0].code, Confidence.LIKELY, "there is no other to choose")


def _one(
    accounts: Iterable[Account],
    fits: Callable[[Account], bool],
    why: str,
    confidence: Confidence = Confidence.LIKELY,
) -> AccountProposal | None:
    found = [one for one in accounts if fits(one)]
    return AccountProposal(found[0].code, confidence, why) if len(found) == 1 else None


def _usual(account: Account) -> bool:
    named = words(account.name)
    return bool(named & _USUAL) and not named & _UNUSUAL


def _passed_on(account: Account) -> bool:
    named = words(account.name)
    return any(word.startswith(_PASSED_ON) for word in named)


def _has_code(account: Account, name: str) -> bool:
    return len(account.code) >= SHORTEST_CODE and account.code.casefold() in words(name)


def _same(account: Account, name: str) -> bool:
    wanted = account_words(name)
    return bool(wanted) and account_words(account.name) == wanted


def _part(account: Account, name: str) -> bool:
    wanted, held = account_words(name), account_words(account.name)
    return bool(wanted and held) and (wanted <= held or held <= wanted)
