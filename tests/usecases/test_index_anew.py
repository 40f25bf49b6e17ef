"""Whatever the host's feed told, and wherever a run stopped: the index is as one built anew.

By its entries, profiles, keys and terms, for as many orders of edits as Hypothesis draws; also
where suggestions come and go, the matching changes, and a contact is erased in Xero.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from xerolink.adapters.embedded.suggestions import embedded_suggestions
from xerolink.domain.contacts.model import FieldName, Phone, SyncedFields
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.settings import ContactSettings, MatchingMode
from xerolink.ports.errors import PortError, RejectedError
from xerolink.ports.suggestions import SuggestionModel
from xerolink.testing.crashes import Crash, Trap, lost
from xerolink.testing.kills.filed import FiledFirm
from xerolink.testing.kills.firm import Firm
from xerolink.testing.worlds import ANNA, fields
from xerolink.testing.worlds.anew import outdated

Step = Callable[[Firm], object]
NAMES = st.sampled_from(["Huia", "huia ", "Huia Weavers Ltd", "Hui Aroha", "Rimu & Sons", ""])
EMAILS = st.sampled_from(["", "a@x.example", "A@x.example", "b@y.example", "none"])
PHONES = st.sampled_from([Phone(), Phone("5550101", "9", "64")])
CONTACTS = st.builds(fields, NAMES, EMAILS, PHONES)
PLACES = st.integers(0, 9)


def of_host(firm: Firm, place: int) -> HostContactId | None:
    ids = sorted(firm.host.contacts())
    return ids[place % len(ids)] if ids else None


def edit(firm: Firm, place: int, name: str, email: str) -> None:
    if host_id := of_host(firm, place):
        firm.host.edit(host_id, {FieldName.NAME: name, FieldName.BILLING_EMAIL: email})


def delete(firm: Firm, place: int) -> None:
    if host_id := of_host(firm, place):
        firm.host.delete(host_id)


def merge(firm: Firm, place: int, other: int) -> None:
    loser, survivor = of_host(firm, place), of_host(firm, other)
    if loser and survivor and loser != survivor:
        firm.host.merge(loser, survivor)


def enter(firm: Firm, one: SyncedFields) -> None:
    """In Xero, where a name can be taken."""
    with suppress(RejectedError):
        firm.xero.add(one)


def of_xero(firm: Firm, place: int) -> XeroContactId | None:
    ids = [contact.xero_id for contact in firm.xero.contacts()]
    return ids[place % len(ids)] if ids else None


def erase(firm: Firm, place: int) -> None:
    if xero_id := of_xero(firm, place):
        firm.xero.erase(xero_id)


def stop(firm: Firm, place: int) -> None:
    if pairs := list(firm.pairs()):
        firm.connection().stop_syncing([pairs[place % len(pairs)]], ANNA)
        firm.pass_time()


def match(firm: Firm, mode: MatchingMode) -> None:
    firm.connection().change_settings(ContactSettings(matching=mode), ANNA)
    firm.pass_time()


def suggest(firm: Firm, model: SuggestionModel | None) -> None:
    firm.suggestions = model


def sync(firm: Firm) -> None:
    firm.connection().sync_contacts(ANNA)
    firm.pass_time()


def stopped_sync(firm: Firm, trap: Trap) -> None:
    """The process dies, or an answer is lost, at a point of it; or beyond its end."""
    firm.trap(trap)
    with suppress(Crash, PortError):
        firm.connection().sync_contacts(ANNA)
    firm.heal()
    firm.pass_time()


def step(verb: Callable[..., object], *given: st.SearchStrategy[object]) -> st.SearchStrategy[Step]:
    return st.tuples(*given).map(lambda drawn: lambda firm: verb(firm, *drawn))


TRAPS = st.builds(Trap, st.integers(1, 250), st.sampled_from([Crash, lost]))
STEPS = st.lists(
    st.one_of(
        step(lambda firm, one: firm.host.add(one), CONTACTS),
        step(enter, CONTACTS.filter(lambda one: bool(one.name))),
        step(edit, PLACES, NAMES, EMAILS),
        step(delete, PLACES),
        step(merge, PLACES, PLACES),
        step(erase, PLACES),
        step(stop, PLACES),
        step(match, st.sampled_from(MatchingMode)),
        step(suggest, st.sampled_from([embedded_suggestions(), None])),
        step(sync),
        step(stopped_sync, TRAPS),
    ),
    max_size=12,
)
BOOKS = st.lists(CONTACTS, max_size=5)


def lived(firm: Firm, book: Sequence[SyncedFields], steps: Sequence[Step]) -> list[str]:
    """What is outdated once *steps* were taken and two runs came to their end.

    The profile of a contact that the first of them creates comes with the second one's feed.
    """
    for one in book:
        firm.host.add(one)
    firm.imported()
    for take in steps:
        take(firm)
    sync(firm)
    sync(firm)
    with firm.store.reading(firm.connection_id) as unit:
        record = unit.record.get()
        assert record is not None
        return list(outdated(firm, unit, record))


@given(BOOKS, STEPS)
@settings(deadline=None)
def test_in_memory_the_index_is_as_one_built_anew(
    book: Sequence[SyncedFields], steps: Sequence[Step]
) -> None:
    assert lived(Firm(suggestions=embedded_suggestions(), page_size=2), book, steps) == []


@given(BOOKS, STEPS)
@settings(deadline=None, max_examples=15)
def test_in_files_the_index_is_as_one_built_anew(
    book: Sequence[SyncedFields], steps: Sequence[Step]
) -> None:
    with TemporaryDirectory() as folder:
        make = partial(FiledFirm, folder=Path(folder))
        firm = make(suggestions=embedded_suggestions(), page_size=2)
        try:
            assert lived(firm, book, steps) == []
        finally:
            firm.close()
