"""Looks that a golden case takes at what people are shown: the lists, a section, the journal."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xerolink.testing.cases_stage import Firm
from xerolink.testing.cases_words import WORD_OF, CaseError, shown
from xerolink.usecases.previously_synced import FormerPair

Look = Callable[[Firm, Any], tuple[object, object]]
"""What is found, and what the case wants, in a form that can be compared."""


def _previously_synced(firm: Firm, told: Sequence[Any]) -> tuple[object, object]:
    """[Xero contact, host contact, who, why, changed in the host since, changed in Xero since]."""
    listed = firm.connection.previously_synced(size=100_000)
    return sorted(_former(firm, one) for one in listed), sorted(_wanted_former(one) for one in told)


def _former(firm: Firm, former: FormerPair) -> list[Any]:
    apart = former.separated
    return [
        firm.xero_name(former.link.xero_id),
        firm.host_name(former.link.host_id),
        apart.by.name if apart else "",
        apart.why if apart else "",
        sorted(WORD_OF[change.name] for change in former.changed_in_host),
        sorted(WORD_OF[change.name] for change in former.changed_in_xero),
    ]


def _wanted_former(told: Any) -> list[Any]:
    if not isinstance(told, list) or len(told) not in (4, 6):
        raise CaseError(f"{told!r} is no former pair; write [xero, host, who, why]")
    return [*told[:4], *(sorted(names) for names in (*told[4:], [], [])[:2])]


def _client_section(firm: Firm, told: Mapping[str, Any]) -> tuple[object, object]:
    """By host contact: its state, and each field that differs with what the difference is."""
    found = {}
    for name in told:
        section = firm.connection.xero_client(firm.host_id(name))
        differing = {WORD_OF[d.name]: d.kind.value for d in section.differences}
        found[name] = [section.state.value, differing]
    return found, told


def _journal_says(firm: Firm, told: Sequence[Any]) -> tuple[object, object]:
    """Each of [Xero contact, who, why], among whatever else stands there."""
    entries = firm.connection.journal(size=100_000)
    written = {
        (firm.xero_name(e.fact.xero_id or ""), e.fact.actor.name, e.fact.reason) for e in entries
    }
    wanted = [tuple(one) for one in told]
    return [one for one in wanted if one in written], wanted


def _remembered(firm: Firm, told: Mapping[str, Any]) -> tuple[object, object]:
    """What the store still holds of each Xero contact, in its link and as it was read."""
    with firm.world.store.reading(firm.world.connection_id) as unit:
        staged = unit.staged.get_many(list(firm.xero.values()))
    found: dict[str, dict[str, object]] = {
        firm.xero_name(i): shown(row.contact.fields) for i, row in staged.items()
    }
    for link in firm.links():
        found.setdefault(firm.xero_name(link.xero_id), {}).update(shown(link.base_xero))
    return found, told


LOOKS: Mapping[str, Look] = {
    "previously synced": _previously_synced,
    "client section": _client_section,
    "journal says": _journal_says,
    "remembered of Xero": _remembered,
}
