"""What can be done to plans, and who sees them: whoever sees the works of whom they are for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import plans_pb2 as pb
from services.activities.dictionaries.keeping import WORK_ACTIONS
from services.activities.plans import store
from services.activities.plans.plan import PlanExists, WorkPlan
from services.activities.plans.store import PLANS, Done, Fact
from services.activities.work import READ
from services.kit import changes
from services.kit.caller import Caller, visible_to
from services.kit.copying import replace
from services.kit.errors import (
    AlreadyExists,
    InvalidArgument,
    NotFound,
    PermissionDenied,
    Violation,
)
from services.kit.mapping import to_proto
from services.kit.mongo import Db, require_etag, transactional
from services.kit.owned import owner_problems
from services.kit.people import PEOPLE, find_people, known_people
from services.kit.person import ME, Person

WRITE = "work_plans.write"


class PlanOutOfScope(PermissionDenied):
    """Plans are set for those whom one leads."""

    reason = "EXECUTOR_OUT_OF_SCOPE"


def seen(db: Db, caller: Caller, asked: Sequence[str], org_unit: str) -> list[str]:
    """The users, of those asked for, whose plans the caller sees."""
    wanted = {caller.user if each == ME else each for each in asked}
    people = PEOPLE.select(db, {"active": True})
    return sorted(
        each.name
        for each in people
        if (not wanted or each.name in wanted)
        and (not org_unit or org_unit in each.org_path)
        and caller.may(READ, _who_sees(each))
    )


def shown(db: Db, plans: Sequence[WorkPlan]) -> list[pb.WorkPlan]:
    """With what has been done since."""
    periods: defaultdict[tuple[date, date], list[WorkPlan]] = defaultdict(list)
    for each in plans:
        periods[each.days].append(each)
    facts = {
        days: store.done(db, [each.user for each in of_period], *days)
        for days, of_period in periods.items()
    }
    return [_shown(each, facts[each.days]) for each in plans]


def create(db: Db, caller: Caller, values: Mapping[str, Any], request_id: str) -> WorkPlan:
    name = PLANS.new_name(request_id)
    draft = WorkPlan(**values, name=name)
    mine = replace(draft, user=caller.user) if draft.user == ME else draft
    return PLANS.once(
        db,
        name,
        request_id,
        lambda: _create(db, caller, mine),
        lambda found: visible(db, caller, found.name).user == mine.user,
    )


@transactional
def _create(db: Db, caller: Caller, draft: WorkPlan) -> WorkPlan:
    people = known_people(db, caller, [draft.user])
    problems = [
        *draft.problems(None),
        *owner_problems("work_plan.user", draft.user, people),
        *_action_problems(db, caller, draft),
    ]
    if problems:
        raise InvalidArgument.of(problems)
    person = people[draft.user]
    _require_may_set(caller, person)
    try:
        created = PLANS.insert(db, draft.named(person.display_name))
    except AlreadyExists as error:
        text = f"{person.display_name} has a plan of this action and period: change that one"
        raise PlanExists(text, field="action") from error
    return _told(db, caller, events.WorkPlanCreated, None, created, person)


@transactional
def update(db: Db, caller: Caller, name: str, etag: str, values: Mapping[str, Any]) -> WorkPlan:
    current, person = _changeable(db, caller, name)
    require_etag(current, etag)
    after = replace(current, **values)
    if problems := [*after.problems(current)]:
        raise InvalidArgument.of(problems)
    if after == current:
        return current
    saved = PLANS.replace(db, after)
    return _told(db, caller, events.WorkPlanUpdated, current, saved, person)


@transactional
def delete(db: Db, caller: Caller, name: str, etag: str) -> None:
    current, person = _changeable(db, caller, name)
    require_etag(current, etag)
    PLANS.remove(db, current)
    gone = replace(current, version=current.version + 1)
    _told(db, caller, events.WorkPlanDeleted, current, gone, person)


def visible(db: Db, caller: Caller, name: str) -> WorkPlan:
    found = PLANS.find(db, name)
    person = find_people(db, [found.user]).get(found.user) if found else None
    if found is None or person is None or not caller.may(READ, _who_sees(person)):
        raise NotFound(f"No {name}", name=name)
    return found


def _changeable(db: Db, caller: Caller, name: str) -> tuple[WorkPlan, Person]:
    found = visible(db, caller, name)
    person = find_people(db, [found.user])[found.user]
    _require_may_set(caller, person)
    return found, person


def _require_may_set(caller: Caller, person: Person) -> None:
    if not caller.may(WRITE, _who_sees(person)):
        text = f"{person.display_name} is not among those for whom you set plans"
        raise PlanOutOfScope(text, user=person.name)


def _who_sees(person: Person) -> tuple[str, ...]:
    return visible_to(person.name, person.org_path)


def _action_problems(db: Db, caller: Caller, plan: WorkPlan) -> list[Violation]:
    if not plan.action or plan.action in WORK_ACTIONS.recent(db, caller.language):
        return []
    text = f"There is no action {plan.action!r}: choose another one."
    return [Violation("work_plan.action", "ACTION_UNKNOWN", text)]


def _shown(plan: WorkPlan, facts: Mapping[Done, Fact]) -> pb.WorkPlan:
    message = to_proto(plan, pb.WorkPlan)
    fact = facts.get(Done(plan.user, plan.action), Fact())
    message.done_works, message.plus_works = fact.done, fact.plus
    return message


def _told(
    db: Db, caller: Caller, event: Any, before: WorkPlan | None, after: WorkPlan, person: Person
) -> WorkPlan:
    news = event(work_plan=to_proto(after, pb.WorkPlan))
    seen_by = _who_sees(person)
    changes.record(
        db, caller, news, before=before, after=after, permission=READ, visible_to=seen_by
    )
    return after
