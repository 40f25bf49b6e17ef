"""What is stored for each answer of the two sides: the whole of it, for every kind of intent."""

from typing import Any

import pytest
from attrs import evolve

from tests.domain.contacts.desk import (
    ACME,
    APART,
    EARLIER,
    EMAIL,
    HOST,
    LINK,
    NAME,
    NOW,
    OTHER,
    OTHER_LINK,
    PHONE,
    STAMP,
    XERO,
    host,
    link,
)
from xerolink.domain.contacts.check import Problem
from xerolink.domain.contacts.effects import (
    HostDraft,
    HostPatch,
    HostRemoval,
    HostRemoved,
    HostStale,
    HostStored,
    NumberTaken,
    Refused,
    XeroDraft,
    XeroStored,
)
from xerolink.domain.contacts.intent import (
    ArchiveContact,
    Before,
    CreateContact,
    ImportContact,
    Intent,
    IntentBody,
    IntentState,
    MergeContact,
    RemoveContact,
    XeroEdit,
)
from xerolink.domain.contacts.link import Link, Separation
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import (
    ContactKind,
    HostVersion,
    Phone,
    SyncedFields,
    XeroContact,
    XeroStatus,
)
from xerolink.domain.contacts.settle import Answer, Landing, Settled, landing, news, settle
from xerolink.domain.identity import IntentId, LinkId, xero_entity
from xerolink.domain.settings import Direction
from xerolink.testing.worlds import fields

KEY, NEW = IntentId("i-1"), LinkId("l-new")
DONE, GONE, OPEN = IntentState.DONE, IntentState.REFUSED, IntentState.UNCERTAIN
LOCKED, TAKEN = Problem("locked", EMAIL), Problem("taken", NAME)
REFUSED = Refused((LOCKED,))
NOBODY = SyncedFields()
IN_HOST = fields("Acme", "old@acme.example", Phone("555 0101"))


def sent(body: IntentBody, link_id: LinkId = LINK, **others: Any) -> Intent:
    """An intent whose call has left."""
    given = KEY, xero_entity(XERO), link_id, body, STAMP.run_id, STAMP.actor, NOW
    return evolve(Intent(*given, state=IntentState.SENT, attempts=1), **others)


def in_xero(held: SyncedFields = ACME, **others: Any) -> XeroContact:
    """The contact as Xero answers it, dated now."""
    return evolve(XeroContact(XERO, NOW, held), **others)


def ends(intent: Intent, state: IntentState, **others: Any) -> Settled:
    return evolve(Settled(intent.become(state)), **others)


DRAFT = HostDraft(KEY, ACME, ContactKind.PERSON, "Client")
IMPORT = sent(ImportContact(XERO, DRAFT, ACME, EARLIER), NEW, near_match=OTHER)
CUT = fields("Acme")
MADE = Link(NEW, HOST, XERO, CUT, ACME, EARLIER, NOW, near_match=OTHER)


@pytest.mark.parametrize(
    ("answer", "end"),
    [
        (Answer(), ends(IMPORT, OPEN)),
        (Answer(REFUSED), ends(IMPORT, GONE, problems=(LOCKED,))),
        (Answer(HostStale()), ends(IMPORT, GONE, again=True)),
        (Answer(HostRemoved()), ends(IMPORT, GONE, again=True)),
        (Answer(HostStored(host(CUT))), ends(IMPORT, DONE, link=MADE)),
    ],
    ids=["nothing", "refused", "stale", "removed", "stored"],
)
def test_an_import_ends(answer: Answer, end: Settled) -> None:
    """The bases are what the host stored and the snapshot in the intent."""
    assert settle(IMPORT, answer, None) == end


BODY = CreateContact(HOST, XeroDraft(KEY, ACME, "i-1"), Direction.FROM_XERO)
PUSH = sent(BODY, NEW, before=Before(IN_HOST))
PUSHED = Link(NEW, HOST, XERO, IN_HOST, ACME, NOW, NOW, direction=Direction.FROM_XERO)


@pytest.mark.parametrize(
    ("answer", "standing", "end"),
    [
        (Answer(), None, ends(PUSH, OPEN)),
        (Answer(xero=NumberTaken()), None, ends(PUSH, OPEN)),
        (Answer(xero=REFUSED), None, ends(PUSH, GONE, problems=(LOCKED,))),
        (Answer(xero=XeroStored(in_xero())), link(), ends(PUSH, DONE)),
        (Answer(xero=XeroStored(in_xero())), None, ends(PUSH, DONE, link=PUSHED)),
    ],
    ids=["nothing", "number taken", "refused", "has a partner", "stored"],
)
def test_a_push_ends(answer: Answer, standing: Link | None, end: Settled) -> None:
    """A host contact that got a partner meanwhile keeps that one."""
    assert settle(PUSH, answer, standing) == end


def test_a_push_of_a_host_contact_that_is_not_known_has_what_was_sent_as_its_base() -> None:
    settled = settle(evolve(PUSH, before=Before()), Answer(xero=XeroStored(in_xero())), None)
    assert settled.link == evolve(PUSHED, base_host=ACME)


def test_a_push_keeps_xeros_spelling_of_what_was_sent_and_no_edit_made_since() -> None:
    spelt = in_xero(fields("Acme", "A@ACME.example", Phone("555 0101")))
    settled = settle(PUSH, Answer(xero=XeroStored(spelt)), None)
    base = fields("Acme", "A@ACME.example", Phone())
    assert settled.link == evolve(PUSHED, base_xero=base)


ENDED = link(LinkState.ENDED)
TOMBSTONE = evolve(link(APART), separated=Separation(EARLIER, STAMP.actor, "x"))
REMOVAL = sent(RemoveContact(link(), HostRemoval(KEY, HOST, HostVersion("v-7"))))
ARCHIVING = sent(ArchiveContact(link()))
STAYS = Problem("somebody has edited the host contact since; it stays")


@pytest.mark.parametrize(
    ("answer", "state", "problems"),
    [
        (Answer(HostRemoved()), DONE, ()),
        (Answer(REFUSED), GONE, (LOCKED,)),
        (Answer(HostStale()), GONE, (STAYS,)),
        (Answer(), OPEN, ()),
        (Answer(xero=XeroStored(in_xero())), OPEN, ()),
    ],
    ids=["removed", "refused", "stale", "nothing", "the other side"],
)
def test_a_removal_ends(answer: Answer, state: IntentState, problems: Any) -> None:
    assert settle(REMOVAL, answer, None) == ends(REMOVAL, state, problems=problems)


def removal_of(pair: Link) -> Intent:
    return sent(RemoveContact(pair, HostRemoval(KEY, HOST, HostVersion("v-7"))))


def test_a_contact_that_stays_after_its_pair_ended_is_kept_apart_by_a_tombstone() -> None:
    ended = evolve(ENDED, separated=TOMBSTONE.separated)
    apart = ended.standing_again(LinkId("i-1.stays"), TOMBSTONE.separated)
    removal = removal_of(ended)
    assert settle(removal, Answer(REFUSED), None) == ends(
        removal, GONE, problems=(LOCKED,), link=apart
    )


@pytest.mark.parametrize(
    ("answer", "state", "problems"),
    [
        (Answer(xero=XeroStored(in_xero())), DONE, ()),
        (Answer(xero=REFUSED), GONE, (LOCKED,)),
        (Answer(), OPEN, ()),
        (Answer(HostRemoved()), OPEN, ()),
    ],
    ids=["archived", "refused", "nothing", "the other side"],
)
def test_an_archiving_ends(answer: Answer, state: IntentState, problems: Any) -> None:
    assert settle(ARCHIVING, answer, None) == ends(ARCHIVING, state, problems=problems)


def test_an_archiving_leaves_no_tombstone() -> None:
    ended = sent(ArchiveContact(ENDED))
    assert settle(ended, Answer(xero=REFUSED), None).link is None


EDIT = XeroEdit({NAME: "New", EMAIL: "", PHONE: Phone("1")}, ACME)


@pytest.mark.parametrize(
    ("now", "landed", "moved", "rest"),
    [
        (ACME, (), (), {NAME: "New", EMAIL: "", PHONE: Phone("1")}),
        (fields("New", "", Phone("1")), (NAME, EMAIL, PHONE), (), {}),
        (fields("Else", "x@acme.example", Phone("2")), (), (NAME, EMAIL, PHONE), {}),
        (fields("New", "x@acme.example"), (NAME,), (EMAIL,), {PHONE: Phone("1")}),
        (SyncedFields(None, " A@acme.example"), (), (NAME, PHONE), {EMAIL: ""}),
    ],
    ids=["as it was", "landed", "moved", "one each", "unknown"],
)
def test_a_reread_sorts_the_fields_of_an_edit(
    now: SyncedFields, landed: Any, moved: Any, rest: Any
) -> None:
    assert landing(EDIT, in_xero(now)) == Landing(in_xero(now), landed, moved, rest)


HOST_PART = HostPatch(KEY, HOST, HostVersion("v-7"), {NAME: "Xero"})
XERO_PART = XeroEdit({EMAIL: "old@acme.example", PHONE: Phone("1")}, ACME)
TO_HOST = sent(MergeContact(link(), HOST_PART, None))
TO_XERO = sent(MergeContact(link(), None, XERO_PART))
BOTH = sent(MergeContact(link(), HOST_PART, XERO_PART))
STORED = HostStored(host(fields("XERO", "h@acme.example")))
REREAD = landing(XERO_PART, in_xero())
"""Both fields are still to send."""
WROTE = XeroStored(in_xero(fields("Colleague", "OLD@acme.example", Phone("01"))))


def now(base_host: SyncedFields, base_xero: SyncedFields, at: Any = EARLIER, of: int = 1) -> Link:
    """The pair after *of* agreements, in sync at the time of the decision."""
    agreed = link().agreed(base_host, base_xero, at).synced(NOW)
    return evolve(agreed, revision=link().revision + of)


AGREED_HOST = now(fields("XERO", "a@acme.example"), fields("Xero", "a@acme.example"))


@pytest.mark.parametrize(
    ("answer", "end"),
    [
        (Answer(), ends(TO_HOST, OPEN)),
        (Answer(HostStale()), ends(TO_HOST, GONE, again=True)),
        (Answer(REFUSED), ends(TO_HOST, GONE, problems=(LOCKED,))),
        (Answer(STORED), ends(TO_HOST, DONE, link=AGREED_HOST)),
    ],
    ids=["nothing", "stale", "refused", "stored"],
)
def test_an_edit_to_the_host_ends(answer: Answer, end: Settled) -> None:
    """What the host stored is agreed for the sent fields alone, in each side's own spelling."""
    assert settle(TO_HOST, answer, link()) == end


def test_a_field_that_the_host_refused_is_not_agreed() -> None:
    part = HostPatch(KEY, HOST, HostVersion("v-7"), {NAME: "Xero", EMAIL: "x@acme.example"})
    edit = sent(MergeContact(link(), part, None))
    settled = settle(edit, Answer(STORED, host_refused={EMAIL: LOCKED}), link())
    assert settled == ends(edit, DONE, link=AGREED_HOST, problems=(LOCKED,))


AGREED_XERO = now(
    fields("Acme", "old@acme.example", Phone("1")),
    fields("Acme", "OLD@acme.example", Phone("01")),
    NOW,
    of=2,
)


@pytest.mark.parametrize(
    ("answer", "end"),
    [
        (Answer(), ends(TO_XERO, OPEN, link=None)),
        (Answer(landing=REREAD), ends(TO_XERO, OPEN, link=None)),
        (Answer(xero=REFUSED), ends(TO_XERO, DONE, problems=(LOCKED,), link=link())),
        (Answer(landing=REREAD, xero=WROTE), ends(TO_XERO, DONE, link=AGREED_XERO)),
    ],
    ids=["nothing", "read only", "refused unread", "stored"],
)
def test_an_edit_to_xero_ends(answer: Answer, end: Settled) -> None:
    """The whole answer is no base: a colleague's edit in it still flows."""
    assert settle(TO_XERO, answer, link()) == end


def bases_after(answer: Answer, intent: Intent = TO_XERO) -> tuple[SyncedFields, SyncedFields]:
    settled = settle(intent, answer, link())
    assert settled.link is not None
    return settled.link.base_host, settled.link.base_xero


LANDED = landing(XERO_PART, in_xero(fields("Acme", "OLD@acme.example", Phone("1"))))
MOVED = landing(XERO_PART, in_xero(fields("Acme", "else@acme.example")))


def test_what_had_landed_is_agreed_without_an_answer() -> None:
    settled = settle(TO_XERO, Answer(landing=LANDED), link())
    expected = now(
        fields("Acme", "old@acme.example", Phone("1")),
        fields("Acme", "OLD@acme.example", Phone("1")),
        NOW,
    )
    assert settled == ends(TO_XERO, DONE, link=expected)


def test_what_somebody_moved_is_decided_again_and_not_agreed() -> None:
    answered = XeroStored(in_xero(fields("Acme", "else@acme.example", Phone("1"))))
    settled = settle(TO_XERO, Answer(landing=MOVED, xero=answered), link())
    expected = now(
        fields("Acme", "a@acme.example", Phone("1")),
        evolve(ACME, primary_phone=Phone("1")),
        NOW,
        of=2,
    )
    assert settled == ends(TO_XERO, DONE, link=expected, again=True)


def test_what_xero_refused_of_an_edit_is_told_and_not_agreed() -> None:
    settled = settle(TO_XERO, Answer(landing=REREAD, xero=WROTE, refused={EMAIL: LOCKED}), link())
    expected = now(
        fields("Acme", "a@acme.example", Phone("1")),
        fields("Acme", "a@acme.example", Phone("01")),
        NOW,
        of=2,
    )
    assert settled == ends(TO_XERO, DONE, link=expected, problems=(LOCKED,))


def test_a_whole_refusal_of_xero_is_told_after_the_refused_fields() -> None:
    whole = Answer(landing=REREAD, xero=Refused((TAKEN,)), refused={EMAIL: LOCKED})
    settled = settle(TO_XERO, whole, link())
    assert settled == ends(TO_XERO, DONE, problems=(LOCKED, TAKEN), link=now(ACME, ACME, NOW))


def test_an_edit_of_both_sides_agrees_both() -> None:
    settled = settle(BOTH, Answer(STORED, REREAD, WROTE), link())
    expected = now(
        fields("XERO", "old@acme.example", Phone("1")),
        fields("Xero", "OLD@acme.example", Phone("01")),
        NOW,
        of=3,
    )
    assert settled == ends(BOTH, DONE, link=expected)


def test_what_the_host_refused_keeps_nothing_back_from_xero() -> None:
    settled = settle(BOTH, Answer(Refused((TAKEN,)), REREAD, WROTE), link())
    assert settled == ends(BOTH, DONE, link=AGREED_XERO, problems=(TAKEN,))


def test_problems_of_the_host_come_before_those_of_xero() -> None:
    answer = Answer(STORED, REREAD, REFUSED, host_refused={NAME: TAKEN})
    assert settle(BOTH, answer, link()).problems == (TAKEN, LOCKED)


def test_problems_of_fields_come_before_those_of_the_whole() -> None:
    answer = Answer(Refused((LOCKED,)), host_refused={NAME: TAKEN})
    assert settle(TO_HOST, answer, None).problems == (TAKEN, LOCKED)


def test_a_host_part_that_nobody_answered_leaves_all_open() -> None:
    assert settle(BOTH, Answer(None, REREAD, WROTE), link()) == ends(BOTH, OPEN)


APART_HOST = evolve(TO_HOST, body=MergeContact(link(), HOST_PART, None, apart=True))
APART_XERO = evolve(TO_XERO, body=MergeContact(link(), None, XERO_PART, apart=True))


def test_of_an_undo_only_the_hosts_base_moves_with_the_host() -> None:
    assert bases_after(Answer(STORED), APART_HOST) == (fields("XERO", "a@acme.example"), ACME)


def test_of_an_undo_only_xeros_base_moves_with_xero() -> None:
    wrote = fields("Acme", "OLD@acme.example", Phone("01"))
    assert bases_after(Answer(landing=REREAD, xero=WROTE), APART_XERO) == (ACME, wrote)


STALE = Answer(HostStale(), LANDED)


def test_what_had_landed_of_a_stale_edit_is_agreed_and_decided_again() -> None:
    expected = now(
        fields("Acme", "old@acme.example", Phone("1")),
        fields("Acme", "OLD@acme.example", Phone("1")),
        NOW,
    )
    assert settle(BOTH, STALE, link()) == ends(BOTH, DONE, link=expected, again=True)


@pytest.mark.parametrize(
    ("intent", "answer"),
    [(TO_HOST, STALE), (BOTH, Answer(HostStale())), (BOTH, Answer(HostStale(), REREAD))],
    ids=["nothing for Xero", "not read", "nothing landed"],
)
def test_a_stale_edit_of_which_nothing_landed_is_decided_again(
    intent: Intent, answer: Answer
) -> None:
    assert settle(intent, answer, link()) == ends(intent, GONE, again=True)


def test_a_stale_edit_of_a_pair_that_is_not_there_agrees_nothing() -> None:
    assert settle(BOTH, STALE, None) == ends(BOTH, DONE, again=True)


OVERWRITTEN = {NAME: "Xero", EMAIL: "x@acme.example"}
BEGUN = evolve(link(), base_host=IN_HOST, base_xero=fields("Xero", "x@acme.example"))
BEGINNING = sent(MergeContact(BEGUN, HostPatch(KEY, HOST, HostVersion("v-7"), OVERWRITTEN), None))


def test_a_new_pair_agrees_on_what_the_host_stored() -> None:
    settled = settle(BEGINNING, Answer(HostStored(host(fields("Xero", "x@acme.")))), None)
    assert settled.link == evolve(
        BEGUN,
        base_host=fields("Xero", "x@acme.", Phone("555 0101")),
        revision=4,
        synced_at=NOW,
    )


def test_of_a_new_pair_what_the_host_refused_still_waits_to_flow() -> None:
    """The base of both is what the host holds."""
    settled = settle(BEGINNING, Answer(STORED, host_refused={EMAIL: LOCKED}), None)
    assert settled.link is not None
    assert settled.link.base_xero == fields("Xero", "old@acme.example")


def test_a_new_pair_that_the_host_refused_whole_begins_with_what_it_holds() -> None:
    settled = settle(BEGINNING, Answer(Refused((TAKEN,))), None)
    begun = evolve(BEGUN, base_xero=fields("Acme", "old@acme.example"), synced_at=NOW)
    assert settled == ends(BEGINNING, DONE, link=begun, problems=(TAKEN,))


def test_a_pair_of_which_nothing_flowed_keeps_its_date() -> None:
    settled = settle(TO_XERO, Answer(xero=REFUSED), link())
    assert settled.link == link()


def test_the_pair_as_it_stands_is_agreed_and_not_the_intents_older_copy() -> None:
    moved_on = evolve(link(), link_id=OTHER_LINK, base_host=fields("Acme", "newer@acme.example"))
    settled = settle(TO_HOST, Answer(STORED), moved_on)
    assert settled.link is not None
    assert (settled.link.link_id, settled.link.base_host.billing_email) == (
        OTHER_LINK,
        "newer@acme.example",
    )


@pytest.mark.parametrize("status", [XeroStatus.ARCHIVED, XeroStatus.GDPRREQUEST])
def test_a_contact_that_is_not_active_is_news(status: XeroStatus) -> None:
    assert news(in_xero(status=status), link())


def test_an_edit_beside_what_was_sent_is_news() -> None:
    assert news(in_xero(fields("Else", "a@acme.example")), link())


def test_the_echo_of_what_was_sent_is_no_news() -> None:
    assert not news(in_xero(fields(" Acme", "A@acme.example")), link())
