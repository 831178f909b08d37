"""What is missing for a deal to come into a stage (pure).

In a strict funnel all that the stages up to it ask for must hold, and no stage is passed over; in a
manual one what the stage itself asks for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from services.deals import amounts
from services.deals.deal import Deal
from services.deals.funnels.conditions import Conditions
from services.deals.funnels.funnel import Funnel, Kind, Stage
from services.kit.errors import FailedPrecondition, Violation
from services.kit.money import Money


class StageConditionsUnmet(FailedPrecondition):
    reason = "STAGE_CONDITIONS_UNMET"


class Need(StrEnum):
    FIELD = "FIELD"
    DOCUMENT = "DOCUMENT"
    WORK = "WORK"
    SALE_TERMS = "SALE_TERMS"
    CHECKLIST = "CHECKLIST"
    PAYMENT = "PAYMENT"
    STAGE = "STAGE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    need: Need
    key: str = ""
    stage: str = ""
    display_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What others have stated about the deal."""

    # Keys of documents that are signed, of works that were closed with plus.
    documents: frozenset[str] = frozenset()
    works: frozenset[str] = frozenset()
    # Agreements that hold, each with the client for whom.
    sale_terms: frozenset[tuple[str, str]] = frozenset()


NOTHING_KNOWN = Known()


def for_stage(funnel: Funnel, deal: Deal, stage: Stage, known: Known) -> tuple[Missing, ...]:
    """`funnel`: with the version of its stages that the deal goes by."""
    at = funnel.place_of(stage.id)
    if funnel.kind is Kind.MANUAL:
        return tuple(_unmet(funnel, at, stage.conditions, deal, known))
    passed = range(funnel.place_of(deal.stage) + 1, at)
    return (
        *(_stage_between(funnel.stages[each]) for each in passed),
        *_up_to(funnel, at, deal, known),
    )


def to_be_won(funnel: Funnel, deal: Deal, known: Known) -> tuple[Missing, ...]:
    """All that is asked for before; a strict one must have come to its last stage."""
    end = len(funnel.stages)
    own = _unmet(funnel, end, funnel.win_conditions, deal, known)
    if funnel.kind is not Kind.STRICT:
        return tuple(own)
    passed = range(funnel.place_of(deal.stage) + 1, end)
    return (
        *(_stage_between(funnel.stages[each]) for each in passed),
        *_up_to(funnel, end - 1, deal, known),
        *own,
    )


def where_it_is(funnel: Funnel, deal: Deal, known: Known) -> tuple[Missing, ...]:
    """Of what must hold for a strict deal to be in its stage."""
    if funnel.kind is not Kind.STRICT:
        return ()
    return tuple(_up_to(funnel, funnel.place_of(deal.stage), deal, known))


def require_none(name: str, missing: tuple[Missing, ...]) -> None:
    if missing:
        text = f"Not yet: {', '.join(_field(each) for each in missing)}"
        violations = [Violation(_field(each), f"NEED_{each.need}", text) for each in missing]
        raise StageConditionsUnmet(text, violations=violations, name=name)


def _up_to(funnel: Funnel, last: int, deal: Deal, known: Known) -> Iterator[Missing]:
    for at in range(last + 1):
        yield from _unmet(funnel, at, funnel.stages[at].conditions, deal, known)


def _unmet(
    funnel: Funnel, at: int, asked: Conditions, deal: Deal, known: Known
) -> Iterator[Missing]:
    """`at`: the place of the stage that asks; behind the last one: to be won."""
    stage = funnel.stages[at].id if at < len(funnel.stages) else ""
    keys = {
        Need.FIELD: [f for f in asked.fields if not _is_set(getattr(deal, f, None))],
        Need.DOCUMENT: [key for key in asked.documents if key not in known.documents],
        Need.WORK: [key for key in asked.works if key not in known.works],
        Need.SALE_TERMS: ["agreement"] if _lacks_terms(asked, deal, known) else [],
        Need.PAYMENT: [] if _is_paid(deal, asked.paid_percent) else [str(asked.paid_percent)],
    }
    for need, lacking in keys.items():
        yield from (Missing(need=need, key=key, stage=stage) for key in lacking)
    if asked.checklist and at > 0:
        yield from _unchecked(funnel.stages[at - 1], deal, stage)


def _unchecked(before: Stage, deal: Deal, stage: str) -> Iterator[Missing]:
    for item in before.checklist:
        if item.id not in deal.checked_items:
            key, title = item.id, item.display_name
            yield Missing(need=Need.CHECKLIST, key=key, stage=stage, display_name=title)


def _lacks_terms(asked: Conditions, deal: Deal, known: Known) -> bool:
    return asked.sale_terms and (deal.agreement, deal.counterparty) not in known.sale_terms


def _is_set(value: object) -> bool:
    return value.amount > 0 if isinstance(value, Money) else bool(value)


def _is_paid(deal: Deal, percent: int) -> bool:
    if not percent:
        return True
    if deal.amount is None or deal.paid is None or deal.amount.currency != deal.paid.currency:
        return False
    due, paid = amounts.minor(deal.amount), amounts.minor(deal.paid)
    return due > 0 and paid * 100 >= due * percent


def _stage_between(stage: Stage) -> Missing:
    return Missing(need=Need.STAGE, key=stage.id, stage=stage.id, display_name=stage.display_name)


def _field(missing: Missing) -> str:
    match missing.need:
        case Need.FIELD:
            return missing.key
        case Need.SALE_TERMS:
            return "agreement"
        case need:
            return f"{need.lower()}:{missing.key}"
