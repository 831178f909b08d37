"""Works for many clients, and steps of campaigns, on the working days of who does them."""

from tests.activities.calendars.bureau import Bureau, off
from tests.activities.mass.crowd import Crowd
from tests.activities.mass.test_campaigns import close, start, works

MONDAY, TUESDAY, WEDNESDAY = "2026-12-07", "2026-12-08", "2026-12-09"


def test_works_are_placed_in_the_hours_of_each_ones_calendar(crowd: Crowd) -> None:
    office, bureau = crowd.desk.office, Bureau(crowd.desk)
    names = crowd.clients(office.manager_a, 2)
    afternoons = [(day, (("16:00", "20:00"),)) for day in range(1, 6)]
    bureau.create(
        "Вечера", week=afternoons, users=[office.manager_a.user], exceptions=[off(MONDAY)]
    )
    window = {"first": MONDAY, "last": WEDNESDAY, "exact": True, "per_day": 1}
    plan = crowd.plan(*names, way="ONE", users=[office.manager_a.user], window=window)
    shown = crowd.preview(office.admin, plan)
    (executor,) = shown.executors
    assert [each.working_minutes for each in executor.days] == [240, 240]
    crowd.done(crowd.create(office.admin, plan))
    starts = {f"{each.when.start_time:%d %H:%M}" for each in crowd.works() if each.when}
    # Four in the afternoon in Moscow.
    assert starts == {"08 13:00", "09 13:00"}


def test_a_step_of_a_campaign_waits_for_a_working_day_of_its_executor(crowd: Crowd) -> None:
    office, bureau = crowd.desk.office, Bureau(crowd.desk)
    crowd.clients(office.manager_a, 1)
    start(crowd, office.admin)
    (call,) = works(crowd, "call") or crowd.works()[:1]
    bureau.create("Один день", week=[(4, (("09:00", "18:00"),))], users=[office.manager_a.user])
    close(crowd, office.manager_a, call, "PLUS")
    following = [each for each in crowd.works() if each.based_on == call.name]
    days = [each.when.start_date for each in following if each.when]
    assert days
    assert {day.isoweekday() for day in days if day} == {4}
