"""Every promise of every port as a suite to inherit; one module for each port."""

from pkgutil import iter_modules

try:
    import pytest
except ModuleNotFoundError as missing:
    raise ImportError(
        'the conformance suites are not installed; pip install "xerolink[testing]"'
    ) from missing

# By name, one by one: the package itself is imported already, and pytest would warn of that.
pytest.register_assert_rewrite(*(f"{__name__}.{module.name}" for module in iter_modules(__path__)))
