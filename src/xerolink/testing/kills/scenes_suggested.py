"""Suggestions are about to be made, to change with the host's feed, to be answered, or to go."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from attrs import evolve

from xerolink.adapters.embedded.similarity import similarity
from xerolink.connection import Connection
from xerolink.domain.contacts.classify import Classification
from xerolink.domain.contacts.model import ContactKind, FieldName, Phone, XeroContact
from xerolink.domain.contacts.terms import INDEX_VERSION
from xerolink.domain.contacts.weights import Chances, Steps, Weights
from xerolink.domain.identity import HostContactId, XeroContactId
from xerolink.domain.run import TermIndex
from xerolink.domain.settings import ContactSettings, MatchingMode, NearMatch
from xerolink.ports.classifier import ContactClassifier
from xerolink.ports.suggestions import SuggestionModel
from xerolink.testing.kills.firm import Firm
from xerolink.testing.kills.pairs import EMAIL, NAME, QUAY
from xerolink.testing.kills.scene import Make, Prepare, Scene, asked
from xerolink.testing.kills.scenes_runs import apply, undo_of
from xerolink.testing.worlds import ANNA, fields

REVIEW = ContactSettings(near_match=NearMatch.REVIEW)
STRICT = evolve(REVIEW, matching=MatchingMode.STRICT)
_WEAVERS = Phone("5550101", "9", "64")
_JOINERS = Phone("5550102", "9", "64")
_MAILBOX = "books@practice.example"
_SURE, _EVEN = 9_000, 13_670
"""What a shared phone tells, and which rarity of the words that are shared tells nothing."""
ASKED, NEAR, NEW = "Huia Weaving Ltd", "Totara Joinery Ltd", "Huia Parata"
"""In Xero: one of a mailbox that two others have, one that is near another one, and a new one."""
ALIKE, RESEMBLED = "Huia Weavers", "Totara Joiners"
"""In the host: whom either is."""


@cache
def responsive() -> SuggestionModel:
    """Its probabilities show how many bear a shared word: had they been reckoned later, it shows.

    Two that share a phone are one, whatever else there is.
    """
    rare = range(8_000, 14_000)
    shared = Steps(tuple(rare), (-_SURE, *(one - _EVEN for one in rare)))
    phone = Steps((2,), (0, _SURE))
    exact = Steps(tuple(range(1, 1_000)), tuple(range(1_000)))
    chances = Chances(exact, exact)
    weights = Weights(0, {"shared": shared, "phone": phone}, chances, chances)
    return SuggestionModel(weights, similarity)


def alike(make: Make, settings: ContactSettings = REVIEW) -> Firm:
    """Not imported yet; of either book two are one, and neither name nor email tells it."""
    world = make(settings=settings, suggestions=responsive(), page_size=2)
    _of_both(world)
    world.connect()
    return world


def _of_both(world: Firm) -> None:
    world.xero.add(fields(ASKED, _MAILBOX, _WEAVERS))
    world.xero.add(fields(NEAR, "office@joinery.example", _JOINERS, QUAY))
    world.xero.add(fields(NEW))
    world.xero.add(fields("Acme", "a@x.example"))
    world.host.add(fields("Acme", "a@x.example"))
    world.host.add(fields("Bo Lee", _MAILBOX))
    world.host.add(fields("Rimu Ltd", _MAILBOX))
    world.host.add(fields(ALIKE))
    world.host.add(fields(RESEMBLED, "hello@joiners.example", _JOINERS, QUAY))


def asking(make: Make) -> Firm:
    """Imported: people are asked about two, with suggestions."""
    world = alike(make)
    world.imported()
    return world


def in_xero(world: Firm, name: str) -> XeroContactId:
    (found,) = (c.xero_id for c in world.xero.contacts() if c.fields.name == name)
    return found


def in_host(world: Firm, name: str) -> HostContactId:
    (found,) = (i for i, c in world.host.contacts().items() if c.fields.name == name)
    return found


def an_import(settings: ContactSettings) -> Prepare:
    return lambda make: asked(alike(make, settings), Connection.import_contacts, ANNA)


class Opinionated(ContactClassifier):
    """A host's own: whoever has no email is a person."""

    def classify(self, contacts: Sequence[XeroContact]) -> Sequence[Classification]:
        return [self._of(contact) for contact in contacts]

    def _of(self, contact: XeroContact) -> Classification:
        if contact.fields.billing_email:
            return Classification(ContactKind.ORGANISATION, 700, "it has an email")
        return Classification(ContactKind.PERSON, 800, "it has no email")


class Broken(ContactClassifier):
    """A host's own whose service is down."""

    def classify(self, contacts: Sequence[XeroContact]) -> Sequence[Classification]:
        raise TimeoutError


def classified(classifier: ContactClassifier) -> Prepare:
    """An import by a classifier of the host's."""

    def scene(make: Make) -> Scene:
        made = an_import(ContactSettings())(make)
        made.world.classifier = classifier
        return made

    return scene


def after_preview(make: Make) -> Scene:
    """The suggestions were made by the preview; a new candidate came since."""
    world = alike(make)
    world.connection().preview(ANNA)
    world.host.add(fields("Huia Textiles", "hw@weaving.example", _WEAVERS))
    return asked(world, Connection.import_contacts, ANNA)


def apply_import(make: Make) -> Scene:
    world = alike(make, ContactSettings())
    return apply(world, world.connection().plan_import(ANNA))


def synced(change: Callable[[Firm], object], prepare: Callable[[Make], Firm] = asking) -> Prepare:
    """People are asked about two, and the next sync reads what *change* did."""

    def scene(make: Make) -> Scene:
        world = prepare(make)
        change(world)
        return asked(world, Connection.sync_contacts)

    return scene


def edit_the_book(world: Firm) -> None:
    """Some come, some go, and what others are found by changes."""
    world.host.edit(in_host(world, ALIKE), {NAME: "Nga Raranga"})
    world.host.edit(in_host(world, "Rimu Ltd"), {EMAIL: "rimu@x.example"})
    world.host.add(fields("Huia Textiles", "hw@weaving.example", _WEAVERS))
    world.host.merge(in_host(world, "Bo Lee"), in_host(world, RESEMBLED))
    world.host.delete(in_host(world, NEW))


def delete_suggested(world: Firm) -> None:
    for name in (ALIKE, RESEMBLED):
        world.host.delete(in_host(world, name))


def partnered(make: Make) -> Firm:
    """Two more of Xero are asked about with the one who got a partner of theirs by a person."""
    world = asking(make)
    partner = world.xero.add(fields("Somebody Else"))
    connection = world.connection()
    connection.sync_contacts()
    connection.stop_syncing([partner], ANNA)
    connection.confirm_link(partner, in_host(world, ALIKE), ANNA)
    world.pass_time()
    return world


def erase_partner(world: Firm) -> None:
    """In Xero; what the suggested one is matched by goes, too (semantics row 22)."""
    world.xero.erase(in_xero(world, "Somebody Else"))


def unsuggested(make: Make) -> Firm:
    """A store of before suggestions; from now on there are some."""
    world = make(settings=REVIEW, page_size=2)
    _of_both(world)
    world.imported()
    world.suggestions = responsive()
    return world


def of_another_version(make: Make) -> Firm:
    """The terms in the store are those of an earlier library."""
    world = asking(make)
    lease = world.store.claim(world.connection_id, "an earlier library", 60)
    assert lease is not None
    with world.store.transaction(lease) as unit:
        record = unit.record.get()
        assert record is not None
        unit.record.put(evolve(record, terms=TermIndex(INDEX_VERSION - 1)))
    world.store.release(lease)
    return world


def no_more(world: Firm) -> None:
    world.suggestions = None


def change_matching(make: Make) -> Scene:
    """While the host's news are not read yet."""
    world = asking(make)
    edit_the_book(world)
    return asked(world, Connection.change_settings, STRICT, ANNA)


def matched_otherwise(make: Make) -> Firm:
    """The index is about to be made anew for another matching."""
    world = asking(make)
    world.connection().change_settings(STRICT, ANNA)
    world.pass_time()
    return world


def apply_matching(make: Make) -> Scene:
    world = asking(make)
    edit_the_book(world)
    return apply(world, world.connection().plan_settings(STRICT, ANNA))


def confirm_suggested(make: Make) -> Scene:
    world = asking(make)
    pair = in_xero(world, ASKED), in_host(world, ALIKE)
    return asked(world, Connection.confirm_link, *pair, ANNA)


def confirm_while_the_other_goes(make: Make) -> Scene:
    """The one whom a person chose was edited; another candidate was deleted meanwhile."""
    made = confirm_suggested(make)
    made.world.host.edit(in_host(made.world, ALIKE), {FieldName.BILLING_ADDRESS: QUAY})
    made.world.host.delete(in_host(made.world, "Bo Lee"))
    return made


def keep_separate(make: Make) -> Scene:
    world = asking(make)
    ids = [in_xero(world, name) for name in (ASKED, NEAR)]
    return asked(world, Connection.keep_separate, ids, ANNA)


SUGGESTED: Mapping[str, Prepare] = {
    "import_contacts, suggestions": an_import(REVIEW),
    "import_contacts, suggestions, a near one is told": an_import(ContactSettings()),
    "import_contacts, suggestions after a preview": after_preview,
    "import_contacts, a classifier of the host": classified(Opinionated()),
    "import_contacts, a classifier that is down": classified(Broken()),
    "apply, import with suggestions": apply_import,
    "sync_contacts, suggestions by the feed": synced(edit_the_book),
    "sync_contacts, whoever is suggested is deleted": synced(delete_suggested),
    "sync_contacts, a partner of one suggested is erased": synced(erase_partner, partnered),
    "sync_contacts, the first suggestions": synced(lambda world: None, unsuggested),
    "sync_contacts, suggestions by other terms": synced(edit_the_book, of_another_version),
    "sync_contacts, no more suggestions": synced(no_more),
    "sync_contacts, suggestions by another matching": synced(edit_the_book, matched_otherwise),
    "change_settings, another matching, with suggestions": change_matching,
    "apply, another matching, with suggestions": apply_matching,
    "confirm_link, a suggestion": confirm_suggested,
    "confirm_link, a suggestion among others": confirm_while_the_other_goes,
    "keep_separate, suggestions": keep_separate,
    "undo of a suggestion": undo_of(confirm_suggested),
}
"""By what suggestions are about to be made, changed or answered, in which case."""
