"""The import: both books in, pairs, new host contacts and match issues out."""

from xerolink.domain.contacts.decide import Verdict
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.model import Address, ContactKind, FieldName, Phone
from xerolink.domain.settings import ContactSettings, ContactTypeFilter
from xerolink.testing.worlds import ANNA, World, fields

ADDRESS = Address(("1 Quay Street",), "Auckland", "", "1010", "New Zealand")


def test_full_match_is_linked() -> None:
    world = World()
    xero_id = world.xero.add(fields("Acme Ltd", "office@acme.example"))
    host = world.host.add(fields("ACME  Ltd", "Office@Acme.example"))
    world.imported()
    assert world.pairs() == {xero_id: host.host_id}


def test_full_match_takes_xeros_phone_and_address() -> None:
    world = World()
    world.xero.add(fields("Acme", "a@acme.example", Phone("555 0101", "09"), ADDRESS))
    host = world.host.add(fields("Acme", "a@acme.example", Phone("09 555 0199")))
    world.imported()
    stored = world.host.contacts()[host.host_id].fields
    assert (stored.primary_phone, stored.billing_address) == (Phone("555 0101", "09"), ADDRESS)


def test_full_match_keeps_what_only_the_host_has() -> None:
    world = World()
    world.xero.add(fields("Acme", "a@acme.example"))
    host = world.host.add(fields("Acme", "a@acme.example", Phone("09 555 0199"), ADDRESS))
    world.imported().sync_contacts()
    assert world.host.contacts()[host.host_id] == host


def test_full_match_writes_nothing_to_xero() -> None:
    world = World()
    world.xero.add(fields("Acme", "a@acme.example"))
    world.host.add(fields("acme", "a@acme.example", Phone("09 555 0199"), ADDRESS))
    world.imported().sync_contacts()
    assert world.xero.written == []


def test_no_match_is_created_with_kind_type_phone_and_address() -> None:
    world = World(settings=ContactSettings(default_contact_type="Client"))
    world.xero.add(fields("Kauri Holdings Ltd", "k@kauri.example", Phone("555 0101"), ADDRESS))
    world.imported()
    (created,) = world.host.contacts().values()
    assert (created.kind, created.contact_type) == (ContactKind.ORGANISATION, "Client")
    assert created.fields == fields(
        "Kauri Holdings Ltd", "k@kauri.example", Phone("555 0101"), ADDRESS
    )


def test_created_contact_is_linked() -> None:
    world = World()
    xero_id = world.xero.add(fields("Kauri", "k@kauri.example"))
    world.imported()
    assert list(world.pairs()) == [xero_id]


def test_conflict_becomes_a_match_issue_with_its_candidate() -> None:
    world = World()
    world.xero.add(fields("Acme", "new@acme.example"))
    host = world.host.add(fields("Acme", "old@acme.example"))
    (issue,) = world.imported().match_issues()
    assert issue.issue.kind is IssueKind.NAME_ONLY
    assert [candidate.contact for candidate in issue.candidates] == [host]
    assert issue.candidates[0].differs == (FieldName.BILLING_EMAIL,)


def test_conflict_writes_nothing() -> None:
    world = World()
    world.xero.add(fields("Acme", "new@acme.example"))
    world.host.add(fields("Acme", "old@acme.example"))
    world.imported()
    assert (world.host.written, world.xero.written, world.pairs()) == (0, [], {})


def test_excluded_contacts_are_invisible() -> None:
    world = World(settings=ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS))
    world.xero.add(fields("Supplier"), is_supplier=True)
    world.xero.add(fields("Neither"))
    connection = world.imported()
    assert (connection.issues(), world.host.contacts()) == ((), {})


def test_archived_contact_is_not_imported() -> None:
    world = World()
    world.xero.archive(world.xero.add(fields("Gone")))
    world.imported()
    assert not world.host.contacts()


def test_preview_counts_what_the_import_then_does() -> None:
    world = World(settings=ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS))
    for name in ("Acme", "Beta", "Gamma"):
        world.xero.add(fields(name, f"{name}@x.example"), is_customer=True)
    world.xero.add(fields("Left out"))
    world.host.add(fields("Acme", "acme@x.example"))
    world.host.add(fields("Beta", "other@x.example"))
    connection = world.connect()
    preview = connection.preview(ANNA)
    done = connection.import_contacts(ANNA)
    assert preview.verdicts == {Verdict.FULL_MATCH: 1, Verdict.CONFLICT: 1, Verdict.NO_MATCH: 1}
    assert preview.conflicts == {IssueKind.NAME_ONLY: 1}
    assert preview.excluded == 1
    assert {v: done.counts[v.value] for v in preview.verdicts} == preview.verdicts


def test_preview_writes_nothing_outside() -> None:
    world = World()
    world.xero.add(fields("Acme", "a@acme.example"))
    world.connect().preview(ANNA)
    assert (world.host.written, world.xero.written) == (0, [])


def test_second_import_writes_nothing() -> None:
    world = World()
    for number in range(5):
        world.xero.add(fields(f"Client {number}", "shared@x.example"))
    world.host.add(fields("Client 0", "shared@x.example"))
    world.host.add(fields("Client 1", "other@x.example"))
    connection = world.connect()
    connection.import_contacts(ANNA)
    before = (world.host.written, connection.issues(), world.pairs())
    again = connection.import_contacts(ANNA)
    assert (world.host.written, connection.issues(), world.pairs()) == before
    assert not any(again.counts.get(verdict.value) for verdict in Verdict)


def test_contact_that_moved_since_the_preview_is_not_forced() -> None:
    world = World()
    world.xero.add(fields("Acme", "a@acme.example", Phone("555 0101")))
    host = world.host.add(fields("Acme", "a@acme.example"))
    connection = world.connect()
    connection.preview(ANNA)
    world.host.edit(host.host_id, {FieldName.NAME: "Acme Renamed"})
    connection.import_contacts(ANNA)
    assert world.pairs() == {}
    assert world.host.contacts()[host.host_id].fields.name == "Acme Renamed"


def test_conflict_that_the_host_resolves_is_linked_by_the_next_sync() -> None:
    world = World()
    world.xero.add(fields("Acme", "a@acme.example"))
    host = world.host.add(fields("Acme"))
    connection = world.imported()
    world.host.edit(host.host_id, {FieldName.BILLING_EMAIL: "a@acme.example"})
    connection.sync_contacts()
    assert list(world.pairs().values()) == [host.host_id]
    assert connection.issues() == ()


def test_widened_filter_imports_what_was_left_out() -> None:
    customers = ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS)
    world = World(settings=customers)
    world.xero.add(fields("Supplier"), is_supplier=True)
    connection = world.imported()
    connection.change_settings(ContactSettings(), ANNA)
    connection.sync_contacts()
    assert [contact.name for contact in world.host_fields()] == ["Supplier"]


def test_narrowed_filter_hides_open_issues() -> None:
    world = World()
    world.xero.add(fields("Acme", "new@acme.example"))
    world.host.add(fields("Acme", "old@acme.example"))
    connection = world.imported()
    customers = ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS)
    connection.change_settings(customers, ANNA)
    connection.sync_contacts()
    assert connection.match_issues() == ()


def test_host_contact_that_cannot_be_used_is_an_issue_and_the_rest_goes_on() -> None:
    world = World()
    bad = world.host.add(fields("x" * 4_000_000))
    xero_id = world.xero.add(fields("Acme", "a@acme.example"))
    world.host.add(fields("Acme", "a@acme.example"))
    connection = world.imported()
    (issue,) = connection.issues()
    assert (issue.kind, issue.subject) == (IssueKind.INVALID, f"host:{bad.host_id}")
    assert list(world.pairs()) == [xero_id]


def test_issue_of_a_host_contact_that_was_mended_is_closed() -> None:
    world = World()
    bad = world.host.add(fields(""))
    connection = world.imported()
    world.host.edit(bad.host_id, {FieldName.NAME: "Mended"})
    connection.sync_contacts()
    assert connection.issues() == ()
