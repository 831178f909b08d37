"""When letters of the day are put on their way."""

from services.activities.digest import making
from services.kit.events import EventWorker, every


class DigestTimer(EventWorker):
    @every(60)
    def make_letters(self) -> None:
        making.make_due(self.db_of(""))
