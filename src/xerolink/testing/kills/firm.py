"""A world whose every port can be trapped; here in memory."""

from collections.abc import Callable
from typing import Any

from attrs import define, field

from xerolink.adapters.embedded.classifier import EmbeddedClassifier
from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.adapters.memory.identity import MemoryIdentity
from xerolink.adapters.memory.tokens import MemoryTokens
from xerolink.app import Sides, Xerolink
from xerolink.domain.identity import TokenSetId
from xerolink.ports.classifier import ContactClassifier
from xerolink.ports.identity import XeroIdentity
from xerolink.ports.tokens import TokenStore
from xerolink.testing.billing_world import BillingWorld
from xerolink.testing.crashes import Closely, Trap, Trapped
from xerolink.usecases.run import InvoiceSides

_HOLD_NOTHING = ("clock", "ids", "classifier", "observer")
"""A call of these leaves nothing behind: to crash beside it is to crash beside the next call."""


@define
class Firm(BillingWorld):
    """One firm's world with tokens of its own; `trap` puts a trap around each call of each port.

    *token_set_id* None: the host keeps the tokens, and nobody asks for them.
    """

    identity: XeroIdentity = field(init=False)
    tokens: TokenStore = field(init=False)
    token_set_id: TokenSetId | None = None
    agree: Callable[[str], str] = field(init=False)
    """A person consents on the page at this address; the address that the browser is sent to."""
    classifier: ContactClassifier = field(factory=EmbeddedClassifier)
    page_size: int = 500
    """How many changes a page of the host's feed holds."""
    _traps: dict[str, Any] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        self.furnish()

    def furnish(self) -> None:
        """Make what `World` does not have, or has in memory alone."""
        self.host = self.seen_host = MemoryHostBook(page_size=self.page_size)
        identity = MemoryIdentity(self.clock)
        self.identity, self.agree = identity, identity.agree
        self.tokens = MemoryTokens(self.clock)

    def be_custom(self) -> None:
        """Become an app for this organisation alone, which needs no consent."""

    def tenant_id(self) -> str:
        """The organisation's, as webhooks name it."""
        organisation: Any = self.ports()["organisation"]
        return str(organisation.organisation().tenant_id)

    def ports(self) -> dict[str, object]:
        """Every port by its name, as the library is given it without a trap."""
        return {
            "xero": self.seen_xero,
            "organisation": self.xero,
            "host": self.seen_host,
            "invoices.host": self.seen_invoices,
            "invoices.xero": self.seen_xero_invoices,
            "invoices.catalogue": self.seen_catalogue,
            "tokens": self.tokens,
            "identity": self.identity,
            "clock": self.clock,
            "ids": self.ids,
            "classifier": self.classifier,
            "observer": self.events,
            "store": self.seen_store,
        }

    def trap(self, trap: Trap, store: type[Trapped] = Closely) -> None:
        """Let *trap* see each call of each port; *store*: how closely those of the store."""
        held = {name: port for name, port in self.ports().items() if name not in _HOLD_NOTHING}
        self._traps = {name: Trapped(port, name, trap) for name, port in held.items()}
        self._traps["store"] = store(self.store, "store", trap)

    def heal(self) -> None:
        """Nothing is trapped any more."""
        self._traps = {}

    def app(self) -> Xerolink:
        seen: Any = {**self.ports(), **self._traps}
        return Xerolink(
            seen["store"],
            seen["clock"],
            seen["ids"],
            seen["classifier"],
            seen["observer"],
            seen["identity"],
            seen["tokens"],
            suggestions=self.suggestions,
        )

    def sides(self) -> Sides:
        seen: Any = {**self.ports(), **self._traps}
        three = (seen[f"invoices.{name}"] for name in ("host", "xero", "catalogue"))
        contacts = (seen["xero"], seen["organisation"], seen["host"])
        return Sides(*contacts, self.token_set_id, InvoiceSides(*three))
