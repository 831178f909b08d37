"""What a manager does with deals, for tests."""

from typing import Any

from google.type import money_pb2

from crm.deals.v1 import deals_pb2 as pb
from crm.deals.v1 import deals_pb2_grpc as pb_grpc
from crm.deals.v1 import funnels_pb2, lead_settings_pb2, lead_settings_pb2_grpc
from crm.fact.v1 import events_pb2 as fact_pb
from services.kit.caller import Caller
from tests.deals.office import Office

Pb = Any
STRICT, MANUAL = funnels_pb2.Funnel.KIND_STRICT, funnels_pb2.Funnel.KIND_MANUAL


def money(amount: int, currency: str = "RUB") -> money_pb2.Money:
    return money_pb2.Money(units=amount, currency_code=currency)


class Sales:
    """Deals as one caller sees them."""

    def __init__(self, office: Office, caller: Caller) -> None:
        self.caller = caller
        self.stub: Pb = office.door.stub(pb_grpc.DealServiceStub, caller)

    def create(self, title: str = "Насосы", **fields: Any) -> Pb:
        deal = pb.Deal(display_name=title, **fields)
        return self.stub.CreateDeal(pb.CreateDealRequest(deal=deal))

    def get(self, deal: Pb) -> Pb:
        return self.stub.GetDeal(pb.GetDealRequest(name=deal.name))

    def found(self, **request: Any) -> list[Pb]:
        return list(self.stub.ListDeals(pb.ListDealsRequest(**request)).deals)

    def titles(self, **request: Any) -> list[str]:
        return [each.display_name for each in self.found(**request)]

    def update(self, deal: Pb, *cleared: str, etag: str = "", **fields: Any) -> Pb:
        request = pb.UpdateDealRequest(deal=pb.Deal(name=deal.name, etag=etag, **fields))
        request.update_mask.paths.extend((*fields, *cleared))
        return self.stub.UpdateDeal(request)

    def move(
        self,
        deal: Pb,
        stage: str,
        after: Pb | None = None,
        sets: Pb | None = None,
        **request: Any,
    ) -> Pb:
        behind = after.name if after else ""
        sent = pb.MoveDealRequest(name=deal.name, stage=stage, after=behind, deal=sets, **request)
        if sets:
            sent.update_mask.paths.extend(each.name for each, _ in sets.ListFields())
        return self.stub.MoveDeal(sent)

    def check(self, deal: Pb, stage: str = "") -> list[tuple[str, str]]:
        request = pb.CheckDealMoveRequest(name=deal.name, stage=stage)
        answer = self.stub.CheckDealMove(request)
        assert answer.allowed is not bool(answer.missing)
        names = pb.Missing.Need.Name
        return [(names(each.need).removeprefix("NEED_"), each.key) for each in answer.missing]

    def win(self, deal: Pb, comment: str = "") -> Pb:
        return self.stub.WinDeal(pb.WinDealRequest(name=deal.name, comment=comment))

    def lose(self, deal: Pb, reason: str, comment: str = "") -> Pb:
        request = pb.LoseDealRequest(name=deal.name, reason=reason, comment=comment)
        return self.stub.LoseDeal(request)

    def reopen(self, deal: Pb) -> Pb:
        return self.stub.ReopenDeal(pb.ReopenDealRequest(name=deal.name))

    def facts(self, deal: Pb) -> list[Pb]:
        request = pb.ListDealFactsRequest(parent=deal.name)
        return list(self.stub.ListDealFacts(request).facts)

    def delete(self, deal: Pb) -> Pb:
        return self.stub.DeleteDeal(pb.DeleteDealRequest(name=deal.name))

    def undelete(self, deal: Pb) -> Pb:
        return self.stub.UndeleteDeal(pb.UndeleteDealRequest(name=deal.name))

    def moves(self, deal: Pb) -> list[Pb]:
        request = pb.ListDealMovesRequest(parent=deal.name)
        return list(self.stub.ListDealMoves(request).moves)


def state_fact(office: Office, deal: Pb, version: int = 1, **fields: Any) -> None:
    """Another service states something about a deal."""
    fields.setdefault("reference", "works/1")
    fact = fact_pb.Fact(subject=deal.name, version=version, **fields)
    office.tell(fact_pb.FactStated(fact=fact), fact.reference, version, "identity")


def loss_reasons(office: Office) -> dict[str, str]:
    stub = office.door.stub(lead_settings_pb2_grpc.LeadSettingsServiceStub, office.admin)
    listed = stub.ListLossReasons(lead_settings_pb2.ListLossReasonsRequest()).loss_reasons
    return {each.display_name: each.name for each in listed}


def funnel(office: Office, *stages: Any, kind: Any = STRICT, **fields: Any) -> Pb:
    """A new one; a stage is a title, or a title and its conditions."""
    draft = funnels_pb2.Funnel(
        display_name=fields.pop("display_name", "Опт"),
        kind=kind,
        stages=[_stage(*((each,) if isinstance(each, str) else each)) for each in stages],
        **fields,
    )
    request = funnels_pb2.CreateFunnelRequest(funnel=draft)
    return office.funnels(office.admin).CreateFunnel(request)


def _stage(title: str, conditions: Any = None, **fields: Any) -> Pb:
    asked = funnels_pb2.Conditions(**conditions) if conditions else None
    return funnels_pb2.Stage(display_name=title, conditions=asked, probability=20, **fields)
