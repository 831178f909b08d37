"""What the activities service keeps of people. Its dictionaries and sums tell of nobody."""

from services.activities.calendars.store import CALENDARS
from services.activities.dictionaries import store as dictionaries
from services.activities.totals.store import TOTALS
from services.kit.parties.personal_data import copies
from services.kit.personal_data import Holdings

_SPARED = (*dictionaries.ALL, CALENDARS, TOTALS)
HOLDINGS = Holdings(his=copies, spared=frozenset(each.id for each in _SPARED))
