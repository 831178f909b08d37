"""When notices come by themselves."""

from services.activities.deliveries import delivering
from services.activities.notices import firing
from services.kit.events import EventWorker, every


class NoticeTimer(EventWorker):
    @every(1)
    def fire_reminders(self) -> None:
        firing.fire_due(self.db_of(""))

    @every(2)
    def deliver_notices(self) -> None:
        delivering.wake_due(self.db_of(""))
