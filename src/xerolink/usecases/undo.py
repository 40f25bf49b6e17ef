"""Undo: compensating writes for what a run did, as a plan; refuses what somebody edited since."""

from collections.abc import Collection, Mapping, Sequence

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import HostContact
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.deeds import Deed, deeds
from xerolink.domain.errors import NoSuchRunError
from xerolink.domain.identity import DecisionId, HostContactId, RunId, XeroContactId
from xerolink.domain.journal import Entry
from xerolink.domain.undo import Ground, take_back
from xerolink.usecases.plans import Draw, Drawn, freshen
from xerolink.usecases.run import Run

PAGE = 1_000


def draw_undo(run_id: RunId, only: Collection[DecisionId] = ()) -> Draw:
    """What takes back everything that the run did, the last first; *only*: of these decisions.

    A run that did nothing, or whose entries the journal no longer keeps, has nothing to take
    back. Raises `NoSuchRunError`.
    """

    def draw(run: Run) -> Drawn:
        entries = _entries(run, run_id)
        chosen = [e for e in entries if not only or e.fact.decision_id in only]
        return _drawn(run, deeds(chosen)) if chosen else Drawn(())

    return draw


def _entries(run: Run, run_id: RunId) -> list[Entry]:
    found: list[Entry] = []
    with run.reading() as unit:
        if unit.runs.get(run_id) is None:
            raise NoSuchRunError(run_id)
        while page := unit.journal.page(found[-1].sequence if found else 0, PAGE, run_id=run_id):
            found += page
    return found


def _drawn(run: Run, done: Sequence[Deed]) -> Drawn:
    freshen(run, {deed.xero_id for deed in done if deed.xero_id is not None})
    found = [
        take_back(deed, ground, run.stamp())
        for deed, ground in zip(done, _grounds(run, done), strict=True)
    ]
    return Drawn(
        tuple(back.decision for back in found if back.decision is not None),
        tuple(said for back in found for said in back.impossible),
    )


def _grounds(run: Run, done: Sequence[Deed]) -> list[Ground]:
    """The ground of each deed, in order; one look-up for all, and one call to the host a page."""
    ids = [deed.xero_id for deed in done if deed.xero_id is not None]
    with run.reading() as unit:
        rows, links = unit.staged.get_many(ids), unit.links.by_xero(ids)
    hosts: dict[HostContactId, HostContact] = {}
    partners = sorted({link.host_id for link in links.values()})
    for start in range(0, len(partners), PAGE):
        run.before_call()
        hosts |= run.ports.host.get_many(partners[start : start + PAGE])
    return [_ground(deed.xero_id, rows, links, hosts) for deed in done]


def _ground(
    xero_id: XeroContactId | None,
    rows: Mapping[XeroContactId, StagedContact],
    links: Mapping[XeroContactId, Link],
    hosts: Mapping[HostContactId, HostContact],
) -> Ground:
    if xero_id is None:
        return Ground(None, None, None)
    link = links.get(xero_id)
    return Ground(rows.get(xero_id), hosts.get(link.host_id) if link else None, link)
