"""What `Issues` promises."""

import pytest

from xerolink.domain.contacts.issues import Candidate, CandidateReason, IssueKind
from xerolink.domain.contacts.model import FieldName
from xerolink.ports.errors import StaleVersionError
from xerolink.ports.store import UnitOfWork
from xerolink.testing.conformance.store_base import StoreFixtures
from xerolink.testing.conformance.store_values import closed, host_id, issue, subject

_HELD = {"kind": IssueKind.FIELD_CONFLICT, "fields": (FieldName.NAME, FieldName.PRIMARY_PHONE)}


class IssuesPromises(StoreFixtures):
    def test_get_answers_an_open_issue(self, unit: UnitOfWork) -> None:
        unit.issues.put([issue(1), issue(2)])
        assert unit.issues.get(issue(2).issue_id) == issue(2)

    def test_get_answers_a_closed_issue(self, unit: UnitOfWork) -> None:
        unit.issues.put([closed(issue(1))])
        assert unit.issues.get(issue(1).issue_id) == closed(issue(1))

    def test_get_of_an_unknown_issue_is_none(self, unit: UnitOfWork) -> None:
        assert unit.issues.get(issue(1).issue_id) is None

    def test_open_for_leaves_out_subjects_without_an_open_issue(self, unit: UnitOfWork) -> None:
        unit.issues.put([issue(1), closed(issue(2)), issue(3)])
        found = unit.issues.open_for([subject(1), subject(2), subject(9)])
        assert found == {subject(1): (issue(1),)}

    def test_the_open_issues_of_a_subject_are_ordered_by_id(self, unit: UnitOfWork) -> None:
        later = issue(5, subject=subject(1), **_HELD)
        unit.issues.put([later, issue(1)])
        assert unit.issues.open_for([subject(1)]) == {subject(1): (issue(1), later)}

    def test_no_subjects_have_no_issues(self, unit: UnitOfWork) -> None:
        unit.issues.put([issue(1)])
        assert unit.issues.open_for([]) == {}

    def test_an_open_issue_is_found_by_each_of_its_candidates(self, unit: UnitOfWork) -> None:
        two = tuple(Candidate(host_id(n), CandidateReason.SAME_EMAIL) for n in (1, 2))
        unit.issues.put([issue(5, candidates=two), issue(2), issue(3)])
        found = [unit.issues.naming([host_id(n)]) for n in (1, 2, 9)]
        both = issue(5, candidates=two)
        assert found == [(both,), (issue(2), both), ()]

    def test_an_issue_that_names_several_of_those_asked_for_is_found_once(
        self, unit: UnitOfWork
    ) -> None:
        two = tuple(Candidate(host_id(n), CandidateReason.SAME_EMAIL) for n in (1, 2))
        unit.issues.put([issue(5, candidates=two)])
        assert unit.issues.naming([host_id(1), host_id(2)]) == (issue(5, candidates=two),)

    def test_a_closed_issue_is_not_found_by_its_candidates(self, unit: UnitOfWork) -> None:
        unit.issues.put([issue(1)])
        unit.issues.put([closed(issue(1))])
        assert unit.issues.naming([host_id(1)]) == ()

    def test_an_issue_is_not_found_by_the_candidates_it_had(self, unit: UnitOfWork) -> None:
        unit.issues.put([issue(1)])
        other = (Candidate(host_id(4), CandidateReason.SAME_NAME),)
        unit.issues.put([issue(1, candidates=other)])
        assert [unit.issues.naming([host_id(n)]) for n in (1, 4)] == [
            (),
            (issue(1, candidates=other),),
        ]

    def test_a_candidate_that_is_listed_twice_is_no_error(self, unit: UnitOfWork) -> None:
        twice = (Candidate(host_id(1), CandidateReason.SAME_NAME),) * 2
        unit.issues.put([issue(1, candidates=twice)])
        assert unit.issues.naming([host_id(1)]) == (issue(1, candidates=twice),)

    def test_put_replaces_the_issue_of_that_id(self, unit: UnitOfWork) -> None:
        unit.issues.put([issue(1)])
        unit.issues.put([issue(1, kind=IssueKind.SPLIT)])
        assert unit.issues.open_for([subject(1)]) == {subject(1): (issue(1, kind=IssueKind.SPLIT),)}

    def test_a_second_open_issue_of_a_family_is_refused(self, unit: UnitOfWork) -> None:
        """All kinds of a Conflict are one family."""
        unit.issues.put([issue(1)])
        with pytest.raises(StaleVersionError):
            unit.issues.put([issue(2, subject=subject(1), kind=IssueKind.AMBIGUOUS)])

    def test_two_open_issues_of_a_family_in_one_put_are_refused(self, unit: UnitOfWork) -> None:
        with pytest.raises(StaleVersionError):
            unit.issues.put([issue(1), issue(2, subject=subject(1))])

    def test_a_refused_put_writes_none_of_its_issues(self, unit: UnitOfWork) -> None:
        unit.issues.put([issue(1)])
        with pytest.raises(StaleVersionError):
            unit.issues.put([issue(1, shared_by=4), issue(3), issue(2, subject=subject(1))])
        assert unit.issues.page(list(IssueKind), None, 9) == (issue(1),)

    def test_a_closed_issue_leaves_its_family_to_another(self, unit: UnitOfWork) -> None:
        unit.issues.put([closed(issue(1))])
        unit.issues.put([issue(2, subject=subject(1))])
        assert unit.issues.open_for([subject(1)]) == {subject(1): (issue(2, subject=subject(1)),)}

    def test_within_one_put_the_order_of_closing_and_opening_is_free(
        self, unit: UnitOfWork
    ) -> None:
        unit.issues.put([issue(1)])
        successor = issue(2, subject=subject(1))
        unit.issues.put([successor, closed(issue(1))])
        assert unit.issues.open_for([subject(1)]) == {subject(1): (successor,)}

    def test_a_page_is_ordered_by_issue_id(self, unit: UnitOfWork) -> None:
        unit.issues.put([issue(3), issue(1), issue(2)])
        assert unit.issues.page([IssueKind.NAME_ONLY], None, 9) == (issue(1), issue(2), issue(3))

    def test_a_page_holds_open_issues_of_the_chosen_kinds(self, unit: UnitOfWork) -> None:
        unit.issues.put([issue(1), issue(2, **_HELD), issue(3, kind=IssueKind.SPLIT)])
        unit.issues.put([closed(issue(4))])
        page = unit.issues.page([IssueKind.NAME_ONLY, IssueKind.FIELD_CONFLICT], None, 9)
        assert page == (issue(1), issue(2, **_HELD))

    def test_pages_hold_every_issue_once(self, unit: UnitOfWork) -> None:
        unit.issues.put([issue(n) for n in (2, 3, 1)])
        first = unit.issues.page(list(IssueKind), None, 2)
        second = unit.issues.page(list(IssueKind), first[-1].issue_id, 2)
        assert (first, second) == ((issue(1), issue(2)), (issue(3),))

    def test_count_has_the_open_kinds(self, unit: UnitOfWork) -> None:
        unit.issues.put([issue(1), issue(2), issue(3, **_HELD), closed(issue(4))])
        assert dict(unit.issues.count()) == {IssueKind.NAME_ONLY: 2, IssueKind.FIELD_CONFLICT: 1}
