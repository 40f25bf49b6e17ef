"""Pairs that a person asks about: gathered at once, decided one by one."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from attrs import frozen

from xerolink.domain.contacts.decide import Decision
from xerolink.domain.contacts.decide_linked import Pair
from xerolink.domain.contacts.decide_resync import allowed
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkEvent
from xerolink.domain.contacts.model import HostContact
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.errors import NotPossibleError, RefusedError
from xerolink.domain.identity import EntityKey, HostContactId, XeroContactId, xero_entity
from xerolink.domain.plan import Impossible
from xerolink.ports.errors import UnavailableError
from xerolink.usecases.host_rows import contacts_there
from xerolink.usecases.plans import Drawn
from xerolink.usecases.run import Run

Asked = TypeVar("Asked")


@frozen
class Pairs:
    """The links of some Xero contacts, tombstones too, and what each side holds of them now."""

    links: Mapping[XeroContactId, Link]
    rows: Mapping[XeroContactId, StagedContact]
    hosts: Mapping[HostContactId, HostContact]

    def linked(self, xero_id: XeroContactId, event: LinkEvent) -> Link:
        """The link, which *event* may befall; raises a `RefusedError` that says what may."""
        return allowed(xero_id, self.links.get(xero_id), event)

    def pair(self, xero_id: XeroContactId, event: LinkEvent) -> Pair:
        """The pair, which *event* may befall; raises a `RefusedError` that says what may."""
        return self.any_pair(xero_id, self.linked(xero_id, event))

    def any_pair(self, xero_id: XeroContactId, link: Link) -> Pair:
        """The pair of *link*, whatever its state."""
        row = self.rows.get(xero_id)
        if row is None:
            why = "the contact was never read from Xero"
            raise NotPossibleError(xero_entity(xero_id), why, ["sync_contacts, then again"])
        return Pair(row, link, self.hosts.get(link.host_id))


def pairs_of(run: Run, xero_ids: Collection[XeroContactId]) -> Pairs:
    """The pairs as they stand; the host is asked once."""
    with run.reading() as unit:
        links, rows = unit.links.by_xero(xero_ids), unit.staged.get_many(xero_ids)
    hosts = contacts_there(run, {link.host_id for link in links.values()})
    return Pairs(links, rows, hosts)


def draw_each(
    asked: Sequence[Asked],
    entity: Callable[[Asked], EntityKey],
    decide: Callable[[Asked], Decision | Impossible],
) -> Drawn:
    """A decision for each that was *asked* for, once each, in that order.

    A batch survives its worst row: of many, one that is refused is `Impossible`. Of exactly one
    the refusal is raised. Raises `TypeError` for one id where several are expected: its letters
    are none.
    """
    if isinstance(asked, str):
        raise TypeError("a list of ids is expected, not one id")
    once = tuple(dict.fromkeys(asked))
    rows, impossible = list[Decision](), list[Impossible]()
    for one in once:
        try:
            found = decide(one)
        except (RefusedError, UnavailableError) as error:
            if len(once) == 1:
                raise
            found = Impossible(entity(one), str(error))
        rows += [found] if isinstance(found, Decision) else []
        impossible += [found] if isinstance(found, Impossible) else []
    return Drawn(tuple(rows), tuple(impossible))
