"""A draft of a deal becomes one that may be kept, or is refused with all that is wrong."""

from collections.abc import Mapping
from typing import Any

from services.deals import missing
from services.deals.actions import sale
from services.deals.deal import COPIES, Deal
from services.deals.funnels.funnel import Funnel
from services.deals.missing import Known
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import InvalidArgument
from services.kit.mongo import Db
from services.kit.owned import people_of, people_problems, stamped_anew
from services.kit.parties.party import Party, unknown
from services.kit.people import find_people, known_people, recent_people
from services.kit.person import ME

# By the field that names it. Whoever names one asked for it before: that is done by RPC.
Parties = Mapping[str, Party]
NO_PARTIES: Parties = {}
_NOBODY = Party(name="")


def settled(
    db: Db,
    caller: Caller,
    draft: Deal,
    before: Deal | None,
    funnel: Funnel,
    parties: Parties = NO_PARTIES,
) -> Deal:
    """Tidy, free of problems, stamped with its owner and weighted; `funnel`: with the version of
    its stages that the deal goes by."""
    named = replace(draft, owner=caller.user) if draft.owner == ME else draft
    sold = sale.sold(db, caller, linked(named.tidy(), before, parties), before)
    tidy = sold.deal
    find = find_people if before else recent_people
    people = known_people(db, caller, people_of(tidy), find)
    problems = [
        *tidy.problems(before, funnel),
        *sold.problems,
        *people_problems(tidy, before, people),
    ]
    if problems:
        raise InvalidArgument.of(problems)
    stamped = stamped_anew(tidy, people)
    return sale.let(db, caller, sold, stamped, before).valued(funnel.stage(tidy.stage))


def require_kept(funnel: Funnel, before: Deal, after: Deal, known: Known) -> None:
    """Refuses what a strict deal's stage asks for to go. What is missing already, as somebody else
    withdrew it, keeps nobody from working on."""
    already = missing.where_it_is(funnel, before, known)
    now = missing.where_it_is(funnel, after, known)
    missing.require_none(after.name, tuple(each for each in now if each not in already))


def linked(draft: Deal, before: Deal | None, parties: Parties) -> Deal:
    """With what it copies of its client and of who decides there. Whom nobody has asked for is
    unknown: he may not be there, or not be the caller's to see."""
    copied: dict[str, Any] = {}
    for field, copies in COPIES.items():
        named: str = getattr(draft, field)
        if not named or field in parties:
            copied |= _copied(field, copies, parties[field] if named else _NOBODY)
        elif before is None or getattr(before, field) != named:
            raise unknown(named, field)
    return replace(draft, **copied)


def _copied(field: str, copies: Mapping[str, str], party: Party) -> dict[str, Any]:
    return {field: party.name, **{mine: getattr(party, its) for mine, its in copies.items()}}
