"""Stories that a random world of people, crashes and lost answers found."""

from collections.abc import Collection, Sequence
from contextlib import suppress

import pytest

from xerolink.domain.contacts.check import Problem
from xerolink.domain.contacts.effects import (
    HostOutcome,
    HostPatch,
    Refused,
    XeroDraft,
    XeroOutcome,
)
from xerolink.domain.contacts.issues import IssueKind
from xerolink.domain.contacts.model import FieldName, FieldValue, Phone, XeroContact
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.run import HostCursor
from xerolink.domain.settings import (
    BothChanged,
    ContactSettings,
    ContactTypeFilter,
    MatchingMode,
)
from xerolink.ports.errors import RejectedError, UnavailableError
from xerolink.ports.host import HostFeed
from xerolink.testing.crashes import Crash, Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, World, fields


def linked(*names: str) -> tuple[World, list[XeroContactId], list[HostContactId]]:
    """A world with one linked pair for each of *names*."""
    world = World()
    emails = [f"{name.lower().replace(' ', '')}@x.example" for name in names]
    xero_ids = [world.xero.add(fields(*pair)) for pair in zip(names, emails, strict=True)]
    world.imported()
    pairs = world.pairs()
    return world, xero_ids, [pairs[xero_id] for xero_id in xero_ids]


def sync(world: World, times: int = 1) -> None:
    for _ in range(times):
        world.connection().sync_contacts()
        world.pass_time()


def names(world: World) -> list[str]:
    return sorted(str(contact.name) for contact in world.host_fields())


def kinds(world: World) -> list[IssueKind]:
    return [issue.kind for issue in world.connection().issues()]


def test_agreement_beside_a_write_is_remembered() -> None:
    """Both renamed alike and a phone changed: renaming back in the host is then an edit."""
    world, (xero_id,), (host_id,) = linked("Acme")
    world.host.edit(host_id, {FieldName.NAME: "Kauri"})
    world.xero.edit(xero_id, {FieldName.NAME: "Kauri", FieldName.PRIMARY_PHONE: Phone("555")})
    sync(world)
    world.host.edit(host_id, {FieldName.NAME: "Acme"})
    sync(world)
    assert world.xero_contact(xero_id).fields.name == "Acme"


def test_pair_restored_together_with_an_edit_is_in_sync_again() -> None:
    world, (xero_id,), _ = linked("Acme")
    world.xero.archive(xero_id)
    sync(world)
    world.xero.restore(xero_id)
    world.xero.edit(xero_id, {FieldName.NAME: "Acme Renamed"})
    sync(world)
    assert list(world.pairs()) == [xero_id]


def test_values_of_a_survivor_that_was_edited_last_long_ago_flow() -> None:
    """The survivor of a merge is older than what the pair saw of the loser."""
    world = World(settings=ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS))
    survivor = world.xero.add(fields("Survivor", "s@x.example"))
    loser = world.xero.add(fields("Loser", "l@x.example"), is_customer=True)
    world.imported()
    world.xero.edit(loser, {FieldName.PRIMARY_PHONE: Phone("555")})
    sync(world)
    world.xero.merge(loser, survivor)
    sync(world, 2)
    assert names(world) == ["Survivor"]


def test_two_pairs_merged_into_one_free_contact_collide() -> None:
    """One pair goes to the survivor; about the other a person is asked, and runs go on."""
    world, (first, second), _ = linked("Acme", "Beta")
    survivor = world.xero.add(fields("Survivor"))
    world.xero.merge(first, survivor)
    world.xero.merge(second, survivor)
    sync(world, 2)
    assert survivor in world.pairs()
    assert kinds(world) == [IssueKind.MERGE_COLLISION]


def test_pair_merged_into_a_contact_that_is_new_goes_there_before_it_is_imported() -> None:
    world, (loser,), (host_id,) = linked("Acme")
    survivor = world.xero.add(fields("Survivor"))
    world.xero.merge(loser, survivor)
    sync(world, 2)
    assert world.pairs() == {survivor: host_id}
    assert list(world.host.contacts()) == [host_id]


def test_pair_whose_survivor_is_seen_later_goes_there() -> None:
    """The survivor is archived when the merge is seen, and active again minutes later."""
    world, (loser,), (host_id,) = linked("Acme")
    survivor = world.xero.add(fields("Survivor"))
    world.xero.merge(loser, survivor)
    world.xero.archive(survivor)
    sync(world)
    world.xero.restore(survivor)
    sync(world, 2)
    assert world.pairs() == {survivor: host_id}


def test_two_host_contacts_merged_into_one_free_contact_collide() -> None:
    world, (first, _), (a, b) = linked("Acme", "Beta")
    into = world.host.add(fields("Survivor", "s@x.example"))
    world.host.merge(a, into.host_id)
    world.host.merge(b, into.host_id)
    sync(world)
    assert world.pairs() == {first: into.host_id}
    assert kinds(world) == [IssueKind.HOST_MERGE]


def test_link_follows_two_merges_in_a_row_in_the_host() -> None:
    world, (xero_id,), (host_id,) = linked("Acme")
    middle, last = world.host.add(fields("Middle")), world.host.add(fields("Last"))
    world.host.merge(host_id, middle.host_id)
    world.host.merge(middle.host_id, last.host_id)
    sync(world)
    assert world.pairs() == {xero_id: last.host_id}


def test_host_feed_read_again_from_the_beginning_collides_once() -> None:
    """A merge of two linked contacts stays in the feed; other keys make it be read anew."""
    world, _, (a, b) = linked("Acme", "Beta")
    world.host.merge(a, b)
    sync(world)
    world.connection().change_settings(ContactSettings(matching=MatchingMode.STRICT), ANNA)
    sync(world)
    assert kinds(world) == [IssueKind.HOST_MERGE]


def test_name_freed_by_our_own_write_is_matched_anew() -> None:
    """The host contact that stood in the way was renamed by the sync itself."""
    world, (first,), _ = linked("Acme  Co")
    second = world.xero.add(fields("Acme Co"))
    sync(world)
    world.xero.edit(first, {FieldName.NAME: "Renamed"})
    sync(world, 2)
    assert set(world.pairs()) == {first, second}


def test_rival_that_our_own_write_removed_in_xero_counts_no_more() -> None:
    """Two pairs of both keys are ambiguous until the linked one is renamed by the sync."""
    world, _, (host_id,) = linked("Acme Co")
    waiting = world.xero.add(fields("Acme  Co", "acmeco@x.example"))
    twin = world.host.add(fields("Acme Co", "acmeco@x.example"))
    sync(world)
    world.host.edit(host_id, {FieldName.NAME: "Renamed"})
    sync(world, 2)
    assert world.pairs()[waiting] == twin.host_id


def crash_of_settings(at: int) -> World:
    """Customers only; widening crashes at a point, and the host asks again minutes later."""
    world = World(settings=ContactSettings(contact_filter=ContactTypeFilter.CUSTOMERS))
    world.xero.add(fields("Supplier"), is_supplier=True)
    connection = world.imported()
    sync(world)
    world.seen_store = Trapped(world.store, "store", Trap(at))
    with suppress(Crash):
        world.connection().change_settings(ContactSettings(), ANNA)
    world.seen_store = world.store
    world.pass_time()
    connection.change_settings(ContactSettings(), ANNA)
    return world


@pytest.mark.parametrize("at", range(1, 12))
def test_settings_that_were_cut_short_are_complete_when_repeated(at: int) -> None:
    world = crash_of_settings(at)
    sync(world)
    assert names(world) == ["Supplier"]


def test_name_only_links_once_the_setting_allows_it() -> None:
    world = World()
    xero_id = world.xero.add(fields("Acme", "a@x.example"))
    host = world.host.add(fields("Acme"))
    connection = world.imported()
    connection.change_settings(ContactSettings(link_name_only=True), ANNA)
    sync(world)
    assert world.pairs() == {xero_id: host.host_id}


def test_plan_made_under_another_setting_is_not_performed() -> None:
    world = World(settings=ContactSettings(link_name_only=True))
    world.xero.add(fields("Acme", "a@x.example"))
    world.host.add(fields("Acme"))
    connection = world.connect()
    connection.preview(ANNA)
    connection.change_settings(ContactSettings(), ANNA)
    connection.import_contacts(ANNA)
    assert world.pairs() == {}


def test_held_field_is_decided_once_the_setting_says_who_wins() -> None:
    world, (xero_id,), (host_id,) = linked("Acme")
    world.host.edit(host_id, {FieldName.NAME: "Host"})
    world.xero.edit(xero_id, {FieldName.NAME: "Xero"})
    sync(world)
    settings = ContactSettings(both_changed=BothChanged.XERO)
    world.connection().change_settings(settings, ANNA)
    sync(world)
    assert names(world) == ["Xero"]


def test_rival_by_name_spoils_a_planned_link() -> None:
    """A second Xero contact of that name came after the preview: it alone has both keys."""
    world = World(settings=ContactSettings(link_name_only=True))
    world.xero.add(fields("Acme Co"))
    host = world.host.add(fields("Acme Co", "a@x.example"))
    connection = world.connect()
    connection.preview(ANNA)
    both = world.xero.add(fields("Acme  Co", "a@x.example"))
    world.pass_time()
    connection.preview(ANNA)
    connection.import_contacts(ANNA)
    assert world.pairs() == {both: host.host_id}


def test_lease_is_given_back_although_the_end_of_the_run_could_not_be_written() -> None:
    world, _, _ = linked("Acme")
    sync(world)
    trap = Trap(only=lambda point: point == "before store.transaction")
    world.seen_store = Trapped(world.store, "store", trap)
    world.connection().sync_contacts()
    last = Trap(len(trap.points), lost, trap.only)
    world.seen_store = Trapped(world.store, "store", last)
    world.connection().sync_contacts()
    world.seen_store = world.store
    assert world.connection().sync_contacts().failure == ""


class Rejecting:
    """A Xero that refuses every create as a whole."""

    def __init__(self, world: World) -> None:
        self._xero = world.xero

    def __getattr__(self, verb: str) -> object:
        return getattr(self._xero, verb)

    def create_many(self, drafts: Sequence[XeroDraft]) -> Sequence[XeroOutcome]:
        raise RejectedError("Xero", [Problem("no")])


def test_create_that_xero_rejects_as_a_whole_is_refused_and_runs_go_on() -> None:
    world, _, _ = linked("Acme")
    host = world.host.add(fields("Pushed"))
    world.seen_xero = Rejecting(world)  # type: ignore[assignment]  # forwards the other verbs
    pushed = world.connection().create_xero_contact(host.host_id, ANNA)
    sync(world)
    assert [issue.kind for issue in pushed.issues] == [IssueKind.REFUSED]


class Choosy:
    """A host that refuses one billing email, and the whole patch with it."""

    def __init__(self, world: World) -> None:
        self._host = world.host

    def __getattr__(self, verb: str) -> object:
        return getattr(self._host, verb)

    def update_many(self, patches: Sequence[HostPatch]) -> Sequence[HostOutcome]:
        return [self._update(patch) for patch in patches]

    def _update(self, patch: HostPatch) -> HostOutcome:
        if patch.values.get(FieldName.BILLING_EMAIL) == "refused@x.example":
            return Refused((Problem("not that address", FieldName.BILLING_EMAIL),))
        return self._host.update_many([patch])[0]


def with_refused_email() -> tuple[World, XeroContactId, HostContactId]:
    """One linked pair; Xero has a new billing email that the host does not take."""
    world, (xero_id,), (host_id,) = linked("Acme")
    world.seen_host = Choosy(world)  # type: ignore[assignment]  # forwards the other verbs
    world.xero.edit(xero_id, {FieldName.BILLING_EMAIL: "refused@x.example"})
    return world, xero_id, host_id


def test_field_that_the_host_refuses_does_not_keep_others_from_the_host() -> None:
    world, xero_id, _ = with_refused_email()
    world.xero.edit(xero_id, {FieldName.NAME: "Renamed"})
    sync(world)
    assert names(world) == ["Renamed"]


def test_field_that_the_host_refuses_does_not_keep_others_from_xero() -> None:
    world, xero_id, host_id = with_refused_email()
    world.host.edit(host_id, {FieldName.NAME: "Renamed"})
    sync(world)
    assert world.xero_contact(xero_id).fields.name == "Renamed"


def test_field_that_the_host_refuses_is_an_issue() -> None:
    world, xero_id, host_id = with_refused_email()
    world.xero.edit(xero_id, {FieldName.PRIMARY_PHONE: Phone("555")})
    world.host.edit(host_id, {FieldName.NAME: "Renamed"})
    sync(world)
    (issue,) = world.connection().issues()
    assert (issue.kind, issue.fields) == (IssueKind.REFUSED, (FieldName.BILLING_EMAIL,))


def test_what_the_host_refused_is_asked_for_no_more_once_xero_has_gone_back() -> None:
    """To what both sides agreed on before."""
    world, xero_id, _ = with_refused_email()
    agreed = world.connection().client_list()[0].link.base_xero.billing_email
    world.xero.edit(xero_id, {FieldName.PRIMARY_PHONE: Phone("555")})
    sync(world)
    before = world.connection().issues()
    world.xero.edit(xero_id, {FieldName.BILLING_EMAIL: agreed})
    sync(world)
    assert (len(before), world.connection().issues()) == (1, ())


@pytest.mark.parametrize("moment", ["before", "after"])
def test_fields_beside_a_taken_name_survive_a_lost_answer(moment: str) -> None:
    """Xero refuses the name; the answer to the second call, with the phone alone, is lost."""
    world, (xero_id, _), (host_id, _) = linked("Acme", "Taken")
    edit: dict[FieldName, FieldValue] = {
        FieldName.NAME: "Taken",
        FieldName.PRIMARY_PHONE: Phone("555"),
    }
    world.host.edit(host_id, edit)
    point = f"{moment} xero.update_many"
    trap = Trap(2, lost, lambda passed: passed == point)
    world.seen_xero = Trapped(world.xero, "xero", trap)
    with pytest.raises(UnavailableError):
        sync(world)
    sync(world)
    assert world.xero_contact(xero_id).fields.primary_phone == Phone("555")


class Lagging:
    """A Xero whose look-ups do not show yet what was created; the answer to a create is lost."""

    def __init__(self, world: World) -> None:
        self._xero, self.blind = world.xero, True

    def __getattr__(self, verb: str) -> object:
        return getattr(self._xero, verb)

    def by_number(self, number: str) -> XeroContact | None:
        return None if self.blind else self._xero.by_number(number)

    def by_name(self, name: str) -> Collection[XeroContact]:
        return () if self.blind else self._xero.by_name(name)


def lost_push() -> tuple[World, Lagging, HostContactId]:
    """Created in Xero, the answer lost, the look-ups blind, and Xero's own memory of it gone."""
    world, _, _ = linked("Acme")
    host = world.host.add(fields("Pushed"))
    xero = Lagging(world)
    world.seen_xero = Trapped(xero, "xero", Trap(1, lost, lambda p: p == "after xero.create_many"))
    with suppress(UnavailableError):
        world.connection().create_xero_contact(host.host_id, ANNA)
    world.seen_xero = xero  # type: ignore[assignment]  # forwards the other verbs
    world.pass_time()
    world.pass_time()
    return world, xero, host.host_id


def test_push_repeated_while_its_create_is_not_visible_says_so() -> None:
    world, _, host_id = lost_push()
    with pytest.raises(UnavailableError, match="does not show yet"):
        world.connection().create_xero_contact(host_id, ANNA)
    assert len(world.xero.contacts()) == 2


def test_push_whose_create_becomes_visible_is_linked_once() -> None:
    world, xero, host_id = lost_push()
    sync(world)
    xero.blind = False
    sync(world)
    assert list(world.pairs().values()).count(host_id) == 1


class Filtered:
    """A host whose feed has a page of which nothing concerns this firm."""

    def __init__(self, world: World) -> None:
        self._host = world.host

    def __getattr__(self, verb: str) -> object:
        return getattr(self._host, verb)

    def changes(self, cursor: HostCursor | None) -> HostFeed:
        if cursor is None:
            return HostFeed((), HostCursor("0"), more=True)
        return self._host.changes(cursor)


def test_empty_page_of_the_host_feed_is_passed() -> None:
    world = World()
    world.xero.add(fields("Acme", "a@x.example"))
    host = world.host.add(fields("Acme", "a@x.example"))
    world.seen_host = Filtered(world)  # type: ignore[assignment]  # forwards the other verbs
    world.imported()
    assert list(world.pairs().values()) == [host.host_id]
