"""Person or organisation, by rules and word lists: the embedded default (semantics row 12)."""

import re
from collections.abc import Sequence

from xerolink.adapters.embedded.rules import RULES, Named, organisation, person
from xerolink.domain.contacts.model import ContactKind, XeroContact
from xerolink.ports.classifier import Classification, ContactClassifier

THRESHOLD = 600
"""A person must be this likely, in thousandths; below, the answer is organisation with the low
confidence kept, so that the host can flag it (semantics row 12)."""

_TRADES_AS = re.compile(r"\s(?:t/as?|trading as|d/?b/?a)\s", re.IGNORECASE)


class EmbeddedClassifier(ContactClassifier):
    """Keeps no state; any thread may call. A name that tells nothing is an organisation."""

    def classify(self, contacts: Sequence[XeroContact]) -> Sequence[Classification]:
        return [_cautious(_classify(contact)) for contact in contacts]


def _classify(contact: XeroContact) -> Classification:
    name = contact.fields.name or ""
    owner, *trade = _TRADES_AS.split(name, maxsplit=1)
    if trade and _first_answer(Named.of(contact, owner)).kind is ContactKind.PERSON:
        return person(800, "a person who trades under another name")
    return _first_answer(Named.of(contact, name))


def _first_answer(name: Named) -> Classification:
    answers = (rule(name) for rule in RULES)
    return next(answer for answer in answers if answer is not None)


def _cautious(answer: Classification) -> Classification:
    if answer.kind is ContactKind.PERSON and answer.confidence < THRESHOLD:
        return organisation(answer.confidence, f"not sure of a person: {answer.reason}")
    return answer
