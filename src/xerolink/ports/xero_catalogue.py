"""What a Xero organisation has to choose from, read from Xero."""

from abc import abstractmethod
from collections.abc import Collection
from typing import Protocol

from xerolink.domain.invoices.catalogue import Catalogue, CataloguePart


class XeroCatalogue(Protocol):
    """The catalogue of one organisation. May raise as `XeroInvoices` does."""

    @abstractmethod
    def read(self, parts: Collection[CataloguePart] = ()) -> Catalogue:
        """The catalogue as it is now, with *parts*: four calls to Xero and one for each part.

        Archived accounts and rates are in it. Accounts that have no code are left out, and tax
        rates, options and themes that were deleted.
        """

    @abstractmethod
    def with_parts(self, known: Catalogue, parts: Collection[CataloguePart]) -> Catalogue:
        """*known* with *parts* as they are now, one call to Xero for each; the rest stays."""
