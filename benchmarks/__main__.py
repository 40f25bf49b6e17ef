"""python -m benchmarks import|durability|scan|simulator|refresh|faults|totals|classify|suggest"""

import argparse
import json
from pathlib import Path

from benchmarks.classify import measure_classify
from benchmarks.durability import measure_durability
from benchmarks.faults import measure_faults
from benchmarks.imports import measure_import, measure_suggestions
from benchmarks.refreshes import measure_refreshes
from benchmarks.scan import measure_scan
from benchmarks.simulator import measure_simulator
from benchmarks.suggest import measure_suggest
from benchmarks.totals import measure_totals


def main() -> None:
    """Run one measurement and print it."""
    arguments = _arguments()
    found = arguments.measure(arguments)
    if arguments.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:>24}  {value}")


def _arguments() -> argparse.Namespace:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--seed", type=int, default=1)
    shared.add_argument("--json", action="store_true")
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    commands = parser.add_subparsers(required=True)
    imports = commands.add_parser(
        "import", parents=[shared], help="calls and commits of a preview and an import"
    )
    imports.add_argument("--contacts", type=int, default=10_000)
    imports.add_argument(
        "--suggestions", action="store_true", help="beside the same import without suggestions"
    )
    imports.set_defaults(
        measure=lambda asked: (measure_suggestions if asked.suggestions else measure_import)(
            asked.contacts, asked.seed
        )
    )
    durability = commands.add_parser(
        "durability", parents=[shared], help="commits and fsyncs for each page of work"
    )
    durability.add_argument("--contacts", type=int, default=10_000)
    durability.set_defaults(measure=lambda asked: measure_durability(asked.contacts, asked.seed))
    scan = commands.add_parser(
        "scan", parents=[shared], help="calls, bytes and memory of reading every contact"
    )
    scan.add_argument("--contacts", type=int, default=100_000)
    scan.set_defaults(measure=lambda asked: measure_scan(asked.contacts, asked.seed))
    simulator = commands.add_parser(
        "simulator", parents=[shared], help="lists of 100 contacts beside constant bytes"
    )
    simulator.set_defaults(measure=lambda asked: measure_simulator(asked.seed))
    refresh = commands.add_parser(
        "refresh", parents=[shared], help="token sets that live through lost answers and crashes"
    )
    refresh.add_argument("--connections", type=int, default=5_000)
    refresh.add_argument("--refreshes", type=int, default=30)
    refresh.set_defaults(
        measure=lambda asked: measure_refreshes(asked.connections, asked.refreshes, asked.seed)
    )
    faults = commands.add_parser(
        "faults", parents=[shared], help="schedules in which Xero fails while people go on working"
    )
    faults.add_argument("--schedules", type=int, default=10_000)
    faults.set_defaults(measure=lambda asked: measure_faults(asked.schedules, asked.seed))
    totals = commands.add_parser(
        "totals", parents=[shared], help="our totals of invoices beside the simulator's"
    )
    totals.add_argument("--invoices", type=int, default=100_000)
    totals.set_defaults(measure=lambda asked: measure_totals(asked.invoices, asked.seed))
    classify = commands.add_parser(
        "classify", parents=[shared], help="person or organisation: how often right, and how fast"
    )
    classify.add_argument(
        "--data", type=Path, help="a folder of labelled names (docs/person-or-organisation.md)"
    )
    classify.set_defaults(measure=lambda asked: measure_classify(asked.data))
    suggest = commands.add_parser(
        "suggest", parents=[shared], help="suggestions of the right contact, among many names"
    )
    suggest.add_argument(
        "--data", type=Path, help="a folder of pairs and pools (docs/suggestions.md)"
    )
    suggest.set_defaults(measure=lambda asked: measure_suggest(asked.data, asked.seed))
    return parser.parse_args()


if __name__ == "__main__":  # the simulator's own process imports this module again
    main()
