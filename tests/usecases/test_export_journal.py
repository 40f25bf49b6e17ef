"""The journal as a file: exact as JSON lines, harmless as a spreadsheet."""

import csv
import io
import json
from hashlib import sha256
from typing import Any

import pytest
from attrs import evolve

from xerolink.domain.contacts.link import Link
from xerolink.domain.contacts.model import Address, Phone, SyncedFields
from xerolink.domain.identity import HostContactId, LinkId, XeroContactId
from xerolink.domain.journal import EntryKind, Note, Values
from xerolink.domain.run import RunKind
from xerolink.testing.worlds import ANNA, START, World, fields
from xerolink.usecases.connect import connect
from xerolink.usecases.export_journal import COLUMNS, ExportForm, export_journal
from xerolink.usecases.journal import PAGE, record, scrub_journal, verify_journal
from xerolink.usecases.run import Ports, Run
from xerolink.usecases.running import running

BEFORE = fields("Kauri Ltd", "", Phone("555 0101", "9", "+64"), Address(("1 Quay",), "Auckland"))
AFTER = fields("Kauri Limited", "office@kauri.example", Phone(), Address())
HOST, XERO = HostContactId("h1"), XeroContactId("x1")
LINK = Link(LinkId("l1"), HOST, XERO, BEFORE, BEFORE, START, START)
VALUES = Values(BEFORE, AFTER, None, SyncedFields("Kauri"), (), (LINK,))


class Firm:
    """One connection whose journal is written by hand."""

    def __init__(self) -> None:
        world = World()
        sides, app = world.sides(), world.app()
        self.id = world.connection_id
        self.ports = Ports(
            world.store,
            sides.xero,
            sides.organisation,
            sides.host,
            world.clock,
            world.ids,
            app.classifier,
            app.observer,
        )
        connect(self.ports, self.id, None, ANNA)

    def write(self, values: Values = VALUES, times: int = 1, **changes: Any) -> None:
        with running(self.ports, self.id, RunKind.REVIEW, ANNA) as run, run.transaction() as unit:
            record(unit, run, [evolve(note(run, values), **changes)] * times)

    def exported(self, form: ExportForm) -> str:
        out = io.StringIO(newline="")
        export_journal(self.ports, self.id, form, out)
        return out.getvalue()

    def rows(self) -> list[dict[str, str]]:
        """The lines of the CSV by column."""
        return list(csv.DictReader(io.StringIO(self.exported(ExportForm.CSV), newline="")))

    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.exported(ExportForm.JSON).splitlines()]


def note(run: Run, values: Values) -> Note:
    return Note(
        EntryKind.WRITTEN,
        run.ports.clock.now(),
        run.run.actor,
        run.run.kind,
        run.run.run_id,
        "MergePair",
        "edited in Xero",
        "done",
        HOST,
        XERO,
        LINK.link_id,
        values=values,
    )


def test_a_row_of_the_csv() -> None:
    firm = Firm()
    firm.write()
    (row,) = firm.rows()
    run_id, digest = row.pop("run_id"), row.pop("digest")
    assert (bool(run_id), len(digest)) == (True, 64)
    assert {name: text for name, text in row.items() if text} == {
        "sequence": "1",
        "at": "2026-07-01T09:00:00+00:00",
        "by": "anna",
        "by_kind": "person",
        "trigger": "review",
        "kind": "written",
        "what": "MergePair",
        "reason": "edited in Xero",
        "outcome": "done",
        "host_id": "h1",
        "xero_id": "x1",
        "link_id": "l1",
        "host_name_before": "Kauri Ltd",
        "host_name_after": "Kauri Limited",
        "host_billing_email_after": "office@kauri.example",
        "host_primary_phone_before": "'+64 9 555 0101",
        "host_billing_address_before": "1 Quay, Auckland",
        "xero_name_after": "Kauri",
        "links_after": "h1 - x1 synced",
    }


def test_the_csv_has_a_head_line_even_without_entries() -> None:
    assert Firm().exported(ExportForm.CSV) == ",".join(f'"{name}"' for name in COLUMNS) + "\r\n"


def test_every_cell_is_in_quotes() -> None:
    """A comma, a semicolon or a line end in a name starts no new cell."""
    firm = Firm()
    firm.write(Values(SyncedFields('a;"b",c\n=d')))
    assert ',"a;""b"",c\n=d",' in firm.exported(ExportForm.CSV)


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://evil.example";"x")',
        "+64 9 555",
        "-1+1|cmd",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\ttab",
        "\rreturn",
        "  =1",
        "\n=1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        "\x00=1",
        "\uff1d1",
        "\uff0b1",
        " \u2003 @x",
    ],
)
def test_a_cell_that_begins_like_a_formula_gets_an_apostrophe(text: str) -> None:
    firm = Firm()
    firm.write(Values(SyncedFields(text)))
    assert firm.rows()[0]["host_name_before"] == f"'{text}"


@pytest.mark.parametrize("text", ["Kauri = Ltd", "O'Brien", "'quoted", "1-2", "", " ", "(+64) 9"])
def test_any_other_cell_is_as_it_is(text: str) -> None:
    firm = Firm()
    firm.write(Values(SyncedFields(text)))
    assert firm.rows()[0]["host_name_before"] == text


@pytest.mark.parametrize("column", ["host_id", "reason", "what"])
def test_ids_and_words_are_guarded_too(column: str) -> None:
    firm = Firm()
    changes: dict[str, Any] = {column: "=1"}
    firm.write(**changes)
    assert firm.rows()[0][column] == "'=1"


def test_half_a_character_can_be_written_to_a_file() -> None:
    firm = Firm()
    firm.write(Values(SyncedFields("half \ud83d")))
    assert "half ?" in firm.exported(ExportForm.CSV).encode().decode()


@pytest.mark.parametrize("form", ExportForm)
def test_every_entry_is_exported_once(form: ExportForm) -> None:
    firm = Firm()
    firm.write(times=PAGE + 1)
    found = firm.rows() if form is ExportForm.CSV else firm.objects()
    assert [int(each["sequence"]) for each in found] == list(range(1, PAGE + 2))


def test_an_object_of_the_json_lines() -> None:
    firm = Firm()
    firm.write()
    (found,) = firm.objects()
    assert found["fact"]["actor"] == {"kind": "person", "name": "anna"}
    assert found["values"]["host_after"]["billing_email"] == "office@kauri.example"


def test_an_auditor_can_compute_the_digest_of_values_again() -> None:
    firm = Firm()
    firm.write()
    (found,) = firm.objects()
    text = json.dumps(found["values"], sort_keys=True, separators=(",", ":"))
    assert sha256((found["salt"] + text).encode()).hexdigest() == found["values_digest"]


def test_an_auditor_can_compute_the_digest_of_an_entry_again() -> None:
    """Without a key; with one it is an HMAC of the same text."""
    firm = Firm()
    firm.write()
    (e,) = firm.objects()
    parts = [e["previous"], e["sequence"], e["key_id"], e["fact"], e["values_digest"]]
    text = json.dumps(["xerolink journal 1", *parts], sort_keys=True, separators=(",", ":"))
    assert sha256(text.encode()).hexdigest() == e["digest"]


@pytest.mark.parametrize("form", ExportForm)
def test_a_scrubbed_entry_says_so_and_shows_no_values(form: ExportForm) -> None:
    firm = Firm()
    firm.write()
    with running(firm.ports, firm.id, RunKind.SYNC, ANNA) as run, run.transaction() as unit:
        scrub_journal(unit, run, [HOST], [], "GDPRREQUEST")
    first = firm.rows()[0] if form is ExportForm.CSV else firm.objects()[0]
    assert (first["scrubbed"] in {"yes", True}, "Kauri" in firm.exported(form)) == (True, False)


def test_an_export_changes_nothing() -> None:
    firm = Firm()
    firm.write()
    firm.exported(ExportForm.JSON)
    assert verify_journal(firm.ports, firm.id) == ()
