"""Clients for whom many works are planned."""

from dataclasses import dataclass
from typing import Any

from crm.activities.v1 import mass_pb2 as pb
from crm.activities.v1 import mass_pb2_grpc, works_pb2
from crm.counterparties.v1 import counterparties_pb2, counterparties_pb2_grpc
from services.activities.store import WORKS
from services.activities.work import Work
from services.kit.caller import Caller
from services.kit.jobs import JOBS, Job
from services.kit.testing_door import Door
from tests.activities.desk import Desk, date_of

Pb = Any


@dataclass(frozen=True)
class Crowd:
    desk: Desk
    clients_door: Door

    def mass(self, caller: Caller) -> Pb:
        return self.desk.office.door.stub(mass_pb2_grpc.MassWorkServiceStub, caller)

    def client(self, caller: Caller, title: str) -> str:
        stub = self.clients_door.stub(counterparties_pb2_grpc.CounterpartyServiceStub, caller)
        client = counterparties_pb2.Counterparty(
            kind="KIND_LEGAL",  # type: ignore[arg-type]
            full_name=title,
            display_name=title,
        )
        request = counterparties_pb2.CreateCounterpartyRequest(
            counterparty=client, bypass_duplicates=True
        )
        return stub.CreateCounterparty(request).name

    def clients(self, caller: Caller, count: int) -> list[str]:
        return [self.client(caller, f"ООО «Клиент {n:03}»") for n in range(count)]

    def plan(self, *names: str, way: str = "", **values: Any) -> Pb:
        """For these; for all whom the caller sees, without names."""
        source: dict[str, Any] = {"records": pb.MassPlan.RecordNames(names=names)}
        if not names:
            source = {"counterparties": counterparties_pb2.ListCounterpartiesRequest()}
        users = values.pop("users", ())
        chosen = {"way": f"WAY_{way}"} if way else {}
        given = pb.Distribution(users=users, **chosen)
        window = window_of(**values.pop("window", {}))
        work = values.pop("work", works_pb2.Work(action=self.desk.action("call").name))
        return pb.MassPlan(**{**source, **values}, work=work, distribution=given, window=window)

    def preview(self, caller: Caller, plan: Pb) -> Pb:
        return self.mass(caller).PreviewMassWorks(pb.PreviewMassWorksRequest(plan=plan))

    def create(self, caller: Caller, plan: Pb, request_id: str = "") -> str:
        request = pb.CreateMassWorksRequest(plan=plan, request_id=request_id)
        return self.mass(caller).CreateMassWorks(request).name

    def done(self, job: str) -> Job:
        self.desk.office.work()
        return JOBS.get(self.desk.office.db, job)

    def works(self, state: str = "OPEN") -> list[Work]:
        return WORKS.select(self.desk.office.db, {"state": state})


def window_of(first: str = "", last: str = "", **values: Any) -> Pb:
    window = pb.Window(**values)
    if first:
        window.start_date.CopyFrom(date_of(first))
    if last:
        window.end_date.CopyFrom(date_of(last))
    return window
