"""Where ladders of escalation are kept."""

from pymongo import IndexModel

from services.activities.discipline.ladder import EscalationLadder
from services.kit.mongo import Collection

LADDERS: Collection[EscalationLadder] = Collection(
    "escalationLadders",
    EscalationLadder,
    indexes=[IndexModel([("position", 1), ("_id", 1)], name="position")],
)
