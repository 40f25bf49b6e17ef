"""Set-up: what there is to choose from, what might be chosen, and the settings of invoices."""

from attrs import evolve, frozen

from xerolink.domain.errors import (
    DisconnectedError,
    OpenTransactionError,
    UnknownConnectionError,
)
from xerolink.domain.identity import Actor, ConnectionId
from xerolink.domain.invoices.catalogue import ALL_PARTS
from xerolink.domain.invoices.causes import Cause
from xerolink.domain.invoices.choices import Choices, choices
from xerolink.domain.invoices.drift import catalogue_drift
from xerolink.domain.invoices.set_up import check_settings, stopping, waiting
from xerolink.domain.invoices.setting_problems import InvoiceSettingsError, SettingsProblem
from xerolink.domain.invoices.settings import InvoiceSettings
from xerolink.domain.invoices.suggest_mapping import Suggested
from xerolink.domain.invoices.suggest_mapping import suggest_mapping as suggest
from xerolink.domain.run import RunKind
from xerolink.usecases.given import one_of
from xerolink.usecases.invoices.book import put_book, tell_broken
from xerolink.usecases.invoices.sides import sides_in, sides_of
from xerolink.usecases.run import InvoiceSides, Ports, Run
from xerolink.usecases.running import running

Problems = tuple[SettingsProblem, ...]


def catalogue(ports: Ports, connection_id: ConnectionId) -> Choices:
    """What there is to choose from, as Xero has it now: seven calls; nothing is written.

    Raises `NoInvoicesError` where the connection has no sides of invoices.
    """
    return choices(_asked(ports, connection_id).catalogue.read(ALL_PARTS))


def invoice_settings(ports: Ports, connection_id: ConnectionId) -> InvoiceSettings:
    """The settings as they stand; before any were saved, those that everything begins with."""
    with ports.store.reading(connection_id) as unit:
        if unit.record.get() is None:
            raise UnknownConnectionError(connection_id)
        return unit.invoice_book.get().settings


def suggest_mapping(ports: Ports, connection_id: ConnectionId) -> Suggested:
    """Proposals for what is not mapped: four calls to Xero, one to the host; nothing is changed.

    Raises `NoInvoicesError` where the connection has no sides of invoices.
    """
    sides, settings = _asked(ports, connection_id), invoice_settings(ports, connection_id)
    return suggest(sides.catalogue.read(), sides.host.terms(), settings)


def save_invoice_settings(
    ports: Ports, connection_id: ConnectionId, settings: InvoiceSettings, by: Actor
) -> Problems:
    """Save the settings, where they are right with what Xero and the host have now.

    Answers what stops nothing, and what is to be done before they can be switched on. Raises
    `InvoiceSettingsError` with everything that stops them at once, `NoInvoicesError` where the
    connection has no sides of invoices, and what a run raises. To switch off asks nobody: it is
    possible while Xero is not reached. What is sent already stays as it is (semantics row 43). An
    earlier start date sends nothing by itself: `plan_invoice_settings` shows what it would send.
    """
    one_of(InvoiceSettings, settings, "settings")
    sides_in(ports, connection_id)
    with running(ports, connection_id, RunKind.SETTINGS, by) as run:
        with run.reading() as unit:
            book = unit.invoice_book.get()
        only_off = settings == evolve(book.settings, on=False)
        found = Checked() if only_off else checked(run, settings, book.settings)
        after = evolve(book.saved(settings), broken=found.broken)
        if after != book:
            with run.transaction() as unit:
                put_book(unit, run, after)
            tell_broken(run, book.broken, after.broken)
    return (*found.problems, *waiting(settings, after.in_force))


def _asked(ports: Ports, connection_id: ConnectionId) -> InvoiceSides:
    """The sides, to be asked now; raises `OpenTransactionError` inside a unit of work."""
    if ports.store.busy():
        raise OpenTransactionError
    return sides_in(ports, connection_id)


@frozen
class Checked:
    """What is wrong with settings that can be saved all the same, and their broken mappings."""

    problems: Problems = ()
    broken: tuple[Cause, ...] = ()


def checked(run: Run, settings: InvoiceSettings, before: InvoiceSettings) -> Checked:
    """What is wrong with *settings* now, if that stops nobody from saving them for *before*.

    Raises `InvoiceSettingsError` where one does, and `DisconnectedError`.
    """
    if run.record.disconnected_at is not None:
        raise DisconnectedError(run.connection_id, run.record.disconnected_at)
    sides = sides_of(run)
    run.before_call()
    found = sides.catalogue.read(ALL_PARTS)
    run.before_call()
    terms = sides.host.terms()
    problems = check_settings(settings, found, terms)
    stop = stopping(settings, problems, before, check_settings(before, found, terms))
    if stop:
        raise InvoiceSettingsError(stop)
    return Checked(problems, catalogue_drift(settings, found, terms))
