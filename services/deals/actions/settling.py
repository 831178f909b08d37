"""A draft of a deal becomes one that may be kept, or is refused with all that is wrong."""

from collections.abc import Mapping

from services.deals import missing
from services.deals.actions import sale
from services.deals.deal import Deal
from services.deals.funnels.funnel import Funnel
from services.deals.missing import Known
from services.deals.parties.party import Party
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import InvalidArgument
from services.kit.mongo import Db
from services.kit.owned import people_of, people_problems, stamped_anew
from services.kit.people import find_people, known_people, recent_people
from services.kit.person import ME

# By the field that names it. Whoever names one asked for it before: that is done by RPC.
Parties = Mapping[str, Party]
NO_PARTIES: Parties = {}
LINKS = ("counterparty", "decision_maker")


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
    sold = sale.sold(db, caller, linked(named.tidy(), parties), before)
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


def linked(deal: Deal, parties: Parties) -> Deal:
    """With what it copies of its client and of who decides there."""
    client, person = parties.get("counterparty"), parties.get("decision_maker")
    if client or not deal.counterparty:
        deal = replace(
            deal,
            counterparty=client.name if client else "",
            counterparty_display_name=client.display_name if client else "",
            counterparty_inn=client.inn if client else "",
            counterparty_segments=client.segments if client else (),
        )
    if person or not deal.decision_maker:
        deal = replace(
            deal,
            decision_maker=person.name if person else "",
            decision_maker_display_name=person.display_name if person else "",
        )
    return deal
