"""A draft of a work becomes one that may be kept, or is refused with all that is wrong."""

from collections.abc import Iterator, Mapping, Sequence

from services.activities.dictionaries.action import WorkAction
from services.activities.dictionaries.keeping import WORK_ACTIONS, WORK_SCRIPTS
from services.activities.store import WORKS
from services.activities.when import is_zone, on_day, today
from services.activities.whereabouts import zone_names
from services.activities.work import MOST_LEVELS, READ, State, Work
from services.kit import clock
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import InvalidArgument, Violation
from services.kit.mongo import Db
from services.kit.owned import people_of, people_problems, stamped_anew, unowned
from services.kit.people import find_people, known_people, recent_people
from services.kit.person import ME, NOBODY, Person


def settled(db: Db, caller: Caller, draft: Work, before: Work | None) -> Work:
    """Tidy, with the names of its action, free of problems and stamped with its executor."""
    named = _named(caller, draft)
    if not named.action:
        named = replace(named, action=WORK_ACTIONS.first(db, caller.language))
    reminded = [each.user for each in named.reminders if each.user]
    asked = [*people_of(named), *reminded]
    people = known_people(db, caller, asked, find_people if before else recent_people)
    action = action_of(db, caller, named)
    above, misplaced = _above(db, caller, named, before)
    tidy = replace(_tidy(db, caller, named, people), ancestors=above)
    if action is not None:
        tidy = tidy.done_as(action)
    problems = [
        *tidy.problems(),
        *misplaced,
        *_action_problems(tidy, before, action),
        *_script_problems(db, caller, tidy, before),
        *_reminder_problems(tidy, before, people),
        *people_problems(tidy, before, people),
    ]
    if problems:
        raise InvalidArgument.of(problems)
    if before is None or tidy.due_time != before.due_time:
        tidy = tidy.watched()
    if tidy.owner:
        return stamped_anew(tidy, people)
    return unowned(tidy, before.org_path if before else caller.org_path, tidy.creator)


def _named(caller: Caller, draft: Work) -> Work:
    """With the caller's own name wherever it says «me»."""
    reminders = tuple(
        replace(each, user=caller.user) if each.user == ME else each for each in draft.reminders
    )
    owner = caller.user if draft.owner == ME else draft.owner
    return replace(draft, owner=owner, reminders=reminders)


def action_of(db: Db, caller: Caller, work: Work) -> WorkAction | None:
    return WORK_ACTIONS.recent(db, caller.language).get(work.action)


def _above(
    db: Db, caller: Caller, work: Work, before: Work | None
) -> tuple[tuple[str, ...], Sequence[Violation]]:
    """The works above it, the uppermost first, and what is wrong with its place."""
    if before is not None:
        return before.ancestors, [*work.problems_of_origin(before)]
    if not work.parent:
        return (), ()
    parent = WORKS.find(db, work.parent)
    if parent is None or not (_may_stand_below(caller, parent) or _is_beside(db, work)):
        text = f"There is no {work.parent}: choose another one."
        return (), (Violation("parent", "PARENT_UNKNOWN", text),)
    above = (*parent.ancestors, parent.name)
    if len(above) >= MOST_LEVELS:
        text = f"At most {MOST_LEVELS} levels: choose a work further up."
        return above, (Violation("parent", "TREE_TOO_DEEP", text),)
    return above, ()


def _may_stand_below(caller: Caller, parent: Work) -> bool:
    return parent.state is not State.DELETED and caller.may(READ, parent.visible_to)


def _is_beside(db: Db, work: Work) -> bool:
    """A manager goes on with his work below his head's, whether he sees that or not."""
    gone_on_from = WORKS.find(db, work.based_on) if work.based_on else None
    return gone_on_from is not None and gone_on_from.parent == work.parent


def _tidy(db: Db, caller: Caller, draft: Work, people: Mapping[str, Person]) -> Work:
    here = known_zone(caller.time_zone, caller.tenant_time_zone)
    owner = people.get(draft.owner, NOBODY)
    there = zone_names(db, [owner], caller.tenant_time_zone)[owner.name]
    when = draft.when or on_day(today(clock.now(), there))
    return replace(draft, when=when).tidy(here, there)


def known_zone(zone: str, otherwise: str) -> str:
    return zone if is_zone(zone) else otherwise


def _action_problems(
    work: Work, before: Work | None, action: WorkAction | None
) -> Iterator[Violation]:
    is_new = before is None or before.action != work.action
    if action is None or (is_new and action.archived):
        text = f"There is no action {work.action!r}: choose another one."
        yield Violation("action", "ACTION_UNKNOWN", text)
        return
    if not work.planned_result or (before and before.planned_result == work.planned_result):
        return
    found = action.result(work.planned_result)
    if found is None or found.archived:
        text = "This action has no such result: choose another one."
        yield Violation("planned_result", "RESULT_UNKNOWN", text)


def _reminder_problems(
    work: Work, before: Work | None, people: Mapping[str, Person]
) -> Iterator[Violation]:
    """Who was to be reminded before may have left since."""
    already = {"", *(each.user for each in before.reminders)} if before else {""}
    for at, reminder in enumerate(work.reminders):
        if reminder.user in already:
            continue
        person = people.get(reminder.user)
        if person is None or not person.active:
            reason = "PARTICIPANT_INACTIVE" if person else "PARTICIPANT_UNKNOWN"
            text = f"{reminder.user} is not here: choose another one."
            yield Violation(f"reminders[{at}].user", reason, text)


def _script_problems(
    db: Db, caller: Caller, work: Work, before: Work | None
) -> Iterator[Violation]:
    """One in the archive stays with the works that have it, and with those that follow them."""
    is_same = before is not None and before.script == work.script
    if not work.script or is_same:
        return
    if work.script not in WORK_SCRIPTS.recent(db, caller.language):
        text = f"There is no script {work.script!r}: choose another one."
        yield Violation("script", "SCRIPT_UNKNOWN", text)
