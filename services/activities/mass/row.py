"""One work of many that are planned at once: whom it is for, who does it and when (pure)."""

from dataclasses import dataclass
from datetime import datetime

from services.activities.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class MassRow:
    """`name` is that of the work it becomes."""

    name: str = ""
    job: str = ""
    n: int = 0
    subject: str = ""
    subject_display_name: str = ""
    counterparty: str = ""
    counterparty_display_name: str = ""
    contact: str = ""
    contact_display_name: str = ""
    # Whose client it is.
    manager: str = ""
    # The work it goes on from.
    based_on: str = ""
    chain: str = ""
    # Who does it; nobody yet, if empty.
    owner: str = ""
    when: When | None = None
    # There is something else at these hours.
    conflict: bool = False
    expire_time: datetime | None = None
