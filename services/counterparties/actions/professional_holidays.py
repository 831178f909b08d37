"""What can be done to professional holidays."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crm.counterparties.v1 import events_pb2 as events
from crm.counterparties.v1 import professional_holidays_pb2 as pb
from services.counterparties.actions.references import READ
from services.counterparties.holidays import store
from services.counterparties.holidays.holiday import HolidayExists, ProfessionalHoliday
from services.kit import changes
from services.kit.caller import EVERYBODY, Caller
from services.kit.errors import AlreadyExists, InvalidArgument
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional

# The dictionary is the tenant's: whoever may read clients reads all of it.
ALL = (EVERYBODY,)


def create(
    db: Db, caller: Caller, values: Mapping[str, Any], request_id: str
) -> ProfessionalHoliday:
    store.begin(db)
    name = store.HOLIDAYS.new_name(request_id)
    draft = _settled(ProfessionalHoliday(**values, name=name))
    try:
        return _create(db, caller, draft)
    except AlreadyExists as error:
        found = store.HOLIDAYS.find(db, name) if request_id else None
        if found is not None:
            return found
        raise _exists(draft) from error


@transactional
def _create(db: Db, caller: Caller, draft: ProfessionalHoliday) -> ProfessionalHoliday:
    created = store.HOLIDAYS.insert(db, draft)
    event = events.ProfessionalHolidayCreated(
        professional_holiday=to_proto(created, pb.ProfessionalHoliday)
    )
    changes.record(db, caller, event, after=created, permission=READ, visible_to=ALL)
    return created


def update(
    db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]
) -> ProfessionalHoliday:
    draft = _settled(replace(store.HOLIDAYS.get(db, name), **values))
    try:
        return _update(db, caller, draft, etag)
    except AlreadyExists as error:
        raise _exists(draft) from error


@transactional
def _update(db: Db, caller: Caller, draft: ProfessionalHoliday, etag: str) -> ProfessionalHoliday:
    current = store.HOLIDAYS.get(db, draft.name)
    require_etag(current, etag)
    if draft == current:
        return current
    saved = store.HOLIDAYS.replace(db, draft)
    event = events.ProfessionalHolidayUpdated(
        professional_holiday=to_proto(saved, pb.ProfessionalHoliday)
    )
    changes.record(db, caller, event, before=current, after=saved, permission=READ, visible_to=ALL)
    return saved


def _settled(draft: ProfessionalHoliday) -> ProfessionalHoliday:
    tidy = draft.tidy()
    if problems := list(tidy.problems()):
        raise InvalidArgument.of(problems)
    return tidy


def _exists(draft: ProfessionalHoliday) -> HolidayExists:
    return HolidayExists(f"There is {draft.title!r} already", title=draft.title)
