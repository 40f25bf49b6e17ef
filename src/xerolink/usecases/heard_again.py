"""Heard again: the partner of an erased contact was silenced, and has got another one since."""

from collections.abc import Iterable

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import HostContact, HostVersion
from xerolink.domain.contacts.normalise import NO_KEYS
from xerolink.domain.identity import host_entity
from xerolink.ports.store import UnitOfWork
from xerolink.usecases.host_keys import host_entry
from xerolink.usecases.run import Run
from xerolink.usecases.scrub import erased_partners

_ANY = HostVersion("")
"""The index keeps none."""


def hear_again(unit: UnitOfWork, run: Run, links: Iterable[Link]) -> None:
    """The host contacts of those *links* that are live are found by what the pair agreed on.

    Or by the feed, which brings whatever was edited since. One that cannot be used stays silent,
    and so does the partner of a contact that is still erased.
    """
    live = {link.host_id: link for link in links if link.live}
    known = unit.index.get_many(list(live))
    silent = [live[i] for i, entry in known.items() if entry.keys == NO_KEYS]
    if not silent:
        return
    erased = erased_partners(unit, silent)
    unusable = unit.issues.open_for([host_entity(link.host_id) for link in silent])
    heard = [
        HostContact(link.host_id, _ANY, link.base_host)
        for link in silent
        if link.host_id not in erased and host_entity(link.host_id) not in unusable
    ]
    entries = [host_entry(run, contact, run.record.settings) for contact in heard]
    unit.index.put(entries)
    unit.staged.touch_unlinked({key for entry in entries for key in entry.keys.present})
