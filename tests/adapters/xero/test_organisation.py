"""The real adapter says what the organisation says of itself."""

import pytest

from xerolink.adapters.xero import XeroApiOrganisation, XeroClient
from xerolink.domain.identity import TenantId
from xerolink.domain.run import Organisation
from xerolink.ports.errors import UnavailableError
from xerolink.ports.xero import XeroOrganisation
from xerolink.testing import simulator as simulated
from xerolink.testing.conformance.xero import XeroOrganisationContract
from xerolink.testing.simulator import RewriteBody, XeroSimulator


@pytest.fixture
def organisation(client: XeroClient) -> XeroOrganisation:
    return XeroApiOrganisation(client)


class TestOrganisation(XeroOrganisationContract):
    @pytest.fixture
    def organisation(self, client: XeroClient) -> XeroOrganisation:
        return XeroApiOrganisation(client)

    @pytest.fixture
    def tenant_id(self, kauri_org: simulated.Organisation) -> TenantId:
        return TenantId(kauri_org.tenant_id)


def test_the_whole_description_is_read(
    organisation: XeroOrganisation, kauri_org: simulated.Organisation
) -> None:
    assert organisation.organisation() == Organisation(
        tenant_id=TenantId(kauri_org.tenant_id),
        name="Kauri",
        short_code=kauri_org.short_code,
        base_currency="NZD",
        country_code="NZ",
        timezone="NEWZEALANDSTANDARDTIME",
    )


@pytest.mark.parametrize(
    "body",
    [b'{"Organisations": []}', b'{"Organisations": [1]}', b'{"Organisations": [{"Name": 1}]}'],
)
def test_an_odd_description_is_unavailable(
    simulator: XeroSimulator, organisation: XeroOrganisation, body: bytes
) -> None:
    simulator.faults.add(RewriteBody("GET Organisation", rewrite=lambda _: body))
    with pytest.raises(UnavailableError):
        organisation.organisation()
