"""A pair now and at the last look: all that the judgement of its fields needs to know."""

from collections.abc import Collection, Mapping, Sequence

from attrs import field, frozen

from xerolink.domain.contacts.model import FieldName, HostContact, XeroContact, veiled
from xerolink.domain.settings import BothChanged
from xerolink.testing.edits import Edit, Side
from xerolink.testing.verdicts import Stores
from xerolink.testing.worlds.scribe import Values, canonical_values


@frozen
class Look:
    """Both sides of a pair as they stood after *edits* edits.

    *sure*: nothing was outstanding then, so that what people did since is all that counts.
    """

    host: Values = field(repr=veiled)
    xero: Values = field(repr=veiled)
    edits: int
    sure: bool
    two_way: bool
    agreed: Mapping[FieldName, tuple[object, object]] = field(repr=veiled)
    """Each field as either side had it when both last meant the same; absent: they never did."""
    held: Collection[FieldName] = ()
    """What waited for a person then."""


@frozen
class Case:
    """A live pair now, the last look at it, and people's edits since then, in order.

    *asked*: how many edits there were when a person's verb last concerned the pair; None: no verb
    has since the look. *taken_names*: keys of names that other Xero contacts have or had.
    """

    host: HostContact
    xero: XeroContact
    two_way: bool
    look: Look
    edits: Sequence[tuple[int, Edit]]
    asked: int | None
    merged: bool
    policies: frozenset[BothChanged]
    taken_names: frozenset[str]
    stores: Stores
    unanswered: frozenset[FieldName] = frozenset()
    """What a verb that was cut short wrote in Xero: whether that landed, nobody was told."""

    flowed: Mapping[FieldName, Collection[object]] = field(factory=dict, repr=veiled)
    """What the sync has ever written to either side: both had it then."""
    lagged: bool = False
    """A replica lagged since the look: what one reading showed may be older than the other."""
    interrupted: bool = False
    """A verb was cut short since: who types what it was about to write has written it."""
    begun: Collection[tuple[Side, FieldName, object]] = field(default=(), repr=veiled)
    """What a side may have had when the pair last agreed, though no look saw it."""

    def settles(self, name: FieldName) -> bool:
        """Whether a difference in *name* is a new one, and nobody's answer is open about it."""
        now = canonical_values(self.host.fields)[name], canonical_values(self.xero.fields)[name]
        return self.plain and now != (self.look.host[name], self.look.xero[name])

    @property
    def plain(self) -> bool:
        """Whether only people's edits count: no verb has concerned the pair, and no merge."""
        return self.asked is None and not self.merged and self.look.sure
