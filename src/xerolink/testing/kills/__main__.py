"""`python -m xerolink.testing.kills --kills 2000 --seed 1 --json`: stop it everywhere, and look.

Without a number every point is tried. `--on memory` and `--on sqlite` stop the process by an
exception, `--on kill` by `kill -9`.
"""

import argparse
import json
import sys
from collections.abc import Sequence

from xerolink.testing.kills.lives import Blow, Ground
from xerolink.testing.kills.report import Trial, tried, warm_up
from xerolink.testing.kills.scenes import SCENES


def main(arguments: Sequence[str] | None = None) -> int:
    """Whether something ended otherwise than undisturbed, as the exit status: 0 no, 1 yes."""
    given = _parser().parse_args(arguments)
    scenes = {name: SCENES[name] for name in SCENES if given.scene in name}
    warm_up(SCENES)
    blow = Blow(given.blow) if given.blow else None
    trial = Trial(Ground(given.on), given.kills, given.seed, given.jobs, blow)
    found = tried(trial, scenes, _progress)
    report = {"seed": given.seed, **found.as_json()}
    text = json.dumps(report, indent=1) if given.json else _words(report)
    sys.stdout.write(f"{text}\n")
    return 1 if report["broken"] else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m xerolink.testing.kills")
    grounds = [ground.value for ground in Ground]
    parser.add_argument("--on", choices=grounds, default="kill", help="how it is stopped, on what")
    parser.add_argument("--kills", type=int, help="how many points; all of them unless given")
    parser.add_argument("--seed", type=int, default=0, help="which points, and what follows each")
    parser.add_argument("--scene", default="", help="only scenes with this in their name")
    parser.add_argument("--blow", choices=[b.value for b in Blow], help="only this one")
    parser.add_argument("--jobs", type=int, default=1, help="how many at a time")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    return parser


def _progress(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _words(report: dict[str, object]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in report.items())


if __name__ == "__main__":
    sys.exit(main())
