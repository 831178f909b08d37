"""What a lead may repeat among leads and deals that are open here (pure, but for the look)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.deals.access import READ as READ_DEALS
from services.deals.leads import reached, store
from services.deals.leads.access import READ
from services.deals.leads.lead import Lead
from services.kit.caller import Caller
from services.kit.mongo import Db
from services.kit.words import LONGEST_KEY, name_key, words

SCORES = {"inn": 95, "phone": 90, "email": 85, "name": 50}
MOST, LOOKED_AT = 10, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """`name` is empty if the caller may not see it."""

    name: str = ""
    display_name: str = ""
    owner_display_name: str = ""
    keys: tuple[str, ...] = ()
    score: int = 0


def found(db: Db, caller: Caller, draft: Lead) -> list[Duplicate]:
    """Leads and deals that the caller sees; of the others only that there are some."""
    alike = [*_leads(db, caller, draft), *_deals(db, caller, draft)]
    return best(alike)


def best(alike: Sequence[Duplicate]) -> list[Duplicate]:
    return sorted(alike, key=lambda each: -each.score)[:MOST]


def _leads(db: Db, caller: Caller, draft: Lead) -> Iterator[Duplicate]:
    wanted = list(_looked_up(draft))
    if not wanted:
        return
    for other in store.alike(db, wanted, LOOKED_AT):
        keys = _same(draft, other) if other.name != draft.name else ()
        if not keys:
            continue
        score = max(SCORES[key] for key in keys)
        if caller.may(READ, other.visible_to):
            yield Duplicate(
                name=other.name,
                display_name=other.display_name,
                owner_display_name=other.owner_display_name,
                keys=keys,
                score=score,
            )
        else:
            yield Duplicate(keys=keys, score=score)


def _deals(db: Db, caller: Caller, draft: Lead) -> Iterator[Duplicate]:
    if not draft.inn:
        return
    for deal in store.deals_of_inn(db, draft.inn, LOOKED_AT):
        keys, score = ("inn",), SCORES["inn"]
        if caller.may(READ_DEALS, deal.visible_to):
            yield Duplicate(
                name=deal.name,
                display_name=deal.display_name,
                owner_display_name=deal.owner_display_name,
                keys=keys,
                score=score,
            )
        else:
            yield Duplicate(keys=keys, score=score)


def _looked_up(lead: Lead) -> Iterator[str]:
    if lead.inn:
        yield lead.inn[:LONGEST_KEY]
    for phone in lead.phones:
        yield reached.national(phone)[:LONGEST_KEY]
    yield from (each[:LONGEST_KEY] for each in lead.emails)
    for name in (lead.company_name, lead.person_name):
        # Its longest word is the rarest one, as a rule.
        yield from (each[:LONGEST_KEY] for each in sorted(words(name), key=len)[-1:])


def _same(one: Lead, other: Lead) -> tuple[str, ...]:
    def phones(lead: Lead) -> set[str]:
        return {reached.national(each) for each in lead.phones}

    alike = {
        "inn": bool(one.inn) and one.inn == other.inn,
        "phone": bool(phones(one) & phones(other)),
        "email": bool(set(one.emails) & set(other.emails)),
        "name": _named(one) != "" and _named(one) == _named(other),
    }
    return tuple(key for key, holds in alike.items() if holds)


def _named(lead: Lead) -> str:
    return name_key(lead.company_name or lead.person_name)
