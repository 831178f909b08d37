"""How sure it is that two clients are one, and why (pure).

Each key in common tells something on its own, and keys together tell more: what is left of the
doubt is the product of their doubts. What speaks against sets a limit to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import prod
from typing import Any, NamedTuple

from services.counterparties import name_likeness
from services.counterparties.name_likeness import Likeness
from services.counterparties.requisites import Kind
from services.kit.words import folded, words

# From which score a pair is shown to who types a client, and stands in the queue.
SHOWN, QUEUED = 25, 50
# What contradicting evidence leaves at most.
_AGAINST, _OTHER_PERSON, _OTHER_NAME, _OTHER_NAME_TWICE, _OTHER_REACH = 20, 35, 45, 60, 45
_SHARED_BOXES = frozenset(
    (
        *("info", "office", "mail", "email", "post", "sales", "sale", "zakaz", "order", "orders"),
        *("admin", "buh", "buhgalter", "manager", "secretary", "support", "help", "hello", "shop"),
        *("contact", "contacts", "reception", "priem", "snab", "zakupki", "tender", "hr", "corp"),
    )
)


class Key(StrEnum):
    INN_KPP = "INN_KPP"
    INN = "INN"
    OGRN = "OGRN"
    PHONE = "PHONE"
    PHONE_NUMBER = "PHONE_NUMBER"
    EMAIL = "EMAIL"
    EMAIL_SHARED = "EMAIL_SHARED"
    NAME = "NAME"
    NAME_SIMILAR = "NAME_SIMILAR"
    NAME_PART = "NAME_PART"
    BIRTH_DATE = "BIRTH_DATE"
    BRANCH = "BRANCH"
    OTHER_REQUISITES = "OTHER_REQUISITES"


WEIGHTS: Mapping[Key, int] = {
    Key.INN_KPP: 98,
    Key.INN: 90,
    Key.OGRN: 95,
    Key.PHONE: 55,
    Key.PHONE_NUMBER: 40,
    Key.EMAIL: 50,
    Key.EMAIL_SHARED: 25,
    Key.NAME: 55,
    Key.NAME_SIMILAR: 50,
    Key.NAME_PART: 15,
    Key.BIRTH_DATE: 30,
    Key.BRANCH: 0,
    Key.OTHER_REQUISITES: 0,
}
# People have namesakes, and one person may well stand for two companies.
_OF_PEOPLE = {Key.NAME: 40, Key.NAME_SIMILAR: 30}
_OF_CONTACTS = {Key.PHONE: 45, Key.PHONE_NUMBER: 30, Key.EMAIL: 45}
# What of a client each key is read from: rights on the field are rights on the reason.
FIELDS: Mapping[Key, str] = {
    Key.INN_KPP: "inn",
    Key.INN: "inn",
    Key.OGRN: "ogrn",
    Key.PHONE: "phones",
    Key.PHONE_NUMBER: "phones",
    Key.EMAIL: "emails",
    Key.EMAIL_SHARED: "emails",
    Key.BIRTH_DATE: "birth_date",
    Key.BRANCH: "inn",
    Key.OTHER_REQUISITES: "inn",
}
_NAMES = frozenset({Key.NAME, Key.NAME_SIMILAR, Key.NAME_PART})
_REACH = frozenset({Key.PHONE, Key.PHONE_NUMBER, Key.EMAIL, Key.EMAIL_SHARED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    key: Key
    value: str = ""
    weight: int = 0
    contact: bool = False


class Reach(NamedTuple):
    """A telephone or an address, and whether it is a contact's."""

    value: str
    extension: str = ""
    contact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What of a client, or of a draft of one, is compared."""

    name: str = ""
    kind: Kind = Kind.LEGAL
    inn: str = ""
    kpp: str = ""
    ogrn: str = ""
    birth_date: str = ""
    # Straight words of each name it goes by.
    names: tuple[tuple[str, ...], ...] = ()
    phones: tuple[Reach, ...] = ()
    emails: tuple[Reach, ...] = ()

    @property
    def is_person(self) -> bool:
        return self.kind is not Kind.LEGAL


@dataclass(frozen=True, slots=True)
class Verdict:
    score: int
    reasons: tuple[Reason, ...]


def profile(client: Mapping[str, Any], contacts: Sequence[Mapping[str, Any]] = ()) -> Profile:
    """Of documents."""
    return Profile(
        name=client.get("_id", ""),
        kind=Kind(client["kind"]) if client.get("kind") else Kind.LEGAL,
        inn=client.get("inn") or "",
        kpp=client.get("kpp") or "",
        ogrn=client.get("ogrn") or "",
        birth_date=client.get("birth_date") or "",
        names=_names(client.get("display_name") or "", client.get("full_name") or ""),
        phones=tuple(_phones(client, contact=False))
        + tuple(each for contact in contacts for each in _phones(contact, contact=True)),
        emails=tuple(_emails(client, contact=False))
        + tuple(each for contact in contacts for each in _emails(contact, contact=True)),
    )


def is_same_by_law(one: Profile, other: Profile) -> bool:
    """The registers know both as one: what may be created twice only by those who may."""
    if _are_branches(one, other):
        return False
    return bool(one.inn and one.inn == other.inn) or bool(one.ogrn and one.ogrn == other.ogrn)


def compare(one: Profile, other: Profile) -> Verdict:
    reasons = [*_by_law(one, other), *_by_reach(one, other), *_by_name(one, other)]
    doubt = prod(1 - reason.weight / 100 for reason in reasons)
    score = min(round(100 * (1 - doubt)), _limit(one, other, reasons))
    reasons.sort(key=lambda reason: -reason.weight)
    return Verdict(score, tuple(reasons))


def _limit(one: Profile, other: Profile, reasons: Sequence[Reason]) -> int:
    keys = {reason.key for reason in reasons}
    if keys & {Key.BRANCH, Key.OTHER_REQUISITES}:
        return _AGAINST
    if keys & {Key.INN_KPP, Key.INN, Key.OGRN}:
        return 100
    if _are_two_people(one, other):
        return _AGAINST
    if not keys & _NAMES:
        return _without_a_name(one, other, keys)
    if one.kind is not other.kind and Kind.LEGAL in (one.kind, other.kind):
        # A company and the person behind it.
        return _OTHER_NAME
    if not keys & _REACH and _differ_in_reach(one, other):
        return _OTHER_REACH
    return 100


def _without_a_name(one: Profile, other: Profile, keys: set[Key]) -> int:
    """A family shares its telephone, and offices of one house do."""
    if one.is_person or other.is_person:
        return _OTHER_PERSON
    twice = keys & {Key.PHONE} and keys & {Key.EMAIL}
    return _OTHER_NAME_TWICE if twice else _OTHER_NAME


def _are_two_people(one: Profile, other: Profile) -> bool:
    born = (one.birth_date, other.birth_date)
    return all(born) and born[0] != born[1]


def _differ_in_reach(one: Profile, other: Profile) -> bool:
    """Of the same name, but each with a telephone or an address of its own."""
    phones = bool(one.phones and other.phones)
    emails = bool(one.emails and other.emails)
    return phones or emails


def _are_branches(one: Profile, other: Profile) -> bool:
    """Head office and branches have one INN and OGRN, each with its own KPP."""
    return bool(one.kpp and other.kpp and one.kpp != other.kpp) and (
        not one.inn or not other.inn or one.inn == other.inn
    )


def _by_law(one: Profile, other: Profile) -> Iterable[Reason]:
    same_inn = bool(one.inn) and one.inn == other.inn
    same_ogrn = bool(one.ogrn) and one.ogrn == other.ogrn
    if (same_inn or same_ogrn) and _are_branches(one, other):
        yield _reason(Key.BRANCH, one.inn or one.ogrn)
        return
    if same_inn:
        certain = one.is_person or (one.kpp and one.kpp == other.kpp)
        yield _reason(Key.INN_KPP if certain else Key.INN, one.inn)
    if same_ogrn:
        yield _reason(Key.OGRN, one.ogrn)
    if not (same_inn or same_ogrn) and (
        (one.inn and other.inn) or (one.ogrn and other.ogrn and len(one.ogrn) == len(other.ogrn))
    ):
        yield Reason(key=Key.OTHER_REQUISITES)
    if one.birth_date and one.birth_date == other.birth_date:
        yield _reason(Key.BIRTH_DATE, one.birth_date)


def _by_reach(one: Profile, other: Profile) -> Iterable[Reason]:
    """The best of telephones, the best of addresses: two numbers of one office tell no more."""
    phones = [
        _reason(key, shown(mine), contact=mine.contact or theirs.contact)
        for mine in one.phones
        for theirs in other.phones
        if mine.value == theirs.value and (key := _phone_key(mine, theirs))
    ]
    emails = [
        _reason(_email_key(mine.value), mine.value, contact=mine.contact or theirs.contact)
        for mine in one.emails
        for theirs in other.emails
        if mine.value == theirs.value
    ]
    for found in (phones, emails):
        if found:
            yield max(found, key=lambda reason: reason.weight)


def _phone_key(mine: Reach, theirs: Reach) -> Key | None:
    if mine.extension == theirs.extension:
        return Key.PHONE
    # Two extensions of one office are two people.
    return None if mine.extension and theirs.extension else Key.PHONE_NUMBER


def _email_key(address: str) -> Key:
    local = address.partition("@")[0]
    return Key.EMAIL_SHARED if local in _SHARED_BOXES else Key.EMAIL


def _by_name(one: Profile, other: Profile) -> Iterable[Reason]:
    people = one.is_person and other.is_person
    alike = name_likeness.of_people if people else name_likeness.of_companies
    found = [(alike(mine, theirs), mine) for mine in one.names for theirs in other.names]
    best, words = max(found, default=(Likeness.OTHER, ()))
    if best is Likeness.OTHER:
        return
    key = (Key.NAME_PART, Key.NAME_SIMILAR, Key.NAME)[best - 1]
    weight = _OF_PEOPLE.get(key, WEIGHTS[key]) if people else WEIGHTS[key]
    yield Reason(key=key, value=" ".join(words), weight=weight)


def _reason(key: Key, value: str, *, contact: bool = False) -> Reason:
    weight = _OF_CONTACTS.get(key, WEIGHTS[key]) if contact else WEIGHTS[key]
    return Reason(key=key, value=value, weight=weight, contact=contact)


def shown(phone: Reach) -> str:
    return f"{phone.value} x{phone.extension}" if phone.extension else phone.value


def _names(*names: str) -> tuple[tuple[str, ...], ...]:
    found = (tuple(name_likeness.straight(words(name))) for name in names if name)
    return tuple(dict.fromkeys(words for words in found if words))


def _phones(document: Mapping[str, Any], *, contact: bool) -> Iterable[Reach]:
    for phone in document.get("phones") or ():
        yield Reach(phone["number"], phone.get("extension") or "", contact)


def _emails(document: Mapping[str, Any], *, contact: bool) -> Iterable[Reach]:
    for email in document.get("emails") or ():
        yield Reach(folded(email["address"]), "", contact)
