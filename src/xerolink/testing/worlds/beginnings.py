"""What a pair goes on from, though neither side has it any more when the judge looks.

An effect agrees on what was sent and what was stored then (durability, a snapshot). People may
edit either side before the next run ends the effect and the pair begins. A pair that gets another
contact by a merge keeps what it had agreed on with the former one. And what a person took back
does not happen again by itself: the two agree to differ. For the pair all that came later are
edits, and who goes back to what was there before them has edited nothing.
"""

from collections.abc import Collection, Mapping, Sequence

from attrs import define, field, frozen

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import FieldName, veiled
from xerolink.domain.identity import LinkId
from xerolink.domain.journal import Entry
from xerolink.testing.edits import Edit, Side
from xerolink.testing.verdicts import canonical
from xerolink.testing.worlds.concerned import TAKEN_BACK
from xerolink.testing.worlds.outside import Outside
from xerolink.testing.worlds.scribe import canonical_values


@frozen
class Had:
    """What one side may have had in a field when the pair last agreed."""

    link_id: LinkId
    side: Side
    what: FieldName
    value: object = field(repr=veiled)


@define
class Beginnings:
    """What pairs may go on from, until they agree on the field anew.

    *opened*: how many edits there were before the first of the verbs in a row in which something
    went wrong: no effect that is open now was decided on earlier.
    """

    opened: int = 0
    _had: set[Had] = field(factory=set)
    _sure: bool = True

    def verb(self, edits: int, *, sure: bool) -> None:
        """A verb ended before which there were *edits*; *sure*: nothing went wrong or is open."""
        self.opened = edits if self._sure else self.opened
        self._sure = sure

    def begins(self, link: Link, edits: Sequence[Edit]) -> None:
        """*link* is in sync from now on; *edits* are all that people have made."""
        ids = {link.host_id, link.xero_id}
        since = (e for e in edits[self.opened :] if e.contact_id in ids)
        self._had |= {
            Had(link.link_id, e.side, e.field, canonical(e.field, e.before)) for e in since
        }

    def moves(self, link: Link, written: Mapping[FieldName, Sequence[object]]) -> None:
        """*link* gets another contact; *written*: what was ever written to those that it had."""
        last = {name: values[-1] for name, values in written.items()}
        self._had |= {Had(link.link_id, i, name, v) for name, v in last.items() for i in Side}

    def taken_back(self, entries: Sequence[Entry], outside: Outside) -> Sequence[Entry]:
        """Of *entries*, those that take back what was done: each side keeps what it has now."""
        undone = [entry for entry in entries if entry.fact.reason in TAKEN_BACK]
        hosts = outside.world.host.contacts()
        for fact in (entry.fact for entry in undone):
            host = hosts.get(fact.host_id) if fact.host_id is not None else None
            if fact.link_id is None or fact.xero_id is None or host is None:
                continue
            xero = outside.xero.contact(fact.xero_id)
            for side, fields in ((Side.HOST, host.fields), (Side.XERO, xero.fields)):
                now = canonical_values(fields).items()
                self._had |= {Had(fact.link_id, side, name, value) for name, value in now}
        return undone

    def settled(self, link_id: LinkId, names: Collection[FieldName]) -> None:
        """The pair agrees on the fields *names*: it goes on from what it has now."""
        self._had = {h for h in self._had if h.link_id != link_id or h.what not in names}

    def of(self, link_id: LinkId) -> frozenset[tuple[Side, FieldName, object]]:
        return frozenset((h.side, h.what, h.value) for h in self._had if h.link_id == link_id)
