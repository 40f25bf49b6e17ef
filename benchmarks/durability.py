"""What it costs to lose nothing: commits and fsyncs for each page of an import and of a sync.

A page is one page of one stage: of Xero's contacts, of the host's feed, of decisions made, of
decisions written. Commits are those that SQLite was told; fsyncs are those that strace saw the
process ask of the disk for the store's files, and null where there is no strace.
"""

import json
import shutil
import subprocess
import sys
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.durable import STORE

COMMIT, PAGE = "commit", "page "
BOUNDS = {"import": "between", "sync": "end"}
"""Where each of the two begins, and where it ends."""
_TRACED = ("strace", "-f", "-ttt", "-y", "-qq", "-e", "trace=fsync,fdatasync", "-e", "signal=none")

Marks = Sequence[tuple[float, str]]


def measure_durability(contacts: int, seed: int) -> dict[str, Any]:
    """Import *contacts* contacts and sync after edits, in a process that is watched."""
    marks, syncs = _watched(contacts, seed)
    found = {name: _cost(marks, name, syncs) for name in BOUNDS}
    counted = "strace" if syncs is not None else "not counted: install strace"
    return {
        "contacts": contacts,
        "commits_a_page": max(cost["commits_a_page"] for cost in found.values()),
        "fsyncs_a_page": _most(cost["fsyncs_a_page"] for cost in found.values()),
        "commits_counted_by": "sqlite3's trace of statements",
        "fsyncs_counted_by": counted,
        **found,
    }


def _watched(contacts: int, seed: int) -> tuple[Marks, Sequence[float] | None]:
    """The marks of the run, and when it asked the disk to write; None without strace."""
    with TemporaryDirectory() as folder:
        trace = Path(folder, "trace")
        work = [sys.executable, "-m", "benchmarks.durable", folder, str(contacts), str(seed)]
        strace = shutil.which(_TRACED[0])
        watch = [strace, *_TRACED[1:], "-o", str(trace)] if strace else []
        # Our own module, and what is installed here as strace.
        told = subprocess.run([*watch, *work], check=True, capture_output=True, text=True)  # noqa: S603
        return json.loads(told.stdout), _syncs(trace) if strace else None


def _syncs(trace: Path) -> list[float]:
    """The times of those that concern the store: its database, its log, or their folder's entry."""
    lines = [line.split(maxsplit=2) for line in trace.read_text("utf-8").splitlines()]
    return sorted(float(at) for _, at, call in lines if f"/{STORE}" in call)


def _cost(marks: Marks, name: str, syncs: Sequence[float] | None) -> dict[str, Any]:
    """One of the two: its pages by stage, and what they cost on average and at the most."""
    inside = _between(marks, name, BOUNDS[name])
    ends = [at for at, what in inside if what.startswith(PAGE)]
    commits = [at for at, what in inside if what == COMMIT]
    start, end = inside[0][0], inside[-1][0]
    asked = None if syncs is None else [at for at in syncs if start <= at <= end]
    return {
        "pages": _pages(inside),
        "commits": len(commits),
        "commits_a_page": round(len(commits) / len(ends), 2),
        "most_commits_in_a_written_page": _most_in_a_page(inside, commits),
        "fsyncs": None if asked is None else len(asked),
        "fsyncs_a_page": None if asked is None else round(len(asked) / len(ends), 2),
        "most_fsyncs_in_a_written_page": None if asked is None else _most_in_a_page(inside, asked),
    }


def _between(marks: Marks, first: str, last: str) -> Marks:
    names = [what for _, what in marks]
    return marks[names.index(first) : names.index(last) + 1]


def _pages(marks: Marks) -> Mapping[str, int]:
    found = [what.removeprefix(PAGE) for _, what in marks if what.startswith(PAGE)]
    return {what: found.count(what) for what in dict.fromkeys(found)}


def _most_in_a_page(marks: Marks, times: Sequence[float]) -> int:
    """The most of *times* between the ends of two pages of decisions that were written."""
    ends = [at for at, what in marks if what == "page written"]
    counts = [bisect_left(times, end) - bisect_left(times, start) for start, end in pairwise(ends)]
    return max(counts, default=0)


def _most(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return max(known) if known else None
