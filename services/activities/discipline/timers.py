"""When works are found overdue."""

from services.activities.discipline import watching
from services.kit.events import EventWorker, every


class DisciplineTimer(EventWorker):
    @every(10)
    def watch_works(self) -> None:
        watching.watch_due(self.db_of(""))
