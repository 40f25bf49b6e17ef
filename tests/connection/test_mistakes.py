"""Obvious mistakes of a caller are named; nothing is obeyed that was not meant."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from xerolink.adapters.embedded.classifier import EmbeddedClassifier
from xerolink.adapters.embedded.suggestions import embedded_suggestions
from xerolink.connection import Connection
from xerolink.domain.contacts.decide_person import Side
from xerolink.domain.contacts.model import FieldName
from xerolink.domain.errors import NotInPlanError, RefusedError
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.settings import ContactSettings, MassChange
from xerolink.testing.worlds import ANNA, World, fields

MISTAKES: dict[str, Callable[[Any, Any], object]] = {
    "a text for a side of repair": lambda c, _: c.repair("xero", ANNA),
    "a text for a source": lambda c, x: c.create_new_contact([x], "host", ANNA),
    "a text for a chosen side": lambda c, x: c.resolve_conflict(x, {FieldName.NAME: "host"}, ANNA),
    "a text for a field": lambda c, x: c.resolve_conflict(x, {"name": Side.HOST}, ANNA),
    "a text for a rule": lambda c, _: c.confirm_all("same_name_email_missing", ANNA),
    "a text for a kind of run": lambda c, _: c.start("import", ANNA),
    "a text for a kind of issue": lambda c, _: c.match_issues(kinds=["name_only"]),
    "a text for states": lambda c, _: c.runs(states="queued"),
    "a text for a form": lambda c, _: c.export_journal("csv", None),
    "a text for who": lambda c, x: c.stop_syncing([x], "anna"),
    "one id for a list, stop": lambda c, x: c.stop_syncing(x, ANNA),
    "one id for a list, separate": lambda c, x: c.keep_separate(x, ANNA),
    "one id for a list, two-way": lambda c, x: c.make_two_way(x, ANNA),
    "a contact for its id, confirm": lambda c, x: c.confirm_link(shown(c, x), "host-1", ANNA),
    "a candidate for its id, confirm": lambda c, x: c.confirm_link(x, object(), ANNA),
    "contacts for their ids, separate": lambda c, x: c.keep_separate([shown(c, x)], ANNA),
    "a contact for its id, resolve": lambda c, x: c.resolve_conflict(
        shown(c, x), {FieldName.NAME: Side.HOST}, ANNA
    ),
    "a contact for its id, merge": lambda c, x: c.settle_merge(shown(c, x), x, ANNA),
    "a contact for the one to keep": lambda c, x: c.settle_merge(x, shown(c, x), ANNA),
    "a contact for its id, push": lambda c, x: c.create_xero_contact(shown(c, x), ANNA),
    "a contact for its id, section": lambda c, x: c.xero_client(shown(c, x)),
    "a dictionary for settings": lambda c, _: c.change_settings({"near_match": "review"}, ANNA),
    "a dictionary for planned settings": lambda c, _: c.plan_settings({}, ANNA),
    "an answer for a run's id": lambda c, x: c.undo(c.stop_syncing([x], ANNA), ANNA),
}


def shown(connection: Connection, xero_id: XeroContactId) -> object:
    """The row of a list, of which a page has to give the id alone."""
    return next(row for row in connection.client_list() if row.link.xero_id == xero_id)


MADE_WRONG: dict[str, dict[str, Any]] = {
    "classifier is an object that has classify(), not the class EmbeddedClassifier": {
        "classifier": EmbeddedClassifier
    },
    "classifier is an object that has classify(), not NoneType": {"classifier": None},
    "suggestions is of type SuggestionModel, not a value of type function": {
        "suggestions": embedded_suggestions
    },
}


@pytest.mark.parametrize(("said", "wrong"), MADE_WRONG.items(), ids=MADE_WRONG)
def test_what_cannot_do_its_part_is_refused_when_the_app_is_made(
    said: str, wrong: dict[str, Any]
) -> None:
    """A run would take it for a classifier that failed, and make everybody an organisation."""
    app = World().app()
    with pytest.raises(TypeError, match=f"^{re.escape(said)}$"):
        evolve(app, **wrong)


def linked() -> tuple[Connection, World, XeroContactId]:
    world = World()
    xero_id = world.xero.add(fields("Acme", "office@acme.example"))
    return world.imported(), world, xero_id


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_value_of_another_type_is_named(mistake: str) -> None:
    connection, _, xero_id = linked()
    with pytest.raises(TypeError, match=r"is |expected"):
        MISTAKES[mistake](connection, xero_id)


def test_no_choice_at_all_is_named() -> None:
    connection, _, xero_id = linked()
    with pytest.raises(ValueError, match="choices is empty"):
        connection.resolve_conflict(xero_id, {}, ANNA)


def test_ids_may_come_one_by_one() -> None:
    connection, _, xero_id = linked()
    ids: Any = (one for one in [xero_id])
    assert len(connection.stop_syncing(ids, ANNA).done) == 1


@pytest.mark.parametrize("unwanted", [["nobody"], "nobody"])
def test_a_row_that_a_plan_does_not_have_cannot_be_left_out(unwanted: Any) -> None:
    """It would be done, and somebody meant to leave it out."""
    world = World()
    world.xero.add(fields("Acme"))
    plan = world.connect().plan_import(ANNA)
    with pytest.raises(NotInPlanError, match="nobody"):
        plan.without(unwanted)


def test_swapped_ids_are_refused_without_a_call() -> None:
    connection, world, xero_id = linked()
    before = world.xero.traffic()
    swapped = XeroContactId("host-1"), HostContactId(xero_id)
    with pytest.raises(RefusedError):
        connection.confirm_link(*swapped, ANNA)
    assert world.xero.traffic() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"keep_journal_days": 0},
        {"keep_journal_days": "x"},
        {"keep_journal_days": 90.5},
        {"default_contact_type": None},
        {"contact_filter": "customers"},
        {"mass_change": 10},
    ],
    ids=str,
)
def test_a_setting_of_another_kind_cannot_be_made(wrong: dict[str, Any]) -> None:
    """What was stored by mistake could not be read again."""
    with pytest.raises((TypeError, ValueError), match=next(iter(wrong))):
        ContactSettings(**wrong)


@pytest.mark.parametrize("wrong", [{"percent": 101}, {"percent": -1}, {"at_least": -1}], ids=str)
def test_a_brake_is_a_share_and_a_number(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        MassChange(**wrong)


def test_the_settings_can_be_read() -> None:
    connection, _, _ = linked()
    assert connection.settings() == ContactSettings()
