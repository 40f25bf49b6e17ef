"""Two-way sync of linked pairs."""

from collections.abc import Collection, Mapping

import pytest

from xerolink.adapters.memory.xero import MemoryXero
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import Address, FieldName, FieldValue, Phone, XeroContact
from xerolink.domain.errors import NotImportedError
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.settings import BothChanged, ContactSettings
from xerolink.testing.crashes import Trap, Trapped
from xerolink.testing.worlds import World, fields

BEFORE = fields(
    "Acme", "old@acme.example", Phone("555 0101"), Address(("1 Quay Street",), "Auckland")
)
EDITS: list[tuple[FieldName, FieldValue]] = [
    (FieldName.NAME, "Acme Renamed"),
    (FieldName.NAME, "ACME"),
    (FieldName.BILLING_EMAIL, "new@acme.example"),
    (FieldName.BILLING_EMAIL, ""),
    (FieldName.PRIMARY_PHONE, Phone("555 0199", "09", "64")),
    (FieldName.PRIMARY_PHONE, Phone()),
    (FieldName.BILLING_ADDRESS, Address(("2 Lambton Quay", "Level 3"), "Wellington")),
    (FieldName.BILLING_ADDRESS, Address()),
]


class Late(Trapped):
    """Xero behind a replica that leaves every contact out of the first read by ids."""

    def __init__(self, xero: MemoryXero) -> None:
        super().__init__(xero, "xero", Trap())
        self._late = True

    def get_many(self, ids: Collection[XeroContactId]) -> Mapping[XeroContactId, XeroContact]:
        found: Mapping[XeroContactId, XeroContact] = self._port.get_many(ids)
        late, self._late = self._late, False
        return {} if late else found


def linked(settings: ContactSettings | None = None) -> tuple[World, XeroContactId, HostContactId]:
    world = World(settings=settings or ContactSettings())
    xero_id = world.xero.add(BEFORE)
    host = world.host.add(BEFORE)
    world.imported()
    return world, xero_id, host.host_id


@pytest.mark.parametrize(("name", "value"), EDITS)
def test_edit_in_the_host_reaches_xero(name: FieldName, value: FieldValue) -> None:
    world, xero_id, host_id = linked()
    world.host.edit(host_id, {name: value})
    world.connection().sync_contacts()
    assert world.xero_contact(xero_id).fields == BEFORE.with_values({name: value})


@pytest.mark.parametrize(("name", "value"), EDITS)
def test_edit_in_xero_reaches_the_host(name: FieldName, value: FieldValue) -> None:
    world, xero_id, host_id = linked()
    world.xero.edit(xero_id, {name: value})
    world.connection().sync_contacts()
    assert world.host.contacts()[host_id].fields == BEFORE.with_values({name: value})


@pytest.mark.parametrize(("name", "value"), EDITS)
def test_our_own_write_is_no_change(name: FieldName, value: FieldValue) -> None:
    """After an edit went either way, further syncs write nothing."""
    world, _, host_id = linked()
    world.host.edit(host_id, {name: value})
    world.connection().sync_contacts()
    written = (world.host.written, len(world.xero.written))
    for _ in range(2):
        world.connection().sync_contacts()
        world.pass_time()
    assert (world.host.written, len(world.xero.written)) == written


def test_field_that_both_changed_is_held_and_the_others_flow() -> None:
    world, xero_id, host_id = linked()
    world.host.edit(host_id, {FieldName.NAME: "Host", FieldName.BILLING_EMAIL: "h@x.example"})
    world.xero.edit(xero_id, {FieldName.NAME: "Xero", FieldName.PRIMARY_PHONE: Phone("555 0123")})
    connection = world.connection()
    connection.sync_contacts()
    (issue,) = connection.issues()
    assert (issue.kind, issue.fields) == (IssueKind.FIELD_CONFLICT, (FieldName.NAME,))
    merged: dict[FieldName, FieldValue] = {
        FieldName.BILLING_EMAIL: "h@x.example",
        FieldName.PRIMARY_PHONE: Phone("555 0123"),
    }
    flowed = BEFORE.with_values(merged)
    assert world.host.contacts()[host_id].fields == flowed.with_values({FieldName.NAME: "Host"})
    assert world.xero_contact(xero_id).fields == flowed.with_values({FieldName.NAME: "Xero"})


def test_held_field_that_people_make_equal_is_agreed() -> None:
    world, xero_id, host_id = linked()
    world.host.edit(host_id, {FieldName.NAME: "Host"})
    world.xero.edit(xero_id, {FieldName.NAME: "Xero"})
    connection = world.connection()
    connection.sync_contacts()
    world.host.edit(host_id, {FieldName.NAME: "Xero"})
    connection.sync_contacts()
    assert connection.issues() == ()


@pytest.mark.parametrize(
    ("policy", "winner"), [(BothChanged.XERO, "Xero"), (BothChanged.HOST, "Host")]
)
def test_policy_decides_what_both_changed(policy: BothChanged, winner: str) -> None:
    world, xero_id, host_id = linked(ContactSettings(both_changed=policy))
    world.host.edit(host_id, {FieldName.NAME: "Host"})
    world.xero.edit(xero_id, {FieldName.NAME: "Xero"})
    world.connection().sync_contacts()
    names = world.host.contacts()[host_id].fields.name, world.xero_contact(xero_id).fields.name
    assert names == (winner, winner)


def test_name_taken_in_xero_holds_that_field_alone() -> None:
    world, xero_id, host_id = linked()
    world.xero.add(fields("Taken"))
    world.connection().sync_contacts()
    world.host.edit(host_id, {FieldName.NAME: "Taken", FieldName.BILLING_EMAIL: "n@x.example"})
    connection = world.connection()
    connection.sync_contacts()
    stored = world.xero_contact(xero_id).fields
    assert (stored.name, stored.billing_email) == ("Acme", "n@x.example")
    assert [issue.kind for issue in connection.issues()] == [IssueKind.NAME_TAKEN]


def test_what_xero_refused_is_asked_for_no_more_once_the_host_has_gone_back() -> None:
    world, _, host_id = linked()
    world.xero.add(fields("Taken", "t@x.example"))
    connection = world.connection()
    world.host.edit(host_id, {FieldName.NAME: "Taken"})
    connection.sync_contacts()
    before = connection.issues()
    world.host.edit(host_id, {FieldName.NAME: BEFORE.name})
    connection.sync_contacts()
    after = connection.issues()
    told = [IssueKind.NAME_TAKEN in {one.kind for one in issues} for issues in (before, after)]
    assert told == [True, False]


def test_archived_in_xero_suspends_and_active_again_resumes_with_a_merge() -> None:
    world, xero_id, host_id = linked()
    world.xero.archive(xero_id)
    connection = world.connection()
    connection.sync_contacts()
    world.host.edit(host_id, {FieldName.BILLING_EMAIL: "later@acme.example"})
    connection.sync_contacts()
    suspended = connection.client_list((LinkState.SUSPENDED,))
    untouched = world.xero_contact(xero_id).fields
    world.pass_time()
    world.xero.restore(xero_id)
    connection.sync_contacts()
    assert len(suspended) == 1
    assert untouched == BEFORE
    assert world.xero_contact(xero_id).fields.billing_email == "later@acme.example"


def archived_before_the_write() -> tuple[World, XeroContactId]:
    """Xero refused the host's edit: the contact was archived after the sync had looked at it."""
    world, xero_id, host_id = linked()
    world.host.edit(host_id, {FieldName.BILLING_EMAIL: "later@acme.example"})

    def archives(point: str) -> bool:
        if point == "before xero.update_many":
            world.xero.archive(xero_id)
        return False

    world.seen_xero = Trapped(world.xero, "xero", Trap(only=archives))
    world.connection().sync_contacts()
    world.seen_xero = world.xero
    return world, xero_id


def test_an_edit_that_xero_refused_goes_on_when_the_contact_is_restored() -> None:
    """Also where no sync ever saw it archived: nothing that is synced changed in between."""
    world, xero_id = archived_before_the_write()
    world.pass_time()
    world.xero.restore(xero_id)
    world.connection().sync_contacts()
    assert world.xero_contact(xero_id).fields.billing_email == "later@acme.example"


def test_what_xero_refused_is_asked_for_no_more_when_it_went_through() -> None:
    world, xero_id = archived_before_the_write()
    world.pass_time()
    world.xero.restore(xero_id)
    connection = world.connection()
    before = connection.issues()
    connection.sync_contacts()
    assert ([issue.kind for issue in before], connection.issues()) == ([IssueKind.REFUSED], ())


def test_deleted_in_the_host_ends_the_pair_for_good() -> None:
    world, xero_id, host_id = linked()
    world.host.delete(host_id)
    connection = world.connection()
    connection.sync_contacts()
    world.xero.edit(xero_id, {FieldName.NAME: "Acme again"})
    connection.sync_contacts()
    assert len(connection.client_list((LinkState.PREVIOUSLY_SYNCED,))) == 1
    assert not world.host.contacts()


def test_link_follows_a_merge_in_the_host() -> None:
    world, xero_id, host_id = linked()
    survivor = world.host.add(fields("Survivor", "s@x.example"))
    world.host.merge(host_id, survivor.host_id)
    world.connection().sync_contacts()
    assert world.pairs() == {xero_id: survivor.host_id}


def test_link_follows_a_merge_in_xero() -> None:
    world, xero_id, host_id = linked()
    survivor = world.xero.add(fields("Acme Holdings", "old@acme.example"))
    connection = world.connection()
    connection.sync_contacts()
    world.xero.merge(xero_id, survivor)
    connection.sync_contacts()
    connection.sync_contacts()
    assert world.pairs() == {survivor: host_id}
    assert connection.issues() == ()


def test_sync_waits_for_the_first_import() -> None:
    world = World()
    world.xero.add(BEFORE)
    with pytest.raises(NotImportedError, match="import_contacts"):
        world.connect().sync_contacts()


def test_edit_waits_for_a_contact_that_a_replica_does_not_show_yet() -> None:
    """Xero deletes nothing: a contact that a read leaves out is only late."""
    world, xero_id, host_id = linked()
    world.host.edit(host_id, {FieldName.BILLING_EMAIL: "new@acme.example"})
    world.seen_xero = Late(world.xero)
    world.connection().sync_contacts()
    world.connection().sync_contacts()
    assert world.xero_contact(xero_id).fields.billing_email == "new@acme.example"


def test_new_contact_in_xero_is_imported_by_the_sync() -> None:
    world, _, _ = linked()
    world.xero.add(fields("Newcomer"))
    world.connection().sync_contacts()
    assert "Newcomer" in [contact.name for contact in world.host_fields()]


def test_new_contact_in_the_host_stays_in_the_host() -> None:
    world, _, _ = linked()
    world.host.add(fields("Only here"))
    world.connection().sync_contacts()
    assert len(world.xero.contacts()) == 1
