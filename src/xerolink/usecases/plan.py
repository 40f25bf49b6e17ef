"""Match, enrich, decide: a decision for each staged contact that is due, stored page by page."""

from collections.abc import Iterator, Sequence
from itertools import islice

from xerolink.domain.contacts.classify import UNCLASSIFIED, Classification, settled, sound
from xerolink.domain.contacts.decide import Decision
from xerolink.domain.contacts.decide_linked import Pair, decide_linked
from xerolink.domain.contacts.decide_unlinked import Seen, decide_unlinked
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.matching import NoMatch
from xerolink.domain.contacts.model import XeroContact
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.identity import DecisionId, XeroContactId
from xerolink.domain.plan import Preview
from xerolink.domain.run import Phase
from xerolink.domain.settings import ContactSettings
from xerolink.ports.observer import PageDecided
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.excluded import excluded
from xerolink.usecases.match import Matched, match_page
from xerolink.usecases.run import Run, log

PAGE = 500
"""How many contacts are decided, and performed, at a time."""


def plan_due(run: Run) -> None:
    """Decide every contact that is due and has no open decision. Writes to the store only."""
    after: XeroContactId | None = None
    decided = 0
    while rows := _undecided(run, after):
        run.at(Phase.DECIDING, decided)
        after = rows[-1].contact.xero_id
        decided += _plan_page(run, rows)
        run.notice(PageDecided(run.connection_id, run.run.run_id, decided))


def open_decisions(unit: UnitOfWork) -> Iterator[Decision]:
    """Every open decision, in the order of their ids."""
    after: DecisionId | None = None
    while page := unit.decisions.open(after, PAGE):
        after = page[-1].decision_id
        yield from page


def preview_of(run: Run) -> Preview:
    """The counts over the open decisions."""
    with run.reading() as unit:
        out = excluded(unit, run.record.settings)
        return Preview(
            unit.decisions.count_open(),
            unit.decisions.count_conflicts(),
            out.contacts,
            out.without_invoice,
        )


def _undecided(run: Run, after: XeroContactId | None) -> tuple[StagedContact, ...]:
    with run.reading() as unit:
        return unit.staged.undecided(after, PAGE)


def _plan_page(run: Run, rows: Sequence[StagedContact]) -> int:
    found = match_page(run, rows)
    decisions = decided(run, rows, found)
    quiet = {r.contact.xero_id: r.revision for r in rows if r.contact.xero_id in found.quiet}
    with run.transaction() as unit:
        unit.decisions.put(decisions)
        unit.staged.settle(quiet)
        unit.staged.touch(found.losers)
    return len(decisions)


def decided(
    run: Run,
    rows: Sequence[StagedContact],
    found: Matched,
    settings: ContactSettings | None = None,
) -> list[Decision]:
    """The decisions about *rows*, for which *found* was gathered; what cannot be told is absent.

    Under the connection's own settings, or under other *settings*.
    """
    chosen = settings or run.record.settings
    silent = found.quiet | found.awaited
    asked = [row for row in rows if row.contact.xero_id not in silent]
    kinds = classify(run, [row for row in asked if isinstance(_outcome(found, row), NoMatch)])
    return [d for row in asked if (d := _decide(run, row, found, kinds, chosen)) is not None]


def _outcome(found: Matched, row: StagedContact) -> object:
    return found.outcomes.get(row.contact.xero_id)


def classify(run: Run, rows: Sequence[StagedContact]) -> dict[XeroContactId, Classification]:
    """One call for a page; what a classifier does not answer soundly stays unclassified."""
    pages = (rows[start : start + PAGE] for start in range(0, len(rows), PAGE))
    pairs = (pair for page in pages for pair in _answers(run, tuple(row.contact for row in page)))
    return {contact.xero_id: settled(answer) for contact, answer in pairs if sound(answer)}


def _answers(run: Run, contacts: tuple[XeroContact, ...]) -> list[tuple[XeroContact, object]]:
    """Each contact with its answer; of more or fewer answers nobody knows which is whose."""
    try:
        answers = list(islice(run.ports.classifier.classify(contacts), len(contacts) + 1))
    except Exception:
        log.warning("the classifier raised; its contacts are taken for organisations")
        return []
    if len(answers) != len(contacts):
        log.warning("the classifier miscounted; its contacts are taken for organisations")
        return []
    return list(zip(contacts, answers, strict=True))


def _decide(
    run: Run,
    row: StagedContact,
    found: Matched,
    kinds: dict[XeroContactId, Classification],
    settings: ContactSettings,
) -> Decision | None:
    xero_id = row.contact.xero_id
    link = found.links.get(xero_id)
    if link is not None:
        return decide_linked(pair_of(row, link, found), settings, run.stamp())
    seen = Seen(
        found.outcomes[xero_id],
        found.hosts,
        found.same_name.get(xero_id, 0),
        found.taken,
        kinds.get(xero_id, UNCLASSIFIED),
    )
    return decide_unlinked(row, seen, settings, run.stamp())


def pair_of(row: StagedContact, link: Link, found: Matched) -> Pair:
    """The linked pair of *row*, with what *found* holds about it."""
    survivor = found.survivors.get(row.contact.xero_id)
    return Pair(
        row,
        link,
        found.hosts.get(link.host_id),
        link.host_id in found.deleted,
        survivor,
        survivor in found.survivors_taken,
    )
