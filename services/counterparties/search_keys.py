"""What a counterparty or contact is found by, and what a typed query looks for (pure).

`search` holds every ending (of 3 letters or more) of every word, so that a prefix of an index key
finds any part of a word; telephones are kept backwards, so that their last digits are a prefix.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from services.counterparties import phones
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty
from services.counterparties.details import Email, Phone
from services.counterparties.name_likeness import LEGAL_FORMS, skeleton

LONGEST_WORD, LONGEST_KEY, MOST_KEYS = 32, 24, 90
# Told from words by the colon, which no word contains.
PHONE, INN, OGRN, EMAIL = "p:", "i:", "o:", "e:"
# The skeleton of a name, for duplicates alone: nothing that is typed begins with it.
NAME = "=:"
# Of which the registry says what alarms: for the list's filter, and few of all.
ALARMING = "!:registry"
# On which day of any year to congratulate, such as b:02-29, and whose trade's day it is.
BIRTHDAY, HOLIDAY = "b:", "h:"
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[\d\s+()\-–.\u00a0]+")


def folded(text: str) -> str:
    """For comparing: letter case and ё do not matter."""
    return text.casefold().replace("ё", "е")


def name_key(display_name: str) -> str:
    """For sorting: also without the quotes that companies stand in."""
    return " ".join(_WORD.findall(folded(display_name)))


def words(text: str) -> list[str]:
    return _WORD.findall(folded(text))


def of_counterparty(counterparty: Counterparty) -> tuple[str, list[str]]:
    """(text, keys) of a counterparty."""
    person = counterparty.person_name
    names = f"{counterparty.display_name} {counterparty.full_name} "
    text = list(dict.fromkeys(words(names + (person.in_one_line if person else ""))))
    alarming = counterparty.registry is not None and counterparty.registry.alarming
    keys = [
        *([ALARMING] if alarming else ()),
        *_occasion_keys(counterparty.birth_date, counterparty.professional_holidays),
        *_number_keys(INN, (counterparty.inn,)),
        *_number_keys(OGRN, (counterparty.ogrn,)),
        *_contact_keys(counterparty.phones, counterparty.emails),
        *name_keys(counterparty.display_name, counterparty.full_name),
    ]
    return " ".join(text), _bounded([*keys, *_word_keys(text)])


def name_keys(*names: str) -> list[str]:
    """What names alike have in common, whatever is mistyped in them."""
    bones = dict.fromkeys(skeleton(words(name)) for name in names if name)
    return [NAME + each for each in bones if each]


def of_contact(contact: Contact) -> tuple[str, list[str]]:
    """(text, keys) of a contact."""
    person = contact.person_name
    names = f"{contact.display_name} {person.in_one_line if person else ''}"
    text = list(dict.fromkeys(words(names)))
    occasions = _occasion_keys(contact.birth_date, contact.professional_holidays)
    reach = _contact_keys(contact.phones, contact.emails)
    return " ".join(text), _bounded([*occasions, *reach, *_word_keys(text)])


def birthday_key(month: int, day: int) -> str:
    return f"{BIRTHDAY}{month:02}-{day:02}"


def holiday_key(professional_holiday: str) -> str:
    return HOLIDAY + professional_holiday.partition("/")[2]


def _occasion_keys(birth_date: date | None, holidays: Sequence[str]) -> list[str]:
    birthday = [birthday_key(birth_date.month, birth_date.day)] if birth_date else []
    return [*birthday, *map(holiday_key, holidays)]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a query: any of its keys must begin a key of the document."""

    word: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed. All parts must be found; the first has an index to itself."""

    first: Part | None = None
    others: tuple[Part, ...] = ()
    # Nothing but words like «ООО»: the list itself is looked through.
    plain: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self.first is None and not self.plain


def parse(text: str) -> Query:
    """A telephone in any form, the start of an INN, OGRN or e-mail, or parts of words."""
    text = text.strip()[:200]
    if "@" in text and " " not in text:
        return Query(Part(text, (EMAIL + folded(text),)))
    if _NUMBER.fullmatch(text) and (typed := _of_number(text)):
        return Query(typed)
    parts = [_part(word) for word in dict.fromkeys(words(text))]
    telling = [part for part in parts if not _is_legal_form(part.word)]
    if not telling:
        return Query(plain=tuple(part.word for part in parts))
    first = max(telling, key=lambda part: len(part.word))
    return Query(first, tuple(part for part in parts if part is not first))


def _of_number(text: str) -> Part | None:
    """Digits in any dress; «12 34» is too little for a telephone and stays two words."""
    digits = "".join(c for c in text if c.isdigit())
    typed = phones.typed_digits(text)
    if text.startswith("+") and typed:
        return Part(digits, (PHONE + typed[::-1],))
    if not digits or (not typed and len(words(text)) > 1):
        return None
    keys = (*_part(digits).keys, *((PHONE + typed[::-1],) if typed else ()))
    return Part(digits, tuple(dict.fromkeys(keys)))


def _part(word: str) -> Part:
    word = word[:LONGEST_KEY]
    if not word.isdecimal() or len(word) < 4:
        return Part(word, (word,))
    keys = [word, INN + word, OGRN + word]
    typed = phones.typed_digits(word)
    return Part(word, tuple([*keys, PHONE + typed[::-1]] if typed else keys))


def _is_legal_form(word: str) -> bool:
    return len(word) >= 2 and any(form.startswith(word) for form in LEGAL_FORMS)


def _word_keys(text: Iterable[str]) -> list[str]:
    return [
        word[start : start + LONGEST_KEY]
        for word in (each[:LONGEST_WORD] for each in text if each not in LEGAL_FORMS)
        for start in range(max(1, len(word) - 2))
    ]


def _number_keys(prefix: str, numbers: Sequence[str]) -> list[str]:
    return [prefix + number for number in numbers if number]


def _contact_keys(numbers: Sequence[Phone], addresses: Sequence[Email]) -> list[str]:
    reversed_digits = [phones.national_digits(phone.number)[::-1] for phone in numbers]
    return _number_keys(PHONE, reversed_digits) + _number_keys(
        EMAIL, [folded(email.address) for email in addresses]
    )


def _bounded(keys: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(keys))[:MOST_KEYS]
