"""The real adapter keeps every promise of `ports.xero_invoices`, against the simulator.

Over HTTP, and in process.
"""

from collections.abc import Callable

import pytest

from tests.adapters.xero.ledgers import Office
from xerolink.adapters.xero import XeroApiInvoices, XeroClient
from xerolink.domain.identity import TenantId
from xerolink.ports.xero_invoices import XeroInvoices
from xerolink.testing.conformance.xero_invoices import InvoicePeople, XeroInvoicesContract
from xerolink.testing.simulator import Organisation, XeroSimulator

Reach = Callable[[Organisation], XeroClient]


class TestInvoices(XeroInvoicesContract):
    @pytest.fixture
    def second(self, simulator: XeroSimulator, kauri_org: Organisation) -> Organisation:
        """Reached by the same token, as one consent for two organisations is."""
        return simulator.add_organisation("Rimu", access_token=kauri_org.access_token)

    @pytest.fixture
    def invoices(self, client: XeroClient) -> XeroInvoices:
        return XeroApiInvoices(client)

    @pytest.fixture
    def people(self, kauri_org: Organisation) -> InvoicePeople:
        return Office(kauri_org)

    @pytest.fixture
    def other(self, second: Organisation, client_of: Reach) -> XeroInvoices:
        return XeroApiInvoices(client_of(second))

    @pytest.fixture
    def others(self, second: Organisation) -> InvoicePeople:
        return Office(second)


class TestInProcess(TestInvoices):
    @pytest.fixture
    def client_of(self, simulator: XeroSimulator) -> Reach:
        def reach(organisation: Organisation) -> XeroClient:
            return XeroClient(
                lambda: organisation.access_token,
                TenantId(organisation.tenant_id),
                base_url="http://xero.test",
                pool=simulator.transport(),
            )

        return reach
