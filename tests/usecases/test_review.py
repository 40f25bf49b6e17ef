"""The list of match issues, as a screen shows it."""

import pytest

from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.model import FieldName, Phone
from xerolink.domain.identity import IssueId, XeroContactId
from xerolink.domain.settings import ContactSettings, ContactTypeFilter
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases.review import CandidateView, MatchIssue


def name_only() -> tuple[World, XeroContactId]:
    """A conflict of the same name under two billing emails."""
    world = World()
    xero_id = world.xero.add(fields("Acme", "new@acme.example", Phone("555 0101")))
    world.host.add(fields("Acme", "old@acme.example"))
    world.imported()
    return world, xero_id


def only(world: World) -> MatchIssue:
    (issue,) = world.connection().match_issues()
    return issue


def candidate(world: World) -> CandidateView:
    (found,) = only(world).candidates
    return found


def hidden_between(size: int) -> World:
    """Of every two issues the first is about a supplier, whom the filter leaves out later."""
    world = World()
    for number in range(size):
        name = f"Acme {number:02}"
        world.xero.add(fields(name, "x@x.example"), is_supplier=number % 2 == 0, is_customer=True)
        world.host.add(fields(name))
    world.imported()
    for number, contact in enumerate(world.xero.contacts()):
        world.xero.flag(contact.xero_id, is_customer=number % 2 == 1, is_supplier=True)
    customers = ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS)
    world.connection().change_settings(customers, ANNA)
    world.connection().preview(ANNA)
    return world


def test_a_difference_shows_both_values() -> None:
    world, _ = name_only()
    email, phone = candidate(world).differences
    assert (email.name, email.host, email.xero) == (
        FieldName.BILLING_EMAIL,
        "old@acme.example",
        "new@acme.example",
    )
    assert (phone.name, phone.host, phone.xero) == (
        FieldName.PRIMARY_PHONE,
        Phone(),
        Phone("555 0101"),
    )


def test_the_repr_of_an_issue_shows_nothing_personal() -> None:
    world, _ = name_only()
    assert "acme" not in repr(only(world)).lower()


def test_a_candidate_says_in_words_why_it_is_one() -> None:
    world, _ = name_only()
    assert candidate(world).why == (
        "the name means the same; the billing email differs or is missing"
    )


def test_a_candidate_that_got_a_partner_is_taken() -> None:
    world, _ = name_only()
    (host_id,) = world.host.contacts()
    other = world.xero.add(fields("Kauri"))
    world.connection().confirm_link(other, host_id, ANNA)
    assert (candidate(world).taken, candidate(world).linked_to) == (True, other)


def test_a_candidate_without_a_partner_is_free() -> None:
    world, _ = name_only()
    assert not candidate(world).taken


def test_the_list_holds_the_kinds_that_are_asked_for() -> None:
    world, _ = name_only()
    assert world.connection().match_issues([IssueKind.EMAIL_ONLY]) == ()


def test_an_issue_names_the_verbs_that_answer_it() -> None:
    world, _ = name_only()
    assert only(world).what_to_do == "confirm_link or keep_separate"


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_a_page_is_full_however_many_hidden_issues_lie_between(size: int) -> None:
    world = hidden_between(12)
    assert len(world.connection().match_issues(size=size)) == size


def test_pages_together_hold_every_visible_issue_once() -> None:
    world = hidden_between(12)
    connection = world.connection()
    whole = [issue.issue.issue_id for issue in connection.match_issues(size=100)]
    paged: list[IssueId] = []
    while page := connection.match_issues(after=paged[-1] if paged else None, size=4):
        paged += [issue.issue.issue_id for issue in page]
    assert (paged, len(paged)) == (whole, 6)


def test_a_field_conflict_shows_the_pair_and_both_values() -> None:
    world = World()
    xero_id = world.xero.add(fields("Acme", "a@acme.example"))
    host = world.host.add(fields("Acme", "a@acme.example"))
    world.imported()
    world.xero.edit(xero_id, {FieldName.NAME: "Acme Xero"})
    world.host.edit(host.host_id, {FieldName.NAME: "Acme Host"})
    world.connection().sync_contacts()
    (issue,) = world.connection().match_issues([IssueKind.FIELD_CONFLICT])
    assert issue.partner is not None
    (difference,) = issue.partner.differences
    assert (difference.host, difference.xero) == ("Acme Host", "Acme Xero")
