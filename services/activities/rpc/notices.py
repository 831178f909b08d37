"""NoticeService over gRPC."""

from datetime import UTC, datetime

from google.protobuf import empty_pb2, timestamp_pb2

from crm.activities.v1 import notices_pb2 as pb
from crm.activities.v1 import notices_pb2_grpc as pb_grpc
from services.activities.digest import making
from services.activities.notices import reading, store
from services.activities.preferences import store as preferences
from services.activities.preferences.preference import NoticePreferences
from services.activities.pushing import delivering, key, subscribing
from services.activities.pushing.subscription import PushSubscription
from services.kit import addresses, letters
from services.kit.caller import Caller
from services.kit.mapping import from_proto, to_proto
from services.kit.mongo import Db
from services.kit.people import find_people
from services.kit.rpc import Servicer


class NoticeServicer(Servicer, pb_grpc.NoticeServiceServicer):
    def ListNotices(
        self, request: pb.ListNoticesRequest, context: object
    ) -> pb.ListNoticesResponse:
        caller, db = self.asked(context)
        page = store.page(db, caller.user, request, unread=request.unread)
        return pb.ListNoticesResponse(
            notices=[to_proto(each, pb.Notice) for each in page.items],
            next_page_token=page.next_page_token,
            unread_count=store.unread_count(db, caller.user),
        )

    def ReadNotices(
        self, request: pb.ReadNoticesRequest, context: object
    ) -> pb.ReadNoticesResponse:
        caller, db = self.asked(context)
        until = _moment(request.until_time) if request.HasField("until_time") else None
        count = reading.read(db, caller, [*request.names], until)
        return pb.ReadNoticesResponse(unread_count=count)

    def SnoozeNotice(self, request: pb.SnoozeNoticeRequest, context: object) -> pb.Notice:
        caller, db = self.asked(context)
        put_off = reading.snooze(db, caller, request.name, _moment(request.until_time))
        return to_proto(put_off, pb.Notice)

    def GetNoticePreferences(
        self, request: pb.GetNoticePreferencesRequest, context: object
    ) -> pb.NoticePreferences:
        caller, db = self.asked(context)
        return self._told(db, preferences.of(db, caller.user), caller)

    def UpdateNoticePreferences(
        self, request: pb.UpdateNoticePreferencesRequest, context: object
    ) -> pb.NoticePreferences:
        caller, db = self.asked(context)
        sent = request.notice_preferences
        values = from_proto(sent, NoticePreferences, request.update_mask.paths)
        return self._told(db, making.choose(db, caller, sent.etag, values), caller)

    def GetPushKey(self, request: pb.GetPushKeyRequest, context: object) -> pb.PushKey:
        _, db = self.asked(context)
        return pb.PushKey(public_key=key.key_of(db, self._secret).public_half)

    def SubscribeToPush(
        self, request: pb.SubscribeToPushRequest, context: object
    ) -> pb.PushSubscription:
        caller, db = self.asked(context)
        key.key_of(db, self._secret)
        allowed = addresses.networks(self._runtime.settings, delivering.NETWORKS)
        made = subscribing.subscribe(db, caller, from_proto(request, PushSubscription), allowed)
        return to_proto(made, pb.PushSubscription)

    def UnsubscribeFromPush(
        self, request: pb.UnsubscribeFromPushRequest, context: object
    ) -> empty_pb2.Empty:
        caller, db = self.asked(context)
        subscribing.unsubscribe(db, caller, request.endpoint)
        return empty_pb2.Empty()

    def _told(self, db: Db, chosen: NoticePreferences, caller: Caller) -> pb.NoticePreferences:
        told, me = to_proto(chosen, pb.NoticePreferences), find_people(db, [caller.user])
        told.letters = pb.NoticePreferences.LETTERS_POSSIBLE
        if caller.user in me and not me[caller.user].email:
            told.letters = pb.NoticePreferences.LETTERS_NO_ADDRESS
        if not self._runtime.settings.text(letters.URL, ""):
            told.letters = pb.NoticePreferences.LETTERS_OFF
        return told

    @property
    def _secret(self) -> str:
        return self._runtime.settings.text("CRM_SECRET_KEY", "")


def _moment(sent: timestamp_pb2.Timestamp) -> datetime:
    return sent.ToDatetime(tzinfo=UTC)
