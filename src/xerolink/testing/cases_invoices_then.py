"""What must be true of invoices in a golden case; what is not named must not be there."""

from collections.abc import Mapping, Sequence
from typing import Any

from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.record import Held
from xerolink.testing.cases_invoices_books import Shown
from xerolink.testing.cases_invoices_offers import as_invoice_settings
from xerolink.testing.cases_invoices_shown import (
    ALWAYS,
    DUE,
    LINE_WORDS,
    MONEY,
    XERO_WORDS,
    host_shown,
    xero_shown,
)
from xerolink.testing.cases_invoices_words import as_number
from xerolink.testing.cases_looks import Look
from xerolink.testing.cases_stage import Firm
from xerolink.testing.cases_words import CaseError, only

Then = Mapping[str, Any]
_WAITS = "it waits for its contact"
_LINE_NUMBERS = frozenset({"quantity", "price", "amount", "tax amount"})


def _in_host(firm: Firm, told: Then) -> tuple[object, object]:
    bills = firm.bills
    book = bills.world.invoices
    wanted = {name: status.value for name, status in bills.left.items()}
    for name, standing in told.items():
        bills.host_id(name)
        wanted[name] = standing
    invoices = book.invoices().items()
    return {bills.host_name(i): host_shown(one, book.standing(i)) for i, one in invoices}, wanted


def _in_xero(firm: Firm, told: Then) -> tuple[object, object]:
    """Both books of Xero's, each invoice with the words that are looked at."""
    bills = firm.bills
    wanted = {name: dict(left) for name, left in bills.xero_left.items()}
    for name, given in told.items():
        wanted[name] = _xero_wanted(name, given, bills.xero_left.get(name))
    found = {}
    for name in bills.xero:
        shown = xero_shown(firm, bills.in_xero(name))
        found[name] = _looked_at(shown, wanted.get(name, dict.fromkeys(ALWAYS)))
    return found, wanted


def _xero_wanted(name: str, given: Then, left: Shown | None) -> Shown:
    """As people left it, with what is told on top; what the library made has its usual values."""
    needed = () if left else ("client", "total")
    only(f"then, the invoice {name!r} in Xero", given, known=XERO_WORDS, needed=needed)
    told = {word: _wanted(word, value) for word, value in given.items()}
    wanted = {**(left or _usual(name, told)), **told}
    if wanted["status"] in ("VOIDED", "DELETED"):
        wanted.pop(DUE, None)
    return wanted


def _usual(name: str, told: Shown) -> Shown:
    status = told.get("status", "AUTHORISED")
    return {
        "status": status,
        "number": name,
        "currency": "NZD",
        "sent to contact": status != "DRAFT",
        DUE: told["total"],
    }


def _wanted(word: str, value: Any) -> object:
    if word == "lines":
        return [_wanted_line(one) for one in value]
    return as_number(value) if word in MONEY else value


def _wanted_line(given: Any) -> Shown:
    only("then, a line in Xero", given, known=LINE_WORDS)
    return {w: as_number(one) if w in _LINE_NUMBERS else one for w, one in given.items()}


def _looked_at(shown: Shown, wanted: Shown) -> Shown:
    """Of *shown* the words that *wanted* has, and of its lines those of each line."""
    found = {word: shown[word] for word in shown if word in {*wanted, *ALWAYS}}
    lines, asked = found.get("lines"), wanted.get("lines")
    if isinstance(lines, list) and isinstance(asked, list) and len(lines) == len(asked):
        pairs = zip(lines, asked, strict=True)
        found["lines"] = [{word: line[word] for word in want} for line, want in pairs]
    return found


def _held(firm: Firm, told: Sequence[Any]) -> tuple[object, object]:
    """[cause, the invoices that it holds, what is to be mended]."""
    found = []
    for one in firm.connection.invoice_issues(size=100_000):
        names = sorted(firm.bills.host_name(r.host_id) for r in one.invoices)
        found.append((one.issue.cause.kind.value, names, _thing(firm, one.issue.cause.thing)))
    return sorted(found), sorted(_wanted_held(one) for one in told)


def _thing(firm: Firm, thing: str) -> str:
    """By its name in the case, if it is an invoice or a contact."""
    named = {**firm.bills.host, **firm.host}
    return next((name for name, known in named.items() if known == thing), thing)


def _wanted_held(told: Any) -> tuple[str, list[str], str]:
    """Without a third word it is the only invoice itself that is to be mended."""
    if not isinstance(told, list) or len(told) not in (2, 3):
        raise CaseError(f"{told!r} holds nothing; write [cause, [invoices], what is to be mended]")
    kind, names, *thing = told
    if kind not in {known.value for known in CauseKind}:
        raise CaseError(f"{kind!r} is no cause; known: {[one.value for one in CauseKind]}")
    if not thing and len(names) != 1:
        raise CaseError(f"{told!r} does not say what is to be mended")
    return kind, sorted(names), thing[0] if thing else names[0]


def _stay_out(firm: Firm, told: Then) -> tuple[object, object]:
    found = {}
    for record in firm.connection.invoices(size=100_000):
        if record.not_eligible or record.waits:
            why = record.not_eligible.value if record.not_eligible else _WAITS
            found[firm.bills.host_name(record.host_id)] = why
    return found, told


def _told_why(firm: Firm, told: Mapping[str, Sequence[str]]) -> tuple[object, object]:
    """The phrases that stand in what the host is told of why an invoice is held."""
    found = {}
    for name, phrases in told.items():
        standing = firm.bills.world.invoices.standing(firm.bills.host_id(name))
        reasons = " ".join(standing.reasons) if isinstance(standing, Held) else ""
        found[name] = [one if one in reasons else f"not in: {reasons}" for one in phrases]
    return found, told


def _calls(firm: Firm, told: Mapping[str, int]) -> tuple[object, object]:
    """How often each of these was called since the story began."""
    costs = {str(one): cost.calls for one, cost in firm.world.xero.traffic().costs.items()}
    return {operation: costs.get(operation, 0) for operation in told}, told


def _journal(firm: Firm, told: Sequence[Any]) -> tuple[object, object]:
    """Each of [invoice, who, what], among whatever else stands there."""
    entries = firm.connection.journal(size=100_000)
    written = {
        (firm.bills.host_name(e.fact.invoice_id), e.fact.actor.name, e.fact.what)
        for e in entries
        if e.fact.invoice_id is not None
    }
    wanted = [tuple(one) for one in told]
    return [one for one in wanted if one in written], wanted


def _settings(firm: Firm, told: Then) -> tuple[object, object]:
    """Those that are named, as they are saved."""
    saved = firm.connection.invoice_settings()
    return saved, as_invoice_settings(told, saved, firm.host_id, firm.bills.theme_id)


INVOICES_ALWAYS: Mapping[str, tuple[Look, Any]] = {
    "invoices": (_in_host, {}),
    "invoices in xero": (_in_xero, {}),
    "held": (_held, []),
    "stay out": (_stay_out, {}),
}
"""What is looked at wherever a firm bills, and what is wanted of it where it is not named."""
INVOICES_MAY: Mapping[str, Look] = {
    "told why": _told_why,
    "calls": _calls,
    "invoice journal says": _journal,
    "invoice settings": _settings,
}


def compare_invoices(firm: Firm, then: Then) -> list[tuple[str, object, object]]:
    """Everything that *then* wants of invoices: what, as found, as wanted."""
    looks = [(w, look, then.get(w, usual)) for w, (look, usual) in INVOICES_ALWAYS.items()]
    looks += [(w, look, then[w]) for w, look in INVOICES_MAY.items() if w in then]
    return [(word, *look(firm, told)) for word, look, told in looks]
