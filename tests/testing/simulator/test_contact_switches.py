"""What nobody could verify about contacts is a switch (fact sheet 3.3, 12)."""

import pytest

from tests.testing.simulator.caller import calling
from xerolink.testing.simulator import Switches


@pytest.mark.parametrize(("name_first", "matched"), [(False, "Number"), (True, "Name")])
def test_a_post_matches_the_number_or_the_name_first(name_first: bool, matched: str) -> None:
    with calling(
        Switches(
            name_before_number=name_first,
            enforce_unique_names=False,
            enforce_unique_numbers=False,
        )
    ) as caller:
        ids = {
            "Number": caller.created(Name="A", ContactNumber="X-1"),
            "Name": caller.created(Name="B"),
        }
        caller.post({"Name": "B", "ContactNumber": "X-1", "FirstName": "F"})
        changed = [one for one in caller.org.contacts.values() if one.texts.get("FirstName")]
        assert [one.contact_id for one in changed] == [ids[matched]]


@pytest.mark.parametrize(("cleared", "left"), [(False, "1"), (True, None)])
def test_a_slot_that_is_left_out_is_kept_or_cleared(cleared: bool, left: str | None) -> None:
    with calling(Switches(unsent_slots_cleared=cleared)) as caller:
        contact_id = caller.created(Name="A", Phones=[{"PhoneType": "DEFAULT", "PhoneNumber": "1"}])
        mobile = {"PhoneType": "MOBILE", "PhoneNumber": "2"}
        caller.post({"ContactID": contact_id, "Phones": [mobile]})
        assert caller.org.contacts[contact_id].phone().get("PhoneNumber") == left


def test_slots_stay_when_no_slot_is_sent() -> None:
    with calling(Switches(unsent_slots_cleared=True)) as caller:
        contact_id = caller.created(Name="A", Phones=[{"PhoneType": "DEFAULT", "PhoneNumber": "1"}])
        caller.post({"ContactID": contact_id, "FirstName": "F"})
        assert caller.org.contacts[contact_id].phone() == {"PhoneNumber": "1"}


@pytest.mark.parametrize(("missing", "status"), [(False, 400), (True, 404)])
def test_an_unknown_contact_is_refused_or_not_found(missing: bool, status: int) -> None:
    with calling(Switches(unknown_contact_is_404=missing)) as caller:
        unknown = {"ContactID": "11111111-1111-4111-8111-111111111111", "Name": "A"}
        assert caller.post(unknown).status == status
