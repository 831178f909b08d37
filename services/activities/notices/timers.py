"""When notices come by themselves."""

from services.activities.notices import firing
from services.activities.pushing import delivering
from services.kit.events import EventWorker, every


class NoticeTimer(EventWorker):
    @every(1)
    def fire_reminders(self) -> None:
        firing.fire_due(self.db_of(""))

    @every(2)
    def push_notices(self) -> None:
        delivering.wake_due(self.db_of(""))
