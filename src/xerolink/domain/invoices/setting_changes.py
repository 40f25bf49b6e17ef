"""What is different in other settings, as the journal tells it: by ids and codes alone."""

from collections.abc import Iterator, Mapping, Set

from xerolink.domain.invoices.settings import InvoiceSettings


def changes(before: InvoiceSettings, after: InvoiceSettings) -> Iterator[str]:
    """One text for each thing that is another one in *after*, in the order of the settings."""
    for name in InvoiceSettings.__match_args__:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield from _change(name, old, new)


def _change(name: str, old: object, new: object) -> Iterator[str]:
    match old, new:
        case Mapping(), Mapping():
            for key in sorted(old.keys() | new.keys()):
                if old.get(key) != new.get(key):
                    yield _became(f"{name} {key}", old.get(key), new.get(key))
        case Set(), Set():
            yield from (f"{name}: {one} came" for one in sorted(new - old))
            yield from (f"{name}: {one} went" for one in sorted(old - new))
        case _:
            yield _became(name, old, new)


def _became(what: str, old: object, new: object) -> str:
    return f"{what}: {_word(old)} became {_word(new)}"


def _word(value: object) -> str:
    return "none" if value is None else str(getattr(value, "value", value))
