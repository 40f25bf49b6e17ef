"""Why an invoice is held, for a person to read."""

import pytest
from attrs import evolve

from tests.domain.invoices.books import line
from tests.domain.invoices.office import SENT, ground, held_by
from xerolink.domain.invoices.causes import Cause, CauseKind, CauseThing, together
from xerolink.domain.invoices.model import InvoiceNumber
from xerolink.domain.invoices.report import report, told


def cause(thing: str = "t", why: str = "why", fix: str = "fix") -> Cause:
    return Cause(CauseKind.INVALID, CauseThing(thing), why, fix)


def test_every_problem_is_numbered_with_what_to_do() -> None:
    wrong = evolve(SENT, due=None, lines=(line("100", description=""),))
    assert report(wrong.number, held_by(wrong, ground(revenue_account=None))) == (
        "Invoice INV-1 is held:\n"
        "1. Due date: it has none; Xero asks for it.\n"
        "   To do: give a due date.\n"
        "2. Line 1, description: it is empty; Xero asks for it.\n"
        "   To do: say what is billed.\n"
        "3. No account is chosen for it, and there is no default revenue account.\n"
        "   To do: choose a default revenue account."
    )


def test_what_is_not_held_is_said() -> None:
    assert report(SENT.number, ()) == "Invoice INV-1 is held by nothing."


@pytest.mark.parametrize("number", ["", " ", "INV\x1b[2J", "INV\n2. Paid", "INV\u202e"])
def test_a_number_that_cannot_be_printed_is_not(number: str) -> None:
    assert report(InvoiceNumber(number), (cause(),)).startswith("The invoice is held:")


def test_a_cause_is_told_in_one_line() -> None:
    assert told(cause(why="one\ntwo", fix="a\nb")) == "one (a); two (b)"


def test_causes_of_one_thing_are_one() -> None:
    (one,) = together((cause(why="one", fix="a"), cause(why="two", fix="b")))
    assert one.problems == (("one", "a"), ("two", "b"))


def test_what_is_one_already_stays_as_it_is() -> None:
    one = together((cause(why="one", fix="a"), cause(why="two", fix="b")))
    assert together(one)[0].problems == one[0].problems


def test_a_problem_is_told_once() -> None:
    assert together((cause(), cause())) == (cause(),)


def test_causes_of_two_things_stay_two_in_their_order() -> None:
    both = (cause("b"), cause("a"))
    assert together(both) == both
