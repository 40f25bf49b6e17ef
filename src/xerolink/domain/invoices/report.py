"""Why an invoice is held, for a person to read."""

from collections.abc import Sequence

from xerolink.domain.invoices.causes import Cause
from xerolink.domain.invoices.model import InvoiceNumber


def report(number: InvoiceNumber, causes: Sequence[Cause]) -> str:
    """Every problem of the invoice, numbered, each with what to do; one line for each sentence.

    A number that cannot be printed is not: it is among the problems.
    """
    shown = f"Invoice {number}" if number.strip() and number.isprintable() else "The invoice"
    problems = [problem for cause in causes for problem in cause.problems]
    if not problems:
        return f"{shown} is held by nothing."
    lines = [f"{shown} is held:"]
    for place, (why, fix) in enumerate(problems, 1):
        lines += [f"{place}. {_sentence(why)}", f"   To do: {fix}."]
    return "\n".join(lines)


def told(cause: Cause) -> str:
    """*cause* in one line: why, and what to do."""
    return "; ".join(f"{why} ({fix})" for why, fix in cause.problems)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
