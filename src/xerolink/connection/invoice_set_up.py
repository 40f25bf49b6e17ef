"""How invoices are set up: what there is to choose from, what might be, and what was chosen."""

from xerolink.connection.verbs import Verbs
from xerolink.domain.identity import Actor
from xerolink.domain.invoices.choices import Choices
from xerolink.domain.invoices.setting_problems import SettingsProblem
from xerolink.domain.invoices.settings import InvoiceSettings
from xerolink.domain.invoices.suggest_mapping import Suggested
from xerolink.usecases.invoices import set_up


class InvoiceSetUp(Verbs):
    """Accounts, tax rates and the rest, as they are mapped from the host to Xero."""

    def catalogue(self) -> Choices:
        """What there is to choose from in Xero now; see `usecases.invoices.set_up`."""
        return set_up.catalogue(self._called("catalogue"), self.connection_id)

    def invoice_settings(self) -> InvoiceSettings:
        """The settings as they stand; change them from these, with `attrs.evolve`."""
        return set_up.invoice_settings(self._called("invoice_settings"), self.connection_id)

    def suggest_mapping(self) -> Suggested:
        """Proposals for what is not mapped yet, to be looked over and saved by a person."""
        return set_up.suggest_mapping(self._called("suggest_mapping"), self.connection_id)

    def save_invoice_settings(
        self, settings: InvoiceSettings, by: Actor
    ) -> tuple[SettingsProblem, ...]:
        """Save them if they are right; see `usecases.invoices.set_up`."""
        ports = self._called("save_invoice_settings")
        return set_up.save_invoice_settings(ports, self.connection_id, settings, by)
