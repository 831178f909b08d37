"""A campaign under way: its steps, as the template had them when it began (pure)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.activities.campaigns.template import CampaignStep
from services.kit.copying import replace
from services.kit.errors import FailedPrecondition, Violation
from services.kit.texts import line, line_problems, many_problems, required

LONGEST_TITLE, MOST_PARTICIPANTS = 250, 50


class CampaignEnded(FailedPrecondition):
    reason = "CAMPAIGN_ENDED"


class State(StrEnum):
    OPEN = "OPEN"
    ENDED = "ENDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    name: str
    display_name: str = ""
    template: str = ""
    steps: tuple[CampaignStep, ...] = ()
    state: State = State.OPEN
    root: str = ""
    owner: str = ""
    owner_display_name: str = ""
    org_path: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    job: str = ""
    creator: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    visible_to: tuple[str, ...] = ()
    stamp_version: int = 0
    version: int = 0

    def tidy(self) -> "Campaign":
        return replace(
            self,
            display_name=line(self.display_name),
            participants=tuple(p for p in dict.fromkeys(self.participants) if p != self.owner),
        )

    def problems(self) -> Iterator[Violation]:
        if not self.display_name:
            yield required("campaign.display_name")
        yield from line_problems("campaign.display_name", self.display_name, LONGEST_TITLE)
        yield from many_problems("campaign.participants", len(self.participants), MOST_PARTICIPANTS)

    def step(self, wanted: str) -> CampaignStep | None:
        return next((each for each in self.steps if each.id == wanted), None)

    def ended(self) -> "Campaign":
        if self.state is State.ENDED:
            raise CampaignEnded(f"{self.name} has ended", name=self.name)
        return replace(self, state=State.ENDED)
