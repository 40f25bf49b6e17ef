"""python -m benchmarks import --contacts N [--json]"""

import argparse
import json

from benchmarks.imports import measure_import


def main() -> None:
    """Run one measurement and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    commands = parser.add_subparsers(required=True)
    imports = commands.add_parser("import", help="calls and commits of a preview and an import")
    imports.add_argument("--contacts", type=int, default=10_000)
    imports.add_argument("--seed", type=int, default=1)
    imports.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    found = measure_import(arguments.contacts, arguments.seed)
    if arguments.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:>24}  {value}")


main()
