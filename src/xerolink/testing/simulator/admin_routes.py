"""Which address of the admin pages does what."""

from collections.abc import Callable

from werkzeug.routing import Map, Rule

from . import admin_contacts as contacts
from . import admin_invoices as invoices
from . import admin_overview as overview
from .admin_answers import HOME, Done

Handler = Callable[..., Done]


def _rule(method: str, path: str, handle: Handler) -> Rule:
    return Rule(f"{HOME}{path}", endpoint=handle, methods=[method])


_CHANGE = f"<any({','.join(('edit', 'merge', *contacts.CHANGES))}):change>"
ROUTES = Map(
    [
        _rule("GET", "", overview.overview),
        _rule("GET", "style.css", overview.style),
        _rule("POST", "faults", overview.add_fault),
        _rule("POST", "faults/events", overview.add_event_fault),
        _rule("POST", "faults/clear", overview.clear_faults),
        _rule("POST", "expire", overview.expire),
        _rule("POST", "webhooks", overview.subscribe),
        _rule("POST", "webhooks/deliver", overview.deliver),
        _rule("POST", "webhooks/intent", overview.intend),
        _rule("GET", "<tenant>/", contacts.contacts),
        _rule("POST", "<tenant>/contacts", contacts.add_contact),
        _rule("POST", "<tenant>/disconnect", overview.disconnect),
        _rule("POST", "<tenant>/lock", invoices.lock),
        _rule("GET", "<tenant>/invoices", invoices.invoices),
        _rule("POST", "<tenant>/invoices/<invoice_id>/void", invoices.void),
        _rule("POST", "<tenant>/invoices/<invoice_id>/pay", invoices.pay),
        _rule("GET", "<tenant>/contacts/<contact_id>", contacts.contact),
        _rule("POST", f"<tenant>/contacts/<contact_id>/{_CHANGE}", contacts.change_contact),
    ]
)
