"""The commands and their options."""

from json import JSONDecodeError
from pathlib import Path

import click

from xerolink.domain.errors import XerolinkError


@click.group()
@click.version_option(package_name="xerolink")
def xerolink() -> None:
    """Keep a host application's contacts and a Xero organisation's the same."""


@xerolink.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
@click.option(
    "--data",
    "directory",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep both sides and our store in DIR; a second run there edits nothing.",
)
@click.option(
    "--seed", default=1, show_default=True, help="Which practice to make up in an empty DIR."
)
def demo(as_json: bool, directory: Path | None, seed: int) -> None:
    """Import, sync and bill: two firms against a Xero simulator on this machine."""
    from xerolink.cli.demo import run_demo
    from xerolink.cli.demo_report import as_object
    from xerolink.cli.demo_screen import JsonScreen, RichScreen

    screen = JsonScreen() if as_json else RichScreen()
    try:
        report = run_demo(directory, seed, screen)
    except (XerolinkError, OSError, JSONDecodeError) as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:
        again = f"; xerolink demo --data {directory} goes on from there" if directory else ""
        raise click.ClickException(f"stopped{again}") from None
    screen.finish(as_object(report))
    if not report.converged:
        raise click.ClickException("the two sides differ where they should not")


@xerolink.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=0,
    help="Where to listen on 127.0.0.1; by default any free port.",
)
@click.option("--seed", default=1, show_default=True, help="Which contacts, ids and keys.")
@click.option("--contacts", type=click.IntRange(min=0), default=500, show_default=True)
@click.option("--organisations", type=click.IntRange(min=1), default=1, show_default=True)
@click.option(
    "--data",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Go on with what FILE holds, if it is there, and keep everything there in the end.",
)
@click.option("--webhook-url", help="Send webhooks there; the admin page can do so later.")
@click.option("--json", "as_json", is_flag=True, help="Tell how to connect as one JSON object.")
def simulate(
    *,
    port: int,
    seed: int,
    contacts: int,
    organisations: int,
    data: Path | None,
    webhook_url: str | None,
    as_json: bool,
) -> None:
    """Serve a simulated Xero on this machine until it is stopped."""
    from xerolink.cli.simulate import Wanted
    from xerolink.cli.simulate import simulate as serve

    if data is not None and not data.parent.is_dir():
        raise click.ClickException(f"the folder {data.parent} of --data is not there")
    try:
        serve(Wanted(port, seed, contacts, organisations, data, webhook_url, as_json))
    except (OSError, ValueError) as error:
        raise click.ClickException(f"cannot serve: {error}") from error
