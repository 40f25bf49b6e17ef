"""Person or organisation: rules where it is certain, a model of words where it is not."""

from collections.abc import Sequence

from attrs import Factory, evolve, field, frozen

from xerolink.adapters.embedded.details import leaning
from xerolink.adapters.embedded.model import Model, embedded_model
from xerolink.adapters.embedded.patterns import decided
from xerolink.adapters.embedded.reasons import of_organisation, of_person
from xerolink.adapters.embedded.rules import RULES, Named, organisation, person
from xerolink.adapters.embedded.shape import read
from xerolink.domain.contacts.classify import SURE_ENOUGH
from xerolink.domain.contacts.model import XeroContact
from xerolink.ports.classifier import Classification, ContactClassifier

THRESHOLD = SURE_ENOUGH
"""A person must be this likely, in thousandths; below, the answer is organisation with the low
confidence kept, and needs a look (semantics row 12)."""


@frozen
class EmbeddedClassifier(ContactClassifier):
    """Keeps no state; any thread may call. A name that tells nothing is an organisation.

    *model* is the one that ships, or another that `benchmarks.training.classify` made.
    """

    model: Model = field(default=Factory(embedded_model), repr=False)

    def classify(self, contacts: Sequence[XeroContact]) -> Sequence[Classification]:
        return [self._classify(Named.of(contact)) for contact in contacts]

    def _classify(self, name: Named) -> Classification:
        answers = (rule(name) for rule in RULES)
        answer = next((a for a in answers if a is not None), None) or self._weighed(name)
        if name.trades:
            return evolve(answer, reason=f"trades under another name; {answer.reason}")
        return answer

    def _weighed(self, name: Named) -> Classification:
        reading = read(name.tokens, self.model.lexicon)
        answer = decided(reading)
        if answer is not None:
            return answer
        score = self.model.score(reading)
        more, because = leaning(name.contact, name.tokens)
        by_name, likely = self.model.likelihood(score), self.model.likelihood(score + more)
        if likely >= THRESHOLD:
            return person(likely, because if by_name < THRESHOLD else of_person(reading))
        if likely > _EVEN:
            return organisation(likely, f"not sure of a person: {of_person(reading)}")
        return organisation(
            1_000 - likely, because if by_name > _EVEN else of_organisation(reading)
        )


_EVEN = 500
