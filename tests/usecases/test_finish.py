"""What a page of effects leaves in the store, whatever the intents remember of it."""

from collections.abc import Sequence
from typing import Any

import pytest
from attrs import define, evolve

from tests.domain.contacts.desk import ACME, APART, EMAIL, NAME, PHONE
from xerolink.domain.contacts.check import Problem
from xerolink.domain.contacts.decide import DecisionState
from xerolink.domain.contacts.effects import HostDraft, HostPatch, HostRemoval, XeroDraft
from xerolink.domain.contacts.intent import (
    CreateContact,
    ImportContact,
    Intent,
    IntentBody,
    IntentState,
    MergeContact,
    RemoveContact,
    XeroEdit,
)
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import ContactKind, HostContact, Phone, XeroContact
from xerolink.domain.contacts.settle import Settled
from xerolink.domain.identity import (
    EntityKey,
    IntentId,
    LinkId,
    RunId,
    XeroContactId,
    host_entity,
    xero_entity,
)
from xerolink.domain.journal import EntryKind
from xerolink.domain.run import RunKind
from xerolink.domain.settings import Direction
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases.finish import fallen, finish
from xerolink.usecases.running import running

KEY, NEW, OLD = IntentId("i-1"), LinkId("l-new"), LinkId("l-old")
EARLIER, THIS = RunId("earlier"), RunId("")


@define
class Books:
    """A contact on each side, both `ACME`, and a store that knows the one in Xero."""

    world: World
    host: HostContact
    xero: XeroContact

    def link(self, link_id: LinkId = OLD, **others: Any) -> Link:
        given = link_id, self.host.host_id, self.xero.xero_id, ACME, ACME
        return evolve(Link(*given, self.xero.updated, self.xero.updated), **others)

    def patch(self, name: str = "Xero") -> HostPatch:
        return HostPatch(KEY, self.host.host_id, self.host.version, {NAME: name})

    def finished(
        self, body: IntentBody, links: Sequence[Link] = (), *, due: bool = False, **others: Any
    ) -> Sequence[Settled]:
        """The intent, finished, where the store holds *links*; *due*: the contact was heard of."""
        now = self.world.clock.now()
        given = KEY, xero_entity(self.xero.xero_id), NEW, body, THIS, ANNA, now
        intent = evolve(Intent(*given, state=IntentState.SENT), **others)
        connection = self.world.connection()
        with running(connection._ports, self.world.connection_id, RunKind.SYNC, ANNA) as run:
            if intent.run_id == THIS:
                intent = evolve(intent, run_id=run.run.run_id)
            with run.transaction() as unit:
                unit.links.put(links)
                unit.intents.put([intent])
                unit.staged.touch([self.xero.xero_id] if due else [])
            return finish(run, [intent])

    def every_link(self) -> dict[LinkId, LinkState]:
        found = self.world.connection().client_list(tuple(LinkState), size=10)
        return {client.link.link_id: client.link.state for client in found}

    def stored(self) -> Link:
        with self.world.store.reading(self.world.connection_id) as unit:
            return unit.links.by_xero([self.xero.xero_id])[self.xero.xero_id]

    def due(self) -> list[XeroContactId]:
        with self.world.store.reading(self.world.connection_id) as unit:
            return [row.contact.xero_id for row in unit.staged.undecided(None, 10)]


@pytest.fixture
def books() -> Books:
    """Previewed, so that the contact is staged; then what was decided is thrown away."""
    world = World()
    xero_id, host = world.xero.add(ACME), world.host.add(ACME)
    world.connect().import_contacts(ANNA)
    world.connection().stop_syncing([xero_id], ANNA)
    world.pass_time()
    return Books(world, host, world.xero_contact(xero_id))


def formerly(books: Books) -> LinkId:
    """The tombstone that the store holds of the two."""
    (link_id,) = books.every_link()
    return link_id


def test_the_link_as_it_stands_is_agreed_and_not_the_intents_older_copy(books: Books) -> None:
    newer = evolve(books.stored(), base_xero=fields("Acme", "newer@acme.example"))
    body = MergeContact(books.link(newer.link_id), books.patch(), None)
    books.finished(body, [newer])
    assert books.stored().base_xero == fields("Xero", "newer@acme.example")


def test_a_new_pair_ends_the_tombstone_that_it_replaces(books: Books) -> None:
    old = formerly(books)
    books.finished(MergeContact(books.link(NEW), books.patch(), None), replaces=(old,))
    assert books.every_link() == {old: LinkState.ENDED, NEW: LinkState.SYNCED}


def test_an_imported_contact_ends_the_tombstone_that_it_replaces(books: Books) -> None:
    old = formerly(books)
    draft = HostDraft(KEY, ACME, ContactKind.PERSON, "")
    body = ImportContact(books.xero.xero_id, draft, ACME, books.xero.updated)
    books.finished(body, replaces=(old,))
    assert books.every_link() == {old: LinkState.ENDED, NEW: LinkState.SYNCED}


def created(books: Books) -> CreateContact:
    draft = XeroDraft(KEY, fields("Another"), "i-1")
    return CreateContact(books.host.host_id, draft, Direction.TWO_WAY)


def test_a_pushed_contact_ends_the_tombstone_that_it_replaces(books: Books) -> None:
    old = formerly(books)
    books.finished(created(books), replaces=(old,), entity=host_entity(books.host.host_id))
    assert books.every_link() == {old: LinkState.ENDED, NEW: LinkState.SYNCED}


def test_a_former_partner_that_was_replaced_is_decided_anew(books: Books) -> None:
    books.finished(created(books), replaces=(formerly(books),))
    assert books.due() == [books.xero.xero_id]


def test_a_host_contact_that_got_a_partner_meanwhile_keeps_it(books: Books) -> None:
    meanwhile = evolve(books.stored(), state=LinkState.SYNCED)
    books.finished(created(books), [meanwhile], entity=host_entity(books.host.host_id))
    assert books.every_link() == {meanwhile.link_id: LinkState.SYNCED}


def test_a_contact_that_stays_beside_another_tombstone_gets_none_of_its_own(books: Books) -> None:
    """Its pair ended, and the host has edited it since: it is kept apart already."""
    ended = books.link(NEW, state=LinkState.ENDED)
    removal = HostRemoval(KEY, books.host.host_id, books.host.version)
    books.world.host.edit(books.host.host_id, {NAME: "Edited"})
    books.finished(RemoveContact(ended, removal))
    assert list(books.every_link()) == [formerly(books)]


def test_what_belongs_to_an_ended_pair_leaves_the_tombstones_of_others_alone(
    books: Books,
) -> None:
    before = books.stored()
    ended = books.link(NEW, state=LinkState.ENDED)
    books.finished(MergeContact(ended, books.patch(), None))
    assert books.stored() == before


def test_a_new_pair_ends_the_tombstone_of_its_host_contact_too(books: Books) -> None:
    other = evolve(books.stored(), state=LinkState.ENDED)
    of_host = books.link(OLD, xero_id=XeroContactId("x-other"), state=APART)
    body = MergeContact(books.link(NEW), books.patch(), None)
    books.finished(body, [other, of_host], replaces=(OLD,))
    assert books.every_link()[OLD] is LinkState.ENDED


@pytest.mark.parametrize(("run_id", "woken"), [(THIS, 0), (EARLIER, 1)])
def test_a_pair_that_begins_late_is_decided_anew(books: Books, run_id: RunId, woken: int) -> None:
    """What was read of its contacts while it was open was news of no pair then."""
    body = MergeContact(books.link(NEW), books.patch("Acme"), None)
    books.finished(body, replaces=(formerly(books),), run_id=run_id)
    assert len(books.due()) == woken


def test_a_pair_that_was_there_is_not_decided_anew_for_a_late_edit(books: Books) -> None:
    synced = evolve(books.stored(), state=LinkState.SYNCED)
    books.finished(MergeContact(synced, books.patch("Acme"), None), [synced], run_id=EARLIER)
    assert books.due() == []


def test_a_contact_that_was_created_is_in_the_index(books: Books) -> None:
    """Its own echo in the host's feed is no news then."""
    draft = HostDraft(KEY, fields("Made"), ContactKind.PERSON, "")
    body = ImportContact(books.xero.xero_id, draft, ACME, books.xero.updated)
    books.finished(body, replaces=(formerly(books),))
    made = books.stored().host_id
    with books.world.store.reading(books.world.connection_id) as unit:
        assert list(unit.index.get_many([made])) == [made]


def test_what_was_only_read_is_staged_as_it_was_read(books: Books) -> None:
    """Somebody has typed the very value that was to be sent: nothing is sent."""
    synced = evolve(books.stored(), state=LinkState.SYNCED)
    books.world.xero.edit(books.xero.xero_id, {PHONE: Phone("1")})
    books.finished(MergeContact(synced, None, XeroEdit({PHONE: Phone("1")}, ACME)), [synced])
    with books.world.store.reading(books.world.connection_id) as unit:
        row = unit.staged.get_many([books.xero.xero_id])[books.xero.xero_id]
    assert row.contact == books.world.xero_contact(books.xero.xero_id)


@pytest.mark.parametrize("due", [True, False])
def test_what_was_due_stays_due_when_its_effect_ends(books: Books, due: bool) -> None:
    synced = evolve(books.stored(), state=LinkState.SYNCED)
    edit = XeroEdit({PHONE: Phone("1")}, ACME)
    books.finished(MergeContact(synced, None, edit), [synced], due=due)
    assert bool(books.due()) is due


def entries(books: Books) -> list[EntryKind]:
    return [entry.fact.kind for entry in books.world.connection().journal(size=100)]


def test_what_ended_is_told_in_the_journal(books: Books) -> None:
    before = entries(books)
    body = MergeContact(books.link(NEW), books.patch(), None)
    books.finished(body, replaces=(formerly(books),))
    assert entries(books)[len(before) :] == [EntryKind.WRITTEN]


WHY = Problem("locked", EMAIL)


@pytest.mark.parametrize(
    ("state", "problems", "now"),
    [
        (IntentState.DONE, (), None),
        (IntentState.DONE, (WHY,), DecisionState.REFUSED),
        (IntentState.REFUSED, (WHY,), DecisionState.REFUSED),
        (IntentState.REFUSED, (), DecisionState.STALE),
    ],
)
def test_a_decision_is_what_became_of_its_effect(
    books: Books, state: IntentState, problems: Any, now: DecisionState | None
) -> None:
    given = KEY, EntityKey("e"), NEW, created(books), THIS, ANNA, books.world.clock.now()
    assert fallen(Settled(Intent(*given, state=state), problems=problems)) is now


def test_the_journal_tells_a_link_before_and_after(books: Books) -> None:
    synced = evolve(books.stored(), state=LinkState.SYNCED)
    books.finished(MergeContact(synced, books.patch(), None), [synced])
    values = books.world.connection().journal(size=100)[-1].values
    assert values is not None
    assert (values.links_before, values.links_after) == ((synced,), (books.stored(),))
