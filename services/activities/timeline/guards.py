"""Which lines somebody may read: those of records that he sees now, by whatever right they name."""

from collections.abc import Callable
from dataclasses import dataclass, field

from services.activities.access import visible
from services.activities.timeline.entry import Entry
from services.kit.caller import Caller
from services.kit.errors import NotFound, Unavailable
from services.kit.mongo import Db
from services.kit.parties import store as parties
from services.kit.parties.asking import Ask, may_see, party
from services.kit.parties.party import CLIENTS, SALES, PartyUnknown

# Others than these are asked of their service; more would keep the reader waiting.
MOST_ASKED = 10


@dataclass(slots=True)
class Reader:
    """Somebody who reads one page: what he sees is found out once for each record."""

    db: Db
    caller: Caller
    ask: Ask
    seen: dict[str, bool] = field(default_factory=dict[str, bool])
    asked: int = 0

    def may_read(self, entry: Entry) -> bool:
        if entry.permission and entry.permission not in self.caller.grants:
            return self.caller.all_powerful
        return not entry.guard or self._sees(entry.guard)

    def _sees(self, record: str) -> bool:
        if record not in self.seen:
            look: Callable[[str], bool] = self._work if record.startswith("works/") else self._party
            self.seen[record] = look(record)
        return self.seen[record]

    def _work(self, name: str) -> bool:
        try:
            visible(self.db, self.caller, name)
        except NotFound:
            return False
        return True

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
