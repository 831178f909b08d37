"""What is told of lost deals: sums become rows with titles."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from crm.deals.v1 import reports_pb2 as pb
from services.deals.boards import showing
from services.deals.boards.board import stages_of
from services.deals.funnels import keeping as funnels
from services.deals.funnels.funnel import Funnel
from services.deals.lead_settings.keeping import LOSS_REASONS
from services.deals.products.store import products
from services.deals.reports.losses import Lost, largest, lost_by, whole
from services.deals.rpc.sums import monies
from services.deals.rpc.telling import hidden_from
from services.kit.caller import Caller
from services.kit.mongo import Db


class _Titled(Protocol):
    @property
    def display_name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class LossReport:
    """`found`: sums as the store has them."""

    db: Db
    caller: Caller
    funnel: Funnel
    found: Mapping[str, list[dict[str, Any]]]

    def told(self) -> pb.ReportLossesResponse:
        deals = self.found["deals"]
        lost = whole(deals)
        rows = _Rows(lost)
        by_owner = largest(lost_by("owner", deals))
        by_reason = largest(lost_by("reason", deals))
        by_product = largest(lost_by("key", self.found["products"]))
        hidden = "counterparty_segments" in hidden_from(self.caller)
        by_segment = [] if hidden else largest(lost_by("key", self.found["segments"]))
        sold = products(self.db, [each.key for each in by_product])
        reasons = LOSS_REASONS.recent(self.db, self.caller.language)
        by_month = sorted(lost_by("month", deals).values(), key=lambda each: each.key)
        return pb.ReportLossesResponse(
            lost=lost.count,
            amounts=monies(lost.amounts),
            stages=rows.told(self._stages(), self._stage),
            reasons=rows.told(by_reason, _title(reasons)),
            managers=rows.told(by_owner, _title(showing.people(self.db))),
            products=rows.told(by_product, _title(sold)),
            segments=rows.told(by_segment, _untitled),
            months=rows.told(by_month, _untitled),
        )

    def _stages(self) -> Iterable[Lost]:
        """In their order, those where none was lost as well; what is gone from it comes last."""
        found = lost_by("stage", self.found["deals"])
        present = [found.pop(each.id, Lost(each.id)) for each in stages_of(self.funnel)]
        return (*present, *found.values())

    def _stage(self, stage: str) -> str:
        present = self.funnel.title_of(stage)
        return present or funnels.stage_ever(self.db, self.funnel, stage).display_name


@dataclass(frozen=True, slots=True)
class _Rows:
    whole: Lost

    def told(self, rows: Iterable[Lost], title: Callable[[str], str]) -> list[pb.LossRow]:
        return [
            pb.LossRow(
                key=each.key,
                display_name=title(each.key),
                count=each.count,
                share=each.share(self.whole),
                amounts=monies(each.amounts),
            )
            for each in rows
        ]


def _title(known: Mapping[str, _Titled]) -> Callable[[str], str]:
    return lambda name: known[name].display_name if name in known else ""


def _untitled(key: str) -> str:
    """What the client base calls it; a month needs no title."""
    del key
    return ""
