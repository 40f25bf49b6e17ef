"""Refusals about consents and tokens: who may reach which organisation, and with what."""

from collections.abc import Collection

from xerolink.domain.errors import RefusedError
from xerolink.domain.identity import ConnectionId, TokenSetId


class NotSetUpError(RefusedError):
    """The app was made without the ports that this verb needs."""

    def __init__(self, verb: str) -> None:
        self.verb = verb
        super().__init__(
            f"{verb} reaches Xero's identity service, and this app was made without; "
            "use: Xerolink(..., identity=..., tokens=...)"
        )


class UnknownTokenSetError(RefusedError):
    """No tokens are stored under this id, or no longer."""

    def __init__(self, token_set_id: TokenSetId) -> None:
        self.token_set_id = token_set_id
        super().__init__(f"token set {token_set_id!r} is not known; ask for a consent anew")


class NoTokenSetError(RefusedError):
    """The connection was made without naming the tokens that it uses."""

    def __init__(self, connection_id: ConnectionId) -> None:
        self.connection_id = connection_id
        super().__init__(
            f"no token set is known for connection {connection_id!r}; "
            "name it when connecting: Sides(..., token_set_id=...)"
        )


class ConsentError(RefusedError):
    """A consent that cannot be completed; *why* says what happened. Nothing was stored."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"the consent is not complete: {why}; start again with authorise_url")


class MissingScopesError(RefusedError):
    """The consent does not cover what was asked for; *scopes* are the missing ones."""

    def __init__(self, scopes: Collection[str]) -> None:
        self.scopes = tuple(scopes)
        super().__init__(
            f"the consent lacks {', '.join(self.scopes)}; allow the app these scopes at "
            "developer.xero.com and consent again"
        )
