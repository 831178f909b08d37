"""Whom a step of a ladder names: heads by the person's own, else by units (pure but its copies)."""

from collections.abc import Mapping, Sequence

from services.activities.discipline.ladder import Step, Whom
from services.activities.work import Work
from services.kit import units
from services.kit.mongo import Db
from services.kit.people import find_people
from services.kit.person import Person
from services.kit.units import Unit


class Office:
    """The people and units that a slice of works has to do with, read once."""

    def __init__(self, people: Mapping[str, Person], above: Mapping[str, Unit]) -> None:
        self._people, self._above = dict(people), above

    @classmethod
    def around(cls, db: Db, works: Sequence[Work]) -> "Office":
        executors = find_people(db, sorted({each.owner for each in works if each.owner}))
        paths = [each.org_path for each in (*executors.values(), *works)]
        above = units.find(db, sorted({unit for path in paths for unit in path}))
        named = {each.manager for each in executors.values()} | {u.head for u in above.values()}
        heads = find_people(db, sorted(filter(None, named)))
        further = find_people(db, sorted({h.manager for h in heads.values() if h.manager}))
        return cls({**further, **heads, **executors}, above)

    def whom(self, step: Step, work: Work) -> str:
        """Nobody, if there is no such person, or he has left."""
        match step.whom:
            case Whom.EXECUTOR:
                found = work.owner
            case Whom.HEAD:
                found = self._head(work.owner, work.org_path, work.owner)
            case Whom.UPPER_HEAD:
                found = self._upper(work)
            case Whom.CREATOR:
                found = work.creator
            case _:
                found = step.user
        known = self._people.get(found)
        return "" if known is not None and not known.active else found

    def _upper(self, work: Work) -> str:
        head = self._head(work.owner, work.org_path, work.owner)
        person = self._people.get(head)
        path = person.org_path if person else work.org_path
        upper = self._head(head, path, head) if head else ""
        return upper if upper != work.owner else ""

    def _head(self, user: str, org_path: Sequence[str], but: str) -> str:
        person = self._people.get(user)
        if person is not None and person.manager:
            return person.manager
        heads = (self._above[unit].head for unit in reversed(org_path) if unit in self._above)
        return next((head for head in heads if head and head != but), "")
