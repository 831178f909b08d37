"""Which lines somebody may read: those of records that he sees now, by whatever right they name."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from services.activities import work as works
from services.activities.interactions import interaction as interactions
from services.activities.interactions.store import INTERACTIONS
from services.activities.store import WORKS
from services.activities.timeline.entry import Entry
from services.kit.caller import Caller
from services.kit.errors import Unavailable
from services.kit.mongo import Db
from services.kit.parties import store as parties
from services.kit.parties.asking import Ask, may_see, party
from services.kit.parties.party import CLIENTS, SALES, PartyUnknown

# Others than these are asked of their service; more would keep the reader waiting.
MOST_ASKED = 10
# Records of this service, and the right that reads them.
_OWN = ((WORKS, works.READ), (INTERACTIONS, interactions.READ))


@dataclass(slots=True)
class Reader:
    """Somebody who reads one page: what he sees is found out once for each record."""

    db: Db
    caller: Caller
    ask: Ask
    seen: dict[str, bool] = field(default_factory=dict[str, bool])
    asked: int = 0

    def look_ahead(self, entries: Iterable[Entry]) -> None:
        """What it sees of this service's own records, found out in one go for each kind."""
        guards = {each.guard for each in entries} - self.seen.keys()
        for collection, permission in _OWN:
            own = [each for each in guards if each.startswith(f"{collection.id}/")]
            if own:
                self.seen |= dict.fromkeys(own, False)
                found = collection.raw(self.db).find({"_id": {"$in": own}}, {"visible_to": 1})
                self.seen |= {
                    each["_id"]: self.caller.may(permission, each["visible_to"]) for each in found
                }

    def may_read(self, entry: Entry) -> bool:
        if entry.permission and entry.permission not in self.caller.grants:
            return self.caller.all_powerful
        return not entry.guard or self._sees(entry.guard)

    def _sees(self, record: str) -> bool:
        if record not in self.seen:
            self.seen[record] = self._party(record)
        return self.seen[record]

    def _party(self, name: str) -> bool:
        if not name.startswith((*CLIENTS, *SALES)):
            return False
        known = parties.find(self.db, name)
        if known is not None and known.is_known and may_see(self.db, self.caller, known):
            return True
        if self.asked >= MOST_ASKED:
            return False
        self.asked += 1
        try:
            party(self.db, self.caller, name, self.ask, kinds=(*CLIENTS, *SALES))
        # Its service may be away: the rest of the page is there all the same.
        except (PartyUnknown, Unavailable):
            return False
        return True
