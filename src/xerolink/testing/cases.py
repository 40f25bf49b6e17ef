"""Golden cases: stories in JSON that a bookkeeper can read, told to the library and checked.

A case is two books, what people and time do, and what must be true then; `tests/cases/README.md`
explains the words. A word that is not known raises `CaseError`: a misspelt one never passes.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from xerolink.testing.cases_furnish import FIRM_WORDS, set_stage
from xerolink.testing.cases_invoices_offers import as_invoice_settings
from xerolink.testing.cases_stage import Stage
from xerolink.testing.cases_steps import perform
from xerolink.testing.cases_then import check
from xerolink.testing.cases_verbs import asks, is_there
from xerolink.testing.cases_words import CaseError, as_settings, copied, only

__all__ = ["Case", "CaseError", "read_case", "run_case", "waits_for"]

_TOLD = ("title", "rules", "copies", "steps", "then")


@frozen
class Case:
    """One story. *rules* are the rows of the semantics that it shows; *told* is all of it."""

    title: str
    rules: tuple[int, ...]
    told: Mapping[str, Any]

    @property
    def firms(self) -> Mapping[str, Mapping[str, Any]]:
        """The firms of the story by name; the one of a story with a single firm is ""."""
        found: Mapping[str, Mapping[str, Any]] = self.told.get("firms", {})
        return found or {"": {word: self.told[word] for word in FIRM_WORDS if word in self.told}}

    @property
    def steps(self) -> tuple[Mapping[str, Any], ...]:
        return tuple(self.told["steps"])

    def settings(self) -> Iterator[tuple[str, object]]:
        """Every setting that the story names, with its value, at the start or later."""
        for holder in (*self.firms.values(), *self.steps):
            named = holder.get("settings", {})
            settings = as_settings(named)
            yield from ((name, getattr(settings, name)) for name in named)

    def invoice_settings(self) -> Iterator[tuple[str, object]]:
        """The same of the settings of invoices."""
        for holder in (*self.firms.values(), *self.steps):
            named = holder.get("invoice settings", {})
            settings = as_invoice_settings(named)
            yield from ((name, getattr(settings, name)) for name in named)


def read_case(path: Path) -> Case:
    """The case in a JSON file; raises `CaseError` for what is no case."""
    told = json.loads(path.read_text(encoding="utf-8"))
    only("a case", told, needed=("title", "rules", "steps", "then"), known=_known(told))
    told = copied(told, told.get("copies", 0))
    if "firms" in told:
        only("then, of several firms,", told["then"], needed=list(told["firms"]))
    for name, firm in told.get("firms", {}).items():
        only(f"the firm {name!r}", firm, known=FIRM_WORDS)
    return Case(told["title"], tuple(told["rules"]), told)


def run_case(case: Case) -> None:
    """Tell the story; raises `AssertionError` where the library does not do as the case says."""
    stage = set_stage(case.firms)
    for number, step in enumerate(case.steps, start=1):
        try:
            perform(stage, step)
        except (AssertionError, CaseError) as error:
            error.add_note(f"step {number} of {case.title!r}: {json.dumps(step)}")
            raise
        stage.learn_names()
    _check_all(stage, case.told["then"])


def waits_for(case: Case) -> tuple[str, ...]:
    """What the case asks of the front door that it does not have; none: empty."""
    asked = [one for step in case.steps for one in asks(step)]
    return tuple(dict.fromkeys(one for one in asked if not is_there(one)))


def _check_all(stage: Stage, then: Mapping[str, Any]) -> None:
    for name, firm in stage.firms.items():
        check(firm, then if name == "" else then[name])


def _known(told: Mapping[str, Any]) -> tuple[str, ...]:
    return (*_TOLD, "firms") if "firms" in told else (*_TOLD, *FIRM_WORDS)
