"""What of works follows others: stamps follow executors."""

from services.activities.store import WORKS
from services.activities.work import State
from services.kit.stamps import Stamped

STAMPED = Stamped(collection=WORKS, states=tuple(State))
