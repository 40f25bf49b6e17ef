"""What the app and a connection are told: connect and disconnect, tokens, pause, the queue."""

from collections.abc import Mapping
from io import StringIO

from xerolink.app import Xerolink
from xerolink.connection import Connection
from xerolink.domain.identity import TokenSetId
from xerolink.domain.run import RunKind
from xerolink.domain.tokens import CUSTOM_SCOPES, SCOPES
from xerolink.testing.kills.firm import Firm
from xerolink.testing.kills.pairs import linked, two_pairs
from xerolink.testing.kills.scene import Make, Prepare, Scene, asked, told
from xerolink.testing.kills.scenes_runs import CUSTOMERS, narrow, payload
from xerolink.testing.worlds import ANNA
from xerolink.usecases.export_journal import ExportForm

CALLBACK = "https://host.example/xero"
_HALF_AN_HOUR = 1_800
"""Seconds that an access token lives (fact sheet 1)."""


def connect(make: Make) -> Scene:
    return Scene(make(), Xerolink.connect, lambda firm: firm.connect())


def connect_with_other_settings(make: Make) -> Scene:
    def again(firm: Firm) -> object:
        return firm.app().connect(firm.connection_id, firm.sides(), ANNA, CUSTOMERS)

    world = make()
    two_pairs(world)
    return Scene(world, Xerolink.connect, again, at_once=True)


def connect_with_tokens(make: Make) -> Scene:
    world = make()
    consent(world)
    return Scene(world, Xerolink.connect, lambda firm: firm.connect())


def disconnect(make: Make) -> Scene:
    world = make()
    two_pairs(world)
    return told(world, Xerolink.disconnect, world.connection_id, ANNA, at_once=True)


def disconnect_with_tokens(make: Make) -> Scene:
    world = make()
    consent(world)
    two_pairs(world)
    return told(world, Xerolink.disconnect, world.connection_id, ANNA, at_once=True)


def forget(make: Make) -> Scene:
    """Everything that was remembered, its tokens too, once the journal is exported."""
    world = make()
    consent(world)
    two_pairs(world)
    world.app().disconnect(world.connection_id, ANNA)
    exported = world.connection().export_journal(ExportForm.JSON, StringIO())
    return told(world, Xerolink.forget, world.connection_id, ANNA, exported, at_once=True)


def reconnect(make: Make) -> Scene:
    """Either side was edited meanwhile."""
    world = make()
    two_pairs(world)
    world.app().disconnect(world.connection_id, ANNA)
    world.pass_time()
    return Scene(world, Xerolink.connect, lambda firm: firm.connect())


def consent(firm: Firm) -> None:
    """A person consents, from the beginning."""
    asked_for = firm.app().authorise_url(CALLBACK, SCOPES)
    answered = firm.agree(asked_for.url)
    authorised = firm.app().complete_authorisation(asked_for.state, answered)
    firm.token_set_id = authorised.token_set_id


def authorise_url(make: Make) -> Scene:
    return Scene(make(), Xerolink.authorise_url, consent)


def complete_authorisation(make: Make) -> Scene:
    """They had consented before."""
    world = make()
    consent(world)
    return Scene(world, Xerolink.complete_authorisation, consent)


def authorise_custom(make: Make) -> Scene:
    def authorise(firm: Firm) -> None:
        firm.token_set_id = firm.app().authorise_custom(CUSTOM_SCOPES).token_set_id

    world = make()
    world.be_custom()
    return Scene(world, Xerolink.authorise_custom, authorise)


def consented(make: Make) -> tuple[Firm, TokenSetId]:
    """A pair in sync, by tokens of our own, which have run out."""
    world = make()
    consent(world)
    linked(world)
    world.clock.advance(_HALF_AN_HOUR)
    assert world.token_set_id is not None
    return world, world.token_set_id


def access_token(make: Make) -> Scene:
    world, used = consented(make)
    return Scene(world, Xerolink.access_token, lambda firm: firm.app().access_token(used)())


def replace_token(make: Make) -> Scene:
    """Xero calls a token expired before its time."""
    world, used = consented(make)
    refused = world.app().access_token(used)()

    def replace(firm: Firm) -> object:
        firm.app().replace_token(used)(refused)
        return firm.app().access_token(used)()

    return Scene(world, Xerolink.replace_token, replace)


def tenants(make: Make) -> Scene:
    world, used = consented(make)
    return told(world, Xerolink.tenants, used)


def resume_refreshes(make: Make) -> Scene:
    """A worker died in a refresh."""
    world, used = consented(make)
    lease = world.tokens.lease(used, "somebody", 30)
    assert lease is not None
    world.tokens.set_pending(lease)
    world.clock.advance(60)
    return told(world, Xerolink.resume_refreshes)


def sync_with_old_tokens(make: Make) -> Scene:
    """They are refreshed on the way."""
    world = make()
    consent(world)
    two_pairs(world)
    world.clock.advance(_HALF_AN_HOUR)
    return asked(world, Connection.sync_contacts)


def start(make: Make) -> Scene:
    return asked(narrow(make), Connection.start, RunKind.SYNC, ANNA)


def cancel(make: Make) -> Scene:
    world = narrow(make)
    run_id = world.connection().start(RunKind.SYNC, ANNA)
    return asked(world, Connection.cancel, run_id, ANNA)


def pause(make: Make) -> Scene:
    world = make()
    two_pairs(world)
    return asked(world, Connection.pause, ANNA, "the auditors are in", at_once=True)


def resume(make: Make) -> Scene:
    world = make()
    two_pairs(world)
    world.connection().pause(ANNA)
    return asked(world, Connection.resume, ANNA)


def pause_all(make: Make) -> Scene:
    world = make()
    two_pairs(world)
    return told(world, Xerolink.pause_all, ANNA, "we move", at_once=True)


def resume_all(make: Make) -> Scene:
    world = make()
    two_pairs(world)
    world.app().pause_all(ANNA)
    return told(world, Xerolink.resume_all, ANNA)


def receive(make: Make) -> Scene:
    """Xero sends again what was not answered."""
    world = make()
    first, _ = two_pairs(world)
    return told(world, Xerolink.receive, payload(world, first))


APP: Mapping[str, Prepare] = {
    "connect": connect,
    "connect, other settings": connect_with_other_settings,
    "connect, tokens": connect_with_tokens,
    "disconnect": disconnect,
    "disconnect, tokens": disconnect_with_tokens,
    "connect, again": reconnect,
    "forget": forget,
    "authorise_url": authorise_url,
    "complete_authorisation": complete_authorisation,
    "authorise_custom": authorise_custom,
    "access_token": access_token,
    "replace_token": replace_token,
    "tenants": tenants,
    "resume_refreshes": resume_refreshes,
    "sync_contacts, old tokens": sync_with_old_tokens,
    "start": start,
    "cancel": cancel,
    "pause": pause,
    "resume": resume,
    "pause_all": pause_all,
    "resume_all": resume_all,
    "receive": receive,
}
"""By what the app or the connection is told, in which case."""
