"""Why settings of invoices are not right: each reason names the setting, why, and how to fix it."""

from enum import Enum

from attrs import frozen

from xerolink.domain.errors import RefusedError
from xerolink.domain.invoices.causes import CauseThing

UNSET = CauseThing("")


class Setting(Enum):
    """The settings that may be wrong, by their names in `InvoiceSettings`."""

    ON = "on"
    START = "sync_start_date"
    REVENUE_ACCOUNT = "revenue_account"
    EXPENSE_ACCOUNT = "expense_account"
    SERVICE_ACCOUNTS = "service_accounts"
    EXPENSE_ACCOUNTS = "expense_accounts"
    TAX_RATES = "tax_rates"
    THEME = "theme"


class Stops(Enum):
    """What a problem stops."""

    SAVING = "saving"
    """Whether invoices are switched on or not: it can only be a mistake."""
    SWITCHING_ON = "switching on"
    """It is still to be done; until then invoices stay off."""
    NOTHING = "nothing"
    """It is good to know."""


@frozen
class SettingsProblem:
    """Why *setting* is not right, and how to fix it; *why* and *fix* repeat nothing personal.

    *thing*: which part of the setting, by the host's id, or what it is set to; "": it is not set.
    """

    setting: Setting
    thing: CauseThing
    why: str
    fix: str
    stops: Stops

    def stops_now(self, *, on: bool) -> bool:
        """Whether settings that are *on*, or are not, cannot be saved with it."""
        return self.stops is Stops.SAVING or (on and self.stops is Stops.SWITCHING_ON)

    def __str__(self) -> str:
        where = f"{self.setting.value} {self.thing}" if self.thing else self.setting.value
        return f"{where}: {self.why}; {self.fix}"


class InvoiceSettingsError(RefusedError):
    """The settings cannot be saved so; *problems* has every reason. Nothing was changed."""

    def __init__(self, problems: tuple[SettingsProblem, ...]) -> None:
        self.problems = problems
        super().__init__("these settings cannot be saved: " + " | ".join(map(str, problems)))
