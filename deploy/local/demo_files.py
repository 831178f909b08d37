"""Client files as a sales office would export them: made up, the same on every machine.

Names, numbers and addresses are invented; check digits are right, mail domains are reserved
for examples. A few rows hold the mistakes people make, so that there is something to repair.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

LEGAL_HEADER = (
    "Наименование;Полное наименование;ИНН;КПП;ОГРН;Юридический адрес;Телефон;E-mail;Сайт;"
    "Сфера деятельности;Расчётный счёт;БИК;Корр. счёт;Контактное лицо;Должность;Моб. телефон;"
    "Дата регистрации;Комментарий"
).split(";")
INDIVIDUAL_HEADER = "Фамилия Имя Отчество;Дата рождения;Телефон;E-mail;Адрес;Комментарий".split(";")

FIRST = "Альфа Вектор Гранит Заря Импульс Кедр Лидер Маяк Норма Орион Полюс Русь Сфера Титан Урал"
SECOND = "Строй Пак Агро Тех Мебель Транс Пром Снаб Торг Проект Пласт Свет Хим Вода Лес"
SURNAMES = "Иванов Смирнов Кузнецов Попов Васильев Петров Соколов Михайлов Новиков Фёдоров Морозов"
NAMES = "Алексей Борис Виктор Григорий Денис Егор Илья Кирилл Максим Николай Пётр Сергей Юрий"
PATRONYMICS = "Алексеевич Борисович Викторович Денисович Ильич Максимович Петрович Сергеевич"
TRADES = "Производство;Оптовая торговля;Розничная торговля;Строительство;Логистика;Услуги".split(
    ";"
)
STREETS = "ул. Садовая;ул. Лесная;пр-т Мира;ул. Заводская;пер. Школьный;наб. Речная".split(";")
JOBS = "Директор;Главный бухгалтер;Закупщик;Инженер;Коммерческий директор".split(";")
COMMENTS = ("", "", "", "Просили звонить после 15:00", "Работают по предоплате", "Нужен договор")
LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f h c ch sh sch _ y _ e yu ya".split(),
        strict=True,
    )
)


@dataclass(frozen=True)
class Branch:
    """Where a file's clients live."""

    key: str
    city: str
    region: str
    post_code: str
    area_code: str
    seed: int


def legal_file(branch: Branch, rows: int) -> bytes:
    """Companies and sole proprietors, as Excel on Windows saves them."""
    random = Random(branch.seed)
    lines = [legal_row(random, branch, number) for number in range(rows)]
    lines.append([*lines[0]])
    return table(LEGAL_HEADER, lines).encode("cp1251")


def individual_file(branch: Branch, rows: int) -> bytes:
    """People, as a web shop exports them."""
    random = Random(branch.seed + 1)
    lines = [individual_row(random, branch, number) for number in range(rows)]
    return table(INDIVIDUAL_HEADER, lines).encode("utf-8-sig")


def table(header: Sequence[str], lines: list[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(lines)
    return out.getvalue()


def legal_row(random: Random, branch: Branch, number: int) -> list[str]:
    proprietor = number % 6 == 5
    person = full_name(random)
    brand = f"{random.choice(FIRST.split())}{random.choice(SECOND.split())}"
    inn = inn12(random, branch.region) if proprietor else inn10(random, branch.region)
    bik = f"0445{random.randrange(25, 100):02d}{random.randrange(200, 1000):03d}"
    site = f"{latin(brand)}{number}.example.org"
    address = (
        f"{branch.post_code}, г. {branch.city}, {random.choice(STREETS)}, "
        f"д. {random.randrange(1, 200)}, оф. {random.randrange(1, 90)}"
    )
    return [
        f"ИП {person}" if proprietor else f'ООО "{brand}"',
        f"Индивидуальный предприниматель {person}"
        if proprietor
        else f'Общество с ограниченной ответственностью "{brand}"',
        spoiled(inn, number),
        "" if proprietor else f"{inn[:4]}01001",
        ogrn(random, branch.region, proprietor=proprietor),
        address,
        landline(random, branch),
        f"info@{site}" if number % 37 != 11 else f"info{site}",
        site if random.random() < 0.5 else "",
        random.choice(TRADES),
        account(random, bik, "40802" if proprietor else "40702"),
        bik,
        f"30101810{random.randrange(10**9):09d}{bik[-3:]}",
        full_name(random),
        random.choice(JOBS),
        mobile(random),
        day(random, 1995, 2025),
        random.choice(COMMENTS),
    ]


def individual_row(random: Random, branch: Branch, number: int) -> list[str]:
    name = full_name(random)
    return [
        name,
        "31.02.1980" if number % 29 == 17 else day(random, 1950, 2005),
        mobile(random),
        f"{latin(name.split()[0])}{number}@{branch.key}.example.org",
        f"г. {branch.city}, {random.choice(STREETS)}, "
        f"{random.randrange(1, 200)}-{random.randrange(1, 90)}",
        random.choice(COMMENTS),
    ]


def day(random: Random, first_year: int, end_year: int) -> str:
    date = random.randrange(1, 29), random.randrange(1, 13)
    return f"{date[0]:02d}.{date[1]:02d}.{random.randrange(first_year, end_year)}"


def full_name(random: Random) -> str:
    parts = (random.choice(words.split()) for words in (SURNAMES, NAMES, PATRONYMICS))
    return " ".join(parts)


def latin(word: str) -> str:
    return "".join(LATIN.get(letter, "") for letter in word.lower()).replace("_", "")


def spoiled(number: str, row: int) -> str:
    """Now and then the last digit is a typing mistake."""
    if row % 41 != 23:
        return number
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def weighted(digits: str, weights: tuple[int, ...]) -> str:
    return str(sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11 % 10)


def inn10(random: Random, region: str) -> str:
    body = f"{region}{random.randrange(10**7):07d}"
    return body + weighted(body, (2, 4, 10, 3, 5, 9, 4, 6, 8))


def inn12(random: Random, region: str) -> str:
    body = f"{region}{random.randrange(10**8):08d}"
    body += weighted(body, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8))
    return body + weighted(body, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8))


def ogrn(random: Random, region: str, *, proprietor: bool) -> str:
    year = f"{random.randrange(3, 25):02d}"
    if proprietor:
        body = f"3{year}{region}{random.randrange(10**9):09d}"
        return body + str(int(body) % 13 % 10)
    body = f"1{year}{region}{random.randrange(10**7):07d}"
    return body + str(int(body) % 11 % 10)


def account(random: Random, bik: str, kind: str) -> str:
    """A bank account whose key fits the bank (the last three digits of the BIK)."""
    head, tail = f"{kind}810", f"{random.randrange(10**11):011d}"
    weights = (7, 1, 3) * 8
    for key in "0123456789":
        digits = bik[-3:] + head + key + tail
        if sum(int(d) * w % 10 for d, w in zip(digits, weights, strict=False)) % 10 == 0:
            return head + key + tail
    raise AssertionError("one of ten keys always fits")


def landline(random: Random, branch: Branch) -> str:
    digits = f"{random.randrange(200, 800)}{random.randrange(10**4):04d}"
    return f"({branch.area_code}) {digits[:3]}-{digits[3:5]}-{digits[5:]}"


def mobile(random: Random) -> str:
    number = f"{random.choice(('903', '916', '926', '985'))}{random.randrange(10**7):07d}"
    styles = (
        f"+7{number}",
        f"8{number}",
        f"8 ({number[:3]}) {number[3:6]}-{number[6:8]}-{number[8:]}",
        f"8-{number[:3]}-{number[3:6]}-{number[6:]}",
    )
    return random.choice(styles)
