"""BoardService over gRPC."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from crm.deals.v1 import boards_pb2 as pb
from crm.deals.v1 import boards_pb2_grpc as pb_grpc
from services.deals import store
from services.deals.access import READ
from services.deals.boards import showing
from services.deals.boards.board import funnel_of, name_of
from services.deals.boards.remembered import Remembered, Shown
from services.deals.boards.showing import Column
from services.deals.funnels import keeping as funnels
from services.deals.funnels.funnel import Funnel
from services.deals.listing import Listing
from services.deals.rpc.deals import listing
from services.deals.rpc.sums import monies
from services.deals.totals.scope import Scope
from services.kit.caller import Caller
from services.kit.errors import InvalidArgument
from services.kit.mapping import converter
from services.kit.mongo import Db
from services.kit.rows import Rows
from services.kit.rpc import Servicer

CARDS, MOST_CARDS = 20, 50
_to_card = converter(pb.DealCard)
_CARDS: Rows[pb.BoardColumn, tuple[()]] = Rows(
    pb.BoardColumn, "cards", lambda document, _: _to_card(document)
)
_LISTED: Rows[pb.ListBoardCardsResponse, tuple[()]] = Rows(
    pb.ListBoardCardsResponse, "cards", lambda document, _: _to_card(document)
)
_BOARDS: Remembered[pb.Board, pb.BoardColumn] = Remembered()


class _Few(NamedTuple):
    """The first page of a column."""

    page_size: int
    page_token: str = ""


class BoardServicer(Servicer, pb_grpc.BoardServiceServicer):
    def GetBoard(self, request: pb.GetBoardRequest, context: object) -> pb.Board:
        caller, db = self.asked(context)
        if not 0 <= request.cards <= MOST_CARDS:
            text = f"From 0 to {MOST_CARDS}."
            raise InvalidArgument(text, field="cards", reason="NUMBER_OUT_OF_RANGE")
        funnel = self._funnel(db, caller, request.name)
        cards = _Few(request.cards or CARDS)
        return _View(db, caller, funnel, listing(db, request.filter, caller), cards).shown()

    def ListBoardCards(
        self, request: pb.ListBoardCardsRequest, context: object
    ) -> pb.ListBoardCardsResponse:
        caller, db = self.asked(context)
        funnel = self._funnel(db, caller, request.parent)
        chosen = listing(db, request.filter, caller)
        plan = showing.cards_plan(caller, funnel, chosen, request.stage)
        return _LISTED.answer(store.cards(db, plan, request), ())

    def _funnel(self, db: Db, caller: Caller, board: str) -> Funnel:
        funnels.begin(db, caller.language)
        return funnels.recent(db, funnel_of(board))


@dataclass(frozen=True, slots=True)
class _View:
    """Which board is asked for, by whom."""

    db: Db
    caller: Caller
    funnel: Funnel
    listing: Listing
    cards: _Few

    def shown(self) -> pb.Board:
        seen = showing.scope_of(self.db, self.caller, self.listing)
        # The ledger tells of changes; not of what other filters let through, nor of time passing.
        if not showing.is_of_owners_alone(self.listing):
            return self._board([self._column(each) for each in self._columns(seen)])
        key = self._key(seen)
        tokens = showing.tokens(self.db, self.funnel)
        before = _BOARDS.get(key)
        if before and before.tokens == tokens:
            return before.board
        columns = {
            each.stage.id: (before and before.unchanged(each.stage.id, tokens))
            or self._column(each)
            for each in self._columns(seen)
        }
        board = self._board(columns.values())
        _BOARDS.put(key, Shown(board, tokens, columns))
        return board

    def _columns(self, seen: Scope) -> list[Column]:
        return showing.columns(self.db, self.caller, self.funnel, self.listing, seen)

    def _key(self, seen: Scope) -> Hashable:
        whose = (self.db.database, self.db.tenant, seen, self.caller.keys(READ), self.caller.user)
        return (*whose, self.funnel.name, self.funnel.version, self.listing, self.cards)

    def _column(self, column: Column) -> pb.BoardColumn:
        stage, sums = column.stage, column.sums
        shown = pb.BoardColumn()
        if sums.count:
            plan = showing.cards_plan(self.caller, self.funnel, self.listing, stage.id)
            shown = _CARDS.answer(store.cards(self.db, plan, self.cards), ())
        shown.stage, shown.display_name, shown.color = stage.id, stage.display_name, stage.color
        shown.probability, shown.stuck_days = stage.probability, stage.stuck_days
        shown.outdated, shown.count = column.outdated, sums.count
        shown.amounts.extend(monies(sums.amounts))
        shown.weighted_amounts.extend(monies(sums.weighted))
        return shown

    def _board(self, columns: Iterable[pb.BoardColumn]) -> pb.Board:
        kind: Any = f"KIND_{self.funnel.kind}"
        name = self.funnel.name
        return pb.Board(name=name_of(name), funnel=name, kind=kind, columns=columns)
