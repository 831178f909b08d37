"""What a lead is found by: beginnings of words of its names and e-mails, of telephones and the INN;
and whole names of whom it is linked to (pure)."""

from collections.abc import Iterator
from typing import Any

from services.deals.leads import reached
from services.deals.leads.lead import Lead
from services.kit.words import LAST, LONGEST_KEY, words

MOST_KEYS, MOST_WORDS, FEWEST_DIGITS = 40, 6, 3
# Of those the rules are to find an owner for.
WAITING = "!assign"


def keys(lead: Lead) -> list[str]:
    return list(dict.fromkeys(_keys(lead)))[:MOST_KEYS]


def _keys(lead: Lead) -> Iterator[str]:
    if lead.assign_pending:
        yield WAITING
    for link in (lead.counterparty, lead.contact):
        if link:
            yield link
    for phone in lead.phones:
        yield reached.national(phone)[:LONGEST_KEY]
    if lead.inn:
        yield lead.inn[:LONGEST_KEY]
    yield from (each[:LONGEST_KEY] for each in lead.emails)
    for word in words(f"{lead.display_name} {lead.company_name} {lead.person_name}"):
        yield word[:LONGEST_KEY]


def found_by(query: str) -> dict[str, Any]:
    """All that was typed must begin one of a lead's keys; nothing was typed: no condition."""
    typed = _typed(query[:200])
    if not typed:
        return {}
    # The longest first: it is looked up in the index, the others in what that finds.
    first, *others = sorted(typed, key=len, reverse=True)
    return {**begins(first), **({"$and": [begins(each) for each in others]} if others else {})}


def begins(key: str) -> dict[str, Any]:
    return {"search": {"$elemMatch": {"$gte": key, "$lt": key + LAST}}}


def _typed(query: str) -> list[str]:
    is_number = not any(each.isalpha() or each == "@" for each in query)
    digits = reached.national(query.strip().removeprefix("+7"))
    if is_number and len(digits) >= FEWEST_DIGITS:
        return [digits[:LONGEST_KEY]]
    pieces = ([each.lower()] if "@" in each else words(each) for each in query.split())
    return list(dict.fromkeys(word[:LONGEST_KEY] for each in pieces for word in each))[:MOST_WORDS]
