"""Mappings that broke later are found, as the very causes that invoices would be held by."""

from decimal import Decimal

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.invoices.books import GOOD
from tests.domain.invoices.shelves import ACCOUNTS, NEW_ZEALAND, RATES, listed
from tests.domain.invoices.terms import ADVICE, RIGHT, TERMS, TRAVEL
from xerolink.domain.invoices.catalogue import Account, Catalogue, CatalogueRate
from xerolink.domain.invoices.causes import CauseKind
from xerolink.domain.invoices.drift import catalogue_drift
from xerolink.domain.invoices.model import BillableExpense, InvoiceLine, Service
from xerolink.domain.invoices.preflight import preflight
from xerolink.domain.invoices.set_up import check_settings
from xerolink.domain.invoices.setting_problems import Stops
from xerolink.domain.invoices.settings import HostTerms


def archived(*codes: str) -> Catalogue:
    accounts = (evolve(one, active=one.active and one.code not in codes) for one in ACCOUNTS)
    return evolve(NEW_ZEALAND, accounts=tuple(accounts))


def rates(*changed: CatalogueRate) -> Catalogue:
    """The organisation's, some of them changed."""
    names = {one.rate.tax_type for one in changed}
    kept = (one for one in RATES if one.rate.tax_type not in names)
    return evolve(NEW_ZEALAND, tax_rates=(*kept, *changed))


def found(catalogue: Catalogue, terms: HostTerms = TERMS) -> list[tuple[str, str]]:
    return [(one.key, one.why) for one in catalogue_drift(RIGHT, catalogue, terms)]


def test_mappings_that_work_have_no_drift() -> None:
    assert found(NEW_ZEALAND) == []


def test_an_account_that_was_archived_is_one_cause_that_names_its_mappings() -> None:
    why = "account 200: it is archived in Xero"
    assert found(archived("200")) == [
        (
            "account unusable:200",
            f"{why} (the default revenue account)\n{why} (expense type travel)",
        )
    ]


def test_the_default_of_expenses_and_a_service_type_are_named_too() -> None:
    why = "account 260: it is archived in Xero"
    assert found(archived("260")) == [
        (
            "account unusable:260",
            f"{why} (the default expense account)\n{why} (service type advice)",
        )
    ]


def test_a_rate_that_was_archived_is_found() -> None:
    old = listed("OUTPUT2", "15% GST on Income", 15, active=False)
    why = "tax rate OUTPUT2, which gst is mapped to: it is archived in Xero"
    assert found(rates(old)) == [("tax rate unusable:gst", why)]


def test_a_rate_that_was_deleted_is_found() -> None:
    gone = evolve(NEW_ZEALAND, tax_rates=RATES[2:])
    assert [key for key, _ in found(gone)] == ["tax rate unusable:gst"]


def test_a_rate_that_was_changed_is_found() -> None:
    raised = listed("OUTPUT2", "16% GST on Income", 16)
    why = "the host's tax rate gst is 15%, and OUTPUT2 in Xero 16%"
    assert found(rates(raised)) == [("tax rate differs:gst", why)]


def test_a_theme_that_is_gone_is_found() -> None:
    assert [key for key, _ in found(evolve(NEW_ZEALAND, themes=()))] == ["theme unknown:theme-1"]


def test_what_the_host_does_not_bill_with_any_more_is_not_told() -> None:
    raised = listed("OUTPUT2", "16% GST on Income", 16)
    left = evolve(TERMS, tax_rates=TERMS.tax_rates[1:], service_types={}, expense_types={})
    assert found(rates(raised), left) == []


def test_what_was_never_mapped_has_not_drifted() -> None:
    unmapped = evolve(RIGHT, tax_rates={}, revenue_account=None, theme=None)
    assert catalogue_drift(unmapped, NEW_ZEALAND, TERMS) == ()


def test_where_invoices_are_off_nothing_has_drifted() -> None:
    assert catalogue_drift(evolve(RIGHT, on=False), archived("200"), TERMS) == ()


CHANGES = st.sampled_from(("archive", "another class", "remove", "keep"))
MAPPING_KINDS = {
    CauseKind.ACCOUNT_UNUSABLE,
    CauseKind.TAX_RATE_UNUSABLE,
    CauseKind.TAX_RATE_DIFFERS,
    CauseKind.THEME_UNKNOWN,
}


def changed_accounts(data: st.DataObject) -> tuple[Account, ...]:
    bank = ACCOUNTS[0]
    made = []
    for one in ACCOUNTS:
        match data.draw(CHANGES):
            case "archive":
                made.append(evolve(one, active=False))
            case "another class":
                made.append(evolve(one, kind=bank.kind, account_class=bank.account_class))
            case "keep":
                made.append(one)
    return tuple(made)


def changed_rates(data: st.DataObject) -> tuple[CatalogueRate, ...]:
    made = []
    for one in RATES:
        match data.draw(CHANGES):
            case "archive":
                made.append(evolve(one, active=False))
            case "another class":
                made.append(listed(one.rate.tax_type, one.rate.name, Decimal("17.5")))
            case "keep":
                made.append(one)
    return tuple(made)


@given(st.data())
def test_drift_is_what_holds_an_invoice_that_uses_every_mapping(data: st.DataObject) -> None:
    """Kind and thing are equal, so that both fall on one issue."""
    catalogue = evolve(NEW_ZEALAND, accounts=changed_accounts(data), tax_rates=changed_rates(data))
    sold = (
        Service(),
        Service(ADVICE),
        BillableExpense(),
        BillableExpense(TRAVEL),
    )
    lines = tuple(
        InvoiceLine("Work", 1, 10, rate_id, sold=one) for one in sold for rate_id in TERMS.rate_of
    )
    causes = preflight(evolve(GOOD, lines=lines), RIGHT, catalogue, terms=TERMS)
    held = {one for one in causes if one.kind in MAPPING_KINDS}
    assert set(catalogue_drift(RIGHT, catalogue, TERMS)) == held


@given(st.data())
def test_what_has_drifted_could_not_be_saved_anew(data: st.DataObject) -> None:
    """And what has not, could: at the set-up and later, one answer."""
    catalogue = evolve(NEW_ZEALAND, accounts=changed_accounts(data), tax_rates=changed_rates(data))
    problems = check_settings(RIGHT, catalogue, TERMS)
    mistakes = [one for one in problems if one.stops is Stops.SAVING]
    assert bool(mistakes) == bool(catalogue_drift(RIGHT, catalogue, TERMS))
