"""Every reason is true of the name."""

import re
from collections.abc import Callable

from hypothesis import example, given, settings
from hypothesis import strategies as st

from xerolink.adapters.embedded.classifier import EmbeddedClassifier
from xerolink.adapters.embedded.tokens import Token, tokens
from xerolink.adapters.embedded.words import (
    KIN,
    KIN_ABROAD,
    LEGAL_FORMS,
    SHORT_FORMS,
    TITLES,
    TRADING,
    TRUSTS,
    VIETNAMESE,
)
from xerolink.ports.classifier import Classification
from xerolink.testing.conformance.classifier import named

PARTS = """
Family Bros Hermanos
Smith Jane Wiremu Nguyễn Singh García O'Brien van der Berg Te Ao Plumbing School Holdings The of &
and , - ( ) Ltd B.V. Trust Sons Mr Dr Estate 24 4U A. J. ACC Jamie's Kitchen Zzyzx Qwertyuiop t/a
\u5c71\u7530 Ågren Foleys Colonel Bakery Auckland .com P/L Jr III Lucky Golden \U0001f600 \ud800
"""
NAMES = st.lists(st.sampled_from(PARTS.split()), min_size=1, max_size=6).map(" ".join) | st.text(
    max_size=40
)

Check = Callable[[list[Token], str], bool]


def texts(found: list[Token]) -> list[str]:
    return [token.text for token in found]


def said(found: list[Token], word: str) -> bool:
    return word in texts(found)


TRUE: dict[str, Check] = {
    r"the name has no words": lambda found, _: not any(t[:1].isalnum() for t in texts(found)),
    r'"(.+)" is a legal form': lambda found, w: said(found, w) and w in LEGAL_FORMS | SHORT_FORMS,
    r'"(.+)" is a word of trusts': lambda found, w: said(found, w) and w in TRUSTS,
    r'a family\'s or partners\' firm: "(.+)"': lambda found, w: (
        said(found, w) and w in KIN | KIN_ABROAD
    ),
    r'"(.+)" and what is theirs': lambda found, w: any(
        token.possessive and token.said == w for token in found[:-1]
    ),
    r"\"(.+)\": somebody's": lambda found, w: found[-1].possessive and found[-1].said == w,
    r'"(.+)" is a family name of Vietnam': lambda found, w: said(found, w) and w in VIETNAMESE,
    r"letters joined, and no name": lambda found, _: all(len(t) == 1 for t in texts(found)),
    r"a family by its name: a household": lambda found, _: texts(found)[-1] == "family",
    r'"(.+)" is a word of organisations': said,
    r'"(.+)" is a given name': said,
    r'"(.+)" is a family name': said,
    r'starts with the title "(.+)"': lambda found, w: texts(found)[0] == w and w in TITLES,
    r"the name holds a number": lambda found, _: any(map(str.isdigit, "".join(texts(found)))),
    r"a possessive: somebody's": lambda found, _: any(token.possessive for token in found),
    r"names joined, and .+": lambda found, _: any(token.role == "&" for token in found),
    r"it holds an abbreviation": lambda found, _: any(token.said.isupper() for token in found),
    r"a single word": lambda found, _: sum(t[:1].isalnum() for t in texts(found)) == 1,
    r"family name, comma, given name": lambda found, _: said(found, ","),
    r"initials and a name": lambda found, _: any(len(t) == 1 for t in texts(found)),
    r"taken together, the words are more like an organisation's": lambda found, _: len(found) > 1,
    r"none of its words is known as a given name": lambda found, _: len(found) > 0,
    r"its words are like those of people's names": lambda found, _: bool(found),
    r"two names, an \"and\" between them, .+": lambda found, _: any(t.role == "&" for t in found),
    r"three names, a comma and an \"and\": a firm": lambda found, _: said(found, ","),
    r"the name of a well-known firm": lambda found, _: len(found) > 1,
}
"""What a reason claims, and whether it is so."""


TRADES = "trades under another name; "


def who_trades(found: list[Token]) -> list[Token]:
    """What stands before "t/a"."""
    return found[: next(i for i, token in enumerate(found) if i and token.role == TRADING)]


def classified(name: str) -> Classification:
    (answer,) = EmbeddedClassifier().classify([named(name)])
    return answer


@given(NAMES)
@settings(max_examples=300, deadline=None)
@example("Jane Smith t/a Acme")
@example("Smith & Sons")
def test_every_reason_is_true_of_the_name(name: str) -> None:
    reason, found = classified(name).reason, tokens(name)
    if reason.startswith(TRADES):
        reason, found = reason.removeprefix(TRADES), who_trades(found)
    reason = reason.removeprefix("not sure of a person: ")
    claims = ((re.fullmatch(claim, reason), check) for claim, check in TRUE.items())
    assert any(m and check(found, (*m.groups(), "")[0]) for m, check in claims), reason


@given(NAMES)
@settings(max_examples=200, deadline=None)
def test_what_is_not_sure_of_a_person_says_so(name: str) -> None:
    answer = classified(name)
    assert not answer.reason.startswith("not sure") or answer.confidence < 600
