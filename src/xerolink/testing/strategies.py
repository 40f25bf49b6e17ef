"""Hypothesis strategies for contacts: plain, oddly spelt and hostile values of the domain.

A host may draw from these in its own tests. They shrink towards the plain value. Names and emails
come from a tiny alphabet, so that two books drawn independently meet often.
"""

from datetime import UTC, datetime

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.link_state import LinkState
from xerolink.domain.contacts.model import (
    Address,
    ContactKind,
    FieldName,
    FieldValue,
    HostContact,
    HostVersion,
    Phone,
    SyncedFields,
    XeroContact,
    XeroStatus,
)
from xerolink.domain.identity import HostContactId, LinkId, XeroContactId
from xerolink.domain.settings import (
    BothChanged,
    ContactSettings,
    ContactTypeFilter,
    DeletedInHost,
    Direction,
    MassChange,
    MatchingMode,
    NearMatch,
    SyncMode,
)

NAMES = ("ann lee", "bo ltd", "cy & co")
"""Three names that are their own match keys."""
EMAILS = ("ann@one.test", "bo@two.test", "cy@three.test")
"""Three addresses that are their own match keys."""
HOSTILE = (
    *('" OR Name!=null OR Name=="', '\\" OR 1==1', "\\", "\\\\", '"', "\uff02 OR 1", "\u201d OR 1"),
    *("' OR '1'='1", "'; drop table link; --", "%' --", "%", "_", "?1", "/*", "\x00"),
    *(
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\uff1d1",
        " =1",
        "\ufeff=1",
    ),
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>'),
    *(
        "' onmouseover='alert(1)",
        "</title><script>",
        "<!--",
        "{{ 7*7 }}",
        "{% raw %}",
        "${7*7}",
        "&lt;",
    ),
    *(
        "\x1b[31mred",
        "\x1b]0;title\x07",
        "\x9b31m",
        "\x1b[2J",
        "\x08\x08\x08",
        "[red]red[/red]",
        "[/]",
    ),
    *("\u202egnp.exe", "\u2066", "\u2069", "\u200b", "\u2028", "\u2029", "\x85", "\u200e"),
    *(
        "\n  2. no match: Somebody",
        " | archive it in Xero",
        "```\n```mermaid",
        "](http://x.example)",
    ),
    *("&IDs=1", "#", "?where=1", "%22%20OR", "../Invoices", "/../../", "\r\nX-Evil: 1", ";", ","),
)
"""What does harm where a text is taken for a part of a language: filters, SQL, spreadsheets,
HTML, templates, terminals, the direction of writing, Markdown, addresses and headers.
"""
_HOSTILE = "\x00\x1f\u00a0\u0301\u0345\u0130\u00df\u03a3\u03c2\u1e9e\u200d\ufb01\ud800'\";%_"


def odd_text(max_size: int = 30) -> SearchStrategy[str]:
    """Any text at all: lone surrogates, combining marks, control characters, letters that fold."""
    return st.text(st.characters(codec=None) | st.sampled_from(_HOSTILE), max_size=max_size)


def hostile_names(max_parts: int = 3) -> SearchStrategy[str]:
    """Names that try to be more than names, made of `HOSTILE` and a plain word."""
    parts = st.lists(st.sampled_from((*HOSTILE, "Kauri")), min_size=1, max_size=max_parts)
    return parts.map("".join)


def spellings(text: str) -> SearchStrategy[str]:
    """*text*, written in ASCII, as people type it: the match key stays the same."""
    spaced = text.replace(" ", " \t ")
    return st.sampled_from((text, text.upper(), text.title(), f"  {text}\n", spaced))


def blanks() -> SearchStrategy[str | None]:
    """The ways of saying nothing: unknown, empty, white space."""
    return st.sampled_from((None, "", "  "))


def names() -> SearchStrategy[str]:
    """One of `NAMES`, in any spelling."""
    return st.sampled_from(NAMES).flatmap(spellings)


def emails() -> SearchStrategy[str]:
    """One of `EMAILS`, in any spelling."""
    return st.sampled_from(EMAILS).flatmap(spellings)


def phones() -> SearchStrategy[Phone]:
    """Telephone numbers, empty ones, and one number split in different ways."""
    same = (Phone("095550101"), Phone("555 0101", "09"), Phone("(09) 555-0101"))
    return st.sampled_from((Phone(), *same, Phone("555 0102", "9", "64"), Phone("ask at desk")))


def addresses() -> SearchStrategy[Address]:
    """Postal addresses of no line to four, some of them the same in another spelling."""
    lines = st.lists(st.sampled_from(("1 High St", "1 HIGH  ST", "Flat 2", " ", "")), max_size=4)
    city = st.sampled_from(("", "Leeds", "leeds "))
    return st.builds(Address, lines.map(tuple), city, postal_code=st.sampled_from(("", "ZZ1 1ZZ")))


def field_values(field: FieldName) -> SearchStrategy[FieldValue]:
    """Values of one field: unknown, empty, white space, and filled."""
    filled: dict[FieldName, SearchStrategy[FieldValue]] = {
        FieldName.NAME: blanks() | names(),
        FieldName.BILLING_EMAIL: blanks() | emails() | st.just("n/a"),
        FieldName.PRIMARY_PHONE: st.none() | phones(),
        FieldName.BILLING_ADDRESS: st.none() | addresses(),
    }
    return filled[field]


def keyed_fields() -> SearchStrategy[SyncedFields]:
    """Fields that say something about name and email only, for tests of matching."""
    return st.builds(SyncedFields, blanks() | names(), blanks() | emails())


def synced_fields() -> SearchStrategy[SyncedFields]:
    """All four fields, each unknown, empty or filled."""
    return st.builds(
        SyncedFields,
        blanks() | names(),
        blanks() | emails(),
        st.none() | phones(),
        st.none() | addresses(),
    )


def instants() -> SearchStrategy[datetime]:
    """Aware moments in UTC, to the second, within one year."""
    return st.integers(0, 365 * 86_400).map(
        lambda s: datetime.fromtimestamp(1_767_225_600 + s, UTC)
    )


def host_contact_ids() -> SearchStrategy[HostContactId]:
    """A few host ids, so that two draws often name one contact."""
    return st.integers(0, 20).map(lambda number: HostContactId(f"h-{number:02}"))


def xero_contact_ids() -> SearchStrategy[XeroContactId]:
    """A few Xero ids, so that two draws often name one contact."""
    return st.integers(0, 20).map(lambda n: XeroContactId(f"00000000-0000-4000-8000-{n:012}"))


def host_contacts() -> SearchStrategy[HostContact]:
    """Contacts of a host."""
    return st.builds(
        HostContact,
        host_id=host_contact_ids(),
        version=st.integers(1, 5).map(lambda number: HostVersion(str(number))),
        fields=synced_fields(),
        kind=st.none() | st.sampled_from(ContactKind),
        contact_type=st.sampled_from(("", "client")),
    )


def xero_contacts() -> SearchStrategy[XeroContact]:
    """Contacts of an organisation, in every status and with every pair of flags."""
    return st.builds(
        XeroContact,
        xero_id=xero_contact_ids(),
        updated=instants(),
        fields=synced_fields(),
        status=st.sampled_from(XeroStatus),
        is_customer=st.booleans(),
        is_supplier=st.booleans(),
        number=st.sampled_from(("", "C-1")),
    )


def links() -> SearchStrategy[Link]:
    """Links in every state and both directions."""
    return st.builds(
        Link,
        link_id=st.integers(0, 20).map(lambda number: LinkId(f"l-{number:02}")),
        host_id=host_contact_ids(),
        xero_id=xero_contact_ids(),
        base_host=synced_fields(),
        base_xero=synced_fields(),
        xero_updated=instants(),
        linked_at=instants(),
        state=st.sampled_from(LinkState),
        direction=st.sampled_from(Direction),
        revision=st.integers(1, 9),
    )


def mass_changes() -> st.SearchStrategy[MassChange]:
    """Any brake."""
    return st.builds(MassChange, st.integers(0, 100), st.integers(0, 10**6))


def contact_settings() -> st.SearchStrategy[ContactSettings]:
    """Any settings that can be made."""
    return st.builds(
        ContactSettings,
        contact_filter=st.sampled_from(ContactTypeFilter),
        default_contact_type=st.text(max_size=8),
        matching=st.sampled_from(MatchingMode),
        both_changed=st.sampled_from(BothChanged),
        link_name_only=st.booleans(),
        near_match=st.sampled_from(NearMatch),
        pushed_link_direction=st.sampled_from(Direction),
        deleted_in_host=st.sampled_from(DeletedInHost),
        mass_change=mass_changes(),
        mode=st.sampled_from(SyncMode),
        keep_journal_days=st.none() | st.integers(1, 10**6),
    )
