"""One Xero contact, one host contact and their pair: what decisions in these tests are about."""

from datetime import UTC, datetime

from xerolink.domain.contacts.classify import Classification
from xerolink.domain.contacts.decide import RestsOn, Stamp
from xerolink.domain.contacts.decide_linked import Pair
from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import (
    ContactKind,
    FieldName,
    HostContact,
    HostVersion,
    SyncedFields,
    XeroContact,
    XeroStatus,
)
from xerolink.domain.contacts.normalise import match_keys
from xerolink.domain.contacts.staged import StagedContact
from xerolink.domain.identity import (
    Actor,
    DecisionId,
    HostContactId,
    LinkId,
    RunId,
    XeroContactId,
)
from xerolink.domain.settings import ContactSettings, Direction
from xerolink.testing.worlds import fields

NOW = datetime(2026, 7, 1, tzinfo=UTC)
EARLIER = datetime(2026, 5, 1, tzinfo=UTC)
STAMP = Stamp(DecisionId("d-1"), RunId("r-1"), Actor.person("anna"))
SETTINGS = ContactSettings(default_contact_type="Client")
PERSON = Classification(ContactKind.PERSON, 900, "two words")
XERO, OTHER_XERO = XeroContactId("x-1"), XeroContactId("x-2")
HOST, OTHER = HostContactId("h-1"), HostContactId("h-2")
LINK, OTHER_LINK = LinkId("l-1"), LinkId("l-2")
NAME, EMAIL = FieldName.NAME, FieldName.BILLING_EMAIL
PHONE, ADDRESS = FieldName.PRIMARY_PHONE, FieldName.BILLING_ADDRESS
ACME = fields("Acme", "a@acme.example")
APART = LinkState.PREVIOUSLY_SYNCED


def row(
    held: SyncedFields = ACME,
    status: XeroStatus = XeroStatus.ACTIVE,
    *,
    admitted: bool = True,
    merged_to: XeroContactId | None = None,
) -> StagedContact:
    contact = XeroContact(XERO, NOW, held, status, merged_to=merged_to)
    return StagedContact(contact, match_keys(held), admitted, revision=4)


def host(held: SyncedFields = ACME, host_id: HostContactId = HOST) -> HostContact:
    return HostContact(host_id, HostVersion("v-7"), held)


def link(
    state: LinkState = LinkState.SYNCED,
    direction: Direction = Direction.TWO_WAY,
    *,
    link_id: LinkId = LINK,
    xero_id: XeroContactId = XERO,
    host_id: HostContactId = HOST,
    base: SyncedFields = ACME,
) -> Link:
    given = link_id, host_id, xero_id, base, base, EARLIER, EARLIER
    return Link(*given, state=state, direction=direction, revision=3)


def pair(
    xero: SyncedFields = ACME,
    here: SyncedFields | None = ACME,
    state: LinkState = LinkState.SYNCED,
    direction: Direction = Direction.TWO_WAY,
) -> Pair:
    """A pair that agreed on `ACME`; *here* None: the host does not have its contact."""
    return Pair(row(xero), link(state, direction), host(here) if here else None)


ON_ROW = RestsOn(4)
"""What a decision about the Xero contact alone rests on."""
ON_BOTH = RestsOn(4, HOST, HostVersion("v-7"))
"""What a decision about the two rests on, while they have no link."""
ON_PAIR = RestsOn(4, HOST, HostVersion("v-7"), LINK, 3)
"""What a decision about the linked pair rests on."""
ON_LINK = RestsOn(4, None, None, LINK, 3)
"""What a decision about the pair rests on that does not look at the host contact."""
