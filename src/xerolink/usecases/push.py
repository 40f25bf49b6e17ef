"""Push: create a Xero contact from a host contact, filter or not (semantics rows 30, 31)."""

from attrs import frozen

from xerolink.domain.contacts.check import blocked, check_fields
from xerolink.domain.contacts.effects import XeroDraft
from xerolink.domain.contacts.intent import CreateContact, Intent, IntentState
from xerolink.domain.contacts.issues import Issue
from xerolink.domain.contacts.link import Direction, Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import HostContact
from xerolink.domain.errors import (
    AlreadyLinkedError,
    PreviouslySyncedError,
    UnknownContactError,
    UnusableContactError,
)
from xerolink.domain.identity import (
    Actor,
    ConnectionId,
    HostContactId,
    IntentId,
    LinkId,
    host_entity,
)
from xerolink.domain.run import RunKind
from xerolink.ports.errors import UnavailableError
from xerolink.usecases.finish import finish
from xerolink.usecases.run import Ports, Run
from xerolink.usecases.running import running


@frozen
class Pushed:
    """What became of a push: the link, or the issues that say why there is none."""

    link: Link | None
    issues: tuple[Issue, ...] = ()


def create_xero_contact(
    ports: Ports, connection_id: ConnectionId, host_id: HostContactId, by: Actor
) -> Pushed:
    """Create the contact in Xero and link it, FROM_XERO (semantics row 1).

    Raises `UnknownContactError`, `UnusableContactError`, `AlreadyLinkedError`, or
    `PreviouslySyncedError` for a pair that somebody separated. A name that Xero has already is a
    NAME_TAKEN issue. If the answer is lost, or Xero does not show yet what it has created,
    `UnavailableError` is raised, and the next run reads before it tries again.
    """
    with running(ports, connection_id, RunKind.PUSH, by) as run:
        contact = _contact(run, host_id)
        _refuse_linked(run, host_id)
        _refuse_open(run, host_id)
        finish(run, [_intend(run, contact)])
        _refuse_open(run, host_id)
        with run.reading() as unit:
            link = unit.links.by_host([host_id]).get(host_id)
            subject = host_entity(host_id)
            return Pushed(link, unit.issues.open_for([subject]).get(subject, ()))


def _contact(run: Run, host_id: HostContactId) -> HostContact:
    run.before_call()
    contact = run.ports.host.get_many([host_id]).get(host_id)
    if contact is None:
        raise UnknownContactError(host_id)
    problems = check_fields(contact.fields)
    if blocked(problems):
        raise UnusableContactError(host_id, [problem.why for problem in problems])
    return contact


def _refuse_linked(run: Run, host_id: HostContactId) -> None:
    with run.reading() as unit:
        link = unit.links.by_host([host_id]).get(host_id)
    if link is None:
        return
    if link.state is LinkState.PREVIOUSLY_SYNCED:
        raise PreviouslySyncedError(host_id, link.xero_id)
    raise AlreadyLinkedError(host_id, link.xero_id)


def _refuse_open(run: Run, host_id: HostContactId) -> None:
    """An earlier create whose outcome is not known is never doubled (semantics row 31)."""
    with run.reading() as unit:
        if unit.intents.open_for([host_entity(host_id)]):
            raise UnavailableError("Xero", "it does not show yet whether the contact was created")


def _intend(run: Run, contact: HostContact) -> Intent:
    """The marker is the intent's own id: it is how a lost answer is found again."""
    intent_id = IntentId(run.ports.ids.new())
    draft = XeroDraft(intent_id, contact.fields, number=intent_id)
    intent = Intent(
        intent_id,
        host_entity(contact.host_id),
        LinkId(run.ports.ids.new()),
        CreateContact(contact.host_id, draft, Direction.FROM_XERO),
        run.run.run_id,
        run.run.actor,
        run.ports.clock.now(),
    ).become(IntentState.SENT)
    with run.transaction() as unit:
        unit.intents.put([intent])
    return intent
