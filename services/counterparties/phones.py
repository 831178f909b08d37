"""Telephone numbers as people type them, to E.164 with an extension (pure).

Russian numbers take a short exact path, as an import reads thousands a second; all others are
left to `phonenumbers`. What is no number stays no number: nothing is guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers

PHONE_FORMAT = "PHONE_FORMAT"
HOW_TO_FIX = (
    "Not a telephone number: write it with the area code, such as +7 812 451-86-72, "
    "an extension after «доб.», several numbers separated by a comma."
)


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number: E.164 and the digits dialled after the answer."""

    number: str
    extension: str = ""


_FILLING = str.maketrans("", "", " \u00a0\u202f\u2009\t\r\n()-–—‐‑.[]")
_SEPARATOR = re.compile(r"[,;/\n\r|]+")
_EXTENSION = re.compile(
    r"[\s(]*(?:доб(?:авочный)?|внутр(?:енний)?|вн|ext(?:ension)?|;ext=|x|#)"
    r"\s*[.:=#№]?\s*(\d{1,8})\s*\)?\s*$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\s*(?:телефон|тел|моб(?:ильный)?|сот(?:овый)?|раб(?:очий)?|дом(?:ашний)?|факс|"
    r"tel|phone|mob(?:ile)?|fax|т)\s*[.:/]*\s*(?=[+\d(\[])",
    re.IGNORECASE,
)


def _codes(text: str) -> frozenset[str]:
    """Three-digit codes of «301 341-343 …»."""
    found: set[str] = set()
    for part in text.split():
        first, _, last = part.partition("-")
        found.update(str(code) for code in range(int(first), int(last or first) + 1))
    return frozenset(found)


# Area and service codes of the Russian numbering plan; 9xx are mobile.
_AREA_CODES = _codes(
    "301 302 336 341-343 345-347 349-353 365 381-385 388 390 391 394 395 401 411-416 421 423 424 "
    "426 427 466 471-475 481-487 491-496 498 499 800-809 811-818 820 821 831 833-836 840-848 850 "
    "851 855-857 860-863 865-867 869-873 877-879 900-999"
)


def parse(text: str) -> Number | None:
    """The one number that `text` is, or None."""
    plain = text.translate(_FILLING)
    if plain.isdigit() or plain.startswith("+7"):
        found = _russian(plain)
        if found:
            return Number(found)
    return _parse_slowly(text)


def parse_all(text: str) -> tuple[list[Number], list[str]]:
    """The numbers of a cell, and the pieces of it that are none."""
    numbers: list[Number] = []
    rejected: list[str] = []
    for piece in _pieces(text):
        number = parse(piece)
        if number is None:
            rejected.append(piece)
        elif number not in numbers:
            numbers.append(number)
    return numbers, rejected


def national_digits(number: str) -> str:
    """The digits that tell a number: without +7 of a Russian one, without + of others."""
    return number[2:] if number.startswith("+7") and len(number) == 12 else number[1:]


def typed_digits(text: str) -> str:
    """The digits of a number typed into a search box, as in `national_digits`; "" if it is none."""
    plain = _EXTENSION.sub("", text).translate(_FILLING)
    digits = plain.removeprefix("+")
    if not digits.isascii() or not digits.isdigit() or len(digits) < 7:
        return ""
    if len(digits) == 11 and (digits[0] == "7" or (digits[0] == "8" and plain[0] != "+")):
        return digits[1:]
    return digits


def masked(number: str) -> str:
    """`+7 ••• •••-12-34`: enough to tell two numbers of one client apart, not to call."""
    tail = number[-4:]
    start = "+7" if number.startswith("+7") else "+•"
    return f"{start} ••• •••-{tail[:2]}-{tail[2:]}"


def _russian(plain: str) -> str:
    """E.164 of a Russian number without filling, or ""."""
    if len(plain) == 12 and plain.startswith("+7"):
        national = plain[2:]
    elif len(plain) == 11 and plain[0] in "78":
        national = plain[1:]
    elif len(plain) == 10:
        national = plain
    else:
        return ""
    if national[:3] not in _AREA_CODES or not national.isdigit() or not national.isascii():
        return ""
    return "+7" + national


def _parse_slowly(text: str) -> Number | None:
    body = _LABEL.sub("", text)
    extension = ""
    found = _EXTENSION.search(body)
    if found:
        extension = found.group(1)
        body = body[: found.start()]
    plain = body.translate(_FILLING)
    if not plain.removeprefix("+").isdigit() or not plain.isascii():
        return None
    number = _russian(plain) or _foreign(plain)
    return Number(number, extension) if number else None


def _foreign(plain: str) -> str:
    """E.164 of any number of the world, or ""; without + it is dialled from Russia."""
    # A Russian number with a code that does not exist is nonsense, not a foreign number.
    if not plain.startswith(("+", "810", "77")):
        return ""
    try:
        number = phonenumbers.parse(f"+{plain}" if plain[0] == "7" else plain, "RU")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _pieces(text: str) -> Iterator[str]:
    """The numbers of a cell; an extension cut off by a comma goes back to its number."""
    held = ""
    for raw in _SEPARATOR.split(text):
        piece = raw.strip()
        if not piece:
            continue
        if held and not piece[0].isdigit() and _EXTENSION.fullmatch(piece):
            held = f"{held} {piece}"
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held
