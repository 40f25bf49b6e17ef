"""What a token may do: Xero's scopes, and which one a request needs (fact sheet 1)."""

import re
from collections.abc import Iterable

RECOMMENDED = (
    "openid profile email offline_access "
    "accounting.contacts accounting.invoices accounting.settings.read"
)
OFFLINE = "offline_access"

_FREE = ("openid", "profile", "email", OFFLINE)
_GRANULAR = (
    "accounting.contacts",
    "accounting.settings",
    "accounting.attachments",
    "accounting.invoices",
    "accounting.payments",
    "accounting.banktransactions",
    "accounting.manualjournals",
)
_BROAD = ("accounting.transactions",)
_BROAD_READ = ("accounting.reports.read", "accounting.journals.read", "accounting.budgets.read")
_BROAD_FOR = {"accounting.invoices": _BROAD[0], "accounting.payments": _BROAD[0]}
_REPORT = re.compile(r"accounting\.reports\.[a-z]+\.read")
_RESOURCE = re.compile(r"/api\.xro/2\.0/(\w+)", re.IGNORECASE)

_NEEDS = {
    "contacts": "accounting.contacts",
    "contactgroups": "accounting.contacts",
    "organisation": "accounting.settings",
    "organisations": "accounting.settings",
    "accounts": "accounting.settings",
    "taxrates": "accounting.settings",
    "currencies": "accounting.settings",
    "trackingcategories": "accounting.settings",
    "brandingthemes": "accounting.settings",
    "invoices": "accounting.invoices",
    "creditnotes": "accounting.invoices",
    "items": "accounting.invoices",
    "payments": "accounting.payments",
}


def _with_reading(names: Iterable[str]) -> frozenset[str]:
    return frozenset(f"{name}{end}" for name in names for end in ("", ".read"))


_NEW_APP = _with_reading(_GRANULAR) | {*_FREE}
_OLD_APP = _NEW_APP | _with_reading(_BROAD) | {*_BROAD_READ}


def known(scopes: Iterable[str], *, broad: bool) -> bool:
    """Whether an app may ask for *scopes*; the *broad* names are for apps from before March 2026.

    No scope at all: False.
    """
    asked, offered = frozenset(scopes), _OLD_APP if broad else _NEW_APP
    return bool(asked) and all(one in offered or _REPORT.fullmatch(one) for one in asked)


def allows(scopes: frozenset[str], method: str, path: str) -> bool:
    """Whether *scopes* suffice; a GET is content with ``.read``, an unknown resource needs none.

    A broad scope counts for the granular ones that took its place.
    """
    found = _RESOURCE.match(path)
    need = _NEEDS.get(found[1].lower()) if found else None
    if need is None:
        return True
    names = {need, _BROAD_FOR.get(need, need)}
    reading = {f"{name}.read" for name in names} if method == "GET" else set()
    return not scopes.isdisjoint(names | reading)
