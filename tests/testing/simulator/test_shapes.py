"""The JSON shapes, literally, as real traffic shows them (fact sheet 3.2, 3.3 and 5)."""

from tests.testing.simulator.caller import START, ZERO_GUID, Caller, contacts_of, names

STAMP = "/Date(1789378193493+0000)/"


def test_a_bare_contact_is_read_with_empty_slots(caller: Caller) -> None:
    contact_id = caller.created(Name="Acme")
    assert caller.contacts(page=1) == [
        {
            "ContactID": contact_id,
            "ContactStatus": "ACTIVE",
            "Name": "Acme",
            "Addresses": [{"AddressType": "POBOX"}, {"AddressType": "STREET"}],
            "Phones": [
                {"PhoneType": "DDI"},
                {"PhoneType": "DEFAULT"},
                {"PhoneType": "FAX"},
                {"PhoneType": "MOBILE"},
            ],
            "UpdatedDateUTC": STAMP,
            "ContactGroups": [],
            "IsSupplier": False,
            "IsCustomer": False,
            "HasAttachments": False,
            "HasValidationErrors": False,
            "ContactPersons": [],
        }
    ]


def test_a_bare_contact_is_written_with_filled_slots(caller: Caller) -> None:
    (written,) = contacts_of(caller.put({"Name": "Acme"}))
    del written["ContactID"]
    place = {"City": "", "Region": "", "PostalCode": "", "Country": ""}
    number = {"PhoneNumber": "", "PhoneAreaCode": "", "PhoneCountryCode": ""}
    assert written == {
        "ContactStatus": "ACTIVE",
        "Name": "Acme",
        "BankAccountDetails": "",
        "Addresses": [
            {"AddressType": "STREET", **place},
            {"AddressType": "POBOX", **place},
        ],
        "Phones": [
            {"PhoneType": "DEFAULT", **number},
            {"PhoneType": "DDI", **number},
            {"PhoneType": "FAX", **number},
            {"PhoneType": "MOBILE", **number},
        ],
        "UpdatedDateUTC": STAMP,
        "ContactGroups": [],
        "IsSupplier": False,
        "IsCustomer": False,
        "HasAttachments": False,
        "HasValidationErrors": False,
        "ContactPersons": [],
    }


def test_the_envelope_of_a_page(caller: Caller) -> None:
    caller.created(Name="Acme")
    shown = caller.ask("GET", "/Contacts", page=1).json()
    del shown["Id"], shown["Contacts"]
    assert shown == {
        "Status": "OK",
        "ProviderName": "Simulated app",
        "DateTimeUTC": "/Date(1789378193493)/",
        "pagination": {"page": 1, "pageSize": 100, "pageCount": 1, "itemCount": 1},
    }


def test_the_pagination_block_is_there_only_with_page(caller: Caller) -> None:
    assert "pagination" not in caller.ask("GET", "/Contacts", pageSize=5).json()


def test_details_are_there_only_when_paging(caller: Caller) -> None:
    caller.created(Name="Acme")
    assert "ContactPersons" not in caller.contacts()[0]


def test_a_taken_name_is_refused_in_the_recorded_shape(caller: Caller) -> None:
    caller.created(Name="Acme")
    answer = caller.put({"Name": "Acme"})
    assert (answer.status, answer.json()) == (
        400,
        {
            "ErrorNumber": 10,
            "Type": "ValidationException",
            "Message": "A validation exception occurred",
            "Elements": [
                {
                    "ContactID": ZERO_GUID,
                    "Name": "Acme",
                    "Addresses": [],
                    "Phones": [],
                    "ContactGroups": [],
                    "ContactPersons": [],
                    "HasValidationErrors": True,
                    "ValidationErrors": [
                        {
                            "Message": "The contact name Acme is already assigned to another "
                            "contact. The contact name must be unique across all active contacts."
                        }
                    ],
                }
            ],
        },
    )


def test_an_unknown_contact_is_html(caller: Caller) -> None:
    answer = caller.ask("GET", f"/Contacts/{ZERO_GUID}")
    assert (answer.status, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_the_tax_number_type_comes_back_with_its_prefix(caller: Caller) -> None:
    caller.put({"Name": "Acme", "TaxNumberType": "EIN"})
    assert caller.contacts()[0]["TaxNumberType"] == "TAXNUMBERTYPE/EIN"


def test_the_organisation(caller: Caller) -> None:
    (shown,) = caller.ask("GET", "/Organisation").json()["Organisations"]
    found = [shown[name] for name in ("Name", "ShortCode", "OrganisationID", "PaymentTerms")]
    assert found == ["Kauri & Co", caller.org.short_code, caller.org.tenant_id, {}]


def test_the_short_code_has_its_mark(caller: Caller) -> None:
    assert caller.org.short_code[0] == "!"


def test_the_connections_of_a_token(caller: Caller) -> None:
    url = f"{caller.xero.base_url}/Connections"
    (shown,) = caller.pool.request("GET", url, headers=caller.headers).json()
    identity = shown.pop("id"), shown.pop("authEventId")
    assert (identity[0] != caller.org.tenant_id, shown) == (
        True,
        {
            "tenantId": caller.org.tenant_id,
            "tenantType": "ORGANISATION",
            "tenantName": "Kauri & Co",
            "createdDateUtc": "2026-09-14T09:29:53.4930000",
            "updatedDateUtc": "2026-09-14T09:29:53.4930000",
        },
    )


def test_every_answer_of_a_tenant_carries_the_limits_and_a_correlation_id(caller: Caller) -> None:
    wanted = {
        "X-DayLimit-Remaining",
        "X-MinLimit-Remaining",
        "X-AppMinLimit-Remaining",
        "Xero-Correlation-Id",
    }
    assert wanted <= set(caller.ask("GET", f"/Contacts/{ZERO_GUID}").headers)


def test_the_date_header_is_xeros_clock(caller: Caller) -> None:
    expected = f"{START:%a, %d %b %Y %H:%M:%S} GMT"
    assert caller.ask("GET", "/Organisation").headers["Date"] == expected


def test_summary_only_pages_and_leaves_out_addresses(caller: Caller) -> None:
    caller.created(Name="Acme")
    shown = caller.ask("GET", "/Contacts", summaryOnly=True).json()
    assert ("pagination" in shown, "Addresses" in shown["Contacts"][0]) == (True, False)


def test_names_keep_their_letters(caller: Caller) -> None:
    caller.put({"Name": "Māori Café 😀"})
    assert names(caller.contacts()) == ["Māori Café 😀"]
