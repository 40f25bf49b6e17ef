"""The simulator and our adapter against Xero's official description, its defects tolerated."""

from collections.abc import Iterable
from functools import cache

import pytest
from attrs import evolve

from tests.testing.simulator.honest import checking, sessions
from tests.testing.simulator.honest.description import Violation
from tests.testing.simulator.honest.serving import served
from tests.testing.simulator.honest.tolerated import TOLERATED, Tolerated, untolerated


@cache
def every_violation() -> frozenset[Violation]:
    exchanges = sessions.recorded()
    return frozenset(
        checking.of_service(served())
        | checking.of_requests(exchanges)
        | checking.of_answers(exchanges)
        | checking.of_webhooks(sessions.webhooks())
    )


def test_what_is_served_is_described() -> None:
    """Paths, methods, and the query parameters that are understood."""
    assert not untolerated(checking.of_service(served()))


def test_requests_are_as_described() -> None:
    assert not untolerated(checking.of_requests(sessions.recorded()))


def test_our_own_requests_need_no_tolerance() -> None:
    assert not checking.of_requests(sessions.ours())


def test_our_own_invoices_need_it_for_exact_numbers_and_days_alone() -> None:
    """Texts in both places are what Xero's own examples send (fact sheet 4.3)."""
    found = checking.of_requests(sessions.our_invoices())
    assert {one.what for one in found} == {"type", "pattern"}


def test_answers_are_as_described() -> None:
    assert not untolerated(checking.of_answers(sessions.recorded()))


def test_webhooks_are_as_described() -> None:
    assert not untolerated(checking.of_webhooks(sessions.webhooks()))


def names(asked: Iterable[tuple[str, str]]) -> set[str]:
    """The operations that are described among *asked*, methods and paths."""
    found = (checking.described(method, path)[1] for method, path in asked)
    return {one.name for one in found if one is not None}


def test_every_route_is_asked_with_success() -> None:
    """So that no kind of answer goes unchecked."""
    answered = [one for one in sessions.recorded() if one.status < 300]
    asked = names((one.method, one.path) for one in answered)
    assert names((one.method, one.path) for one in served()) == asked


@pytest.mark.parametrize(
    ("said", "instead", "found"),
    [
        (b'"EmailAddress":', b'"EMail":', Violation("Contact.EMail", "undeclared")),
        (b'"ACTIVE"', b'"Active"', Violation("Contact.ContactStatus", "enum")),
        (b'"IsCustomer":false', b'"IsCustomer":"no"', Violation("Contact.IsCustomer", "type")),
        (b'"ContactID":"', b'"ContactID":"x', Violation("Contact.ContactID", "format")),
        (b'UTC":"/Date(', b'UTC":"(', Violation("Contact.UpdatedDateUTC", "pattern")),
    ],
)
def test_a_wrong_answer_is_found(said: bytes, instead: bytes, found: Violation) -> None:
    """The check itself, by an answer that is spoilt."""
    answer = next(one for one in sessions.recorded() if one.path.endswith("/Contacts"))
    assert said in answer.answered
    spoilt = evolve(answer, answered=answer.answered.replace(said, instead))
    assert untolerated(checking.of_answers([spoilt])) == {found}


@pytest.mark.parametrize("row", TOLERATED, ids=lambda row: f"{row.at} {row.what}")
def test_a_tolerated_defect_is_needed(row: Tolerated) -> None:
    assert any(row.covers(one) for one in every_violation())
