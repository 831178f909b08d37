"""The professional holidays every tenant begins with: Russian ones, by decree or custom (pure)."""

import uuid
from collections.abc import Iterator, Sequence

from services.counterparties.holidays.holiday import (
    LAST,
    HolidayRule,
    ProfessionalHoliday,
    RuleKind,
)

# Names in other tenants must differ, and two processes must not begin one tenant's twice.
_NAMES = uuid.UUID("5d6b3c0e-6f4e-4c0b-9d2a-6f3f0a5b7c21")
_SUNDAY, _SATURDAY, _FRIDAY = 7, 6, 5


def _day(day: int, month: int) -> HolidayRule:
    return HolidayRule(kind=RuleKind.FIXED_DAY, month=month, day=day)


def _weekday(ordinal: int, weekday: int, month: int) -> HolidayRule:
    return HolidayRule(kind=RuleKind.WEEKDAY, month=month, weekday=weekday, ordinal=ordinal)


KNOWN: Sequence[tuple[str, HolidayRule]] = (
    ("День работника прокуратуры", _day(12, 1)),
    ("День российской печати", _day(13, 1)),
    ("День российской науки", _day(8, 2)),
    ("День работника гражданской авиации", _day(9, 2)),
    ("День работников ЖКХ и бытового обслуживания", _weekday(3, _SUNDAY, 3)),
    ("День работника культуры", _day(25, 3)),
    ("День геолога", _weekday(1, _SUNDAY, 4)),
    ("День радио, работников связи", _day(7, 5)),
    ("День российского предпринимательства", _day(26, 5)),
    ("День химика", _weekday(LAST, _SUNDAY, 5)),
    ("День социального работника", _day(8, 6)),
    ("День работников лёгкой промышленности", _weekday(2, _SUNDAY, 6)),
    ("День медицинского работника", _weekday(3, _SUNDAY, 6)),
    ("День работников морского и речного флота", _weekday(1, _SUNDAY, 7)),
    ("День металлурга", _weekday(3, _SUNDAY, 7)),
    ("День работника торговли", _weekday(4, _SATURDAY, 7)),
    ("День железнодорожника", _weekday(1, _SUNDAY, 8)),
    ("День строителя", _weekday(2, _SUNDAY, 8)),
    ("День шахтёра", _weekday(LAST, _SUNDAY, 8)),
    ("День работников нефтяной и газовой промышленности", _weekday(1, _SUNDAY, 9)),
    ("День финансиста", _day(8, 9)),
    ("День программиста", HolidayRule(kind=RuleKind.DAY_OF_YEAR, day_of_year=256)),
    ("День секретаря", _weekday(3, _FRIDAY, 9)),
    ("День воспитателя", _day(27, 9)),
    ("День туризма", _day(27, 9)),
    ("День машиностроителя", _weekday(LAST, _SUNDAY, 9)),
    ("День учителя", _day(5, 10)),
    ("День работника сельского хозяйства", _weekday(2, _SUNDAY, 10)),
    ("День работников пищевой промышленности", _weekday(3, _SUNDAY, 10)),
    ("День автомобилиста", _weekday(LAST, _SUNDAY, 10)),
    ("День сотрудника органов внутренних дел", _day(10, 11)),
    ("День бухгалтера", _day(21, 11)),
    ("День работника налоговых органов", _day(21, 11)),
    ("День банковского работника", _day(2, 12)),
    ("День юриста", _day(3, 12)),
    ("День энергетика", _day(22, 12)),
    ("День спасателя", _day(27, 12)),
)


def built_in(tenant: str) -> Iterator[ProfessionalHoliday]:
    for title, rule in KNOWN:
        name = f"professionalHolidays/{uuid.uuid5(_NAMES, f'{tenant} {title}')}"
        yield ProfessionalHoliday(name=name, title=title, rule=rule)
