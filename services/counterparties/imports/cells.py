"""What people type into single cells: dates, amounts, yes and no (pure).

Each reader answers the value, or a `Wrong` with the reason and, where it is likely, the right
value. Values repeat a lot in a column, so they are remembered.
"""

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from services.counterparties import emails, requisites

DASHES = frozenset({"-", "--", "—", "–", "_"})


class Wrong(NamedTuple):
    """Why a cell has no value."""

    reason: str
    suggestion: str = ""


_MONTHS = {
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "май": 5, "мая": 5, "июн": 6, "июл": 7, "авг": 8,
    "сен": 9, "окт": 10, "ноя": 11, "дек": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5,
    "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_CLOCK = re.compile(
    r"[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[AP]M)?(?:Z|[+-]\d\d:?\d\d)?$", re.IGNORECASE
)
_DAY_FIRST = re.compile(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})\s*([./-]?)\s*(\d{1,2})\s*\2\s*(\d{1,2})", re.ASCII)
_IN_WORDS = re.compile(
    r"«?(\d{1,2})»?[\s.-]+([а-яa-z]{3,8})\.?[\s,.-]+(\d{4})", re.ASCII | re.IGNORECASE
)
_IN_WORDS_RU = re.compile(
    r"[«\"]?(\d{1,2})[»\"]?[\s.-]+([а-яё]{3,8})\.?[\s,.-]+(\d{4})", re.IGNORECASE
)
_YEAR_SIGN = re.compile(r"\s*(?:г\.?|года?)\s*$", re.IGNORECASE)
_OLDEST = 1800
_LATEST = 2200
# Serial numbers of Excel from 1927 to 2064; smaller ones are rather counts.
_SERIALS = range(10_000, 60_000)


@lru_cache(maxsize=50_000)
def day(text: str) -> date | Wrong:
    """A date: 27.11.2003, 2003-11-27, 27/11/03, 27 ноября 2003 г., or Excel's serial number."""
    plain = _YEAR_SIGN.sub("", _CLOCK.sub("", text.strip())).strip()
    found = _DAY_FIRST.fullmatch(plain)
    if found:
        first, sign, second, year = found.groups()
        return _day_of(_full_year(year), int(second), int(first), american=sign == "/")
    if plain.isdigit() and plain.isascii() and len(plain) == 5 and int(plain) in _SERIALS:
        return date(1899, 12, 30) + timedelta(days=int(plain))
    found = _YEAR_FIRST.fullmatch(plain)
    if found and (found[2] or len(plain) == 8):
        return _day_of(int(found[1]), int(found[3]), int(found[4]))
    found = _IN_WORDS_RU.fullmatch(plain) or _IN_WORDS.fullmatch(plain)
    month = _MONTHS.get(found[2][:3].lower()) if found else None
    if found and month:
        return _day_of(int(found[3]), month, int(found[1]))
    return Wrong("DATE_FORMAT")


def _full_year(year: str) -> int:
    """Two digits are this century up to 2029 only: clients are older than they are young."""
    if len(year) == 4:
        return int(year)
    return int(year) + (2000 if int(year) < 30 else 1900)


def _day_of(year: int, month: int, number: int, *, american: bool = False) -> date | Wrong:
    if american and month > 12 and 1 <= number <= 12:
        month, number = number, month
    if not _OLDEST <= year <= _LATEST or not 1 <= month <= 12 or not 1 <= number <= 31:
        return Wrong("DATE_IMPOSSIBLE")
    try:
        return date(year, month, number)
    except ValueError:
        following = date(year, month, 28) + timedelta(days=4)
        last = following - timedelta(days=following.day)
        return Wrong("DATE_IMPOSSIBLE", f"{last.day:02}.{month:02}.{year}")


_CURRENCY = re.compile(r"\s*(?:руб(?:лей|ля|ль)?\.?|р\.|₽|rub|rur)\s*$", re.IGNORECASE)
# Three digits behind a sign are thousands: nobody writes tenths of kopecks.
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+", re.ASCII)
_AMOUNT = re.compile(r"\d{1,15}(?:[.]\d{1,2}0*)?", re.ASCII)


@lru_cache(maxsize=20_000)
def amount(text: str) -> Decimal | Wrong:
    """Money: 1 500 000,50; 10000.00; 1.500.000,50; 10 000 руб."""
    plain = "".join(_CURRENCY.sub("", text).replace("'", "").split())
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "").replace(".", "")
    comma, dot = plain.rfind(","), plain.rfind(".")
    if comma > dot:
        plain = (
            plain.replace(".", "").replace(",", ".")
            if plain.count(",") == 1
            else (plain.replace(",", ""))
        )
    elif dot > comma:
        plain = plain.replace(",", "") if plain.count(".") == 1 else plain.replace(".", "")
    return Decimal(plain) if _AMOUNT.fullmatch(plain) else Wrong("AMOUNT_FORMAT")


_PEOPLE = re.compile(
    r"\s*(?:чел(?:овека?|\.)?|сотрудник\w*|шт\.?|people|employees)\s*$", re.IGNORECASE
)


@lru_cache(maxsize=20_000)
def count(text: str) -> int | Wrong:
    """A number of people: 150; 1 200; 150 чел."""
    plain = "".join(_PEOPLE.sub("", text).split())
    if plain.endswith((".0", ",0", ".00", ",00")):
        plain = plain.rstrip("0")[:-1]
    if plain.isascii() and plain.isdigit() and len(plain) <= 9:
        return int(plain)
    return Wrong("NUMBER_FORMAT")


_YES = frozenset(
    [
        "да",
        "д",
        "есть",
        "согласен",
        "согласна",
        "согласие",
        "дано",
        "получено",
        "разрешено",
        "подписан",
        "подписана",
        "истина",
        "yes",
        "y",
        "true",
        "1",
        "+",
        "v",
        "granted",
        "agreed",
        "on",
        "x",
        "х",
        "✓",
        "✔",
    ]
)
_NO = frozenset(
    [
        "нет",
        "н",
        "не",
        "отказ",
        "отказано",
        "отозвано",
        "запрещено",
        "ложь",
        "no",
        "n",
        "false",
        "0",
        "refused",
        "off",
        "отписан",
        "отписана",
    ]
) | {"не согласен", "не согласна", "не дано", "не получено"}


@lru_cache(maxsize=1_000)
def consent(text: str) -> bool | Wrong:
    """Yes or no."""
    plain = " ".join(text.lower().split()).rstrip(".!")
    if plain in _YES:
        return True
    return False if plain in _NO else Wrong("CONSENT_FORMAT")


_BETWEEN = re.compile(r"[,;|\s]+")
# «Иван <ivan@firma.ru>» of mail programs: the name is no part of the address.
_NAMED = re.compile(r"[^,;|<>\n]*<([^<>]*)>")
_AT = re.compile(r"\s*(?:\(at\)|\[at\]|\(собака\)|\[собака\]|\sat\s|\(a\)|@)\s*", re.IGNORECASE)


def addresses(text: str) -> tuple[list[str], Wrong | None]:
    """The e-mail addresses of a cell; one that is none makes the cell wrong."""
    one = emails.normalise(text)
    if one:
        return [one], None
    found: list[str] = []
    for piece in _BETWEEN.split(_NAMED.sub(r"\1;", text)):
        plain = piece.removeprefix("mailto:").strip("'\"<>()")
        address = emails.normalise(plain) if plain else ""
        if plain and not address:
            return found, Wrong("EMAIL_FORMAT", _likely_address(text))
        if address and address not in found:
            found.append(address)
    return found, None


def _likely_address(text: str) -> str:
    """`info(at)mail.ru`, `info @ mail.ru`: what was meant is plain to see."""
    if len(text) > 100:
        return ""
    return emails.normalise("".join(_AT.sub("@", text).split()))


_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_HOST = re.compile(
    r"(?:https?://)?(?:[\w-]{1,63}\.)+[\w-]{2,63}\.?(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE
)


def website(text: str) -> str | Wrong:
    """A site as typed, host in lower case, without a scheme if none was typed."""
    plain = text.strip().strip("<>\"'")
    if not _HOST.fullmatch(plain):
        return Wrong("WEBSITE_FORMAT")
    scheme = _SCHEME.match(plain)
    start = scheme.end() if scheme else 0
    host, slash, path = plain[start:].partition("/")
    return plain[:start].lower() + host.lower() + slash + path


@lru_cache(maxsize=5_000)
def person(text: str) -> tuple[str, str, str]:
    """«Фамилия Имя Отчество»; what comes after belongs to the last part (Мамед оглы)."""
    family, _, rest = " ".join(text.split()).partition(" ")
    given, _, middle = rest.partition(" ")
    return family, given, middle


def snils(text: str) -> str | Wrong:
    plain = requisites.compact(text)
    reason = requisites.snils_problem(plain)
    return Wrong(reason) if reason else plain


def passport_number(text: str) -> str | Wrong:
    plain = requisites.compact(text)
    reason = requisites.passport_number_problem(plain)
    return Wrong(reason) if reason else plain


def issuer_code(text: str) -> str | Wrong:
    plain = requisites.compact(text)
    code = f"{plain[:3]}-{plain[3:]}" if len(plain) == 6 else text
    reason = requisites.issuer_code_problem(code)
    return Wrong(reason) if reason else code
