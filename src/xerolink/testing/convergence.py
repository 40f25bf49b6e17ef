"""Whether two books agree after quiet: judged from the books and the log of people's edits.

The last section of the semantics: every field of every two-way link is canonically equal on both
sides or carries exactly one permitted reason. Of the library nothing is asked but which contacts
it holds for pairs, and its rules of comparison are not used: this is a second opinion.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from xerolink.domain.contacts.model import FieldName, HostContact
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.settings import BothChanged
from xerolink.testing.edits import Edit, Pair, Side
from xerolink.testing.simulator.contact import Contact
from xerolink.testing.verdicts import Fault, Judge, Reason, Stores, as_given

__all__ = ["Broken", "Convergence", "Fault", "Reason", "Stores", "as_given", "compare"]


@frozen
class Broken:
    """A field that may not be as it is; an id is None where the contact is in no pair."""

    host_id: HostContactId | None
    xero_id: XeroContactId | None
    field: FieldName
    fault: Fault


@frozen
class Convergence:
    """*compared* fields: the equal ones, those *excepted* by reason, and the *broken* ones."""

    compared: int
    excepted: Counter[Reason]
    broken: tuple[Broken, ...]

    @property
    def converged(self) -> bool:
        return not self.broken


def compare(
    pairs: Iterable[Pair],
    host_contacts: Mapping[HostContactId, HostContact],
    xero_contacts: Mapping[str, Contact],
    edits: Iterable[Edit],
    *,
    xero_when_linked: Mapping[str, Contact] | None = None,
    both_changed: BothChanged = BothChanged.HOLD,
    host_stores: Stores = as_given,
) -> Convergence:
    """Judge every field of *pairs*, the two-way links, once the sync is quiet.

    *edits* is the whole log of people's edits of linked contacts since they were linked, in
    order. An edited contact that is in no pair is broken: dropping a pair excuses nothing.
    With *xero_when_linked*, Xero's contacts as the import found them, row 8 excuses only what was
    blank then; without it, what is blank now, so that a field wiped in Xero goes unnoticed.
    *both_changed* is the firm's setting (row 13), *host_stores* the host's word on what it
    stores less of or refuses; what Xero refuses is asked of the simulated rules, every switch as
    it comes.
    """
    pairs = tuple(pairs)
    log = _by_field(edits)
    judge = Judge(host_contacts, xero_contacts, xero_when_linked or {}, both_changed, host_stores)
    verdicts = [
        (pair, field, judge.verdict(pair, field, _history(log, pair, field)))
        for pair in pairs
        for field in FieldName
    ]
    broken = [Broken(*pair, field, v) for pair, field, v in verdicts if isinstance(v, Fault)]
    excepted = Counter(v for _, _, v in verdicts if isinstance(v, Reason))
    return Convergence(len(verdicts), excepted, (*broken, *_unpaired(log, pairs)))


Log = Mapping[tuple[str, FieldName], Sequence[tuple[int, Edit]]]


def _by_field(edits: Iterable[Edit]) -> Log:
    """The edits of each contact's fields, numbered as they were made; ids name their side."""
    log = defaultdict(list)
    for number, edit in enumerate(edits):
        log[_named(edit.side, edit.contact_id), edit.field].append((number, edit))
    return log


def _named(side: Side, contact_id: str) -> str:
    return f"{side.value}:{contact_id}"


def _history(log: Log, pair: Pair, field: FieldName) -> tuple[Edit, ...]:
    in_host = log.get((_named(Side.HOST, pair[0]), field), ())
    in_xero = log.get((_named(Side.XERO, pair[1]), field), ())
    return tuple(edit for _, edit in sorted([*in_host, *in_xero], key=lambda numbered: numbered[0]))


def _unpaired(log: Log, pairs: Sequence[Pair]) -> Iterator[Broken]:
    known = {_named(Side.HOST, h) for h, _ in pairs} | {_named(Side.XERO, x) for _, x in pairs}
    for (named, field), edits in log.items():
        if named not in known:
            found = edits[0][1].contact_id
            in_host = edits[0][1].side is Side.HOST
            host_id = HostContactId(found) if in_host else None
            xero_id = None if in_host else XeroContactId(found)
            yield Broken(host_id, xero_id, field, Fault.UNPAIRED)
