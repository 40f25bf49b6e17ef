"""Which tests look at a mutant, and in which order: the pytest plugin of mutation testing.

mutmut chooses the tests that reach a changed function; those of half the product reach most of
them. A rule is claimed by the tests of the domain, so those of the use cases are not asked about
it. The tests named after the changed module come first: what is found is found soon.
`[tool.mutmut]` in pyproject.toml names this plugin; no other run of pytest loads it.
"""

import os

import pytest


def pytest_configure(config: pytest.Config) -> None:
    module, _, function = os.environ.get("MUTANT_UNDER_TEST", "").rpartition(".")
    if "__mutmut_" not in function:
        return
    asked = "tests/domain/" if ".domain." in module else "tests/"
    name = module.rpartition(".")[2]
    chosen = [test for test in config.args if test.startswith(asked)]
    config.args[:] = sorted(chosen, key=lambda test: name not in test.partition("::")[0])
