"""Words for repeated works at their door; days are counted from today."""

from datetime import date, timedelta
from typing import Any

from google.protobuf import field_mask_pb2

from crm.activities.v1 import series_pb2 as pb
from crm.activities.v1 import series_pb2_grpc
from crm.activities.v1 import works_pb2 as works_pb
from services.activities import store
from services.activities.when import today
from services.activities.work import State, Work
from services.kit import clock
from services.kit.caller import Caller
from tests.activities.desk import Desk

Pb = Any
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def door(desk: Desk, caller: Caller) -> Pb:
    return desk.office.door.stub(series_pb2_grpc.WorkSeriesServiceStub, caller)


def begin(desk: Desk, caller: Caller, rule: str, request_id: str = "", **work: Any) -> Pb:
    off = work.pop("on_day_off", "ON_DAY_OFF_KEEP")
    series = pb.WorkSeries(work=works_pb.Work(**work), rule=rule, on_day_off=off)
    request = pb.CreateWorkSeriesRequest(work_series=series, request_id=request_id)
    return door(desk, caller).CreateWorkSeries(request)


def change(
    desk: Desk, caller: Caller, series: Pb, mask: list[str], from_work: str = "", **values: Any
) -> Pb:
    all_open = values.pop("all_open", False)
    rule = {key: values.pop(key) for key in ("rule", "on_day_off") if key in values}
    changed = pb.WorkSeries(
        name=series.name, etag=series.etag, work=works_pb.Work(**values), **rule
    )
    request = pb.UpdateWorkSeriesRequest(
        work_series=changed,
        update_mask=field_mask_pb2.FieldMask(paths=mask),
        from_work=from_work,
        all_open=all_open,
    )
    return door(desk, caller).UpdateWorkSeries(request)


def this_day() -> date:
    return today(clock.now(), "Europe/Moscow")


def after(count: int) -> date:
    return this_day() + count * DAY


def works(desk: Desk, *states: State) -> list[Work]:
    found = store.WORKS.select(desk.office.db, {"state": {"$in": [*(states or (State.OPEN,))]}})
    return sorted(found, key=lambda each: (each.when.days() if each.when else [], each.name))


def days(desk: Desk, *states: State) -> list[int]:
    """How many days from now."""
    return [(each.when.days()[0] - this_day()).days for each in works(desk, *states) if each.when]


def weekday(day: date) -> str:
    return ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day.weekday()]
