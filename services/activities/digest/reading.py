"""What somebody's letter of the day says, as it stands now."""

from datetime import datetime
from zoneinfo import ZoneInfo

from services.activities.digest.content import MOST_LINES, Digest, late, planned
from services.activities.notices import store as notices
from services.activities.planning import store as planning
from services.activities.planning.my_day import day_of
from services.activities.work import State
from services.kit.mongo import Db


def digest_of(db: Db, user: str, zone: ZoneInfo, now: datetime) -> Digest:
    """What is late is not said again among what today brings."""
    day = day_of(db, user, zone.key, now)
    known = {each["_id"] for each in day.overdue}
    rows = [each for each in (*day.timed, *day.any_time) if each.state == State.OPEN.value]
    found = planning.cards(db, rows)
    # A look that nothing has any more is that of a work changed at this very moment.
    cards = [found[each.look] for each in rows if each.look in found]
    to_do = [each for each in cards if each["_id"] not in known]
    return Digest(
        day=day.today,
        overdue=late(day.overdue, zone),
        overdue_count=day.overdue_count,
        today=planned(to_do[:MOST_LINES], zone),
        today_count=len(to_do),
        unread=notices.unread_count(db, user),
    )
