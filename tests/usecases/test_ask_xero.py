"""Xero's part of a page of intents: what is read, what is sent, and what is answered."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from attrs import define, evolve, field

from tests.domain.contacts.desk import ACME, NAME, PHONE
from xerolink.adapters.memory.xero import MemoryXero
from xerolink.domain.contacts.check import Problem
from xerolink.domain.contacts.effects import (
    HostDraft,
    HostPatch,
    HostStale,
    HostStored,
    Refused,
    XeroDraft,
    XeroStored,
)
from xerolink.domain.contacts.intent import (
    ArchiveContact,
    CreateContact,
    ImportContact,
    Intent,
    IntentBody,
    IntentState,
    MergeContact,
    XeroEdit,
)
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import (
    ContactKind,
    FieldName,
    FieldValue,
    HostContact,
    HostVersion,
    Phone,
    SyncedFields,
    XeroContact,
    XeroStatus,
)
from xerolink.domain.contacts.settle import Answer, landing
from xerolink.domain.identity import (
    EntityKey,
    HostContactId,
    IntentId,
    LinkId,
    RunId,
    XeroContactId,
)
from xerolink.domain.run import RunKind
from xerolink.domain.settings import Direction
from xerolink.testing.crashes import Trap, Trapped
from xerolink.testing.worlds import ANNA, World, fields
from xerolink.usecases.ask_xero import LAG, PATIENCE, ask_xero
from xerolink.usecases.run import Ports
from xerolink.usecases.running import running

Values = Mapping[FieldName, FieldValue]
HOST, NOBODY = HostContactId("h-1"), XeroContactId("x-nobody")
NEW_PHONE: Values = {PHONE: Phone("555 0199")}
STORED = HostStored(HostContact(HOST, HostVersion("2"), ACME))
PATCH = HostPatch(IntentId("i-0"), HOST, HostVersion("1"), {NAME: "Xero"})
EARLIER, THIS = RunId("earlier"), RunId("")


@define
class Asking:
    """A world with *people* in Xero, in which intents are asked by hand."""

    world: World
    people: Sequence[XeroContactId]
    calls: Counter[str]
    meanwhile: dict[str, Callable[[], object]] = field(factory=dict)
    """What people do the first time that a point passes."""

    def answers(self, *intents: Intent, host: Sequence[Any] = ()) -> list[Answer]:
        """What Xero's part laid into each; *host*: what the host's part had answered."""
        given = dict(zip((i.intent_id for i in intents), host, strict=False))
        answers = {i.intent_id: Answer(given.get(i.intent_id)) for i in intents}
        trap = Trap(only=self._count)
        self.world.seen_xero = Trapped(self.world.xero, "xero", trap)
        ports: Ports = self.world.connection()._ports
        with running(ports, self.world.connection_id, RunKind.SYNC, ANNA) as run:
            now = [i if i.run_id == EARLIER else evolve(i, run_id=run.run.run_id) for i in intents]
            ask_xero(run, now, answers)
        return [answers[i.intent_id] for i in intents]

    def _count(self, point: str) -> bool:
        self.calls[point] += 1
        self.meanwhile.pop(point, lambda: None)()
        return False

    def called(self, verb: str) -> int:
        return self.calls[f"before xero.{verb}"]

    def intent(self, body: IntentBody, number: int = 1, **others: Any) -> Intent:
        given = IntentId(f"i-{number}"), EntityKey(f"e-{number}"), LinkId("l"), body, THIS, ANNA
        return evolve(Intent(*given, self.world.clock.now(), state=IntentState.SENT), **others)

    def edit(
        self, xero_id: XeroContactId, values: Values, number: int = 1, **others: Any
    ) -> Intent:
        """An edit of what was `ACME` (or *base*), decided on the newest reading."""
        seen = self.world.clock.now() - timedelta(days=30)
        link = Link(LinkId("l"), HOST, xero_id, ACME, ACME, seen, seen)
        host = others.pop("host", None)
        link = evolve(link, xero_updated=others.pop("seen", seen))
        body = MergeContact(link, host, XeroEdit(values, others.pop("base", ACME)))
        return self.intent(body, number, **others)


def asking(*people: SyncedFields) -> Asking:
    world = World()
    ids = [world.xero.add(one) for one in people or (ACME,)]
    world.connect()
    return Asking(world, ids, Counter())


def crowd(size: int) -> list[SyncedFields]:
    return [fields(f"Contact {number}") for number in range(size)]


def stored(asked: Asking, xero_id: XeroContactId) -> XeroStored:
    return XeroStored(asked.world.xero_contact(xero_id))


def test_an_edit_is_read_and_then_sent() -> None:
    asked = asking()
    (xero_id,) = asked.people
    before, intent = asked.world.xero_contact(xero_id), asked.edit(asked.people[0], NEW_PHONE)
    (answer,) = asked.answers(intent)
    found = landing(XeroEdit(NEW_PHONE, ACME), before)
    assert answer == Answer(landing=found, xero=stored(asked, xero_id))


def test_what_has_landed_is_not_sent_again() -> None:
    asked = asking(ACME.with_values(NEW_PHONE))
    (answer,) = asked.answers(asked.edit(asked.people[0], NEW_PHONE))
    assert (asked.called("update_many"), answer.xero) == (0, None)


def test_edits_are_read_and_sent_by_groups_of_forty() -> None:
    asked = asking(*crowd(81))
    intents = [asked.edit(i, NEW_PHONE, n) for n, i in enumerate(asked.people)]
    answers = asked.answers(*intents)
    assert [answer.xero for answer in answers] == [stored(asked, i) for i in asked.people]
    assert (asked.called("get_many"), asked.called("update_many")) == (3, 3)


def test_one_that_a_replica_does_not_show_holds_no_other_back() -> None:
    asked = asking()
    first, second = asked.edit(NOBODY, NEW_PHONE), asked.edit(asked.people[0], NEW_PHONE, 2)
    answers = asked.answers(first, second)
    assert answers[0] == Answer()
    assert answers[1].xero == stored(asked, asked.people[0])


def dated(asked: Asking, seen: timedelta, waited: timedelta) -> Answer:
    """The answer to an edit whose decision knew a reading that much newer than Xero shows."""
    updated = asked.world.xero_contact(asked.people[0]).updated
    recorded = asked.world.clock.now() - waited
    edit = asked.edit(asked.people[0], NEW_PHONE, seen=updated + seen, recorded=recorded)
    (answer,) = asked.answers(edit)
    return answer


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("seen", "waited", "believed"),
    [
        (timedelta(0), timedelta(0), True),
        (SECOND, timedelta(0), False),
        (SECOND, PATIENCE - SECOND, False),
        (SECOND, PATIENCE, True),
    ],
)
def test_a_reading_older_than_the_decision_is_believed_after_a_day_only(
    seen: timedelta, waited: timedelta, believed: bool
) -> None:
    assert (dated(asking(), seen, waited) != Answer()) is believed


@pytest.mark.parametrize("host", [None, HostStale()])
def test_nothing_is_sent_while_the_hosts_part_is_not_there(host: Any) -> None:
    asked = asking()
    edit = asked.edit(asked.people[0], NEW_PHONE, host=PATCH)
    assert asked.answers(edit, host=[host]) == [Answer(host)]


@pytest.mark.parametrize("host", [STORED, Refused((Problem("locked"),))])
def test_xeros_part_follows_the_hosts(host: Any) -> None:
    asked = asking()
    (answer,) = asked.answers(asked.edit(asked.people[0], NEW_PHONE, host=PATCH), host=[host])
    assert answer.xero == stored(asked, asked.people[0])


def cut_short(asked: Asking, **others: Any) -> Answer:
    """An edit whose host part is stale, asked by a later run unless *others* says so."""
    edit = asked.edit(asked.people[0], NEW_PHONE, host=PATCH, **{"run_id": EARLIER, **others})
    (answer,) = asked.answers(edit, host=[HostStale()])
    return answer


def test_what_an_earlier_run_had_sent_is_looked_for_where_the_host_contact_is_gone() -> None:
    asked = asking(ACME.with_values(NEW_PHONE))
    found = landing(XeroEdit(NEW_PHONE, ACME), asked.world.xero_contact(asked.people[0]))
    assert cut_short(asked) == Answer(HostStale(), found)


def test_to_look_for_it_sends_nothing() -> None:
    asked = asking()
    cut_short(asked)
    assert asked.called("update_many") == 0


def test_this_run_has_sent_nothing_that_could_be_looked_for() -> None:
    assert cut_short(asking(), run_id=THIS) == Answer(HostStale())


def test_where_the_host_contact_is_still_there_nothing_had_been_sent() -> None:
    asked = asking()
    host = asked.world.host.add(ACME)
    seen = asked.edit(asked.people[0], NEW_PHONE, host=PATCH, run_id=EARLIER)
    assert isinstance(seen.body, MergeContact)
    body = evolve(seen.body, link=evolve(seen.body.link, host_id=host.host_id))
    assert asked.answers(evolve(seen, body=body), host=[HostStale()]) == [Answer(HostStale())]


def test_an_old_reading_does_not_tell_what_had_been_sent_so_that_it_stays_open() -> None:
    asked = asking()
    later = asked.world.clock.now() + SECOND
    assert cut_short(asked, seen=later) == Answer()


@pytest.mark.parametrize("host", [STORED, Refused((Problem("locked"),))])
def test_what_an_earlier_run_left_is_sent_where_the_host_did_its_part(host: Any) -> None:
    asked = asking()
    edit = asked.edit(asked.people[0], NEW_PHONE, host=PATCH, run_id=EARLIER)
    (answer,) = asked.answers(edit, host=[host])
    assert answer.xero == stored(asked, asked.people[0])


TO_TAKEN: Values = {NAME: "Taken", PHONE: Phone("555 0199")}


def test_a_taken_name_holds_only_itself() -> None:
    """Semantics row 18."""
    asked = asking(ACME, fields("Taken"))
    (answer,) = asked.answers(asked.edit(asked.people[0], TO_TAKEN))
    assert answer.xero == stored(asked, asked.people[0])
    assert list(answer.refused) == [NAME]


def test_what_people_edit_while_a_name_is_refused_stays() -> None:
    """The other fields are sent again after another look."""
    asked = asking(ACME, fields("Taken"))
    theirs: Values = {PHONE: Phone("555 7777")}
    asked.meanwhile["after xero.update_many"] = lambda: asked.world.xero.edit(
        asked.people[0], theirs
    )
    asked.answers(asked.edit(asked.people[0], TO_TAKEN))
    assert asked.world.xero_contact(asked.people[0]).fields.primary_phone == theirs[PHONE]


def test_a_field_that_people_edit_meanwhile_is_told_as_moved() -> None:
    asked = asking(ACME, fields("Taken"))
    asked.meanwhile["after xero.update_many"] = lambda: asked.world.xero.edit(
        asked.people[0], {PHONE: Phone("555 7777")}
    )
    (answer,) = asked.answers(asked.edit(asked.people[0], TO_TAKEN))
    assert answer.landing is not None
    assert answer.landing.moved == (PHONE,)


def test_where_people_typed_the_rest_meanwhile_only_the_refusal_is_told() -> None:
    asked = asking(ACME, fields("Taken"))
    first = asked.people[0]
    asked.meanwhile["after xero.update_many"] = lambda: asked.world.xero.edit(first, NEW_PHONE)
    (answer,) = asked.answers(asked.edit(first, TO_TAKEN))
    assert (type(answer.xero), list(answer.refused)) == (Refused, [NAME])


class Blinking(Trapped):
    """Xero behind replicas of which one does not show *hidden*: at every look but the first."""

    def __init__(self, xero: MemoryXero, hidden: XeroContactId) -> None:
        super().__init__(xero, "xero", Trap())
        self._hidden, self._looked = hidden, False

    def get_many(self, ids: Collection[XeroContactId]) -> Mapping[XeroContactId, XeroContact]:
        found = dict(self._port.get_many(ids))
        if self._looked:
            found.pop(self._hidden, None)
        self._looked = True
        return found


def test_one_that_the_second_look_does_not_show_keeps_the_rest_of_no_other_back() -> None:
    other = fields("Second")
    asked = asking(ACME, other, fields("Taken"))
    first, second, _ = asked.people
    asked.world.xero = Blinking(asked.world.xero, first)  # type: ignore[assignment]  # as Xero
    edits = asked.edit(first, TO_TAKEN), asked.edit(second, TO_TAKEN, 2, base=other)
    answers = asked.answers(*edits)
    assert [answer.xero for answer in answers] == [None, stored(asked, second)]


def test_a_taken_name_alone_is_refused() -> None:
    asked = asking(ACME, fields("Taken"))
    (answer,) = asked.answers(asked.edit(asked.people[0], {NAME: "Taken"}))
    assert isinstance(answer.xero, Refused)
    assert answer.refused == {}


def test_a_refused_row_keeps_no_other_back() -> None:
    asked = asking(ACME, fields("Taken"), fields("Third"))
    first, third = asked.people[0], asked.people[2]
    edits = asked.edit(first, {NAME: "Taken"}), asked.edit(third, NEW_PHONE, 2)
    assert asked.answers(*edits)[1].xero == stored(asked, third)


def push(asked: Asking, sent: SyncedFields = ACME, **others: Any) -> Any:
    body = CreateContact(HOST, XeroDraft(IntentId("i-1"), sent, "i-1"), Direction.TWO_WAY)
    (answer,) = asked.answers(asked.intent(body, **others))
    return answer.xero


def test_a_new_name_is_created_under_our_number() -> None:
    asked = asking(fields("Other"))
    answer = push(asked)
    assert (answer.contact.number, answer.contact.fields.name) == ("i-1", "Acme")


def test_what_has_our_number_is_ours_under_any_name() -> None:
    """Also when Xero has long forgotten the call that made it."""
    asked = asking(fields("Other"))
    once = push(asked)
    asked.world.clock.advance(timedelta(hours=1).total_seconds())
    asked.world.xero.edit(once.contact.xero_id, {NAME: "Renamed"})
    assert push(asked).contact.xero_id == once.contact.xero_id


REFUSED = "the name is already used in Xero, by "


def test_an_active_holder_of_the_name_is_named() -> None:
    asked = asking()
    why = f"{REFUSED}contact {asked.people[0]}; link to that one, or give another name"
    assert push(asked) == Refused((Problem(why, NAME),))


@pytest.mark.parametrize(
    ("run", "waited", "open_"),
    [(EARLIER, LAG - SECOND, True), (EARLIER, LAG, False), (THIS, timedelta(0), False)],
)
def test_a_holder_is_believed_once_an_earlier_call_would_show(
    run: RunId, waited: timedelta, open_: bool
) -> None:
    """The name may be that of a contact which an earlier run has made, under an old reading."""
    asked = asking()
    answer = push(asked, run_id=run, recorded=asked.world.clock.now() - waited)
    assert (answer is None) is open_


def test_whoever_took_our_number_meanwhile_is_ours() -> None:
    asked = asking(fields("Other"))
    late = partial(asked.world.xero.add, fields("Acme once more"), number="i-1")
    asked.meanwhile["before xero.create_many"] = late
    assert push(asked).contact.fields.name == "Acme once more"


def archived(asked: Asking) -> Asking:
    asked.world.xero.archive(asked.people[0])
    return asked


def test_an_archived_holder_of_the_name_refuses_too() -> None:
    way = "restore it there and link to it, or give another name"
    why = f"{REFUSED}an archived contact; {way}"
    assert push(archived(asking())) == Refused((Problem(why, NAME),))


def test_a_former_partner_that_is_archived_does_not_hold_the_name() -> None:
    """Semantics row 28."""
    answer = push(archived(asking()), replaces=(LinkId("l-old"),))
    assert answer.contact.fields.name == "Acme"


def archive(asked: Asking) -> list[Answer]:
    seen = asked.world.clock.now()
    links = [Link(LinkId("l"), HOST, i, ACME, ACME, seen, seen) for i in asked.people]
    intents = [asked.intent(ArchiveContact(link), n) for n, link in enumerate(links)]
    return asked.answers(*intents)


def test_contacts_are_archived_by_groups_of_fifty() -> None:
    asked = asking(*crowd(101))
    answers = archive(asked)
    assert [answer.xero for answer in answers] == [stored(asked, i) for i in asked.people]
    assert asked.called("archive_many") == 3


def test_what_was_archived_is_so() -> None:
    asked = asking()
    archive(asked)
    assert asked.world.xero_contact(asked.people[0]).status is XeroStatus.ARCHIVED


def test_what_is_for_the_host_alone_asks_xero_nothing() -> None:
    asked = asking()
    draft = HostDraft(IntentId("i-1"), ACME, ContactKind.PERSON, "")
    body = ImportContact(asked.people[0], draft, ACME, asked.world.clock.now())
    assert asked.answers(asked.intent(body)) == [Answer()]
    assert asked.called("get_many") == 0
