"""The endpoints of contacts: organisation and call in, answer out (fact sheet 3)."""

from collections.abc import Iterator, Sequence

from attrs import evolve

from . import wire
from .answering import batch, head, ok
from .body import Sent, read_contacts
from .call import Call
from .contact import Contact
from .contact_query import read_selection, select
from .organisation import Organisation
from .query import Page, flag, read_page
from .rows import Shape
from .rules import Matcher, match_for_create, match_for_upsert
from .wire import Answer


def get_contacts(organisation: Organisation, call: Call) -> Answer:
    """A page, or without ``page`` every row; 400 for more than ``most_rows`` unpaged."""
    inclusive = organisation.switches.since_inclusive
    selection = read_selection(call.query, call.modified_since, inclusive)
    page = read_page(call.query)
    ids = select(organisation.book, selection)
    if page is not None:
        return _page_of_contacts(organisation, ids, page, flag(call.query, "summaryonly"))
    if len(ids) > organisation.switches.most_rows:
        return wire.bad_query("Too many rows for one answer, use paging")
    return _contacts(organisation, {}, ids, Shape.PLAIN)


def _page_of_contacts(
    organisation: Organisation, ids: tuple[str, ...], page: Page, summary: bool
) -> Answer:
    paging = wire.paging(page.number, page.size, len(ids))
    shape = Shape.SUMMARY if summary else Shape.DETAIL
    return _contacts(organisation, {"pagination": paging}, page.of(ids), shape)


def _contacts(
    organisation: Organisation, extra: wire.Json, ids: tuple[str, ...], shape: Shape
) -> Answer:
    rows = organisation.book.listed(ids, shape)
    return Answer(200, wire.listed({**head(organisation), **extra}, "Contacts", rows))


def get_contact(organisation: Organisation, call: Call) -> Answer:
    """One contact by ContactID or ContactNumber, archived too; 404 is HTML."""
    found = contact_of(organisation, call.key)
    if found is None:
        return wire.not_found()
    return ok(organisation, {"Contacts": [wire.read_contact(found, detail=True)]})


def contact_of(organisation: Organisation, key: str) -> Contact | None:
    """The contact with this ContactID, else with this ContactNumber."""
    book = organisation.book
    return book.get(key.lower()) or next(iter(book.numbered(key)), None)


def put_contacts(organisation: Organisation, call: Call) -> Answer:
    """Create only (fact sheet 3.3)."""
    return _stored(organisation, call, read_contacts(call.body), match_for_create)


def post_contacts(organisation: Organisation, call: Call) -> Answer:
    """Create or update; without ContactID it overwrites what it matches (fact sheet 3.3)."""
    sent = read_contacts(call.body)
    if organisation.switches.unknown_contact_is_404 and any(_unknown(organisation, sent)):
        return wire.not_found()
    return _stored(organisation, call, sent, match_for_upsert)


def _unknown(organisation: Organisation, sent: Sequence[Sent]) -> Iterator[bool]:
    for one in sent:
        yield one.contact_id is not None and organisation.book.get(one.contact_id) is None


def post_contact(organisation: Organisation, call: Call) -> Answer:
    """Update the contact in the path, an id or a number; an unknown one is a 404."""
    found = contact_of(organisation, call.key)
    if found is None:
        return wire.not_found()
    named = [evolve(one, contact_id=found.contact_id) for one in read_contacts(call.body)]
    return _stored(organisation, call, named, match_for_upsert)


def _stored(organisation: Organisation, call: Call, sent: Sequence[Sent], match: Matcher) -> Answer:
    whole = flag(call.query, "summarizeerrors", default=True)
    return batch(
        organisation,
        "Contacts",
        sent,
        organisation.write(sent, match, whole=whole),
        whole=whole,
        refused=wire.refused_contact,
        written=wire.written_contact,
    )
