"""What calls to Xero cost, added up and told apart."""

from hypothesis import given
from hypothesis import strategies as st

from xerolink.domain.run import Cost, Operation, Traffic

operations = st.sampled_from([Operation("GET Contacts"), Operation("PUT Contacts")])
amounts = st.integers(0, 10**9)
costs = st.builds(Cost, st.integers(1, 9), amounts, amounts, amounts)
calls = st.lists(st.tuples(operations, costs))


def after(made: list[tuple[Operation, Cost]], before: Traffic | None = None) -> Traffic:
    traffic = before or Traffic()
    for operation, cost in made:
        traffic = traffic.plus(operation, cost)
    return traffic


@given(calls)
def test_the_total_is_that_of_all_calls(made: list[tuple[Operation, Cost]]) -> None:
    total = after(made).total
    assert (total.calls, total.received) == (
        sum(cost.calls for _, cost in made),
        sum(cost.received for _, cost in made),
    )


@given(calls, calls)
def test_what_came_since_is_what_was_added(
    first: list[tuple[Operation, Cost]], then: list[tuple[Operation, Cost]]
) -> None:
    before = after(first)
    assert after(then, before).since(before) == after(then)


@given(calls)
def test_since_now_there_is_nothing(made: list[tuple[Operation, Cost]]) -> None:
    assert after(made).since(after(made)) == Traffic()
