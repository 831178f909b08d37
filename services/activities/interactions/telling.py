"""What of interactions belongs on timelines (crm.timeline.v1, pure): all of them."""

from collections.abc import Iterator

from crm.activities.v1 import events_pb2 as events
from crm.activities.v1 import interactions_pb2 as pb
from crm.timeline.v1.events_pb2 import TimelineEntry as Line
from services.activities.interactions.interaction import READ
from services.kit.parties.party import CLIENTS, SALES
from services.kit.telling import Tellers

_LONGEST_FACT = 200
_WAYS = {
    pb.Interaction.DIRECTION_IN: Line.WAY_IN,
    pb.Interaction.DIRECTION_OUT: Line.WAY_OUT,
}
_Kept = (
    events.InteractionCreated
    | events.InteractionUpdated
    | events.InteractionProcessed
    | events.InteractionPostponed
    | events.InteractionReopened
)


def _kept(event: _Kept, _: str) -> Iterator[Line]:
    told = event.interaction
    yield Line(
        id=_id(told),
        time=told.start_time,
        subjects=_subjects(told),
        guard=told.name,
        permission=READ,
        category=Line.CATEGORY_INTERACTION,
        key="activities.interaction",
        facts={
            "kind": told.kind_display_name,
            "state": pb.Interaction.State.Name(told.state).removeprefix("STATE_"),
            "with": ", ".join(_called(each) for each in told.with_whom)[:_LONGEST_FACT],
            "result": told.result[:_LONGEST_FACT],
        },
        display_name=told.topic,
        text=told.text[:500],
        open=told.name,
        user=told.owner,
        user_display_name=told.owner_display_name,
        org_unit=told.org_path[-1] if told.org_path else "",
        way=_WAYS.get(told.direction),
        # What is only planned has touched nobody.
        touch=told.touch and told.start_time.ToSeconds() <= told.update_time.ToSeconds(),
        chain=told.chain,
        chain_display_name=told.topic,
    )


def _withdrawn(event: events.InteractionDeleted, _: str) -> Iterator[Line]:
    yield Line(id=_id(event.interaction), withdrawn=True)


def _subjects(told: pb.Interaction) -> list[str]:
    people = (name for each in told.with_whom for name in (each.counterparty, each.record))
    made = (each.record for each in told.attached if each.record.startswith((*CLIENTS, *SALES)))
    named = (told.counterparty, told.subject, *people, *made)
    return [each for each in dict.fromkeys(named) if each]


def _called(each: pb.InteractionParticipant) -> str:
    return each.record_display_name or each.text


def _id(told: pb.Interaction) -> str:
    return f"{told.name}#told"


TELLERS: Tellers = {
    events.InteractionCreated: _kept,
    events.InteractionUpdated: _kept,
    events.InteractionProcessed: _kept,
    events.InteractionPostponed: _kept,
    events.InteractionReopened: _kept,
    events.InteractionDeleted: _withdrawn,
}
