"""TimelineService over gRPC."""

from datetime import UTC

from crm.activities.v1 import timeline_pb2 as pb
from crm.activities.v1 import timeline_pb2_grpc as pb_grpc
from crm.timeline.v1 import events_pb2 as timeline
from services.activities.timeline import reading
from services.activities.timeline.chains import Chain, chains
from services.activities.timeline.entry import Category, Entry
from services.activities.timeline.guards import Reader
from services.activities.timeline.reading import Wanted
from services.kit import wire
from services.kit.errors import InvalidArgument
from services.kit.mapping import to_proto
from services.kit.parties.asker import asker
from services.kit.rpc import Servicer, short

_CATEGORIES = wire.enum_names(timeline.TimelineEntry.Category.DESCRIPTOR)
MOST_RELATED = 20


class TimelineServicer(Servicer, pb_grpc.TimelineServiceServicer):
    def ListTimeline(
        self, request: pb.ListTimelineRequest, context: object
    ) -> pb.ListTimelineResponse:
        before = request.before_time
        wanted = Wanted(
            record=request.record,
            categories=[Category(each) for each in short(request.category, _CATEGORIES)],
            users=tuple(request.user),
            chain=request.chain,
            before_time=before.ToDatetime(tzinfo=UTC) if before.seconds else None,
        )
        found = reading.page(self._reader(context), wanted, request)
        lines = [_line(each) for each in found.items]
        return pb.ListTimelineResponse(entries=lines, next_page_token=found.next_page_token)

    def ListTimelineChains(
        self, request: pb.ListTimelineChainsRequest, context: object
    ) -> pb.ListTimelineChainsResponse:
        found = chains(self._reader(context), request.record)
        return pb.ListTimelineChainsResponse(chains=[_chain(each) for each in found])

    def ListTouches(
        self, request: pb.ListTouchesRequest, context: object
    ) -> pb.ListTouchesResponse:
        if len(request.related) > MOST_RELATED:
            text = f"At most {MOST_RELATED} related records."
            raise InvalidArgument(text, field="related", reason="TOO_MANY")
        found = reading.touches(self._reader(context), request.record, request.related)
        return pb.ListTouchesResponse(touches=[_touch(*each) for each in found])

    def _reader(self, context: object) -> Reader:
        caller, db = self.asked(context)
        return Reader(db, caller, asker(self._runtime, context))


def _line(entry: Entry) -> timeline.TimelineEntry:
    line = to_proto(entry, timeline.TimelineEntry)
    line.id = entry.name.partition("/")[2]
    return line


def _chain(chain: Chain) -> pb.TimelineChain:
    return to_proto(chain, pb.TimelineChain)


def _touch(entry: Entry, record: str) -> pb.Touch:
    line = to_proto(entry, timeline.TimelineEntry)
    return pb.Touch(
        user=line.user,
        user_display_name=line.user_display_name,
        org_unit=line.org_unit,
        touch_time=line.time,
        category=line.category,
        outcome=line.outcome,
        way=line.way,
        record=record,
    )
