"""Xero's identity service: consent, tokens, and which organisations they reach."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from attrs import field, frozen

from xerolink.domain.identity import XeroConnectionId
from xerolink.domain.tokens import GrantedTokens, Scope, Tenant
from xerolink.ports.errors import UnauthorisedError


class ConsentEndedError(UnauthorisedError):
    """A code or a refresh token is refused for good (`invalid_grant`): only a consent helps."""

    def __init__(self) -> None:
        super().__init__("Xero", "the consent was withdrawn or has lapsed")


@frozen
class ConsentRequest:
    """Where to send a person to consent, and the two secrets to complete it with."""

    url: str = field(repr=False)
    state: str = field(repr=False)
    verifier: str = field(repr=False)


class XeroIdentity(Protocol):
    """Xero's identity service, as one app. One method call is at most one call to Xero.

    Every call may raise `UnavailableError`; one that was to give tokens may have used up what it
    was called with. `RejectedError`: Xero does not know this app, or refuses what it asks for.
    """

    @abstractmethod
    def consent_request(self, redirect_uri: str, scopes: Sequence[Scope]) -> ConsentRequest:
        """A page that asks a person for *scopes*, with a fresh state and verifier; calls nobody."""

    @abstractmethod
    def exchange(self, code: str, redirect_uri: str, verifier: str) -> GrantedTokens:
        """The tokens for the *code* that Xero sent to *redirect_uri*.

        Raises `ConsentEndedError` for a code that is unknown, used or too old.
        """

    @abstractmethod
    def refresh(self, refresh_token: str) -> GrantedTokens:
        """The tokens that follow; the old refresh token may be used again for 30 minutes.

        Raises `ConsentEndedError` for a refresh token that Xero accepts no more.
        """

    @abstractmethod
    def client_credentials(self, scopes: Sequence[Scope]) -> GrantedTokens:
        """The tokens of a custom connection, without a refresh token."""

    @abstractmethod
    def connections(self, access_token: str) -> tuple[Tenant, ...]:
        """What the token reaches, in Xero's order; raises `UnauthorisedError` if it is refused."""

    @abstractmethod
    def disconnect(self, access_token: str, xero_connection_id: XeroConnectionId) -> None:
        """End a connection at Xero; one that there is no more: nothing happens.

        Raises `UnauthorisedError` if the token is refused.
        """
