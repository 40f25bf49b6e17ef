"""The invoices of a firm in a golden case: their short names, and how people last left them."""

from collections.abc import Mapping
from typing import TypeVar

from attrs import define, field

from xerolink.domain.invoices.model import HostInvoiceId, InvoiceStatus
from xerolink.domain.invoices.xero import LineItemId, ThemeId, XeroInvoice, XeroInvoiceId
from xerolink.testing.billing_world import BillingWorld
from xerolink.testing.cases_words import CaseError

Shown = dict[str, object]
_Id = TypeVar("_Id", bound=str)


@define
class Bills:
    """Both sides' invoices. Xero's are called by the number under which they came there.

    *left* has those of the host as people left them, *xero_left* those of Xero that people
    touched. *line_ids* are the lines that each invoice ever had in Xero, in their order.
    """

    world: BillingWorld
    host: dict[str, HostInvoiceId] = field(factory=dict)
    xero: dict[str, XeroInvoiceId] = field(factory=dict)
    left: dict[str, InvoiceStatus] = field(factory=dict)
    xero_left: dict[str, Shown] = field(factory=dict)
    line_ids: dict[str, list[LineItemId]] = field(factory=dict)

    def host_id(self, name: object) -> HostInvoiceId:
        return _known("host", self.host, name)

    def xero_id(self, name: object) -> XeroInvoiceId:
        return _known("Xero", self.xero, name)

    def host_name(self, host_id: str) -> str:
        return _name_of(self.host, host_id)

    def xero_name(self, xero_id: str) -> str:
        return _name_of(self.xero, xero_id)

    def in_xero(self, name: str) -> XeroInvoice:
        return self.world.xero_invoices.ledger.rows[self.xero_id(name)]

    def theme_id(self, name: str) -> ThemeId:
        """By Xero's name of it; one that Xero does not have is called by its id."""
        themes = self.world.catalogue.whole.themes or ()
        return next((one.theme_id for one in themes if one.name == name), ThemeId(name))

    def learn_names(self) -> None:
        """Name what came to Xero, and number the lines that came there."""
        for invoice in self.world.in_xero():
            if invoice.xero_id not in self.xero.values():
                self.xero[_fresh(invoice.number, self.xero)] = invoice.xero_id
            known = self.line_ids.setdefault(self.xero_name(invoice.xero_id), [])
            known.extend(one.line_id for one in invoice.lines or () if one.line_id not in known)


def _known(side: str, names: Mapping[str, _Id], name: object) -> _Id:
    if not isinstance(name, str) or name not in names:
        raise CaseError(f"no {side} invoice is called {name!r}; there are {list(names)}")
    return names[name]


def _name_of(names: Mapping[str, str], wanted: str) -> str:
    return next((name for name, known in names.items() if known == wanted), "an unknown invoice")


def _fresh(number: str, names: Mapping[str, object]) -> str:
    again = (f"{number} ({n})" for n in range(2, len(names) + 3))
    return number if number not in names else next(one for one in again if one not in names)
