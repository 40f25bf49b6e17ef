"""The token endpoint: lives, rotation and its grace, custom connections (fact sheet 1)."""

from pathlib import Path

import pytest
import urllib3

from tests.testing.simulator.caller import Caller, Json
from tests.testing.simulator.consenting import (
    ask_token,
    basic,
    connections,
    invalid,
    post_form,
    reads,
    refresh,
    refusal,
    token_set,
)
from xerolink.testing.simulator import AppSwitches, LostReply, XeroSimulator


@pytest.fixture
def consented(caller: Caller) -> Json:
    return caller.xero.consent()


def renewed(caller: Caller, tokens: Json) -> Json:
    return token_set(refresh(caller, tokens["refresh_token"]))


def test_an_access_token_lives_30_minutes(caller: Caller, consented: Json) -> None:
    told = []
    for minutes in (29, 1):
        caller.clock.move(minutes=minutes)
        told.append(reads(caller, consented["access_token"]))
    assert told == [200, 401]


def test_an_expired_token_is_told_when_it_expired(caller: Caller, consented: Json) -> None:
    caller.clock.move(hours=2)
    asked = {"Authorization": f"Bearer {consented['access_token']}"}
    detail = caller.ask("GET", "/Contacts", headers=asked).json()["Detail"]
    assert detail == "TokenExpired: token expired at 09/14/2026 09:59:53"


def test_a_refresh_gives_a_token_that_reaches_the_same(caller: Caller, consented: Json) -> None:
    caller.clock.move(hours=1)
    assert reads(caller, renewed(caller, consented)["access_token"]) == 200


def test_a_refresh_rotates_the_refresh_token(caller: Caller, consented: Json) -> None:
    assert renewed(caller, consented)["refresh_token"] != consented["refresh_token"]


def test_a_refresh_leaves_the_old_access_token_alone(caller: Caller, consented: Json) -> None:
    renewed(caller, consented)
    assert reads(caller, consented["access_token"]) == 200


def test_a_refresh_keeps_the_scope(caller: Caller, consented: Json) -> None:
    again = token_set(refresh(caller, consented["refresh_token"], scope="accounting.payments"))
    assert again["scope"] == consented["scope"]


def test_the_old_token_may_be_tried_again_within_30_minutes(
    caller: Caller, consented: Json
) -> None:
    renewed(caller, consented)
    caller.clock.move(minutes=29)
    assert reads(caller, renewed(caller, consented)["access_token"]) == 200


def test_the_old_token_is_dead_after_30_minutes(caller: Caller, consented: Json) -> None:
    renewed(caller, consented)
    caller.clock.move(minutes=30)
    assert refusal(refresh(caller, consented["refresh_token"])) == invalid("invalid_grant")


def test_a_second_try_does_not_prolong_the_grace(caller: Caller, consented: Json) -> None:
    renewed(caller, consented)
    caller.clock.move(minutes=20)
    renewed(caller, consented)
    caller.clock.move(minutes=10)
    assert refusal(refresh(caller, consented["refresh_token"])) == invalid("invalid_grant")


def test_of_two_successors_the_first_has_its_grace_only(caller: Caller, consented: Json) -> None:
    """Two processes that refresh the same set: one of them breaks after the grace."""
    first, _ = renewed(caller, consented), renewed(caller, consented)
    caller.clock.move(minutes=30)
    assert refusal(refresh(caller, first["refresh_token"])) == invalid("invalid_grant")


def test_of_two_successors_the_second_lives(caller: Caller, consented: Json) -> None:
    _, second = renewed(caller, consented), renewed(caller, consented)
    caller.clock.move(minutes=30)
    assert refresh(caller, second["refresh_token"]).status == 200


def test_the_use_of_a_successor_may_end_the_grace() -> None:
    xero = XeroSimulator(app=AppSwitches(grace_ends_with_use=True))
    pool, tokens = xero.transport(), xero.consent()

    def renew(token: str) -> urllib3.BaseHTTPResponse:
        form = {
            "grant_type": "refresh_token",
            "refresh_token": token,
            "client_id": xero.client_id,
            "client_secret": xero.client_secret,
        }
        return pool.request_encode_body(
            "POST", "http://xero.test/connect/token", fields=form, encode_multipart=False
        )

    second = renew(tokens["refresh_token"]).json()["refresh_token"]
    renew(second)
    assert renew(tokens["refresh_token"]).json() == {"error": "invalid_grant"}


def test_a_lost_answer_costs_nothing_but_a_second_try(caller: Caller, consented: Json) -> None:
    caller.xero.faults.add(LostReply("POST token"))
    with pytest.raises(urllib3.exceptions.ProtocolError):
        refresh(caller, consented["refresh_token"])
    assert reads(caller, renewed(caller, consented)["access_token"]) == 200


def test_a_refresh_token_dies_of_60_days_without_use(caller: Caller, consented: Json) -> None:
    caller.clock.move(days=60)
    assert refusal(refresh(caller, consented["refresh_token"])) == invalid("invalid_grant")


def test_a_refresh_token_that_is_used_lives_on(caller: Caller, consented: Json) -> None:
    tokens = consented
    for _ in range(3):
        caller.clock.move(days=59)
        tokens = renewed(caller, tokens)
    assert reads(caller, tokens["access_token"]) == 200


def test_tokens_survive_in_a_file(caller: Caller, consented: Json, tmp_path: Path) -> None:
    renewed(caller, consented)
    caller.xero.save(tmp_path / "xero.json")
    caller.xero.stop()
    with XeroSimulator.load(tmp_path / "xero.json", clock=caller.clock) as caller.xero:
        told = (
            reads(caller, consented["access_token"]),
            reads(caller, renewed(caller, consented)["access_token"]),
        )
    assert told == (200, 200)


def test_an_unknown_refresh_token_is_an_invalid_grant(caller: Caller) -> None:
    assert refusal(refresh(caller, "nobody")) == invalid("invalid_grant")


def test_the_client_may_prove_itself_in_a_header(caller: Caller, consented: Json) -> None:
    header = basic(caller.xero.client_id, caller.xero.client_secret)
    form = {"grant_type": "refresh_token", "refresh_token": consented["refresh_token"]}
    assert ask_token(caller, header, **form).status == 200


@pytest.mark.parametrize(
    "header", [basic("nobody", "x"), {"Authorization": "Basic ?"}, basic("", "")]
)
def test_a_wrong_client_is_an_invalid_client(
    caller: Caller, consented: Json, header: dict[str, str]
) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": consented["refresh_token"]}
    assert refusal(ask_token(caller, header, **form)) == invalid("invalid_client")


def test_a_wrong_secret_does_not_use_the_token_up(caller: Caller, consented: Json) -> None:
    refresh(caller, consented["refresh_token"], client_secret="wrong")
    caller.clock.move(days=1)
    assert refresh(caller, consented["refresh_token"]).status == 200


def test_a_confidential_consent_is_not_refreshed_without_the_secret(
    caller: Caller, consented: Json
) -> None:
    form = {
        "grant_type": "refresh_token",
        "refresh_token": consented["refresh_token"],
        "client_id": caller.xero.client_id,
    }
    assert refusal(post_form(caller, "/connect/token", form)) == invalid("invalid_client")


def test_an_unknown_grant_type_is_refused(caller: Caller) -> None:
    assert refusal(ask_token(caller, grant_type="password")) == invalid("unsupported_grant_type")


def test_the_app_itself_has_no_client_credentials(caller: Caller) -> None:
    answer = ask_token(caller, grant_type="client_credentials")
    assert refusal(answer) == invalid("unauthorized_client")


def custom_set(caller: Caller, **form: str) -> urllib3.BaseHTTPResponse:
    custom = caller.xero.custom_connection(caller.org)
    header = basic(custom.client_id, custom.client_secret)
    return ask_token(caller, header, grant_type="client_credentials", **form)


def test_a_custom_connection_has_no_refresh_token(caller: Caller) -> None:
    assert "refresh_token" not in token_set(custom_set(caller))


@pytest.mark.parametrize("named", [True, False])
def test_a_custom_connection_needs_no_tenant_id(caller: Caller, named: bool) -> None:
    token = token_set(custom_set(caller))["access_token"]
    assert reads(caller, token, caller.org.tenant_id if named else "") == 200


def test_a_custom_connection_reaches_its_own_organisation_only(caller: Caller) -> None:
    other = caller.xero.add_organisation("Other")
    assert reads(caller, token_set(custom_set(caller))["access_token"], other.tenant_id) == 403


def test_a_custom_connection_cannot_ask_for_more(caller: Caller) -> None:
    assert refusal(custom_set(caller, scope="accounting.payments")) == invalid("invalid_scope")


def test_a_revoked_user_has_no_token(caller: Caller, consented: Json) -> None:
    revoke(caller, consented["refresh_token"])
    told = reads(caller, consented["access_token"]), refresh(caller, consented["refresh_token"])
    assert (told[0], told[1].json()) == (401, {"error": "invalid_grant"})


def test_a_revocation_takes_the_connections_away(caller: Caller) -> None:
    tokens, again = (caller.xero.consent(user="ann") for _ in range(2))
    revoke(caller, tokens["refresh_token"])
    new = caller.xero.consent((), user="ann")
    assert (connections(caller, new["access_token"]), reads(caller, again["access_token"])) == (
        [],
        401,
    )


def test_a_revocation_leaves_other_users_alone(caller: Caller, consented: Json) -> None:
    revoke(caller, caller.xero.consent()["refresh_token"])
    assert reads(caller, consented["access_token"]) == 200


@pytest.mark.parametrize("token", ["nobody", ""])
def test_a_revocation_of_nothing_is_fine(caller: Caller, token: str) -> None:
    assert revoke(caller, token) == (200, b"")


def revoke(caller: Caller, token: str) -> tuple[int, bytes]:
    header = basic(caller.xero.client_id, caller.xero.client_secret)
    answer = post_form(caller, "/connect/revocation", {"token": token}, header)
    return answer.status, answer.data
