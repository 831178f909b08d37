"""HandOverService over gRPC."""

from crm.counterparties.v1 import hand_overs_pb2 as pb
from crm.counterparties.v1 import hand_overs_pb2_grpc as pb_grpc
from services.counterparties import store
from services.counterparties.counterparty import MarketState, State
from services.counterparties.handing_over import store as rows
from services.kit.rpc import Servicer


class HandOverServicer(Servicer, pb_grpc.HandOverServiceServicer):
    def PreviewHandOver(
        self, request: pb.PreviewHandOverRequest, context: object
    ) -> pb.PreviewHandOverResponse:
        caller, db = self.asked(context)
        user = request.user
        states = rows.by_market_state(db, caller, user)
        active = State.ACTIVE.value
        names = store.segment_names(db)
        return pb.PreviewHandOverResponse(
            owned=sum(states.values()),
            potential=states[MarketState.POTENTIAL],
            existing=states[MarketState.EXISTING],
            put_away=rows.owned_count(db, caller, user, state={"$ne": active}),
            participating=rows.participating_count(db, caller, user),
            without_segment=rows.owned_count(db, caller, user, state=active, segments=[]),
            segments=[
                pb.SegmentCount(segment=name, display_name=names.get(name, name), count=count)
                for name, count in rows.by_segment(db, caller, user).items()
            ],
        )
