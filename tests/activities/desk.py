"""The office of the deals' tests at the works' doors, and words for its works."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from google.type import date_pb2

from crm.activities.v1 import work_settings_pb2 as settings_pb
from crm.activities.v1 import work_settings_pb2_grpc, works_pb2_grpc
from crm.activities.v1 import works_pb2 as pb
from services.kit.caller import Caller
from services.kit.parties.party import Party
from services.kit.parties.store import keep
from services.kit.testing_door import Door
from tests.counterparties.office import Refusal
from tests.deals.office import Office, refused

Pb = Any


@dataclass(frozen=True)
class Desk:
    office: Office

    @classmethod
    def opened(cls, door: Door) -> "Desk":
        return cls(Office.opened(door))

    @property
    def client(self) -> str:
        """A name of this tenant's own, as all names are."""
        return f"counterparties/{self.office.tenant}"

    @property
    def deal(self) -> str:
        return f"deals/{self.office.tenant}"

    def works(self, caller: Caller) -> Pb:
        return self.office.door.stub(works_pb2_grpc.WorkServiceStub, caller)

    @property
    def settings(self) -> Pb:
        """At the administrator's: dictionaries belong to the tenant."""
        return self.office.door.stub(
            work_settings_pb2_grpc.WorkSettingsServiceStub, self.office.admin
        )

    def action(self, key: str) -> Pb:
        listed = self.settings.ListWorkActions(settings_pb.ListWorkActionsRequest())
        return next(each for each in listed.work_actions if each.key == key)

    def knows(self, *names: str, counterparty: str = "") -> None:
        """These clients, contacts, leads and deals, which everybody sees."""
        office = self.office
        seen = [office.admin, office.head_a, office.manager_a, office.manager_b]
        for name in names:
            party = Party(
                name=name,
                display_name=name.upper(),
                counterparty=counterparty,
                owner=office.admin.user,
                participants=tuple(each.user for each in seen),
                version=1,
            )
            keep(office.db, party, expected=True)

    def plan(self, caller: Caller, **values: Any) -> Pb:
        self.knows(*(values[each] for each in ("subject", "contact") if values.get(each)))
        return self.works(caller).CreateWork(pb.CreateWorkRequest(work=pb.Work(**values)))

    def close(self, caller: Caller, work: Pb, sign: str = "", **said: Any) -> Pb:
        chosen = {"sign": f"SIGN_{sign}"} if sign else {}
        request = pb.CloseWorkRequest(name=work.name, etag=work.etag, **chosen, **said)
        return self.works(caller).CloseWork(request)

    def names(self, caller: Caller, **asked: Any) -> list[str]:
        listed = self.works(caller).ListWorks(pb.ListWorksRequest(**asked))
        return [each.name for each in listed.works]


def on(day: str) -> Pb:
    """Any time that day."""
    return pb.When(kind=pb.When.KIND_DAY, start_date=date_of(day))


def within(first: str, last: str) -> Pb:
    return pb.When(kind=pb.When.KIND_DAYS, start_date=date_of(first), end_date=date_of(last))


def hours(start: datetime, end: datetime, zone: str = "") -> Pb:
    when = pb.When(kind=pb.When.KIND_EXACT, time_zone=zone)
    when.start_time.FromDatetime(start)
    when.end_time.FromDatetime(end)
    return when


def date_of(day: str) -> date_pb2.Date:
    said = date.fromisoformat(day)
    return date_pb2.Date(year=said.year, month=said.month, day=said.day)


@contextmanager
def refusing(code: str, reason: str = "") -> Generator[Refusal]:
    """The block must be refused so."""
    with refused() as refusal:
        yield refusal
    assert (refusal.code, refusal.reason) == (code, reason or refusal.reason)
