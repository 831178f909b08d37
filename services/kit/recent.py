"""What every write asks for and hardly ever changes, as it was a moment ago."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Generic, TypeVar

from services.kit.mongo import Db

T = TypeVar("T")
RECENT_S = 2.0
MOST = 10_000
# By then a write that went by an earlier copy has ended, though it may have waited for its turn.
SETTLED = timedelta(seconds=RECENT_S + 2)


class Recent(Generic[T]):
    """Copies of this process, up to RECENT_S old.

    Who changes the truth forgets the copy here; other processes go by theirs for a moment. A job
    that must find whatever they wrote looks again when it is SETTLED.
    """

    def __init__(self) -> None:
        self._copies: dict[tuple[str, str, str], tuple[float, T]] = {}

    def get(self, db: Db, read: Callable[[], T], key: str = "") -> T:
        """`key`: which of the tenant's, if there are several."""
        return self.get_all(db, [key], lambda _: {key: read()})[key]

    def get_all(
        self, db: Db, keys: Sequence[str], read: Callable[[Sequence[str]], Mapping[str, T]]
    ) -> dict[str, T]:
        """Those that there are; `read` is asked for what is not known here."""
        now = time.monotonic()
        places = {key: (db.database, db.tenant, key) for key in keys}
        copies = ((key, self._copies.get(place)) for key, place in places.items())
        known = {key: copy[1] for key, copy in copies if copy and copy[0] > now}
        missing = [key for key in keys if key not in known]
        fresh = read(missing) if missing else {}
        if len(self._copies) + len(fresh) > MOST:
            self._copies.clear()
        for key, value in fresh.items():
            self._copies[places[key]] = (now + RECENT_S, value)
        return {**known, **fresh}

    def forget(self, db: Db, key: str = "") -> None:
        self._copies.pop((db.database, db.tenant, key), None)
