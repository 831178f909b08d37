"""Occasions: rules of professional holidays, whom to congratulate on which day, told once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pymongo.errors import BulkWriteError

from crm.counterparties.v1 import contacts_pb2, occasions_pb2_grpc, professional_holidays_pb2_grpc
from crm.counterparties.v1 import counterparties_pb2 as clients
from crm.counterparties.v1 import occasions_pb2 as pb
from crm.counterparties.v1 import professional_holidays_pb2 as holidays_pb
from crm.identity.v1 import events_pb2 as identity
from crm.identity.v1 import tenants_pb2
from services.counterparties import store as base
from services.counterparties.field_rights import EVERYTHING
from services.counterparties.holidays.holiday import HolidayRule, ProfessionalHoliday, RuleKind
from services.counterparties.holidays.known import KNOWN
from services.counterparties.occasions import days, finding, store, telling
from services.kit import changes, paging
from services.kit.caller import EVERYBODY, Caller
from tests.counterparties.office import Office, refused, restricted

# Of the calendars of these years.
DAYS = {
    "День программиста": ("2024-09-12", "2026-09-13"),
    "День строителя": ("2025-08-10", "2026-08-09"),
    "День медицинского работника": ("2025-06-15", "2026-06-21"),
    "День работника торговли": ("2025-07-26", "2026-07-25"),
    "День автомобилиста": ("2025-10-26", "2026-10-25"),
    "День бухгалтера": ("2025-11-21", "2026-11-21"),
    "День шахтёра": ("2025-08-31", "2026-08-30"),
    "День химика": ("2025-05-25", "2026-05-31"),
    "День железнодорожника": ("2025-08-03", "2026-08-02"),
}


@pytest.mark.parametrize("title", DAYS)
def test_well_known_holidays_are_on_their_days(title: str) -> None:
    rule = dict(KNOWN)[title]
    for text in DAYS[title]:
        day = date.fromisoformat(text)
        assert rule.on(day.year) == day


def test_every_known_rule_is_sound_and_gives_a_day_of_its_year() -> None:
    for _, rule in KNOWN:
        assert not list(rule.problems("rule"))
        for year in range(2024, 2054):
            assert rule.on(year).year == year


def test_29_february_is_kept_on_the_28th_in_other_years() -> None:
    rule = HolidayRule(kind=RuleKind.FIXED_DAY, month=2, day=29)
    assert [rule.on(year) for year in (2024, 2026)] == [date(2024, 2, 29), date(2026, 2, 28)]
    found = {
        year: [
            day.date.day
            for day in days.period(date(year, 2, 27), date(year, 3, 1), ())
            if "b:02-29" in day.causes
        ]
        for year in (2026, 2028)
    }
    assert found == {2026: [28], 2028: [29]}


# --- the list ------------------------------------------------------------------------------------


def occasions(office: Office, caller: Caller, start: date, end: date, **more: Any) -> list[Any]:
    stub: Any = office.door.stub(occasions_pb2_grpc.OccasionServiceStub, caller)
    found: list[Any] = []
    token = ""
    while True:
        request = pb.ListOccasionsRequest(
            start_date=message(start), end_date=message(end), page_token=token, **more
        )
        answer = stub.ListOccasions(request)
        found += answer.occasions
        token = answer.next_page_token
        if not token:
            return found


def message(day: date) -> Any:
    return {"year": day.year, "month": day.month, "day": day.day}


def brief(found: list[Any]) -> list[tuple[str, str]]:
    return [
        (f"{each.occasion_date.month:02}-{each.occasion_date.day:02}", each.person_display_name)
        for each in found
    ]


def person(office: Office, caller: Caller, name: str, born: date, **more: Any) -> str:
    return office.create(
        caller, name, kind="KIND_INDIVIDUAL", birth_date=message(born), **more
    ).name


def contact(office: Office, caller: Caller, client: str, **values: Any) -> contacts_pb2.Contact:
    return office.contacts(caller).CreateContact(
        contacts_pb2.CreateContactRequest(
            contact=contacts_pb2.Contact(counterparty=client, **values)
        )
    )


def dictionary(office: Office) -> Any:
    return office.door.stub(
        professional_holidays_pb2_grpc.ProfessionalHolidayServiceStub, office.admin
    )


def test_a_tenant_begins_with_holidays_once(office: Office, other_office: Office) -> None:
    with ThreadPoolExecutor(4) as pool:
        seen = set(pool.map(lambda _: holiday_named(office, "День строителя"), range(4)))
    assert len(seen) == 1
    told = office.changes("professional_holiday_created")
    assert len(told) == len({row["subject"] for row in told}) == len(KNOWN)
    tenant = tenants_pb2.Tenant(name=f"tenants/{other_office.tenant}", language="ru")
    other_office.tell(identity.TenantCreated(tenant=tenant), tenant.name, 1)
    assert len(other_office.changes("professional_holiday_created")) == len(KNOWN)


def holiday_named(office: Office, title: str) -> str:
    stub = dictionary(office)
    request = holidays_pb.ListProfessionalHolidaysRequest(page_size=200)
    found = stub.ListProfessionalHolidays(request).professional_holidays
    assert len(found) == len(KNOWN)
    return next(each.name for each in found if each.title == title)


def test_birthdays_and_trades_come_day_by_day(office: Office) -> None:
    builders = holiday_named(office, "День строителя")
    firm = office.create(office.manager_a, "Стройка", professional_holidays=[builders]).name
    contact(
        office,
        office.manager_a,
        firm,
        display_name="Юбиляр",
        job_title="Прораб",
        birth_date=message(date(1976, 8, 10)),
        phones=[{"number": "+78431234567"}],
        professional_holidays=[builders],
    )
    person(office, office.manager_b, "Чужой", date(1990, 8, 9))
    start, end = date(2026, 8, 8), date(2026, 8, 12)
    found = occasions(office, office.admin, start, end)
    assert brief(found) == [
        ("08-09", "Стройка"),
        ("08-09", "Чужой"),
        ("08-09", "Юбиляр"),
        ("08-10", "Юбиляр"),
    ]
    jubilee = found[-1]
    assert (jubilee.age, jubilee.jubilee, jubilee.job_title) == (50, True, "Прораб")
    assert jubilee.counterparty_display_name == "Стройка"
    assert jubilee.owner == office.manager_a.user
    assert jubilee.phones[0].number == "+78431234567"
    assert found[0].title == "День строителя"
    assert (found[1].age, found[1].jubilee) == (36, False)
    # One page after the other is the same.
    assert brief(occasions(office, office.admin, start, end, page_size=1)) == brief(found)
    # Of what he sees; of somebody's clients; of one client.
    mine = brief(occasions(office, office.manager_a, start, end))
    assert mine == [pair for pair in brief(found) if pair[1] != "Чужой"]
    assert brief(occasions(office, office.admin, start, end, owner=office.manager_a.user)) == mine
    assert brief(occasions(office, office.admin, start, end, counterparty=firm)) == mine
    assert occasions(office, office.manager_b, start, end, owner="users/me")[0].age == 36
    with refused() as refusal:
        occasions(office, office.manager_b, start, end, counterparty=firm)
    assert refusal.code == "NOT_FOUND"
    with refused() as refusal:
        occasions(office, office.admin, start, start + timedelta(days=62))
    assert refusal.reason == "PERIOD_TOO_LONG"


def test_what_a_role_hides_is_no_occasion(office: Office) -> None:
    name = person(
        office, office.admin, "Тайный", date(1990, 8, 9), phones=[{"number": "+78431234567"}]
    )
    day = date(2026, 8, 9)
    for access in ("NONE", "MASKED"):
        for state, seen in (("", 0), ("POTENTIAL", 0), ("EXISTING", 1)):
            blind = restricted(office.admin, ("birth_date", state, access))
            assert len(occasions(office, blind, day, day)) == seen
            assert len(occasions(office, blind, day, day, counterparty=name)) == seen
    masked = restricted(office.admin, ("phones", "", "MASKED"))
    shown = occasions(office, masked, day, day)[0]
    assert shown.hidden_fields == ["phones"]
    assert "1234" not in shown.phones[0].number


def test_deleted_and_archived_are_no_occasions(office: Office) -> None:
    builders = holiday_named(office, "День строителя")
    gone = person(office, office.admin, "Удалён", date(1990, 8, 9))
    office.create(office.admin, "Стройка", professional_holidays=[builders])
    office.counterparties(office.admin).DeleteCounterparty(
        clients.DeleteCounterpartyRequest(name=gone)
    )
    day = date(2026, 8, 9)
    assert brief(occasions(office, office.admin, day, day)) == [("08-09", "Стройка")]
    stub = dictionary(office)
    stub.UpdateProfessionalHoliday(
        holidays_pb.UpdateProfessionalHolidayRequest(
            professional_holiday=holidays_pb.ProfessionalHoliday(name=builders, archived=True)
        )
    )
    assert occasions(office, office.admin, day, day) == []
    with refused() as refusal:
        office.create(office.admin, professional_holidays=["professionalHolidays/none"])
    assert refusal.fields == (("professional_holidays[0]", "HOLIDAY_UNKNOWN"),)


def test_a_title_is_given_once_and_a_rule_must_be_sound(office: Office) -> None:
    stub = dictionary(office)

    def made(title: str, **rule: Any) -> Any:
        wanted = holidays_pb.ProfessionalHoliday(title=title, rule=holidays_pb.HolidayRule(**rule))
        return stub.CreateProfessionalHoliday(
            holidays_pb.CreateProfessionalHolidayRequest(professional_holiday=wanted)
        )

    with refused() as refusal:
        made("день  Строителя", kind="KIND_FIXED_DAY", month=1, day=1)
    assert refusal.reason == "HOLIDAY_EXISTS"
    with refused() as refusal:
        made("День лифтёра", kind="KIND_FIXED_DAY", month=2, day=30)
    assert refusal.fields == (("rule.day", "NUMBER_OUT_OF_RANGE"),)
    last = made("День лифтёра", kind="KIND_WEEKDAY", month=3, weekday=5, ordinal=-1)
    assert last.next_date.month == 3


# --- many people ---------------------------------------------------------------------------------


# As if a handful were many: so the search index is asked, a few days at a time.
OF_ALL = store.Asked(keys=(EVERYBODY,), few=2, at_once=3)


def test_many_are_read_a_few_days_at_a_time(office: Office) -> None:
    for n in range(9):
        person(office, office.admin, f"Л{n}", date(1990, 8, 9 + n % 3))
    period = days.period(date(2026, 8, 1), date(2026, 9, 30), ())
    wanted = sorted((f"08-{9 + n % 3:02}", f"Л{n}") for n in range(9))
    for size in (1, 2, 4, 200):
        found: list[tuple[str, str]] = []
        place: finding.Place | None = finding.Place(date(2026, 8, 1))
        while place is not None:
            page, place = finding.after(office.db, OF_ALL, EVERYTHING, period, place, size)
            assert len(page) <= size
            found += [
                (each.occasion["occasion_date"][5:], each.record["display_name"]) for each in page
            ]
        assert found == wanted


def test_the_people_of_a_day_are_found_by_the_search_index(office: Office) -> None:
    for n in range(40):
        person(office, office.admin, f"Л{n}", date(1990, 1 + n % 12, 9))
    period = days.period(date(2026, 8, 1), date(2026, 8, 31), ())
    way = store.clients_way(office.db, OF_ALL)
    assert not way.few
    answer = office.db.bound("counterparties").explain(
        {**way.where, "search": {"$in": days.keys_of(period)}}, hint=way.hint
    )
    statistics = answer["executionStats"]
    assert statistics["totalDocsExamined"] == statistics["nReturned"] == 3
    assert statistics["totalKeysExamined"] <= 3 + 2 * len(period)


def test_what_a_role_hides_does_not_stand_before_what_it_shows(office: Office) -> None:
    for name in ("А", "Б", "В"):
        person(office, office.admin, name, date(1990, 8, 9))
    person(office, office.admin, "Я", date(1990, 8, 9), market_state="MARKET_STATE_EXISTING")
    caller = restricted(office.admin, ("birth_date", "POTENTIAL", "NONE"))
    found = occasions(office, caller, date(2026, 8, 9), date(2026, 8, 9), page_size=1)
    assert brief(found) == [("08-09", "Я")]


def test_a_day_of_too_many_does_not_hide_the_next(office: Office) -> None:
    person(office, office.admin, "Л", date(1990, 8, 9))
    person(office, office.admin, "Завтра", date(1990, 8, 10))
    raw = base.COUNTERPARTIES.raw(office.db)
    (alike,) = raw.find({"display_name": "Л"})
    raw.insert_many(
        {**alike, "_id": base.COUNTERPARTIES.new_name()} for _ in range(finding.DEEPEST + 250)
    )
    stub: Any = office.door.stub(occasions_pb2_grpc.OccasionServiceStub, office.admin)
    request = pb.ListOccasionsRequest(
        start_date=message(date(2026, 8, 9)),
        end_date=message(date(2026, 8, 10)),
        page_size=200,
        page_token=paging.seal(["occasions", "2026-08-09", finding.DEEPEST - 100]),
    )
    answer = stub.ListOccasions(request)
    assert len(answer.occasions) == 200
    request.page_token = answer.next_page_token
    (last,) = stub.ListOccasions(request).occasions
    assert last.person_display_name == "Завтра"


# --- told once -----------------------------------------------------------------------------------


def due(office: Office) -> list[str]:
    return [row["subject"] for row in office.changes("occasion_due")]


@contextmanager
def untellable(office: Office, subject: str) -> Iterator[None]:
    """The store itself refuses the event about somebody, after the notices of his slice."""
    database = office.db.client[office.db.database]
    database.command("collMod", "changes", validator={"subject": {"$ne": subject}})
    try:
        yield
    finally:
        database.command("collMod", "changes", validator={})


def test_each_occasion_is_told_once_whatever_crashes(office: Office) -> None:
    today = date(2026, 8, 9)
    named = [person(office, office.manager_a, f"Л{n}", date(1990, 8, 9 + n % 2)) for n in range(6)]
    # The third and the fourth in order of day and name.
    with untellable(office, named[1]), pytest.raises(BulkWriteError):
        telling.tell(office.db, today, size=2)
    # The slice that was cut off left nothing, neither a note nor an event.
    assert sorted(due(office)) == sorted([named[0], named[2]])
    telling.tell(office.db, today)
    telling.tell(office.db, today)
    assert sorted(due(office)) == sorted(named)
    # Tomorrow's was told today; who is new is told the day itself.
    late = person(office, office.manager_a, "Новый", date(1990, 8, 10))
    telling.tell(office.db, today + timedelta(days=1))
    assert due(office)[6:] == [late]
    row = office.changes("occasion_due")[0]
    event = changes.envelope(row)
    assert event["data"]["occasion"]["owner"] == office.manager_a.user
    assert office.manager_a.user in event["visible_to"]
    assert "phones" not in event["data"]["occasion"]


def test_it_is_told_in_the_morning_of_the_tenant(office: Office) -> None:
    person(office, office.admin, "Дальний", date(1990, 8, 9))
    telling.remember_time_zone(office.db, "Asia/Vladivostok")

    def at(hour: int, day: int = 9) -> None:
        moment = datetime(2026, 8, day, hour, tzinfo=ZoneInfo("Asia/Vladivostok"))
        telling.tell_due(office.db, moment.astimezone(UTC))

    at(7)
    assert not due(office)
    at(8)
    assert len(due(office)) == 1
    assert store.calendar(office.db).told_day == "2026-08-09"
    at(9)
    at(8, day=10)
    assert len(due(office)) == 1


def test_a_holiday_is_what_its_rule_says_for_whoever_finds_it() -> None:
    holiday = ProfessionalHoliday(
        name="professionalHolidays/x", title="X", rule=dict(KNOWN)["День шахтёра"]
    )
    period = days.period(date(2026, 8, 1), date(2026, 8, 31), [holiday])
    assert [day.date.day for day in period if "h:x" in day.causes] == [30]
    assert not any(
        "h:x" in day.causes
        for day in days.period(
            date(2026, 8, 1), date(2026, 8, 31), [replace(holiday, archived=True)]
        )
    )
