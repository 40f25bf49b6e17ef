"""Whether an invoice in Xero is as it was written there, and in what it is not."""

from collections.abc import Mapping, Sequence

from attrs import evolve

from xerolink.domain.contacts.normalise import fold
from xerolink.domain.identity import XeroContactId
from xerolink.domain.invoices.model import AmountOff, LineAmountTypes, PercentOff, Tracking
from xerolink.domain.invoices.totals import UNTAXED
from xerolink.domain.invoices.xero import (
    LineItemId,
    XeroInvoice,
    XeroInvoiceDraft,
    XeroInvoiceLine,
    XeroLine,
)


def same_line(written: XeroLine, shown: XeroLine, amounts: LineAmountTypes) -> bool:
    """Whether *shown* is what was *written*: spaces, case of names and noughts do not count.

    On an invoice without tax Xero shows a tax type of its own.
    """
    return _canonical(written, amounts) == _canonical(shown, amounts)


def _canonical(line: XeroLine, amounts: LineAmountTypes) -> XeroLine:
    untaxed = amounts is LineAmountTypes.NO_TAX
    return evolve(
        line,
        description=" ".join(line.description.split()),
        tax_type=UNTAXED.tax_type if untaxed else line.tax_type,
        discount=_discount(line.discount),
        tracking=_tracking(line.tracking),
    )


def _discount(discount: PercentOff | AmountOff | None) -> PercentOff | AmountOff | None:
    match discount:
        case PercentOff(size) | AmountOff(size) if not size:
            return None
        case _:
            return discount


def _tracking(tracking: Sequence[Tracking]) -> tuple[Tracking, ...]:
    folded = (Tracking(fold(one.category), fold(one.option)) for one in tracking)
    return tuple(sorted(folded, key=lambda one: (one.category, one.option)))


def same_lines(draft: XeroInvoiceDraft, shown: Sequence[XeroInvoiceLine]) -> bool:
    """Whether *shown*, in order, are the lines of *draft*."""
    amounts = draft.line_amount_types
    return len(draft.lines) == len(shown) and all(
        same_line(one, there.line, amounts) for one, there in zip(draft.lines, shown, strict=True)
    )


def in_order(
    shown: Sequence[XeroInvoiceLine], ids: Sequence[LineItemId]
) -> tuple[XeroInvoiceLine, ...]:
    """*shown* in the order of *ids*; as they are, if those are not their ids."""
    by_id: Mapping[LineItemId, XeroInvoiceLine] = {one.line_id: one for one in shown}
    if len(shown) != len(ids) or set(by_id) != set(ids):
        return tuple(shown)
    return tuple(by_id[line_id] for line_id in ids)


def differences(
    draft: XeroInvoiceDraft,
    ids: Sequence[LineItemId],
    xero: XeroInvoice,
    contacts: frozenset[XeroContactId],
) -> tuple[str, ...]:
    """The parts of *xero* that are not as *draft* says, in words; never a value.

    *ids* are those of the draft's lines. A contact among *contacts* is no difference. Lines that
    Xero did not tell are not compared; nor is the status, which people move on in Xero.
    """
    lines = xero.lines is None or same_lines(draft, in_order(xero.lines, ids))
    same = {
        "number": fold(draft.number) == fold(xero.number),
        "contact": xero.contact_id in contacts | {draft.contact_id},
        "currency": draft.currency == xero.currency,
        "issue date": draft.issued == xero.issued,
        "due date": draft.due == xero.due,
        "tax inside or on top": draft.line_amount_types is xero.line_amount_types,
        "lines": lines,
    }
    return tuple(part for part, equal in same.items() if not equal)


def same_draft(draft: XeroInvoiceDraft, xero: XeroInvoice) -> bool:
    """Whether *xero* is as *draft* says, in everything that is billed."""
    ids = tuple(line.line_id for line in xero.lines or ())
    return xero.lines is not None and not differences(draft, ids, xero, frozenset())


def to_write(was: XeroInvoiceDraft, draft: XeroInvoiceDraft, xero: XeroInvoice) -> XeroInvoiceDraft:
    """*draft*, with Xero's reference where the host's is the one that it *was*.

    It bills nothing, and people in Xero note in it what they will: no edit of another field of
    the host's takes that away.
    """
    untouched = draft.reference == was.reference
    return evolve(draft, reference=xero.reference) if untouched else draft


def landed(was: XeroInvoiceDraft, draft: XeroInvoiceDraft, xero: XeroInvoice) -> bool:
    """Whether *xero* is as a change from *was* to *draft* makes it."""
    return same_draft(draft, xero) and to_write(was, draft, xero).reference == xero.reference
