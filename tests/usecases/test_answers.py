"""What the two sides answer is counted, and looked at before it is believed."""

import logging
from collections.abc import Iterator, Sequence
from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from tests.usecases.asking import linked
from xerolink.adapters.embedded.classifier import EmbeddedClassifier
from xerolink.adapters.guarded import GuardedClassifier
from xerolink.adapters.memory.host_book import MemoryHostBook
from xerolink.adapters.memory.xero import MemoryXero
from xerolink.app import Xerolink
from xerolink.connection import Connection
from xerolink.domain.contacts.classify import Classification
from xerolink.domain.contacts.model import ContactKind, FieldName, Phone, XeroContact
from xerolink.domain.settings import ContactSettings, DeletedInHost
from xerolink.ports.classifier import ContactClassifier
from xerolink.ports.errors import UnavailableError
from xerolink.testing.crashes import Trap, Trapped, lost
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases.plan import PAGE

NAME, PHONE = FieldName.NAME, FieldName.PRIMARY_PHONE


class Short:
    """A side that answers one outcome less than it was given rows."""

    def __init__(self, side: MemoryHostBook | MemoryXero) -> None:
        self._side = side

    def __getattr__(self, verb: str) -> Any:
        found = getattr(self._side, verb)
        writes = verb in {"create_many", "update_many", "remove_many", "archive_many"}
        return (lambda rows: found(rows)[:-1]) if writes else found


class Odd(Short):
    """A host that answers with the stored contact itself, or with nothing."""

    def __getattr__(self, verb: str) -> Any:
        found = getattr(self._side, verb)
        return (lambda rows: [o.contact for o in found(rows)]) if verb == "create_many" else found


def with_two() -> World:
    world = World()
    for name in ("Acme", "Beta"):
        world.xero.add(fields(name, f"{name}@x.example"))
    world.connect()
    return world


def refusal(world: World) -> str:
    with pytest.raises(UnavailableError) as failed:
        world.connection().import_contacts(ANNA)
    return str(failed.value)


def test_a_host_that_answers_too_few_outcomes_is_not_believed() -> None:
    world = with_two()
    world.seen_host = Short(world.host)
    why = "it answered 1 outcomes for 2 rows"
    assert refusal(world) == str(UnavailableError("the host", why))


def test_a_host_that_answers_something_else_is_not_believed() -> None:
    world = with_two()
    world.seen_host = Odd(world.host)
    why = "its adapter answered HostContact, which is no HostOutcome; mend it"
    assert refusal(world) == str(UnavailableError("the host", why))


@pytest.mark.parametrize("change", ["edit", "delete"])
def test_no_row_is_dropped_where_xero_answers_too_few(change: str) -> None:
    """The run stops; what it left open is finished by the next one."""
    world, _, host_id = linked(ContactSettings(deleted_in_host=DeletedInHost.ARCHIVE))
    world.seen_xero = Short(world.xero)
    if change == "edit":
        world.host.edit(host_id, {NAME: "New"})
    else:
        world.host.delete(host_id)
    with pytest.raises(ValueError, match="shorter"):
        world.connection().sync_contacts()


def counts(world: World) -> dict[str, int]:
    with world.store.reading(world.connection_id) as unit:
        counted = unit.runs.latest(1)[0].counts
    words = ("host_written", "xero_written", "refused", "uncertain")
    return {word: counted[word] for word in words if counted.get(word)}


def test_what_was_written_is_counted_by_side() -> None:
    world, xero_id, host_id = linked()
    world.host.edit(host_id, {NAME: "New"})
    world.xero.edit(xero_id, {PHONE: Phone("1")})
    world.connection().sync_contacts()
    assert counts(world) == {"host_written": 1, "xero_written": 1}


def test_what_was_archived_is_counted_as_written_in_xero() -> None:
    world, _, host_id = linked(ContactSettings(deleted_in_host=DeletedInHost.ARCHIVE))
    world.host.delete(host_id)
    world.connection().sync_contacts()
    assert counts(world) == {"xero_written": 1}


def test_what_was_refused_is_counted() -> None:
    world, _, host_id = linked()
    world.xero.add(fields("Taken", "t@x.example"))
    world.connection().sync_contacts()
    world.host.edit(host_id, {NAME: "Taken"})
    world.connection().sync_contacts()
    assert counts(world) == {"refused": 1}


def test_what_was_lost_is_counted_as_uncertain() -> None:
    world, _, host_id = linked()
    world.host.edit(host_id, {NAME: "New"})
    only = "after xero.update_many"
    world.seen_xero = Trapped(world.xero, "xero", Trap(1, lost, lambda point: point == only))
    with pytest.raises(UnavailableError):
        world.connection().sync_contacts()
    assert counts(world) == {"uncertain": 1}


class Kinds(ContactClassifier):
    """Calls each contact a person, as far as it *knows*; counts its calls."""

    def __init__(self, knows: int = 1_000) -> None:
        self.knows, self.asked = knows, 0

    def classify(self, contacts: Sequence[XeroContact]) -> Sequence[Classification]:
        self.asked += 1
        known = Classification(ContactKind.PERSON, 900, "a person")
        return [known for _ in contacts[: self.knows]]


class Broken(ContactClassifier):
    def classify(self, contacts: Sequence[XeroContact]) -> Sequence[Classification]:
        raise RuntimeError("out of order")


def classified(world: World, classifier: ContactClassifier) -> Connection:
    app = Xerolink(world.store, world.clock, world.ids, classifier, world.events)
    return app.connection(world.connection_id, world.sides())


def test_of_answers_that_are_too_few_nobody_knows_which_is_whose() -> None:
    """One that skips a contact would call each later one by its neighbour's kind."""
    world = with_two()
    classified(world, Kinds(knows=1)).import_contacts(ANNA)
    kinds = [contact.kind for contact in world.host.contacts().values()]
    assert kinds == [ContactKind.ORGANISATION] * 2


class Unsure(Kinds):
    """A person, perhaps."""

    def classify(self, contacts: Sequence[XeroContact]) -> Sequence[Classification]:
        return [Classification(ContactKind.PERSON, 599, "it may be") for _ in contacts]


def test_a_person_below_the_threshold_is_an_organisation_whoever_says_so() -> None:
    """Semantics row 12."""
    world = with_two()
    classified(world, Unsure()).import_contacts(ANNA)
    kinds = [contact.kind for contact in world.host.contacts().values()]
    assert kinds == [ContactKind.ORGANISATION] * 2


def test_a_classifier_is_asked_once_a_page_and_only_about_new_contacts() -> None:
    world = with_two()
    kinds = Kinds()
    connection = classified(world, kinds)
    connection.import_contacts(ANNA)
    world.xero.edit(world.xero.contacts()[0].xero_id, {PHONE: Phone("1")})
    connection.sync_contacts()
    assert kinds.asked == 1


class Counting(Kinds):
    """Counts how many contacts it is asked about at a time."""

    def classify(self, contacts: Sequence[XeroContact]) -> Sequence[Classification]:
        self.asked = max(self.asked, len(contacts))
        return [Classification(ContactKind.PERSON, 900, "a person") for _ in contacts]


def test_a_classifier_is_never_asked_about_more_than_a_page() -> None:
    """However many contacts a person keeps separate at once."""
    world, counting = with_two(), Counting()
    ids = [world.xero.add(fields(f"Name {n}"), is_customer=True) for n in range(PAGE + 1)]
    classified(world, counting).plan_keep_separate(ids, by=ANNA)
    assert counting.asked == PAGE


def test_a_classifier_that_raises_is_logged_without_anything_personal(
    caplog: pytest.LogCaptureFixture,
) -> None:
    world = with_two()
    with caplog.at_level(logging.WARNING):
        classified(world, Broken()).import_contacts(ANNA)
    said = "the classifier raised; its contacts are taken for organisations"
    assert caplog.messages == [said]


class Parrot(ContactClassifier):
    """Answers the same odd thing to every question."""

    def __init__(self, answers: Any) -> None:
        self.answers = answers

    def classify(self, contacts: Sequence[XeroContact]) -> Sequence[Classification]:
        return self.answers  # type: ignore[no-any-return]


ODD: dict[str, Any] = {
    "nothing": None,
    "no answers": [],
    "garbage": ["person", 7],
    "too many": [Classification(ContactKind.ORGANISATION, 900, "so")] * 9,
    "a confidence out of range": [Classification(ContactKind.PERSON, 1_001, "so")] * 2,
    "a reason that cannot be stored": [Classification(ContactKind.PERSON, 900, "\ud800")] * 2,
}


@pytest.mark.parametrize("answers", ODD.values(), ids=ODD)
def test_whatever_a_classifier_answers_the_import_goes_on_with_organisations(answers: Any) -> None:
    world = with_two()
    classified(world, Parrot(answers)).import_contacts(ANNA)
    kinds = [contact.kind for contact in world.host.contacts().values()]
    assert kinds == [ContactKind.ORGANISATION] * 2


class Hanging(ContactClassifier):
    """Answers nothing until it is let go."""

    def __init__(self) -> None:
        self.gate = Event()

    def classify(self, contacts: Sequence[XeroContact]) -> Sequence[Classification]:
        self.gate.wait()
        return []


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    inner = Hanging()
    yield inner
    inner.gate.set()


def test_a_guarded_classifier_that_hangs_stops_no_import(hanging: Hanging) -> None:
    world = with_two()
    guarded = GuardedClassifier(hanging, EmbeddedClassifier(), timedelta(milliseconds=10))
    classified(world, guarded).import_contacts(ANNA)
    assert len(world.host.contacts()) == 2


class Silent(Short):
    """A host that never said that its contacts were deleted, and answers for none of them."""

    def __getattr__(self, verb: str) -> Any:
        return (lambda ids: {}) if verb == "get_many" else getattr(self._side, verb)


def test_what_cannot_be_told_is_looked_at_once_a_run() -> None:
    """It stays due, and the run ends (semantics row 20)."""
    world, xero_id, _ = linked()
    world.xero.edit(xero_id, {PHONE: Phone("1")})
    world.seen_host = Silent(world.host)
    world.connection().sync_contacts()
    with world.store.reading(world.connection_id) as unit:
        assert [row.contact.xero_id for row in unit.staged.undecided(None, 10)] == [xero_id]
