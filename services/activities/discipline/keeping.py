"""What can be done to ladders of escalation, and the one that every tenant begins with."""

import uuid
from collections.abc import Iterable

from crm.activities.v1 import events_pb2 as events
from services.activities.discipline.ladder import EscalationLadder, Step, Whom
from services.activities.discipline.store import LADDERS
from services.kit.dictionaries import Remembered

_NAMES = uuid.UUID("c3a8b7f4-5d10-4b8e-9a51-1d2c7e9f4b60")
_HALF_A_DAY, _DAY = 4 * 60, 8 * 60


class EscalationLadders(Remembered[EscalationLadder]):
    collection = LADDERS
    created = events.EscalationLadderCreated
    updated = events.EscalationLadderUpdated
    permission = "works.read"

    def built_in(self, tenant: str, language: str) -> Iterable[EscalationLadder]:
        yield EscalationLadder(
            name=f"{LADDERS.id}/{uuid.uuid5(_NAMES, tenant)}",
            display_name="Обычная" if language == "ru" else "Usual",
            # Behind those that the tenant makes for some actions only.
            position=1000,
            steps=(
                Step(working_minutes=0, whom=Whom.EXECUTOR),
                Step(working_minutes=_HALF_A_DAY, whom=Whom.HEAD),
                Step(working_minutes=_DAY, whom=Whom.UPPER_HEAD),
            ),
        )


ESCALATION_LADDERS = EscalationLadders()
