"""The product's app at Xero: the store and the other ports that all connections share."""

from collections.abc import Callable, Collection, Sequence
from functools import partial

from attrs import frozen

from xerolink.connection import Connection
from xerolink.connection.verbs import refuse_on_loop
from xerolink.domain.consent_errors import NoTokenSetError, NotSetUpError
from xerolink.domain.errors import UnknownConnectionError
from xerolink.domain.identity import SYNC, Actor, ConnectionId, IntentId, TokenSetId
from xerolink.domain.inbox import ONLY_WEBHOOK, Received, WebhookId
from xerolink.domain.journal import Head
from xerolink.domain.run import RunRecord
from xerolink.domain.settings import ContactSettings
from xerolink.domain.tokens import CUSTOM_SCOPES, SCOPES, Scope, Tenant
from xerolink.ports.classifier import ContactClassifier
from xerolink.ports.clock import Clock, Ids
from xerolink.ports.host import HostContacts
from xerolink.ports.identity import XeroIdentity
from xerolink.ports.keys import KeyProvider
from xerolink.ports.observer import Observer
from xerolink.ports.store import Store
from xerolink.ports.suggestions import SuggestionModel
from xerolink.ports.tokens import TokenStore
from xerolink.ports.xero import XeroContacts, XeroOrganisation
from xerolink.usecases import authorise
from xerolink.usecases import pause as pauses
from xerolink.usecases.authorise import Authorised, Consent
from xerolink.usecases.connect import connect
from xerolink.usecases.disconnect import Offline, put_to_sleep, wake_up
from xerolink.usecases.forget import Forgotten, Wish, forget
from xerolink.usecases.given import asked_by, one_of, some_ids
from xerolink.usecases.receive import Reception, receive, refuse
from xerolink.usecases.run import InvoiceSides, Ports
from xerolink.usecases.run_once import run_once
from xerolink.usecases.take_turns import Turn, take_turns
from xerolink.usecases.tokens import (
    Pause,
    TokenPorts,
    access_token,
    replace_token,
    resume_refreshes,
    use_tokens,
)


@frozen
class Sides:
    """The two sides of one connection: an organisation at Xero, a firm's contacts in the host.

    *token_set_id* names the tokens by which *xero* is reached; None: the host keeps its own.
    *invoices*: where the host's invoices are to go to Xero too.
    """

    xero: XeroContacts
    organisation: XeroOrganisation
    host: HostContacts
    token_set_id: TokenSetId | None = None
    invoices: InvoiceSides | None = None


@frozen
class Xerolink:
    """What is shared by every connection. Threads may share one.

    *identity* and *tokens* are for apps that connect by this library; without them the verbs
    about consents and tokens raise `NotSetUpError`. *pause*, as `time.sleep`, lets a call wait
    while another worker refreshes the same tokens; without it that is `UnavailableError`.
    *journal_keys* makes the journal one that nobody without the key can recompute. *suggestions*
    ranks the candidates of match issues and finds more; all workers should have the same.
    """

    store: Store
    clock: Clock
    ids: Ids
    classifier: ContactClassifier
    observer: Observer
    identity: XeroIdentity | None = None
    tokens: TokenStore | None = None
    pause: Pause | None = None
    journal_keys: KeyProvider | None = None
    suggestions: SuggestionModel | None = None

    def __attrs_post_init__(self) -> None:
        """Raises `TypeError` for a class or a function where what it makes is meant.

        A run would take whatever cannot classify for a classifier that failed.
        """
        asked_by(self.classifier, "classify", "classifier")
        if self.suggestions is not None:
            one_of(SuggestionModel, self.suggestions, "suggestions")

    def connect(
        self,
        connection_id: ConnectionId,
        sides: Sides,
        by: Actor,
        settings: ContactSettings | None = None,
    ) -> Connection:
        """Bind *connection_id* to the organisation of *sides*; see `usecases.connect`.

        One that was disconnected is read whole first, then its links wake.
        """
        refuse_on_loop("connect", "app")
        ports = self._ports(sides)
        record = connect(ports, connection_id, settings, by)
        if sides.token_set_id is not None:
            use_tokens(self._tokens("connect"), connection_id, sides.token_set_id)
        if record.disconnected_at is not None:
            wake_up(ports, connection_id, by)
        return Connection(connection_id, ports)

    def connection(self, connection_id: ConnectionId, sides: Sides) -> Connection:
        """The connection that was made before; raises `UnknownConnectionError`."""
        refuse_on_loop("connection", "app")
        if connection_id not in self.store.connections():
            raise UnknownConnectionError(connection_id)
        return Connection(connection_id, self._ports(sides))

    def connections(self) -> tuple[ConnectionId, ...]:
        """Every connection that was made, ordered by id."""
        refuse_on_loop("connections", "app")
        return self.store.connections()

    def authorise_url(self, redirect_uri: str, scopes: Sequence[Scope] = SCOPES) -> Consent:
        """Where to send a person to consent; see `usecases.authorise`."""
        return authorise.authorise_url(self._tokens("authorise_url"), redirect_uri, scopes)

    def complete_authorisation(self, state: str, answered: str) -> Authorised:
        """The organisations to choose from after a consent; see `usecases.authorise`."""
        ports = self._tokens("complete_authorisation")
        return authorise.complete_authorisation(ports, state, answered)

    def authorise_custom(self, scopes: Sequence[Scope] = CUSTOM_SCOPES) -> Authorised:
        """The organisation of a custom connection, without a consent; see `usecases.authorise`."""
        return authorise.authorise_custom(self._tokens("authorise_custom"), scopes)

    def tenants(self, token_set_id: TokenSetId) -> tuple[Tenant, ...]:
        """The organisations that a token set reaches now, in Xero's order."""
        return authorise.tenants(self._tokens("tenants"), token_set_id)

    def access_token(self, token_set_id: TokenSetId) -> Callable[[], str]:
        """What answers a token that is good now, to be given to a client of Xero.

        Any thread may call it; see `usecases.tokens.access_token` for what it raises.
        """
        return partial(access_token, self._tokens("access_token"), token_set_id)

    def replace_token(self, token_set_id: TokenSetId) -> Callable[[str], None]:
        """What to tell of a token that Xero calls expired before its time: another follows."""
        return partial(replace_token, self._tokens("replace_token"), token_set_id)

    def token_set(self, connection_id: ConnectionId) -> TokenSetId:
        """The token set that the connection uses; raises `NoTokenSetError`."""
        found = self._tokens("token_set").tokens.bound(connection_id)
        if found is None:
            raise NoTokenSetError(connection_id)
        return found

    def resume_refreshes(self) -> int:
        """To be called at the start and every few minutes; see `usecases.tokens`."""
        return resume_refreshes(self._tokens("resume_refreshes"))

    def disconnect(self, connection_id: ConnectionId, by: Actor) -> None:
        """Let its links sleep, end the connection at Xero, and forget its tokens.

        `connect` to the same organisation wakes them. Where the host keeps the tokens, ending the
        connection at Xero is the host's. See `usecases.disconnect` and `usecases.authorise`.
        """
        refuse_on_loop("disconnect", "app")
        ports = Offline(self.store, self.clock, self.ids, self.journal_keys)
        put_to_sleep(ports, connection_id, by)
        if self.tokens is not None and self.tokens.bound(connection_id) is not None:
            authorise.disconnect(self._tokens("disconnect"), self.store, connection_id)

    def forget(
        self,
        connection_id: ConnectionId,
        by: Actor,
        exported: Head | None,
        abandoned: Collection[IntentId] = (),
    ) -> Forgotten:
        """Erase everything of a disconnected connection, for good; see `usecases.forget`.

        *exported*: what `Connection.export_journal` answered.
        """
        refuse_on_loop("forget", "app")
        ports = Offline(self.store, self.clock, self.ids, self.journal_keys)
        wish = Wish(by, exported, frozenset(some_ids(abandoned)))
        return forget(ports, self.tokens, connection_id, wish)

    def receive(self, document: object, webhook: WebhookId = ONLY_WEBHOOK) -> Received:
        """Keep what a webhook's payload, decoded and of a good signature, tells.

        The work is a worker's; see `usecases.receive`.
        """
        refuse_on_loop("receive", "app")
        return receive(self._reception(), webhook, document)

    def refuse_webhook(self, webhook: WebhookId = ONLY_WEBHOOK) -> None:
        """Tell the observer that a payload came without a good signature."""
        refuse_on_loop("refuse_webhook", "app")
        refuse(self._reception(), webhook)

    def run_once(
        self, sides: Callable[[ConnectionId], Sides], budget: int = 20, by: Actor = SYNC
    ) -> tuple[Turn, ...]:
        """A worker's round over at most *budget* connections; see `usecases.take_turns`.

        Refreshes that a worker left open when it died are finished first.
        """
        refuse_on_loop("run_once", "app")
        if self.tokens is not None and self.identity is not None:
            self.resume_refreshes()

        def work(connection_id: ConnectionId) -> RunRecord | None:
            return run_once(self._ports(sides(connection_id)), connection_id, by)

        return take_turns(self.store, self.clock, work, budget)

    def pause_all(self, by: Actor, why: str = "") -> None:
        """Write nothing to any side of any connection until `resume_all`; see `usecases.pause`."""
        refuse_on_loop("pause_all", "app")
        pauses.pause_all(self.store, self.clock, by, why)

    def resume_all(self, by: Actor) -> None:
        """End the pause of all connections; those that were paused by themselves stay so."""
        refuse_on_loop("resume_all", "app")
        pauses.resume_all(self.store, self.observer, by)

    def _tokens(self, verb: str) -> TokenPorts:
        refuse_on_loop(verb, "app")
        if self.identity is None or self.tokens is None:
            raise NotSetUpError(verb)
        return TokenPorts(self.identity, self.tokens, self.clock, self.ids, self.pause)

    def _reception(self) -> Reception:
        return Reception(self.store, self.clock, self.observer)

    def _ports(self, sides: Sides) -> Ports:
        return Ports(
            self.store,
            sides.xero,
            sides.organisation,
            sides.host,
            self.clock,
            self.ids,
            self.classifier,
            self.observer,
            self.journal_keys,
            self.tokens,
            sides.invoices,
            self.suggestions,
        )
