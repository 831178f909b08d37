"""CalendarFeedService over gRPC."""

from collections.abc import Iterator

from google.api import httpbody_pb2
from google.protobuf.empty_pb2 import Empty

from crm.activities.v1 import feeds_pb2 as pb
from crm.activities.v1 import feeds_pb2_grpc as pb_grpc
from services.activities.feeds import ics, keeping
from services.activities.feeds.feed import CalendarFeed
from services.activities.feeds.store import FEEDS, NEWEST
from services.kit import clock
from services.kit.downloads import as_file
from services.kit.mapping import from_proto, to_proto
from services.kit.rpc import Servicer, request_id


class CalendarFeedServicer(Servicer, pb_grpc.CalendarFeedServiceServicer):
    def ListCalendarFeeds(
        self, request: pb.ListCalendarFeedsRequest, context: object
    ) -> pb.ListCalendarFeedsResponse:
        caller, db = self.asked(context)
        page = FEEDS.page(db, {"user": caller.user}, request, NEWEST)
        return pb.ListCalendarFeedsResponse(
            calendar_feeds=[to_proto(each, pb.CalendarFeed) for each in page.items],
            next_page_token=page.next_page_token,
        )

    def CreateCalendarFeed(
        self, request: pb.CreateCalendarFeedRequest, context: object
    ) -> pb.CalendarFeed:
        caller, db = self.asked(context)
        values = from_proto(request.calendar_feed, CalendarFeed)
        made, link = keeping.create(db, caller, values, request_id(request.request_id))
        answer = to_proto(made, pb.CalendarFeed)
        answer.link = link
        return answer

    def DeleteCalendarFeed(self, request: pb.DeleteCalendarFeedRequest, context: object) -> Empty:
        caller, db = self.asked(context)
        keeping.end(db, caller, request.name, request.etag)
        return Empty()

    def DownloadCalendar(
        self,
        request: pb.DownloadCalendarRequest,
        context: object,
    ) -> Iterator[httpbody_pb2.HttpBody]:
        db, feed = keeping.of_secret(self._runtime.db(""), request.secret)
        now = clock.now()
        works = keeping.shown(db, feed, now)
        pieces, tag = keeping.written(db, feed, works, now), keeping.etag(feed, works)
        yield from as_file(pieces, ics.CONTENT_TYPE, "works.ics", tag)
