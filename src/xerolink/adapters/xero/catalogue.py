"""What a Xero organisation has to choose from, over its Accounting API (fact sheet 4.4)."""

from collections.abc import Callable, Collection, Iterator
from typing import Any, TypeVar

from attrs import evolve

from xerolink.adapters.xero.answer import XERO, elements, parsed
from xerolink.adapters.xero.catalogue_convert import (
    Books,
    read_account,
    read_books,
    read_category,
    read_currency,
    read_item,
    read_rate,
    read_theme,
)
from xerolink.adapters.xero.client import Calls
from xerolink.adapters.xero.convert import OddError
from xerolink.domain.invoices.catalogue import Catalogue, CataloguePart
from xerolink.ports.errors import UnavailableError
from xerolink.ports.xero_catalogue import XeroCatalogue

T = TypeVar("T")


class XeroApiCatalogue(XeroCatalogue):
    """`ports.xero_catalogue.XeroCatalogue` by *client*, which counts the calls.

    What cannot be read of a list is left out: nobody can choose it. An organisation that cannot
    be read is `UnavailableError`, for its lock dates keep things from being written.
    """

    def __init__(self, client: Calls) -> None:
        self._client = client

    def read(self, parts: Collection[CataloguePart] = ()) -> Catalogue:
        api, books = self._client.api, self._books()
        codes = self._listed(api.get_currencies, "Currencies", read_currency)
        whole = Catalogue(
            base_currency=books.base_currency,
            currencies=frozenset((books.base_currency, *codes)),
            accounts=self._listed(api.get_accounts, "Accounts", read_account),
            tax_rates=self._listed(api.get_tax_rates, "TaxRates", read_rate),
            period_lock=books.period_lock,
            year_lock=books.year_lock,
            timezone=books.timezone,
        )
        return self.with_parts(whole, parts)

    def with_parts(self, known: Catalogue, parts: Collection[CataloguePart]) -> Catalogue:
        read: dict[str, Any] = {part.value: self._part(part) for part in parts}
        return evolve(known, **read)

    def _part(self, part: CataloguePart) -> tuple[Any, ...]:
        api = self._client.api
        match part:
            case CataloguePart.TRACKING:
                verb = api.get_tracking_categories
                return self._listed(
                    verb, "TrackingCategories", read_category, include_archived=True
                )
            case CataloguePart.ITEMS:
                return self._listed(api.get_items, "Items", read_item, unitdp=4)
            case CataloguePart.THEMES:
                return self._listed(api.get_branding_themes, "BrandingThemes", read_theme)

    def _books(self) -> Books:
        answer = self._client.call(self._client.api.get_organisations)
        match elements(parsed(answer), "Organisations"):
            case [{} as found, *_]:
                return self._read_books(found)
            case _:
                raise UnavailableError(XERO, "its answer names no organisation")

    def _read_books(self, found: dict[str, Any]) -> Books:
        try:
            return read_books(found)
        except OddError as odd:
            raise UnavailableError(XERO, f"its answer cannot be read: {odd}") from None

    def _listed(
        self,
        verb: Callable[..., Any],
        name: str,
        read: Callable[[dict[str, Any]], T | None],
        **arguments: Any,
    ) -> tuple[T, ...]:
        found = elements(parsed(self._client.call(verb, **arguments)), name)
        return tuple(_readable(found, read))


def _readable(found: list[Any], read: Callable[[dict[str, Any]], T | None]) -> Iterator[T]:
    """What *read* makes of each of *found*, None and what cannot be read left out."""
    for element in found:
        try:
            made = read(element) if isinstance(element, dict) else None
        except OddError:
            continue
        if made is not None:
            yield made
