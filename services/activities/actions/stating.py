"""States what becomes of works about records of other services: they decide by it themselves."""

from collections.abc import Mapping, Sequence

from crm.fact.v1 import events_pb2 as facts
from services.activities.sign import Sign
from services.activities.work import State, Work
from services.kit import clock
from services.kit.changes import Change

# Who keeps these listens to facts.
_SUBJECTS = ("deals/", "leads/", "counterparties/")
# What a fact says of a work.
_SAID = ("linked", "state", "sign", "action_key", "display_name", "due_time", "plan")
_SIGNS: Mapping[Sign | None, facts.FactState] = {
    Sign.PLUS: facts.FACT_STATE_PLUS,
    Sign.MINUS: facts.FACT_STATE_MINUS,
}


def stated(before: Work | None, after: Work) -> list[Change]:
    """What differs now for whom it is about; for whom it is about no more, that it is gone."""
    if before is not None and all(getattr(before, each) == getattr(after, each) for each in _SAID):
        return []
    now = _about(after)
    gone = [each for each in _about(before) if each not in now] if before else []
    facts_now = [_fact(after, now, _state(after))] if now else []
    facts_gone = [_fact(after, gone, facts.FACT_STATE_WITHDRAWN)] if gone else []
    return [
        Change(event=facts.FactStated(fact=fact), after=after, audit=False)
        for fact in (*facts_now, *facts_gone)
    ]


def _about(work: Work) -> list[str]:
    return sorted((each for each in work.linked if each.startswith(_SUBJECTS)), key=_place)


def _fact(work: Work, about: Sequence[str], state: facts.FactState) -> facts.Fact:
    fact = facts.Fact(
        subject=about[0],
        also=about[1:],
        reference=work.name,
        kind=facts.FACT_KIND_WORK,
        key=work.action_key,
        state=state,
        display_name=work.display_name,
        version=work.version,
        plan=work.plan,
    )
    fact.time.FromDatetime(work.update_time or clock.now())
    if work.due_time:
        fact.due_time.FromDatetime(work.due_time)
    return fact


def _place(name: str) -> int:
    return next(at for at, each in enumerate(_SUBJECTS) if name.startswith(each))


def _state(work: Work) -> facts.FactState:
    match work.state:
        case State.OPEN:
            return facts.FACT_STATE_OPEN
        case State.DONE:
            return _SIGNS[work.sign]
        case _:
            return facts.FACT_STATE_WITHDRAWN
