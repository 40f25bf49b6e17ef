"""What a Xero organisation says of itself."""

from xerolink.adapters.xero.answer import XERO, elements, parsed
from xerolink.adapters.xero.client import Calls
from xerolink.adapters.xero.convert import OddError, text
from xerolink.domain.run import Organisation
from xerolink.ports.errors import UnavailableError
from xerolink.ports.xero import XeroOrganisation


class XeroApiOrganisation(XeroOrganisation):
    """`ports.xero.XeroOrganisation` by *client*; the tenant id is the client's own."""

    def __init__(self, client: Calls) -> None:
        self._client = client

    def organisation(self) -> Organisation:
        answer = self._client.call(self._client.api.get_organisations)
        match elements(parsed(answer), "Organisations"):
            case [{} as found, *_]:
                return self._read(found)
            case _:
                raise UnavailableError(XERO, "its answer names no organisation")

    def _read(self, found: dict[str, object]) -> Organisation:
        try:
            return Organisation(
                tenant_id=self._client.tenant_id,
                name=text(found, "Name"),
                short_code=text(found, "ShortCode"),
                base_currency=text(found, "BaseCurrency"),
                country_code=text(found, "CountryCode"),
                timezone=text(found, "Timezone"),
            )
        except OddError as odd:
            raise UnavailableError(XERO, f"its answer cannot be read: {odd}") from None
