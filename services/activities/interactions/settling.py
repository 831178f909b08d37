"""A draft of an interaction becomes one that may be kept, or is refused with all that is wrong."""

from collections.abc import Iterator

from services.activities.dictionaries.action import InteractionKind
from services.activities.dictionaries.keeping import INTERACTION_KINDS
from services.activities.interactions.interaction import Interaction
from services.kit import clock
from services.kit.caller import Caller
from services.kit.copying import replace
from services.kit.errors import InvalidArgument, Violation
from services.kit.mongo import Db
from services.kit.owned import people_of, people_problems, stamped_anew, unowned
from services.kit.people import find_people, known_people, recent_people
from services.kit.person import ME


def settled(db: Db, caller: Caller, draft: Interaction, before: Interaction | None) -> Interaction:
    """Tidy, with the names of its kind, free of problems and stamped with its owner."""
    kinds = INTERACTION_KINDS.recent(db, caller.language)
    first = next((each.name for each in kinds.values() if not each.archived), "")
    named = replace(
        draft,
        owner=caller.user if draft.owner == ME else draft.owner,
        kind=draft.kind or first,
        start_time=draft.start_time or clock.now(),
    )
    people = known_people(db, caller, people_of(named), find_people if before else recent_people)
    kind = kinds.get(named.kind)
    tidy = named.tidy()
    if kind is not None:
        tidy = tidy.of_kind(kind)
    problems = [
        *tidy.problems(),
        *_problems_of_kind(tidy, before, kind),
        *people_problems(tidy, before, people),
    ]
    if before is not None and tidy.based_on != before.based_on:
        text = "It stays as it was recorded."
        problems.append(Violation("based_on", "FIELD_IMMUTABLE", text))
    if problems:
        raise InvalidArgument.of(problems)
    if tidy.owner:
        return stamped_anew(tidy, people)
    return unowned(tidy, before.org_path if before else caller.org_path, tidy.creator)


def _problems_of_kind(
    draft: Interaction, before: Interaction | None, kind: InteractionKind | None
) -> Iterator[Violation]:
    is_new = before is None or before.kind != draft.kind
    if kind is None or (is_new and kind.archived):
        text = f"There is no kind {draft.kind!r}: choose another one."
        yield Violation("kind", "INTERACTION_KIND_UNKNOWN", text)
