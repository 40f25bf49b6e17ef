"""Seeds, and a simulator that is put away and taken out again."""

from pathlib import Path

import pytest

from tests.testing.simulator.caller import START, Caller, Ticking, contacts_of
from xerolink.testing.simulator import RefusedError, Switches, XeroSimulator

GIVEN = "22222222-2222-4222-8222-222222222222"


def ids(seed: int) -> tuple[str, ...]:
    org = XeroSimulator(seed).add_organisation("A", [{"Name": "B"}, {"Name": "C"}])
    return (org.tenant_id, org.access_token, org.short_code, *org.contacts)


def test_the_same_seed_gives_the_same_ids() -> None:
    assert ids(1) == ids(1)


def test_another_seed_gives_other_ids() -> None:
    assert not set(ids(1)) & set(ids(2))


def test_seeded_contacts_keep_what_the_api_cannot_set() -> None:
    row = {
        "ContactID": GIVEN,
        "Name": "A",
        "ContactStatus": "ARCHIVED",
        "IsCustomer": True,
        "MergedToContactID": GIVEN,
    }
    contact = XeroSimulator().add_organisation("K", [row]).contacts[GIVEN]
    told = contact.status, contact.is_customer, contact.is_supplier, contact.merged_to
    assert told == ("ARCHIVED", True, False, GIVEN)


def test_seeded_contacts_are_older_than_the_clock() -> None:
    rows = [{"Name": f"C{number}"} for number in range(3)]
    org = XeroSimulator(clock=Ticking()).add_organisation("K", rows)
    assert max(contact.updated for contact in org.contacts.values()) == START


def test_seeded_contacts_obey_the_rules() -> None:
    with pytest.raises(RefusedError):
        XeroSimulator().add_organisation("K", [{"Name": "A"}, {"Name": "a"}])


@pytest.fixture
def reloaded(caller: Caller, tmp_path: Path) -> Caller:
    """The caller with its simulator saved and loaded, in process."""
    caller.org.people.add(
        Name="Māori Café",
        EmailAddress="a@b.example",
        Phones=[{"PhoneType": "DDI", "PhoneNumber": "1"}],
        ContactPersons=[{"FirstName": "Ann"}],
    )
    caller.xero.save(tmp_path / "xero.json")
    return caller


def loaded(tmp_path: Path) -> XeroSimulator:
    return XeroSimulator.load(tmp_path / "xero.json", clock=Ticking())


def test_contacts_survive(reloaded: Caller, tmp_path: Path) -> None:
    (org,) = loaded(tmp_path).organisations
    assert org.contacts == reloaded.org.contacts


def test_tokens_and_connections_survive(reloaded: Caller, tmp_path: Path) -> None:
    with loaded(tmp_path) as xero:
        again = Caller(xero, reloaded.org, reloaded.clock)
        found = contacts_of(again.ask("GET", "/Contacts"))
        again.pool.clear()
    assert len(found) == 1


def test_ids_go_on_where_they_were(reloaded: Caller, tmp_path: Path) -> None:
    (org,) = loaded(tmp_path).organisations
    assert org.people.add(Name="B") == reloaded.created(Name="B")


def test_tenants_go_on_where_they_were(reloaded: Caller, tmp_path: Path) -> None:
    expected = reloaded.xero.add_organisation("Other").tenant_id
    assert loaded(tmp_path).add_organisation("Other").tenant_id == expected


def test_time_goes_on_where_it_was(reloaded: Caller, tmp_path: Path) -> None:
    (org,) = loaded(tmp_path).organisations
    contact_id = org.people.add(Name="B")
    (before,) = reloaded.org.contacts.values()
    assert org.contacts[contact_id].updated_ms == before.updated_ms + 1


def test_names_are_still_taken(reloaded: Caller, tmp_path: Path) -> None:
    (org,) = loaded(tmp_path).organisations
    with pytest.raises(RefusedError):
        org.people.add(Name="maori cafe")


def test_switches_survive(tmp_path: Path) -> None:
    switches = Switches(enforce_unique_names=False, unsent_parts_cleared=True)
    xero = XeroSimulator()
    xero.add_organisation("K", switches=switches)
    xero.save(tmp_path / "xero.json")
    (org,) = loaded(tmp_path).organisations
    assert org.switches == switches


def test_a_file_of_another_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "xero.json").write_text('{"version": 0}')
    with pytest.raises(ValueError, match="version 0"):
        loaded(tmp_path)
