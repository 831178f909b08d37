"""What a counterparty or contact is found by, and what a typed query looks for (pure).

Beside words: numbers, and telephones backwards, so that their last digits are a prefix.
"""

import re
from collections.abc import Sequence
from datetime import date

from services.counterparties import phones
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty
from services.counterparties.details import Email, Phone
from services.counterparties.name_likeness import LEGAL_FORMS, skeleton
from services.kit.words import Part, Query, bounded, folded, word_keys, word_part, words
from services.kit.words import parse as parsed

# Told from words by the colon, which no word contains.
PHONE, INN, OGRN, EMAIL = "p:", "i:", "o:", "e:"
# The skeleton of a name, for duplicates alone: nothing that is typed begins with it.
NAME = "=:"
# Of which the registry says what alarms: for the list's filter, and few of all.
ALARMING = "!:registry"
# With which something is planned: for the list's filter.
HAS_WORK = "!:work"
# On which day of any year to congratulate, such as b:02-29, and whose trade's day it is.
BIRTHDAY, HOLIDAY = "b:", "h:"
_NUMBER = re.compile(r"[\d\s+()\-–.\u00a0]+")


def of_counterparty(counterparty: Counterparty) -> tuple[str, list[str]]:
    """(text, keys) of a counterparty."""
    person = counterparty.person_name
    names = f"{counterparty.display_name} {counterparty.full_name} "
    text = list(dict.fromkeys(words(names + (person.in_one_line if person else ""))))
    alarming = counterparty.registry is not None and counterparty.registry.alarming
    keys = [
        *([ALARMING] if alarming else ()),
        *([HAS_WORK] if counterparty.next_work else ()),
        *_occasion_keys(counterparty.birth_date, counterparty.professional_holidays),
        *_number_keys(INN, (counterparty.inn,)),
        *_number_keys(OGRN, (counterparty.ogrn,)),
        *_contact_keys(counterparty.phones, counterparty.emails),
        *name_keys(counterparty.display_name, counterparty.full_name),
    ]
    return " ".join(text), bounded([*keys, *word_keys(text, LEGAL_FORMS)])


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
    return " ".join(text), bounded([*occasions, *reach, *word_keys(text, LEGAL_FORMS)])


def birthday_key(month: int, day: int) -> str:
    return f"{BIRTHDAY}{month:02}-{day:02}"


def holiday_key(professional_holiday: str) -> str:
    return HOLIDAY + professional_holiday.partition("/")[2]


def _occasion_keys(birth_date: date | None, holidays: Sequence[str]) -> list[str]:
    birthday = [birthday_key(birth_date.month, birth_date.day)] if birth_date else []
    return [*birthday, *map(holiday_key, holidays)]


def parse(text: str) -> Query:
    """A telephone in any form, the start of an INN, OGRN or e-mail, or parts of words."""
    return parsed(text, whole=_whole, part=_part, is_telling=_is_telling)


def _whole(text: str) -> Part | None:
    if "@" in text and " " not in text:
        return Part(text, (EMAIL + folded(text),))
    return _of_number(text) if _NUMBER.fullmatch(text) else None


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
    plain = word_part(word)
    word = plain.word
    if not word.isdecimal() or len(word) < 4:
        return plain
    keys = [word, INN + word, OGRN + word]
    digits = phones.typed_digits(word)
    return Part(word, tuple([*keys, PHONE + digits[::-1]] if digits else keys))


def _is_telling(word: str) -> bool:
    return len(word) < 2 or not any(form.startswith(word) for form in LEGAL_FORMS)


def _number_keys(prefix: str, numbers: Sequence[str]) -> list[str]:
    return [prefix + number for number in numbers if number]


def _contact_keys(numbers: Sequence[Phone], addresses: Sequence[Email]) -> list[str]:
    reversed_digits = [phones.national_digits(phone.number)[::-1] for phone in numbers]
    return _number_keys(PHONE, reversed_digits) + _number_keys(
        EMAIL, [folded(email.address) for email in addresses]
    )
