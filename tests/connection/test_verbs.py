"""Every verb of a connection and of the app: explained, blocking, and of somebody."""

import asyncio
import inspect
from collections.abc import Callable
from typing import Any

import pytest

from xerolink.app import Xerolink
from xerolink.connection import Connection
from xerolink.connection.invoice_set_up import InvoiceSetUp
from xerolink.connection.lists import Lists
from xerolink.connection.people import People
from xerolink.connection.planning import Planning
from xerolink.connection.work import Work
from xerolink.domain.contacts.decide_person import BulkRule, Side
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.errors import RunningLoopError
from xerolink.domain.identity import Actor, HostContactId, RunId, XeroContactId
from xerolink.domain.settings import ContactSettings
from xerolink.testing.worlds import World


def verbs(*owners: type) -> dict[str, Callable[..., Any]]:
    """The public methods that the classes of *owners* define."""
    found = ((owner, name, verb) for owner in owners for name, verb in vars(owner).items())
    return {
        f"{owner.__name__}.{name}": verb
        for owner, name, verb in found
        if inspect.isfunction(verb) and not name.startswith("_")
    }


OF_CONNECTION = verbs(Work, People, Planning, Lists, InvoiceSetUp)
OF_APP = verbs(Xerolink)
EVERY = OF_CONNECTION | OF_APP
READS = {
    "Work.paused",
    "InvoiceSetUp.catalogue",
    "InvoiceSetUp.invoice_settings",
    "InvoiceSetUp.suggest_mapping",
}
"""Of the verbs that are about runs and people's wishes, those that change nothing."""
OF_NOBODY = {
    "Xerolink.connection",
    "Xerolink.connections",
    "Xerolink.authorise_url",
    "Xerolink.complete_authorisation",
    "Xerolink.authorise_custom",
    "Xerolink.tenants",
    "Xerolink.access_token",
    "Xerolink.replace_token",
    "Xerolink.token_set",
    "Xerolink.resume_refreshes",
    "Xerolink.receive",
    "Xerolink.refuse_webhook",
}
"""Reads, and what a web server or a worker does by itself about tokens and webhooks."""
TWINS = {
    "import_contacts": "plan_import",
    "sync_contacts": "plan_sync",
    "change_settings": "plan_settings",
}
NO_PLAN = {
    "apply": "it performs one",
    "create_xero_contact": "plan_create_xero_contacts with one",
}


GIVEN: dict[str, object] = {
    "rule": BulkRule.SAME_NAME_EMAIL_MISSING,
    "xero_id": XeroContactId("x"),
    "keep": XeroContactId("x"),
    "host_id": HostContactId("h"),
    "settings": ContactSettings(),
    "xero_ids": (),
    "host_ids": (),
    "pairs": (),
    "choices": {FieldName.NAME: Side.XERO},
    "source": Side.XERO,
    "prefer": Side.XERO,
    "run_id": RunId("run"),
}
"""Arguments of the right type, so that a verb is refused for the loop alone."""


def parameters(verb: Callable[..., Any]) -> list[inspect.Parameter]:
    return list(inspect.signature(verb).parameters.values())[1:]


@pytest.mark.parametrize("name", EVERY)
def test_every_verb_is_explained(name: str) -> None:
    assert inspect.getdoc(EVERY[name])


@pytest.mark.parametrize("name", EVERY)
def test_every_verb_is_refused_on_an_event_loop(name: str) -> None:
    world = World()
    connection = world.connect()
    verb = EVERY[name]
    owner: object = world.app() if name in OF_APP else connection

    async def call() -> None:
        needed = [p for p in parameters(verb) if p.default is inspect.Parameter.empty]
        verb(owner, *(GIVEN.get(p.name) for p in needed))

    whose = "app" if name in OF_APP else "connection"
    with pytest.raises(RunningLoopError, match=rf"to_thread\({whose}\.{name.split('.')[1]}, "):
        asyncio.run(call())


@pytest.mark.parametrize("name", sorted(EVERY.keys() - verbs(Lists).keys() - READS - OF_NOBODY))
def test_every_verb_that_changes_something_is_somebodys(name: str) -> None:
    by = [p for p in parameters(EVERY[name]) if p.name == "by"]
    assert [p.annotation for p in by] == [Actor]


@pytest.mark.parametrize("name", sorted(verbs(People)))
def test_every_verb_of_a_person_can_be_seen_first(name: str) -> None:
    """By the plan of its name, which takes the same in the same order."""
    verb = name.split(".")[1]
    if verb in NO_PLAN:
        assert not hasattr(Planning, f"plan_{verb}")
        return
    plan = getattr(Planning, f"plan_{verb}")
    assert parameters(plan) == parameters(getattr(People, verb))


@pytest.mark.parametrize("name", sorted(TWINS))
def test_every_run_that_writes_can_be_seen_first(name: str) -> None:
    wanted = [p.name for p in parameters(getattr(Work, name))]
    assert [p.name for p in parameters(getattr(Planning, TWINS[name]))] == wanted


def test_a_connection_has_no_verb_of_its_own() -> None:
    """So that none is missed above."""
    assert verbs(Connection) == {}
