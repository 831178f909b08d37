"""Who gets a lead: the first rule that fits and has somebody with room, in turn (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.deals.lead_settings.rule import AssignmentRule, Share
from services.deals.leads.lead import Lead
from services.kit.person import Person
from services.kit.words import folded

CANDIDATES = "candidates"


class Verdict(StrEnum):
    CHOSEN = "CHOSEN"
    NOT_HIS_TURN = "NOT_HIS_TURN"
    FULL = "FULL"
    INACTIVE = "INACTIVE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    user: str
    display_name: str = ""
    open_leads: int = 0
    capacity: int = 0
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePassed:
    rule: str
    rule_display_name: str = ""
    condition: str = ""


def failing(rule: AssignmentRule, lead: Lead, segments: Sequence[str], territory: str) -> str:
    """The first condition that does not hold; "" if all do. `segments` and `territory`: the
    client's; the lead's own territory goes before."""
    place = folded(lead.territory or territory)
    held = {
        "segments": set(rule.segments) & set(segments),
        "territories": any(place.startswith(folded(each)) for each in rule.territories),
        "sources": folded(lead.source) in map(folded, rule.sources),
        "campaigns": folded(lead.campaign) in map(folded, rule.campaigns),
    }
    for condition, holds in held.items():
        if getattr(rule, condition) and not holds:
            return condition
    least = rule.min_amount
    if least is None or not least.amount:
        return ""
    enough = (
        lead.amount is not None
        and lead.amount.currency == least.currency
        and lead.amount.amount >= least.amount
    )
    return "" if enough else "min_amount"


def in_turn(shares: Sequence[Share], last: str) -> list[Share]:
    """From the one after the last chosen; from the first one if he is not named any more."""
    after = next((at for at, each in enumerate(shares) if each.user == last), -1) + 1
    return [*shares[after:], *shares[:after]]


def judged(
    shares: Sequence[Share], people: Mapping[str, Person], open_leads: Mapping[str, int]
) -> list[Candidate]:
    """All that a rule names, in turn; the first one with room is chosen."""
    found: list[Candidate] = []
    is_chosen = False
    for share in shares:
        person = people.get(share.user)
        has = open_leads.get(share.user, 0)
        if person is None or not person.active:
            verdict = Verdict.INACTIVE
        elif share.capacity and has >= share.capacity:
            verdict = Verdict.FULL
        else:
            verdict = Verdict.NOT_HIS_TURN if is_chosen else Verdict.CHOSEN
            is_chosen = True
        found.append(
            Candidate(
                user=share.user,
                display_name=person.display_name if person else "",
                open_leads=has,
                capacity=share.capacity,
                verdict=verdict,
            )
        )
    return found


def chosen(candidates: Sequence[Candidate]) -> str:
    return next((each.user for each in candidates if each.verdict is Verdict.CHOSEN), "")
