"""Days, calendars and planners over many works: laid by the service's own store, read over HTTP."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import httpx

from services.activities import store
from services.activities.service import SERVICE
from services.activities.sign import Sign
from services.activities.slot import slots
from services.activities.when import Kind, When
from services.activities.work import Priority, State, Work
from services.kit import clock
from services.kit.caller import visible_to
from services.kit.mongo import Db
from services.kit.people import keep_person
from services.kit.person import Person
from services.kit.settings import Settings
from tests.bench import load
from tests.bench.load import Request, Result

WORKS, MANAGERS, BATCH = 200_000, 60, 1000
# A year of works, most of them behind us.
BEFORE, AFTER = 300, 65
ZONE, UNIT = "Europe/Moscow", "orgUnits/bench"
KEYS = ("call", "send", "meeting", "organize")
# Milliseconds in which 95 of 100 are answered, one after the other.
GOALS = {"my day": 25.0, "planner: a week of 30": 60.0, "calendar: a month": 30.0}


def measure(
    http: httpx.Client, place: tuple[str, str], mongo_url: str, tenant: str, requests: int
) -> Iterator[tuple[str, Result, float]]:
    """What was measured, one request after the other, and the goal of its p95."""
    db = SERVICE.runtime(Settings({"CRM_MONGO_URL": mongo_url})).db(tenant)
    if not store.WORKS.raw(db).count({}, 1):
        http.get("/v1/workActions").raise_for_status()
        fill(db)
    for what, paths in _asked(tenant).items():
        asked = [Request("GET", paths[at % len(paths)]) for at in range(requests)]
        load.run(*place, asked[:30], 2)  # warm
        yield what, load.run(*place, asked, 1), GOALS[what]


def _asked(tenant: str) -> dict[str, list[str]]:
    people = [_name(tenant, at) for at in range(MANAGERS)]
    today = _today()
    monday = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    return {
        "my day": [f"/v1/myDay?{urlencode({'user': user})}" for user in people],
        "planner: a week of 30": [
            _planner(monday + timedelta(weeks=week), [*people[at:], *people[:at]][:30])
            for week in (-1, 0, 1)
            for at in range(0, MANAGERS, 10)
        ],
        "calendar: a month": [_month(month, user) for user in people],
    }


def _planner(monday: date, people: list[str]) -> str:
    asked = [("start_date", monday), ("end_date", monday + timedelta(days=6))]
    users = [("users", user) for user in people]
    return f"/v1/planner?{urlencode([*asked, *users, ('works_per_cell', 4)])}"


def _month(first: date, user: str) -> str:
    """Whole weeks, as the calendar shows them."""
    begins = first - timedelta(days=first.weekday())
    asked = {"start_date": begins, "end_date": begins + timedelta(days=34)}
    return f"/v1/calendarWorks?{urlencode({**asked, 'users': user, 'works_per_day': 4})}"


def fill(db: Db) -> None:
    people = [
        Person(name=_name(db.tenant, at), display_name=f"Менеджер {at}", org_path=(UNIT,))
        for at in range(MANAGERS)
    ]
    for person in people:
        keep_person(db, person)
    made = _works(people)
    for _ in range(0, WORKS, BATCH):
        batch = [work for work, _ in zip(made, range(BATCH), strict=False)]
        saved = store.WORKS.insert_many(db, batch)
        store.SLOTS.insert_many(db, (each for work in saved for each in slots(work).values()))


def _works(people: list[Person]) -> Iterator[Work]:
    seeded = random.Random(7)  # noqa: S311
    today, now = _today(), clock.now()
    for number in range(WORKS):
        person = people[number % MANAGERS]
        day = today + timedelta(days=seeded.randrange(-BEFORE, AFTER))
        when = _when(seeded, day)
        # Of what is behind us a few per cent were left undone.
        is_done = day < today and seeded.random() < 0.97
        yield Work(
            name=store.WORKS.new_name(),
            display_name=f"Перезвонить по счёту №{number}",
            action="workActions/bench",
            action_key=KEYS[number % len(KEYS)],
            state=State.DONE if is_done else State.OPEN,
            sign=seeded.choice([Sign.PLUS, Sign.MINUS]) if is_done else None,
            when=when,
            due_time=when.ends(),
            priority=Priority.NORMAL,
            minutes=when.minutes() or 15,
            counterparty=f"counterparties/{number % 5000}",
            counterparty_display_name=f"ООО «Покупатель {number % 5000}»",
            owner=person.name,
            owner_display_name=person.display_name,
            org_path=person.org_path,
            visible_to=visible_to(person.name, person.org_path),
            close_time=now if is_done else None,
            close_day=day.isoformat() if is_done else "",
        )


def _when(seeded: random.Random, day: date) -> When:
    """Half by the hour, some over several days."""
    kind = seeded.random()
    if kind < 0.5:
        start = datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo(ZONE))
        begins = start + timedelta(minutes=15 * seeded.randrange(36))
        ends = begins + timedelta(minutes=15 * seeded.randrange(1, 5))
        hours = When(kind=Kind.EXACT, start_time=begins, end_time=ends, time_zone=ZONE)
        return hours.tidy(ZONE, ZONE)
    last = day + timedelta(days=seeded.randrange(1, 4)) if kind > 0.95 else day
    several = Kind.DAYS if last > day else Kind.DAY
    return When(kind=several, start_date=day, end_date=last).tidy(ZONE, ZONE)


def _name(tenant: str, at: int) -> str:
    return f"users/{tenant}-works-{at}"


def _today() -> date:
    return clock.now().astimezone(ZoneInfo(ZONE)).date()
