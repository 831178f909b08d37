"""One move of a deal: from stage to stage, or to its end (pure)."""

from dataclasses import dataclass
from datetime import datetime

from services.deals.deal import Deal, State
from services.deals.funnels.funnel import Funnel
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument
from services.kit.texts import line_problems

LONGEST_COMMENT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class DealMove:
    name: str
    deal: str
    from_stage: str = ""
    stage: str = ""
    from_stage_display_name: str = ""
    stage_display_name: str = ""
    state: State = State.OPEN
    seconds: int = 0
    skipped: tuple[str, ...] = ()
    user: str = ""
    user_display_name: str = ""
    comment: str = ""
    create_time: datetime | None = None
    version: int = 0


def moved(
    name: str,
    caller: Caller,
    before: Deal | None,
    after: Deal,
    funnel: Funnel,
    *,
    skipped: tuple[str, ...] = (),
    comment: str = "",
) -> DealMove:
    """`before` and `after` it; `funnel`: the version of its stages that it goes by."""
    if problems := list(line_problems("comment", comment, LONGEST_COMMENT)):
        raise InvalidArgument.of(problems)
    since = before.stage_change_time if before else None
    until = after.close_time or after.stage_change_time
    return DealMove(
        name=name,
        deal=after.name,
        from_stage=before.stage if before else "",
        stage=after.stage,
        from_stage_display_name=funnel.title_of(before.stage) if before else "",
        stage_display_name=funnel.title_of(after.stage),
        state=after.state,
        seconds=int((until - since).total_seconds()) if since and until else 0,
        skipped=skipped,
        user=caller.user,
        user_display_name=caller.display_name,
        comment=comment.strip(),
    )
