"""Standing in for somebody: rights come and go by themselves, and within the scope only."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import grpc
import pytest
from google.type.date_pb2 import Date

from crm.identity.v1 import sessions_pb2, sessions_pb2_grpc
from crm.identity.v1 import substitutions_pb2 as pb
from crm.identity.v1 import users_pb2 as users
from crm.identity.v1 import users_pb2_grpc as users_grpc
from crm.identity.v1.substitutions_pb2_grpc import SubstitutionServiceStub as Stub
from services.identity import store
from services.kit import clock
from tests.identity.office import Office, Person, refusal

MOSCOW = ZoneInfo("Europe/Moscow")
READ = "counterparties.read"


def today() -> date:
    return datetime.now(MOSCOW).date()  # noqa: TID251


def appointed(by: Person, absent: str, substitute: str, days: tuple[int, int], **more: Any) -> Any:
    first, last = (today() + timedelta(days=each) for each in days)
    draft = pb.Substitution(
        absent=absent,
        substitute=substitute,
        start_date=Date(year=first.year, month=first.month, day=first.day),
        end_date=Date(year=last.year, month=last.month, day=last.day),
        scope=more.pop("scope", ["counterparties"]),
        **more,
    )
    return by.ask(Stub).CreateSubstitution(pb.CreateSubstitutionRequest(substitution=draft))


def refused(*args: Any, **more: Any) -> str:
    with pytest.raises(grpc.RpcError) as error:
        appointed(*args, **more)
    return refusal(error)


def test_the_substitute_gains_the_scope_and_no_more(office: Office) -> None:
    branch = office.unit("Филиал").name
    anna = office.person("anna", "HEAD_OF_SALES", unit=branch)
    boris = office.person("boris", "MANAGER", display_name="Борис")
    before = {p: boris.keys(p) for p in (READ, "imports.read", "segments.write")}
    made = appointed(office.admin, anna.user, boris.user, (0, 3), reason="Отпуск")
    assert (made.state, made.substitute_display_name) == (pb.Substitution.STATE_ACTIVE, "Борис")
    assert boris.keys(READ) == sorted([boris.user, branch])
    assert boris.keys("counterparties.delete") == [branch]
    assert boris.keys("imports.read") == before["imports.read"]
    assert boris.keys("segments.write") == before["segments.write"] == []
    lender = boris.claims()["lenders"][0]
    assert (lender["user"], lender["display_name"]) == (anna.user, "Anna")
    profile = (
        boris.renewed()
        .ask(sessions_pb2_grpc.SessionServiceStub)
        .GetProfile(sessions_pb2.GetProfileRequest())
    )
    assert [each.absent_display_name for each in profile.substitutions] == ["Anna"]
    assert anna.claims()["lenders"] == []


def test_rights_begin_and_end_by_the_calendar_alone(office: Office) -> None:
    anna, boris = office.person("anna", "MANAGER"), office.person("boris", "MANAGER")
    made = appointed(office.admin, anna.user, boris.user, (1, 2))
    begins = made.start_time.ToDatetime(ZoneInfo("UTC"))
    assert begins.astimezone(MOSCOW).time().isoformat() == "00:00:00"
    assert (made.end_time.seconds - made.start_time.seconds) == 2 * 86400
    raw = store.SUBSTITUTIONS.raw(office.building.db(office.code))
    both = sorted([anna.user, boris.user])
    for since, expected in (
        (timedelta(days=-1), [boris.user]),
        (timedelta(seconds=-5), [boris.user]),
        (timedelta(), both),
        (timedelta(days=2, seconds=-5), both),
        (timedelta(days=2), [boris.user]),
    ):
        # As if it had been made for days that are nearer, or over.
        start = clock.now() - since
        moved = {"start_time": start, "end_time": start + timedelta(days=2)}
        raw.update_one({"_id": made.name}, {"$set": moved})
        assert boris.keys(READ) == expected, since


def test_leads_deals_and_works_are_lent_for_the_time(office: Office) -> None:
    anna, boris = office.person("anna", "MANAGER"), office.person("boris", "MANAGER")
    made = appointed(
        anna, "users/me", boris.user, (0, 5), scope=["leads", "deals", "works", "interactions"]
    )
    lent = ("leads.read", "leads.update", "deals.read", "deals.update", "works.read")
    lent += ("works.update", "works.create", "interactions.read", "interactions.update")
    assert [boris.keys(each) for each in lent] == [sorted([anna.user, boris.user])] * 9
    assert boris.keys(READ) == [boris.user]
    anna.ask(Stub).EndSubstitution(pb.EndSubstitutionRequest(name=made.name))
    assert [boris.keys(each) for each in lent] == [[boris.user]] * 9


def test_a_token_ends_where_the_rights_do(office: Office) -> None:
    anna, boris = office.person("anna", "MANAGER"), office.person("boris", "MANAGER")
    made = appointed(office.admin, anna.user, boris.user, (0, 2))
    claims = boris.claims()
    assert claims["exp"] - claims["iat"] == 300
    db, now = office.building.db(office.code), clock.now()
    soon, later = now + timedelta(minutes=1), now + timedelta(minutes=2)
    for moved, has in (
        ({"end_time": soon}, True),
        ({"start_time": soon, "end_time": later}, False),
    ):
        store.SUBSTITUTIONS.raw(db).update_one({"_id": made.name}, {"$set": moved})
        request = sessions_pb2.AuthenticateRequest(credential=boris.session.access_token)
        answer = office.building.anybody(sessions_pb2_grpc.SessionServiceStub).Authenticate(request)
        assert answer.expire_time.seconds == boris.claims()["exp"] == int(soon.timestamp())
        assert (anna.user in boris.keys(READ)) is has


def test_an_early_end_counts_at_once(office: Office) -> None:
    anna, boris = office.person("anna", "MANAGER"), office.person("boris", "MANAGER")
    made = appointed(anna, "users/me", boris.user, (0, 5))
    assert anna.user in boris.keys(READ)
    ended = anna.ask(Stub).EndSubstitution(pb.EndSubstitutionRequest(name=made.name))
    assert ended.state == pb.Substitution.STATE_ENDED
    assert boris.keys(READ) == [boris.user]
    with pytest.raises(grpc.RpcError) as error:
        anna.ask(Stub).EndSubstitution(pb.EndSubstitutionRequest(name=made.name))
    assert refusal(error) == "FAILED_PRECONDITION SUBSTITUTION_OVER"
    told = [event["type"] for event in office.events() if "substitution" in event["type"]]
    assert told == ["substitution_created", "substitution_ended"]


def test_one_that_has_not_begun_is_cancelled(office: Office) -> None:
    anna, boris = office.person("anna", "MANAGER"), office.person("boris", "MANAGER")
    made = appointed(anna, anna.user, boris.user, (3, 5))
    ended = anna.ask(Stub).EndSubstitution(pb.EndSubstitutionRequest(name=made.name))
    assert ended.state == pb.Substitution.STATE_CANCELLED
    # It is out of the way.
    appointed(anna, anna.user, boris.user, (3, 5))


def test_conflicts(office: Office) -> None:
    anna, boris, clara = (office.person(n, "MANAGER") for n in ("anna", "boris", "clara"))
    admin = office.admin
    appointed(admin, anna.user, boris.user, (1, 5))
    assert refused(admin, anna.user, anna.user, (1, 5)) == "INVALID_ARGUMENT SUBSTITUTE_SELF"
    assert refused(admin, anna.user, clara.user, (3, 1)) == "INVALID_ARGUMENT SUBSTITUTION_DATES"
    assert refused(admin, anna.user, clara.user, (-3, -1)) == "INVALID_ARGUMENT SUBSTITUTION_DATES"
    assert (
        refused(admin, anna.user, clara.user, (1, 5), scope=["users"])
        == "INVALID_ARGUMENT SUBSTITUTION_SCOPE"
    )
    overlaps = "FAILED_PRECONDITION SUBSTITUTION_OVERLAPS"
    assert refused(admin, anna.user, boris.user, (5, 9)) == overlaps
    # Neither a circle nor a chain.
    circle = "FAILED_PRECONDITION SUBSTITUTE_ABSENT"
    assert refused(admin, boris.user, anna.user, (5, 9)) == circle
    chain = "FAILED_PRECONDITION ABSENT_SUBSTITUTES"
    assert refused(admin, boris.user, clara.user, (2, 3)) == chain
    assert refused(admin, clara.user, anna.user, (2, 3)) == circle
    # Afterwards all that is free again, and two may share the work.
    appointed(admin, boris.user, anna.user, (6, 9))
    appointed(admin, anna.user, clara.user, (1, 5))


def test_only_who_may_sign_in_stands_in(office: Office) -> None:
    anna, gone = office.person("anna", "MANAGER"), office.person("gone", "MANAGER")
    appointed(office.admin, gone.user, anna.user, (0, 3))
    office.admin.ask(users_grpc.UserServiceStub).DisableUser(
        users.DisableUserRequest(name=gone.user)
    )
    # Who is barred lends nothing any more.
    assert anna.keys(READ) == [anna.user]
    boris = office.person("boris", "MANAGER")
    inactive = "INVALID_ARGUMENT SUBSTITUTE_INACTIVE"
    assert refused(office.admin, boris.user, gone.user, (0, 3)) == inactive
    unknown = "INVALID_ARGUMENT ABSENT_UNKNOWN"
    assert refused(office.admin, gone.user, boris.user, (5, 6)) == unknown


def test_nobody_lends_what_is_not_his(office: Office) -> None:
    branch = office.unit("Филиал").name
    head = office.person("head", "HEAD_OF_SALES", unit=branch)
    anna = office.person("anna", "MANAGER", unit=branch)
    boris = office.person("boris", "MANAGER", unit=branch)
    chief = office.user("chief", "HEAD_OF_SALES", ("HEAD_OF_SALES", office.root), unit=branch)
    # A manager appoints for himself, a head for his people, and nobody for one who has more.
    assert refused(boris, anna.user, boris.user, (0, 1)).startswith("PERMISSION_DENIED")
    assert refused(head, chief.name, head.user, (0, 1)) == "PERMISSION_DENIED BEYOND_OWN_RIGHTS"
    appointed(head, anna.user, boris.user, (0, 1))


def test_what_is_lent_is_not_lent_on_to_api_keys_or_others(office: Office) -> None:
    anna, boris, clara = (office.person(n, "MANAGER") for n in ("anna", "boris", "clara"))
    appointed(office.admin, anna.user, boris.user, (0, 1))
    assert refused(boris.renewed(), anna.user, clara.user, (0, 1)).startswith("PERMISSION_DENIED")


def test_only_those_concerned_and_their_heads_see_it(office: Office, other_office: Office) -> None:
    branch = office.unit("Филиал").name
    head = office.person("head", "HEAD_OF_SALES", unit=branch)
    anna, boris = office.person("anna", "MANAGER", unit=branch), office.person("boris", "MANAGER")
    clara = office.person("clara", "MANAGER", unit=branch)
    name = appointed(office.admin, anna.user, boris.user, (0, 1)).name

    def listed(person: Person, user: str = "") -> list[str]:
        request = pb.ListSubstitutionsRequest(user=user)
        return [e.name for e in person.ask(Stub).ListSubstitutions(request).substitutions]

    for person in (office.admin, head, anna, boris):
        assert listed(person) == [name]
    assert listed(clara) == listed(other_office.admin) == []
    assert listed(boris, "users/me") == [name]
    assert listed(office.admin, clara.user) == []
    with pytest.raises(grpc.RpcError) as error:
        clara.ask(Stub).GetSubstitution(pb.GetSubstitutionRequest(name=name))
    assert error.value.code() is grpc.StatusCode.NOT_FOUND
