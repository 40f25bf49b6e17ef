"""The `xerolink` command: the one place that builds adapters for itself."""

import sys


def main() -> None:
    """Run the command line; without the extra `cli`, say which line installs it."""
    try:
        from xerolink.cli.commands import xerolink
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] == "xerolink":
            raise
        sys.exit(f'{missing.name} is not installed; run: pip install "xerolink[all]"')
    xerolink()
