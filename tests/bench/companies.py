"""A seeded client base of any size, as a CSV that a sales office would export (made-up data)."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# fmt: off
HEADER = [
    "Наименование", "ИНН", "КПП", "Юридический адрес", "Телефон", "E-mail", "Сфера деятельности",
    "Численность", "Контактное лицо", "Должность", "Моб. телефон", "Комментарий",
]
FORMS = ("ООО", "ООО", "ООО", "АО", "ПАО", "ЗАО")
FIRST = [
    "Альфа", "Вектор", "Горизонт", "Дельта", "Евро", "Заря", "Импульс", "Карат", "Лидер",
    "Магнит", "Норд", "Орион", "Прогресс", "Радуга", "Сигма", "Титан", "Урал", "Факел", "Центр",
    "Эталон", "Юпитер", "Янтарь", "Авангард", "Балтика", "Волга", "Гранит", "Динамо", "Енисей",
    "Кристалл", "Меридиан", "Сокол", "Тайга", "Феникс", "Спектр", "Рубеж", "Полюс", "Оптима",
    "Маяк", "Кедр", "Атлант",
]
SECOND = [
    "Строй", "Торг", "Сервис", "Транс", "Пром", "Снаб", "Мед", "Агро", "Тех", "Инвест",
    "Логистик", "Мебель", "Энерго", "Металл", "Пласт", "Софт", "Фарм", "Дизайн", "Ресурс",
    "Групп",
]
CITIES = [
    "Москва", "Санкт-Петербург", "Казань", "Пермь", "Самара", "Омск", "Уфа", "Воронеж", "Тюмень",
    "Томск",
]
# fmt: on
TRADES = ("Оптовая торговля", "Розничная торговля", "Производство", "Услуги", "Логистика")
PEOPLE = ("Иванова Анна Петровна", "Петров Олег Юрьевич", "Соколова Ирина Олеговна")
INN_WEIGHTS = (2, 4, 10, 3, 5, 9, 4, 6, 8)


@dataclass(frozen=True)
class Company:
    number: int
    display_name: str
    core: str
    inn: str
    phone: str


def company(number: int) -> Company:
    """Everything is a function of the number: any process knows what is in the base."""
    draw = random.Random(number)  # noqa: S311 - not for secrets
    core = draw.choice(FIRST) + draw.choice(SECOND)
    return Company(
        number=number,
        display_name=f"{draw.choice(FORMS)} «{core} {number}»",
        core=core,
        inn=_inn(number),
        phone=f"+79{number * 48271 % 10**9:09d}",
    )


def _inn(number: int) -> str:
    base = f"{1 + number % 89:02d}{(number * 7919 + 1234567) % 10**7:07d}"
    return base + str(
        sum(int(digit) * weight for digit, weight in zip(base, INN_WEIGHTS, strict=True)) % 11 % 10
    )


def rows(size: int) -> Iterator[list[str]]:
    for number in range(1, size + 1):
        one = company(number)
        draw = random.Random(-number)  # noqa: S311 - not for secrets
        yield [
            one.display_name,
            one.inn,
            f"{one.inn[:4]}01001",
            f"{draw.randint(101000, 692999)}, г. {draw.choice(CITIES)}, ул. Мира, {number % 200}",
            one.phone,
            f"info{number}@firma{number % 5000}.ru",
            draw.choice(TRADES),
            str(draw.choice((3, 12, 40, 150, 600))),
            draw.choice(PEOPLE),
            "Директор по закупкам",
            f"8 900 {number % 10**7:07d}",
            "",
        ]


def write(path: Path, size: int) -> None:
    with path.open("w", encoding="cp1251", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(rows(size))
