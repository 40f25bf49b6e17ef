"""A webhook in a golden case: Xero tells that something changed."""

from collections.abc import Sequence

from xerolink.domain.inbox import EventCategory
from xerolink.testing.worlds import World

_PATHS = {EventCategory.CONTACT: "Contacts", EventCategory.INVOICE: "Invoices"}


def tell(world: World, category: EventCategory, ids: Sequence[str]) -> None:
    """Xero tells now that these changed."""
    tenant = world.xero.organisation().tenant_id
    at = world.clock.now().strftime("%Y-%m-%dT%H:%M:%S.%f")
    events = [
        {
            "resourceUrl": f"https://api.xero.com/api.xro/2.0/{_PATHS[category]}/{resource_id}",
            "resourceId": resource_id,
            "eventDateUtc": at,
            "eventType": "UPDATE",
            "eventCategory": category.value,
            "tenantId": tenant,
            "tenantType": "ORGANISATION",
        }
        for resource_id in ids
    ]
    world.app().receive({"events": events})
