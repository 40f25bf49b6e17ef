"""What every adapter of `ports.xero` promises: inherit a contract and provide its fixtures."""

import pytest

from xerolink.domain.identity import TenantId
from xerolink.ports.xero import XeroOrganisation
from xerolink.testing.conformance.hooks import missing
from xerolink.testing.conformance.xero_archives import Archives
from xerolink.testing.conformance.xero_creates import Creates
from xerolink.testing.conformance.xero_isolation import Isolation
from xerolink.testing.conformance.xero_lookups import LookUps
from xerolink.testing.conformance.xero_pages import Pages
from xerolink.testing.conformance.xero_traffic import Counting
from xerolink.testing.conformance.xero_updates import Updates
from xerolink.testing.conformance.xero_world import XeroPeople

__all__ = ["XeroContactsContract", "XeroOrganisationContract", "XeroPeople"]


class XeroContactsContract(Pages, LookUps, Creates, Updates, Archives, Isolation, Counting):
    """Every promise of `XeroContacts`.

    Provide the fixtures of `TwoOrganisations`: *xero* and *people*, *other* and *others*.
    """


class XeroOrganisationContract:
    """The promises of `XeroOrganisation`."""

    @pytest.fixture
    def organisation(self) -> XeroOrganisation:
        raise missing("organisation")

    @pytest.fixture
    def tenant_id(self) -> TenantId:
        raise missing("tenant_id")

    def test_an_organisation_names_its_tenant(
        self, organisation: XeroOrganisation, tenant_id: TenantId
    ) -> None:
        assert organisation.organisation().tenant_id == tenant_id

    def test_an_organisation_has_a_name(self, organisation: XeroOrganisation) -> None:
        assert organisation.organisation().name

    def test_a_short_code_keeps_its_mark(self, organisation: XeroOrganisation) -> None:
        """Deep links need it whole, exclamation mark included (fact sheet 3.5)."""
        assert organisation.organisation().short_code.startswith("!")
