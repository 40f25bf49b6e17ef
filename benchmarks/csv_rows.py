"""The rows of CSV files that somebody else made: what is wrong with one is told, with its name."""

import csv
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NoReturn, TypeVar

_LONGEST = 10_000_000
_YES = frozenset(("1", "1.0", "true", "yes", "y", "match"))
_NO = frozenset(("0", "0.0", "false", "no", "n", "non_match"))
V = TypeVar("V")


class Row(dict[str, str]):
    """A row by its columns, in lower case; a column that its file lacks is ""."""

    def __missing__(self, column: str) -> str:
        return ""

    def said(self, column: str) -> bool | None:
        """Whether *column* says yes; None: it says neither yes nor no."""
        text = self[column].strip().lower()
        return text in _YES if text in _YES | _NO else None


def told(
    found: Iterable[tuple[Row, V | None]], column: str, wanted: str
) -> Iterator[tuple[Row, V]]:
    """The rows of which something is known; how many others there are is told at the end."""
    left_out = 0
    for row, known in found:
        if known is None:
            left_out += 1
        else:
            yield row, known
    if left_out:
        print(f"{left_out:,} rows left out: {column} is not {wanted}", file=sys.stderr)


def rows(folder: Path, pattern: str, needed: Collection[str]) -> Iterator[Row]:
    """Every row of every file of *folder* that fits *pattern*, but for empty ones.

    What follows the last column is left out. Ends the program, naming the file, where that lacks a
    column that is *needed*, is no CSV, or is not in UTF-8.
    """
    csv.field_size_limit(_LONGEST)
    for path in sorted(folder.glob(pattern)):
        try:
            yield from _read(path, needed)
        except UnicodeDecodeError as error:
            _refuse(path, f"it is not in UTF-8 ({error.reason}): save it as that")
        except csv.Error as error:
            _refuse(path, f"it is no CSV: {error}")


def _read(path: Path, needed: Collection[str]) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines, restval="")
        columns = [str(name).strip().lower() for name in reader.fieldnames or ()]
        if lacking := sorted({*needed} - {*columns}):
            _refuse(path, f"it has no column {', '.join(lacking)}; it has: {', '.join(columns)}")
        reader.fieldnames = columns
        for row in reader:
            yield Row({name: value for name, value in row.items() if name is not None})


def _refuse(path: Path, why: str) -> NoReturn:
    sys.exit(f"{path}: {why}")
