"""Whether two people are one, as far as what is known of them tells (pure).

An e-mail alone tells nothing: families, offices and shops share one. So does a name. Two such
weak signs together, or one strong one, are enough; what both have but differently raises a doubt.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty
from services.counterparties.requisites import Kind
from services.kit.errors import FailedPrecondition
from services.kit.words import folded, words

Record = Counterparty | Contact


class PersonsUnconfirmed(FailedPrecondition):
    """These people agree in too little to be one without somebody's word."""

    reason = "PERSONS_UNCONFIRMED"


class CompaniesDiffer(FailedPrecondition):
    """Their requisites are those of different companies, or of different branches."""

    reason = "COMPANIES_DIFFER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    name: str
    agreeing: tuple[str, ...]
    differing: tuple[str, ...]


def is_person(record: Record) -> bool:
    return isinstance(record, Contact) or record.kind is Kind.INDIVIDUAL


def doubts(survivor: Record, others: Sequence[Record]) -> list[Doubt]:
    """Of the others, those who neither are the survivor nor anybody who is, for all we know."""
    certain: list[Record] = [survivor]
    found: list[Doubt] = []
    for other in others:
        if any(_doubt(known, other) is None for known in certain):
            certain.append(other)
        elif doubt := _doubt(survivor, other):
            found.append(doubt)
    return found


def require_certain(survivor: Record, others: Sequence[Record]) -> None:
    for doubt in doubts(survivor, others):
        text = f"{survivor.name} and {doubt.name} may be two people: confirm that they are one"
        raise PersonsUnconfirmed(
            text,
            name=doubt.name,
            agreeing=",".join(doubt.agreeing),
            differing=",".join(doubt.differing),
        )


def require_one_company(records: Sequence[Record]) -> None:
    """For merges that nobody looks at: pairs that hang together may join two by a third between."""
    companies = [each for each in records if isinstance(each, Counterparty)]
    for field in ("inn", "kpp", "ogrn"):
        if len({getattr(each, field) for each in companies} - {""}) > 1:
            text = f"They differ in {field}: merge those that are one company"
            raise CompaniesDiffer(text, field=field)


def _doubt(one: Record, other: Record) -> Doubt | None:
    if not (is_person(one) or is_person(other)):
        return None
    agreeing, differing = _compared(one, other)
    strong = sum(key in _STRONG for key in agreeing)
    if not differing and (strong or len(agreeing) >= 2):
        return None
    return Doubt(name=other.name, agreeing=tuple(agreeing), differing=tuple(differing))


def _compared(one: Record, other: Record) -> tuple[list[str], list[str]]:
    agreeing: list[str] = []
    differing: list[str] = []
    for key, of in _NUMBERS.items():
        mine, theirs = of(one), of(other)
        if mine and theirs:
            (agreeing if mine == theirs else differing).append(key)
    for key, of_many in _SETS.items():
        if of_many(one) & of_many(other):
            agreeing.append(key)
    same_name = _names_agree(_name_words(one), _name_words(other))
    if same_name is not None:
        (agreeing if same_name else differing).append("person_name")
    return agreeing, differing


def _passport(record: Record) -> str:
    passport = getattr(record, "passport", None)
    return passport.number if passport else ""


_STRONG = frozenset({"inn", "snils", "passport", "phones"})
# Who has two different ones is two people; telephones and e-mails everybody has several of.
_NUMBERS: Mapping[str, Callable[[Record], Any]] = {
    "inn": lambda record: getattr(record, "inn", ""),
    "snils": lambda record: getattr(record, "snils", ""),
    "passport": _passport,
    "birth_date": lambda record: record.birth_date,
}
_SETS: Mapping[str, Callable[[Record], set[Any]]] = {
    "phones": lambda record: {(phone.number, phone.extension) for phone in record.phones},
    "emails": lambda record: {folded(email.address) for email in record.emails},
}


def _name_words(record: Record) -> list[str]:
    person = record.person_name
    return words(person.in_one_line if person else record.display_name)


def _names_agree(one: Sequence[str], other: Sequence[str]) -> bool | None:
    """None: one may be the other's short form («Иванов И.»), which tells neither way."""
    if not one or not other:
        return None
    if sorted(one) == sorted(other):
        # A single word is a nickname, or a family.
        return True if len(one) > 1 else None
    short, long = sorted((one, other), key=len)
    left = list(long)
    for word in short:
        match = next((each for each in left if each == word or _initial(each, word)), None)
        if match is None:
            return False
        left.remove(match)
    return None


def _initial(one: str, other: str) -> bool:
    return min(len(one), len(other)) == 1 and one[0] == other[0]
