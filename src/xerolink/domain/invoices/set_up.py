"""What is in the way of sending invoices as they are set up: everything at once (row 37)."""

from collections.abc import Iterator

from xerolink.domain.invoices.catalogue import Catalogue
from xerolink.domain.invoices.causes import CauseThing
from xerolink.domain.invoices.set_up_accounts import account_problems
from xerolink.domain.invoices.set_up_rates import rate_problems
from xerolink.domain.invoices.setting_problems import UNSET, Setting, SettingsProblem, Stops
from xerolink.domain.invoices.settings import HostTerms, InvoiceSettings


def check_settings(
    settings: InvoiceSettings, catalogue: Catalogue, terms: HostTerms
) -> tuple[SettingsProblem, ...]:
    """Every problem of *settings* with what Xero and the host have now; none: empty.

    Whether they are on or not, what is still missing for that is told too. What happens to each
    invoice is the preflight's: settings without a problem may still hold one.
    """
    return (
        *_currency_problems(catalogue, terms),
        *_start_problems(settings, catalogue),
        *account_problems(settings, catalogue, terms),
        *rate_problems(settings, catalogue, terms),
        *_theme_problems(settings, catalogue),
    )


def waiting(settings: InvoiceSettings, in_force: InvoiceSettings) -> tuple[SettingsProblem, ...]:
    """That the start date of *settings* is not *in_force*: it waits for its plan."""
    start, now = settings.sync_start_date, in_force.sync_start_date
    if start == now:
        return ()
    why = f"what was issued before {now} is not sent by itself"
    fix = "look at it with plan_invoice_settings, and apply that plan"
    return (SettingsProblem(Setting.START, CauseThing(f"{start}"), why, fix, Stops.NOTHING),)


def stopping(
    settings: InvoiceSettings,
    problems: tuple[SettingsProblem, ...],
    before: InvoiceSettings,
    known: tuple[SettingsProblem, ...],
) -> tuple[SettingsProblem, ...]:
    """Those of *problems* that keep *settings* from being saved in the place of *before*.

    *known*: the problems of *before*, now. What stood before stops nothing but switching on:
    whoever mends one of two things, or switches invoices off, makes nothing worse.
    """
    stop = tuple(one for one in problems if one.stops_now(on=settings.on))
    if settings.on and not before.on:
        return stop
    return tuple(one for one in stop if one not in known)


def _currency_problems(catalogue: Catalogue, terms: HostTerms) -> Iterator[SettingsProblem]:
    """Books in two currencies are not those of one firm: it is the wrong organisation."""
    here, there = terms.base_currency, catalogue.base_currency
    if here is not None and here != there:
        why = f"the firm's books are kept in {here}, those of the Xero organisation in {there}"
        fix = "connect the organisation of this firm"
        yield SettingsProblem(Setting.ON, CauseThing(there), why, fix, Stops.SWITCHING_ON)


def _start_problems(settings: InvoiceSettings, catalogue: Catalogue) -> Iterator[SettingsProblem]:
    start, locked = settings.sync_start_date, catalogue.locked_to
    if start is None:
        fix = "give the first issue date that is to be sent"
        yield SettingsProblem(Setting.START, UNSET, "there is none", fix, Stops.SWITCHING_ON)
    elif locked is not None and start <= locked:
        why = f"Xero is locked up to {locked}, and what was issued by then will be held"
        fix = "start later, or move the lock date in Xero"
        yield SettingsProblem(Setting.START, CauseThing(f"{start}"), why, fix, Stops.NOTHING)


def _theme_problems(settings: InvoiceSettings, catalogue: Catalogue) -> Iterator[SettingsProblem]:
    theme, known = settings.theme, catalogue.themes
    if theme is None or known is None or theme in {one.theme_id for one in known}:
        return
    why, fix = "Xero has no such theme", "choose one of those that there are, or none"
    yield SettingsProblem(Setting.THEME, CauseThing(theme), why, fix, Stops.SAVING)
