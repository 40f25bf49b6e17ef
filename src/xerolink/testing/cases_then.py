"""What must be true at a point of a golden case, all of it: what is not named must not be there."""

from collections.abc import Mapping, Sequence
from typing import Any

from xerolink.domain.contacts.issues import Issue, IssueKind
from xerolink.domain.contacts.model import (
    FieldName,
    HostContact,
    SyncedFields,
    XeroContact,
    XeroStatus,
)
from xerolink.domain.contacts.normalise import EMPTY
from xerolink.testing.cases_invoices_then import (
    INVOICES_ALWAYS,
    INVOICES_MAY,
    compare_invoices,
)
from xerolink.testing.cases_looks import LOOKS
from xerolink.testing.cases_stage import Firm
from xerolink.testing.cases_words import FIELDS, WORD_OF, CaseError, as_values, only, shown

Then = Mapping[str, Any]
_LINK = ("synced", "two_way")
_ALWAYS = ("links", "issues", "host", "xero")
_MAY = ("near matches", "match issues", *LOOKS)


def check(firm: Firm, then: Then) -> None:
    """Compare a firm's links, issues and both books with *then*; raises `AssertionError`.

    A book that *then* does not name must be as people left it; links and issues that it does not
    name must not be there, but for the links of the clients.
    """
    only("then", then, known=(*_ALWAYS, *_MAY, *INVOICES_ALWAYS, *INVOICES_MAY))
    links = then.get("links", [[name, name] for name in firm.clients])
    _same("links", _links(firm), sorted(_wanted_link(link) for link in links))
    _same("issues", _issues(firm), _wanted_issues(then.get("issues", ())))
    _same("host", _host(firm), _wanted_host(firm, then.get("host", {})))
    _same("xero", *_xero(firm, then.get("xero", {})))
    if "near matches" in then:
        _same("near matches", _near(firm), sorted(map(tuple, then["near matches"])))
    if "match issues" in then:
        _same("match issues", _on_screen(firm), _wanted_screen(then["match issues"]))
    for word, look in LOOKS.items():
        if word in then:
            _same(word, *look(firm, then[word]))
    if firm.billing is not None or any(w in then for w in (*INVOICES_ALWAYS, *INVOICES_MAY)):
        for what, found, wanted in compare_invoices(firm, then):
            _same(what, found, wanted)


def _same(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise AssertionError(f"{what}:\n  wanted {wanted!r}\n  found  {found!r}")


def _links(firm: Firm) -> list[tuple[str, ...]]:
    return sorted(
        (
            firm.xero_name(link.xero_id),
            firm.host_name(link.host_id),
            link.state.value,
            link.direction.value,
        )
        for link in firm.links()
    )


def _wanted_link(told: Sequence[str]) -> tuple[str, ...]:
    """[Xero contact, host contact], then state and direction where they are not the usual ones."""
    if not isinstance(told, list) or not 2 <= len(told) <= 4:
        raise CaseError(f"{told!r} is no link; write [xero, host, state, direction]")
    return (*told, *_LINK[len(told) - 2 :])


def _near(firm: Firm) -> list[tuple[str, ...]]:
    near = [link for link in firm.links() if link.near_match is not None]
    return sorted((firm.xero_name(n.xero_id), firm.host_name(n.near_match or "")) for n in near)


Told = tuple[str, str, tuple[str, ...], int]
"""An issue: whom it is about, its kind, its candidates or fields, and how many share an email."""


def _issues(firm: Firm) -> list[Told]:
    return sorted(_told(firm, issue) for issue in firm.connection.issues(size=100_000))


def _told(firm: Firm, issue: Issue) -> Told:
    listed = [firm.host_name(c.host_id) for c in issue.candidates]
    listed += [WORD_OF[name] for name in issue.fields]
    return (
        subject(firm, issue.subject),
        issue.kind.value,
        tuple(sorted(listed)),
        issue.shared_by if issue.kind is IssueKind.EMAIL_ONLY else 0,
    )


def subject(firm: Firm, entity: str) -> str:
    """The short name of what an issue or an entry is about."""
    side, _, contact_id = entity.partition(":")
    return firm.host_name(contact_id) if side == "host" else firm.xero_name(contact_id)


def _wanted_issues(told: Sequence[Any]) -> list[Told]:
    return sorted(_wanted_issue(one) for one in told)


def _wanted_issue(told: Any) -> Told:
    """[about, kind, candidates or fields, how many share the email]."""
    if not isinstance(told, list) or not 2 <= len(told) <= 4:
        raise CaseError(f"{told!r} is no issue; write [about, kind, [candidates or fields]]")
    about, kind, *rest = told
    listed = rest[0] if rest else []
    if kind not in {known.value for known in IssueKind}:
        raise CaseError(f"{kind!r} is no kind of issue; known: {[k.value for k in IssueKind]}")
    if kind != IssueKind.EMAIL_ONLY.value:
        return about, kind, tuple(sorted(listed)), 0
    return about, kind, tuple(sorted(listed)), rest[1] if len(rest) > 1 else len(listed)


def _on_screen(firm: Firm) -> list[Any]:
    """What the Match Issues screen shows, with why each candidate is one and where it differs."""
    return sorted(
        (
            subject(firm, shown_issue.issue.subject),
            shown_issue.issue.kind.value,
            {
                firm.host_name(c.contact.host_id): [
                    c.reason.value,
                    sorted(WORD_OF[name] for name in c.differs),
                ]
                for c in shown_issue.candidates
            },
        )
        for shown_issue in firm.connection.match_issues(size=100_000)
    )


def _wanted_screen(told: Sequence[Any]) -> list[Any]:
    return sorted(
        (about, kind, {name: [why, sorted(differs)] for name, (why, differs) in found.items()})
        for about, kind, found in told
    )


Book = dict[str, dict[str, object]]


def _host(firm: Firm) -> Book:
    return {firm.host_name(i): _host_shown(c) for i, c in firm.world.host.contacts().items()}


def _host_shown(contact: HostContact) -> dict[str, object]:
    kind = contact.kind.value if contact.kind else None
    return {**shown(contact.fields), "type": contact.contact_type, "kind": kind}


def _wanted_host(firm: Firm, told: Then) -> Book:
    """As people left it, with what *told* says on top; a kind that is not told is not compared."""
    wanted = {name: {**_left(values)} for name, values in firm.host_left.items()}
    found = _host(firm)
    for name, given in told.items():
        if given is None:
            wanted.pop(name, None)
            continue
        only(f"then, host contact {name!r}", given, known=(*FIELDS, "type", "kind"))
        wanted[name] = {**_overlaid(firm.host_left.get(name, {}), given)}
    for name, fields in wanted.items():
        given = told.get(name) or {}
        fields["type"] = given.get("type", firm.types.get(name, ""))
        fields["kind"] = given.get("kind", found.get(name, {}).get("kind"))
    return wanted


def _left(values: Mapping[FieldName, Any]) -> dict[str, object]:
    return shown(SyncedFields().with_values({**EMPTY, **values}))


def _overlaid(left: Mapping[FieldName, Any], given: Then) -> dict[str, object]:
    return _left({**left, **as_values(given)})


def _xero(firm: Firm, told: Then) -> tuple[Book, Book]:
    """Xero's book as found and as wanted: as people left it, with what *told* says on top."""
    wanted = {name: _xero_wanted(firm, name, {}) for name in firm.xero_left}
    for name, given in told.items():
        only(f"then, Xero contact {name!r}", given, known=(*FIELDS, "archived", "number"))
        wanted[name] = _xero_wanted(firm, name, given)
    numbered = {name for name, given in told.items() if "number" in given}
    contacts = {firm.xero_name(c.xero_id): c for c in firm.world.xero.contacts()}
    found = {name: _xero_shown(c, name in numbered) for name, c in contacts.items()}
    return found, wanted


def _xero_wanted(firm: Firm, name: str, given: Then) -> dict[str, object]:
    status = firm.statuses.get(name, XeroStatus.ACTIVE)
    if "archived" in given:
        status = XeroStatus.ARCHIVED if given["archived"] else XeroStatus.ACTIVE
    number = {"number": given["number"]} if "number" in given else {}
    return {**_overlaid(firm.xero_left.get(name, {}), given), "status": status.value, **number}


def _xero_shown(contact: XeroContact, numbered: bool) -> dict[str, object]:
    """A number that is not looked at is left out; ours shows as "ours"."""
    number = {"number": _number(contact.number)} if numbered else {}
    return {**shown(contact.fields), "status": contact.status.value, **number}


def _number(number: str) -> str:
    return "ours" if number.startswith("id-") else number
