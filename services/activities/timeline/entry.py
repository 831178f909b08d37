"""A line of a timeline, as services tell it: crm.timeline.v1 (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.kit.copying import replace

MOST_SUBJECTS, LONGEST_TEXT, LONGEST_NAME, MOST_FACTS = 20, 500, 250, 20


class Category(StrEnum):
    CLIENT = "CLIENT"
    LEAD = "LEAD"
    DEAL = "DEAL"
    WORK = "WORK"
    INTERACTION = "INTERACTION"
    CALL = "CALL"
    LETTER = "LETTER"
    MESSAGE = "MESSAGE"
    DOCUMENT = "DOCUMENT"
    PAYMENT = "PAYMENT"
    CLAIM = "CLAIM"
    ZONE = "ZONE"
    NOTE = "NOTE"
    OTHER = "OTHER"


class Outcome(StrEnum):
    PLUS = "PLUS"
    MINUS = "MINUS"


class Way(StrEnum):
    IN = "IN"
    OUT = "OUT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`name` is its teller's id; `version` the teller's: an older one changes nothing."""

    name: str
    withdrawn: bool = False
    subjects: tuple[str, ...] = ()
    guard: str = ""
    permission: str = ""
    category: Category | None = None
    key: str = ""
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    display_name: str = ""
    text: str = ""
    open: str = ""
    time: datetime | None = None
    user: str = ""
    user_display_name: str = ""
    org_unit: str = ""
    outcome: Outcome | None = None
    way: Way | None = None
    touch: bool = False
    chain: str = ""
    chain_display_name: str = ""
    version: int = 0

    def kept(self) -> "Entry":
        """No longer than promised; of one that is taken away only that it was there."""
        if self.withdrawn:
            return Entry(name=self.name, withdrawn=True, version=self.version)
        return replace(
            self,
            subjects=tuple(dict.fromkeys(each for each in self.subjects if each))[:MOST_SUBJECTS],
            facts=dict([*self.facts.items()][:MOST_FACTS]),
            display_name=self.display_name[:LONGEST_NAME],
            text=self.text[:LONGEST_TEXT],
            category=self.category or Category.OTHER,
        )
