"""Who a person is in this base, what he is found by, and what of it others have as well."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from services.counterparties import phones
from services.counterparties.contact import Contact
from services.counterparties.counterparty import Counterparty, State
from services.counterparties.merging import persons
from services.counterparties.personal_data import store
from services.counterparties.personal_data.request import PersonalDataRequest, RelatedPerson
from services.counterparties.personal_data.store import Record
from services.counterparties.requisites import Kind
from services.counterparties.search_keys import EMAIL, INN, OGRN, PHONE
from services.kit.mongo import Db
from services.kit.traces import Traces, stem
from services.kit.words import folded, words

# Shorter remarks and addresses are no trace: «перезвонить», «Москва».
SHORTEST_TEXT, SHORTEST_WORD, SHORTEST_NUMBER = 12, 4, 9
_FATHERS_NAME = re.compile("(?:вич|вна|ична|оглы|кызы)$")
# Whoever merged and repeated himself more often is looked for once more by hand.
MOST_ROUNDS = 5


@dataclass(frozen=True)
class Traced:
    """All records that are the person, what finds him elsewhere, and who may be him, too."""

    persons: tuple[str, ...]
    traces: Traces
    related: tuple[RelatedPerson, ...]


def trace(db: Db, request: PersonalDataRequest) -> Traced:
    found = _closed(db, {request.person, *request.same_persons})
    related: dict[str, RelatedPerson] = {}
    for _ in range(MOST_ROUNDS):
        names = {each.name for each in found}
        related = {each.name: each for each in _related(db, found, names)}
        certain = {name for name, each in related.items() if each.certain}
        if not certain:
            break
        found = _closed(db, names | certain)
    chosen = _chosen(found, request)
    return Traced(
        persons=tuple(sorted(each.name for each in found)),
        traces=_traces(db, found),
        related=(*chosen, *related.values()),
    )


def _chosen(found: Iterable[Record], request: PersonalDataRequest) -> list[RelatedPerson]:
    """Other records that go along, but those merged into one of them. What goes along because
    somebody chose it is as certain as he is: he may take it back."""
    return [
        RelatedPerson(
            name=each.name,
            display_name=each.display_name,
            certain=each.name not in request.same_persons,
            deleted=each.state is State.DELETED,
        )
        for each in found
        if each.name != request.person and each.state is not State.MERGED
    ]


def _closed(db: Db, names: set[str]) -> list[Record]:
    """With all they ever were: those merged into them, and the people of a person."""
    while True:
        found = store.records(db, names)
        more = {alias for each in found for alias in each.aliases}
        more |= {each.merged_into for each in found if each.merged_into}
        more |= set(store.contacts_of(db, [each.name for each in found if is_client(each)]))
        if more <= names:
            return found
        names = names | more


def is_client(record: Record) -> bool:
    return isinstance(record, Counterparty)


def is_natural(record: Record) -> bool:
    """A person, whether he trades or not."""
    return isinstance(record, Contact) or record.kind is not Kind.LEGAL


def _related(db: Db, found: Sequence[Record], names: set[str]) -> Iterator[RelatedPerson]:
    seen: set[str] = set()
    for key in {key for each in found for key in _keys(each)}:
        for other in store.holders(db, [key], names):
            if other.name in seen or not is_natural(other) or other.state is State.MERGED:
                continue
            seen.add(other.name)
            yield RelatedPerson(
                name=other.name,
                display_name=other.display_name,
                certain=any(not persons.doubts(each, [other]) for each in found),
                deleted=other.state is State.DELETED,
            )


def _keys(record: Record) -> Iterator[str]:
    """Of the search index, what one person alone should have."""
    for phone in record.phones:
        yield PHONE + phones.national_digits(phone.number)[::-1]
    for email in record.emails:
        yield EMAIL + folded(email.address)
    if isinstance(record, Counterparty):
        yield from (INN + record.inn,) if record.inn else ()
        yield from (OGRN + record.ogrn,) if record.ogrn else ()


# --- what finds him ------------------------------------------------------------------------------


def _traces(db: Db, found: Sequence[Record]) -> Traces:
    names = {each.name for each in found}
    employees = store.employees(db)
    own = {
        key
        for key in {key for each in found for key in _keys(each)}
        if not next(store.holders(db, [key], names), None)
    }
    written = dict.fromkeys(name for each in found for name in _full_names(each))
    return Traces(
        names=tuple(sorted(names)),
        full_names=tuple(name for name in written if not _is_shared(db, name, names, employees)),
        words=tuple(_own_words(db, _called(found), names, employees)),
        phones=tuple(
            sorted(
                key[2:][::-1]
                for key in own
                if key.startswith(PHONE) and len(key[2:]) >= SHORTEST_NUMBER
            )
        ),
        emails=tuple(sorted(key[2:] for key in own if key.startswith(EMAIL))),
        numbers=tuple(sorted({*_law_numbers(own), *_numbers(found)})),
        texts=tuple(sorted({text for each in found for text in _texts(each)})),
    )


def _law_numbers(own: Iterable[str]) -> Iterator[str]:
    return (key[2:] for key in own if key.startswith((INN, OGRN)))


def _full_names(record: Record) -> Iterator[str]:
    """As they are written: family first or last, with the father's name or without."""
    person = record.person_name
    if _is_name(record.display_name):
        yield record.display_name
    if person is None or not (person.family_name and person.given_name):
        return
    family, given, middle = person.family_name, person.given_name, person.middle_name
    if middle:
        yield f"{family} {given} {middle}"
        yield f"{given} {middle} {family}"
        yield f"{family} {given[0]} {middle[0]}"
        yield f"{given[0]} {middle[0]} {family}"
    yield f"{family} {given}"
    yield f"{given} {family}"


def _is_name(text: str) -> bool:
    """«Главный бухгалтер» is none: whoever is called so must not take the word from all others."""
    parts = text.split()
    return len(parts) > 1 and all(part[:1].isupper() for part in parts)


def _called(found: Iterable[Record]) -> Iterator[str]:
    """The words of a name that surely is one."""
    for record in found:
        if record.person_name:
            yield from words(record.person_name.in_one_line)
        elif _is_name(record.display_name):
            own = words(record.display_name)
            yield from own if any(_FATHERS_NAME.search(word) for word in own) else ()


def _is_shared(db: Db, name: str, names: set[str], employees: Sequence[str]) -> bool:
    own = words(name)
    keys = [word[:24] for word in own if len(word) > 1]
    if next(store.holders(db, keys, names), None):
        return True
    return any(set(own) <= set(words(each)) for each in employees)


def _own_words(
    db: Db, called: Iterable[str], names: set[str], employees: Sequence[str]
) -> Iterator[str]:
    """Of his name, what nobody else here is called."""
    theirs = {word for name in employees for word in words(name)}

    def has_it(start: str) -> bool:
        return any(word.startswith(start) for word in theirs) or store.has_word(db, start, names)

    for word in dict.fromkeys(called):
        if len(word) < SHORTEST_WORD:
            continue
        root = stem(word)
        if not has_it(root.removesuffix("*")):
            yield root
        elif not has_it(word):
            yield word


def _numbers(found: Iterable[Record]) -> Iterator[str]:
    """Of documents, which nobody shares."""
    for record in found:
        if isinstance(record, Counterparty):
            passport = record.passport.number if record.passport else ""
            accounts = (each.account for each in record.bank_accounts)
            for number in (record.snils, passport, *accounts):
                if len(number) >= SHORTEST_NUMBER:
                    yield number


def _texts(record: Record) -> Iterator[str]:
    free = [record.comment, *(v for v in record.custom_fields.values() if isinstance(v, str))]
    if isinstance(record, Counterparty):
        free += [record.particulars, *(each.text for each in record.addresses)]
    yield from (text for text in free if len(text) >= SHORTEST_TEXT)
