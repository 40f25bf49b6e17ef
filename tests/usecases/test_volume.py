"""Ten thousand contacts on either side: calls by page, never by contact."""

from collections import Counter

from xerolink.domain.contacts.decide import Verdict
from xerolink.testing.crashes import Trap, Trapped
from xerolink.testing.worlds import ANNA, World, fields

SIZE = 10_000
PAGE = 500


def full_world() -> World:
    """A third matches, a third is new, a third has a known name; one mailbox is on 2,000."""
    world = World()
    for number in range(SIZE):
        email = "books@x.example" if number % 5 == 0 else f"c{number}@x.example"
        world.xero.add(fields(f"Contact {number}", email))
        if number % 3 != 1:
            world.host.add(fields(f"contact {number}", email if number % 3 == 0 else ""))
        else:
            world.host.add(fields(f"Another {number}"))
    return world


def test_ten_thousand_contacts_cost_calls_by_page() -> None:
    """Preview and import: 10 pages of Xero, and a fixed number of calls for each page of 500."""
    world = full_world()
    trap = Trap(only=lambda point: point.startswith("before"))
    world.seen_store = Trapped(world.store, "store", trap)
    world.seen_host = Trapped(world.host, "host", trap)
    world.seen_xero = Trapped(world.xero, "xero", trap)
    connection = world.connect()
    preview = connection.preview(ANNA)
    connection.import_contacts(ANNA)
    calls = Counter(point.removeprefix("before ") for point in trap.points)
    pages = SIZE // PAGE
    assert preview.count(Verdict.FULL_MATCH) == 3334
    assert sum(n for verb, n in calls.items() if verb.startswith("xero.")) <= SIZE / 1_000
    assert sum(n for verb, n in calls.items() if verb.startswith("host.")) <= 8 * pages
    assert sum(n for verb, n in calls.items() if verb.startswith("store.")) <= 20 * pages
