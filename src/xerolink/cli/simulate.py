"""`xerolink simulate`: a Xero on this machine that serves until it is stopped."""

import json
import signal
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event

import click
from attrs import frozen

from xerolink.testing.practice import practice
from xerolink.testing.simulator import XeroSimulator

NAMES = ("Kauri Accounting", "Harbour & Hill", "Tui & Partners", "Northern Ledger")
USER = "simulate"

_ENDS = (signal.SIGINT, signal.SIGTERM)
_LABELS = {
    "base_url": "Xero",
    "tenant_id": "tenant",
    "client_id": "client id",
    "client_secret": "client secret",
    "access_token": "access token",
    "refresh_token": "refresh token",
    "webhook_key": "webhook key",
}


@frozen
class Wanted:
    """What the command line asked for: *contacts* in each of *organisations*.

    *data* is a file to go on with if it is there, and to write in the end.
    """

    port: int
    seed: int
    contacts: int
    organisations: int
    data: Path | None
    webhook_url: str | None
    as_json: bool


def simulate(wanted: Wanted) -> None:
    """Serve until SIGINT or SIGTERM, then put everything away in good order."""
    xero = _made(wanted)
    for end in _ENDS:
        signal.signal(end, _interrupt)
    with suppress(KeyboardInterrupt), xero:
        _serve(xero, wanted)
    if wanted.data is not None:
        xero.save(wanted.data)


def _interrupt(*_: object) -> None:
    """The first signal ends the serving; another must not end the putting away."""
    for end in _ENDS:
        signal.signal(end, signal.SIG_IGN)
    raise KeyboardInterrupt


def _serve(xero: XeroSimulator, wanted: Wanted) -> None:
    if wanted.webhook_url is not None:
        xero.webhooks.subscribe(wanted.webhook_url)
    xero.webhooks.start_delivering()
    told = _told(xero)
    click.echo(json.dumps(told) if wanted.as_json else _lines(told))
    Event().wait()


def _made(wanted: Wanted) -> XeroSimulator:
    if wanted.data is not None and wanted.data.exists():
        return XeroSimulator.load(wanted.data, port=wanted.port)
    xero = XeroSimulator(wanted.seed, port=wanted.port)
    for number in range(wanted.organisations):
        # As in the demo, the host that this practice is made for knows three in five.
        rows = practice(wanted.seed + number, wanted.contacts, wanted.contacts * 3 // 5).xero
        xero.add_organisation(_name(number), rows)
    return xero


def _name(number: int) -> str:
    return NAMES[number] if number < len(NAMES) else f"Organisation {number + 1}"


def _told(xero: XeroSimulator) -> Mapping[str, str]:
    tokens = xero.consent(user=USER)
    return {
        "base_url": xero.base_url,
        "tenant_id": xero.organisations[0].tenant_id,
        "client_id": xero.client_id,
        "client_secret": xero.client_secret,
        "access_token": tokens["access_token"],
        "refresh_token": tokens["refresh_token"],
        "webhook_key": xero.webhooks.key,
    }


def _lines(told: Mapping[str, str]) -> str:
    shown = {_LABELS[name]: text for name, text in told.items()}
    shown["for people"] = f"{told['base_url']}/simulator/"
    width = max(map(len, shown))
    lines = [f"{label:<{width}}  {text}" for label, text in shown.items()]
    return "\n".join((*lines, "", "Ctrl-C stops it."))
