"""All that is kept so that people are told in time."""

from typing import Any

from services.activities.deliveries.store import DELIVERIES
from services.activities.digest.store import DIGESTS
from services.activities.discipline.store import LADDERS
from services.activities.notices.store import NOTICES
from services.activities.preferences.store import PREFERENCES
from services.activities.pushing.store import SUBSCRIPTIONS
from services.activities.reminders.store import REMINDERS
from services.activities.substitutes.store import SUBSTITUTIONS
from services.kit.mongo import Collection
from services.kit.units import UNITS

ALL: tuple[Collection[Any], ...] = (
    *(DELIVERIES, DIGESTS, LADDERS, NOTICES, PREFERENCES, REMINDERS, SUBSCRIPTIONS, SUBSTITUTIONS),
    UNITS,
)
