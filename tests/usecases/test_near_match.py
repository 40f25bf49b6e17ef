"""A contact that nearly has the name of another: a warning or a question (semantics row 9)."""

import pytest

from xerolink.domain.contacts.issues import CandidateReason, IssueKind
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.settings import ContactSettings, MatchingMode, NearMatch
from xerolink.testing.worlds import ANNA, World, fields

CREATE = ContactSettings()
REVIEW = ContactSettings(near_match=NearMatch.REVIEW)


def near(settings: ContactSettings = CREATE) -> tuple[World, XeroContactId, str]:
    """A contact in Xero that resembles one of the host's."""
    world = World(settings=settings)
    xero_id = world.xero.add(fields("Acme", "a@acme.example"))
    return world, xero_id, world.host.add(fields("ACME Pty. Ltd.", "b@acme.example")).host_id


def noted(world: World) -> list[HostContactId | None]:
    return [client.link.near_match for client in world.connection().client_list()]


def test_near_match_is_created_and_told_on_its_link() -> None:
    world, _, host_id = near()
    world.imported()
    assert (len(world.host_fields()), noted(world)) == (2, [host_id])


def test_plan_warns_of_a_near_match() -> None:
    world, _, host_id = near()
    plan = world.connect().plan_import(ANNA)
    assert [row.warnings for row in plan.rows] == [
        (f"host contact {host_id!r} has nearly the same name, and stays beside the new one",)
    ]


def test_review_asks_a_person_and_creates_nobody() -> None:
    world, _, host_id = near(REVIEW)
    found = [
        (one.issue.kind, [(c.contact.host_id, c.reason) for c in one.candidates])
        for one in world.imported().match_issues()
    ]
    expected = [(host_id, CandidateReason.NEAR_NAME)]
    assert (found, len(world.host_fields())) == ([(IssueKind.NEAR_MATCH, expected)], 1)


def test_near_match_can_be_confirmed() -> None:
    world, xero_id, host_id = near(REVIEW)
    world.imported().confirm_link(xero_id, HostContactId(host_id), ANNA)
    assert world.pairs() == {xero_id: host_id}


def test_near_match_can_be_kept_separate() -> None:
    world, xero_id, host_id = near(REVIEW)
    world.imported().keep_separate([xero_id], ANNA)
    assert (len(world.host_fields()), noted(world)) == (2, [host_id])


def test_contact_is_created_once_the_near_match_is_gone() -> None:
    world, _, host_id = near(REVIEW)
    connection = world.imported()
    world.host.delete(HostContactId(host_id))
    connection.sync_contacts()
    assert ([f.name for f in world.host_fields()], connection.match_issues()) == (["Acme"], ())


def test_near_match_that_appears_later_is_asked_about() -> None:
    world = World(settings=REVIEW)
    connection = world.connect()
    world.xero.add(fields("Acme"))
    connection.preview(ANNA)
    world.host.add(fields("Acme Ltd"))
    connection.import_contacts(ANNA)
    assert [one.issue.kind for one in connection.match_issues()] == [IssueKind.NEAR_MATCH]


def test_partner_of_another_contact_is_no_near_match() -> None:
    world, _, _ = near(REVIEW)
    world.xero.add(fields("ACME Pty. Ltd.", "b@acme.example"))
    assert world.imported().match_issues() == ()


def test_contact_that_was_just_created_is_no_near_match() -> None:
    world = World(settings=REVIEW)
    for name in ("Acme", "Acme Ltd"):
        world.xero.add(fields(name))
    connection = world.imported()
    assert (len(world.pairs()), connection.match_issues()) == (2, ())


@pytest.mark.parametrize("mode", list(MatchingMode))
def test_resemblance_is_never_a_full_match(mode: MatchingMode) -> None:
    world = World(settings=ContactSettings(matching=mode))
    xero_id = world.xero.add(fields("Acme", "a@acme.example"))
    host_id = world.host.add(fields("Acme Ltd", "a@acme.example")).host_id
    world.imported()
    assert world.pairs().get(xero_id) != host_id
