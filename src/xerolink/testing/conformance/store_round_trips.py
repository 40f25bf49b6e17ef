"""Whatever is put into a store about invoices comes back equal, as odd as it may be."""

from hypothesis import HealthCheck, given, settings

from xerolink.domain.invoices.book import InvoiceBook
from xerolink.domain.invoices.causes import InvoiceIssue
from xerolink.domain.invoices.intent import InvoiceIntent
from xerolink.domain.invoices.record import InvoiceRecord
from xerolink.ports.store import Store
from xerolink.testing.conformance.store_base import StoreFixtures
from xerolink.testing.conformance.store_values import HERE
from xerolink.testing.stored_strategies import (
    invoice_books,
    invoice_intents,
    invoice_issues,
    invoice_records,
)

_any = settings(
    max_examples=50, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


class RoundTripPromises(StoreFixtures):
    """What is written in a reading is lost, so that each value is alone in the store."""

    def test_any_record_comes_back_as_it_was_put(self, store: Store) -> None:
        @_any
        @given(invoice_records())
        def comes_back(record: InvoiceRecord) -> None:
            with store.reading(HERE) as unit:
                unit.invoices.put([record])
                assert unit.invoices.get_many([record.host_id]) == {record.host_id: record}

        comes_back()

    def test_any_record_is_found_by_all_that_it_holds(self, store: Store) -> None:
        @_any
        @given(invoice_records())
        def is_found(record: InvoiceRecord) -> None:
            with store.reading(HERE) as unit:
                unit.invoices.put([record])
                found = [
                    unit.invoices.page([record.state], None, 9),
                    *(unit.invoices.held_by(cause, None, 9) for cause in record.causes),
                ]
                counted = unit.invoices.count_held(record.causes)
            assert (found, counted) == ([(record,)] * len(found), dict.fromkeys(record.causes, 1))

        is_found()

    def test_any_write_comes_back_as_it_was_put(self, store: Store) -> None:
        @_any
        @given(invoice_intents())
        def comes_back(intent: InvoiceIntent) -> None:
            with store.reading(HERE) as unit:
                unit.invoice_intents.put([intent])
                assert unit.invoice_intents.open(9) == ((intent,) if intent.open else ())

        comes_back()

    def test_any_issue_comes_back_as_it_was_put(self, store: Store) -> None:
        @_any
        @given(invoice_issues())
        def comes_back(issue: InvoiceIssue) -> None:
            with store.reading(HERE) as unit:
                unit.invoice_issues.put([issue])
                found = unit.invoice_issues.get(issue.issue_id)
            assert found == issue
            assert (found.cause.why, found.cause.fix) == (issue.cause.why, issue.cause.fix)

        comes_back()

    def test_any_book_comes_back_as_it_was_put(self, store: Store) -> None:
        @_any
        @given(invoice_books())
        def comes_back(book: InvoiceBook) -> None:
            with store.reading(HERE) as unit:
                unit.invoice_book.put(book)
                assert unit.invoice_book.get() == book

        comes_back()
