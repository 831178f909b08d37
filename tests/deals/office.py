"""A sales office for tests: a head, a manager in each of two branches, an administrator."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from google.protobuf import json_format

from crm.deals.v1 import funnels_pb2_grpc
from crm.identity.v1 import events_pb2 as identity
from crm.identity.v1 import users_pb2
from services.identity.permission import PERMISSIONS
from services.kit.caller import EVERYBODY, Caller
from services.kit.events import handle, handlers_of
from services.kit.job_worker import Desk
from services.kit.jobs import JobKind
from services.kit.mongo import Db
from services.kit.testing_door import Door
from tests.counterparties.office import refused

__all__ = ["Office", "person", "refused"]
ROOT, BRANCH_A, BRANCH_B = "orgUnits/root", "orgUnits/a", "orgUnits/b"
# What belongs to the tenant, not to somebody.
_TENANTS = ("funnels", "lead_settings", "products", "payments", "accounting")
Pb = Any


@dataclass(frozen=True)
class Office:
    door: Door
    tenant: str
    admin: Caller
    head_a: Caller
    manager_a: Caller
    manager_b: Caller

    @classmethod
    def opened(cls, door: Door) -> "Office":
        tenant = f"t{uuid.uuid4().hex[:10]}"
        office = cls(
            door=door,
            tenant=tenant,
            admin=person(tenant, "admin", (ROOT,), (EVERYBODY,)),
            head_a=person(tenant, "head-a", (ROOT, BRANCH_A), (BRANCH_A,)),
            manager_a=person(tenant, "manager-a", (ROOT, BRANCH_A), ()),
            manager_b=person(tenant, "manager-b", (ROOT, BRANCH_B), ()),
        )
        for caller in (office.admin, office.head_a, office.manager_a, office.manager_b):
            office.announce(caller)
        return office

    @property
    def db(self) -> Db:
        return self.door.db(self.tenant)

    def funnels(self, caller: Caller) -> Pb:
        return self.door.stub(funnels_pb2_grpc.FunnelServiceStub, caller)

    def announce(self, caller: Caller, version: int = 1, *, disabled: bool = False) -> None:
        """Identity's event about a person, as it comes off the broker."""
        user = users_pb2.User(
            name=caller.user,
            display_name=caller.display_name,
            org_path=caller.org_path,
            state="STATE_DISABLED" if disabled else "STATE_ACTIVE",  # type: ignore[arg-type]
        )
        kind = identity.UserCreated if version == 1 else identity.UserUpdated
        self.tell(kind(user=user), caller.user, version)

    def tell(self, event: Pb, subject: str, version: int = 1, source: str = "identity") -> None:
        """An event of another service; nothing happens if nobody listens."""
        worker = self.door.service.events(self.door.db(""))
        for handler in handlers_of(type(worker)):
            if handler.event is type(event) and handler.source == source:
                body = {
                    "id": uuid.uuid4().hex,
                    "source": source,
                    "type": handler.type,
                    "time": "2026-01-01T00:00:00+00:00",
                    "tenant": self.tenant,
                    "subject": subject,
                    "version": version,
                    "data": json_format.MessageToDict(event, preserving_proto_field_name=True),
                }
                handle(worker, handler, body)

    def work(self, *kinds: JobKind) -> None:
        """Does the jobs that wait, as a worker would that has these kinds, and all others too."""
        desk = self.desk(*kinds)
        while desk.work():
            pass

    def desk(self, *kinds: JobKind) -> Desk:
        service = self.door.service
        others = [each for each in service.jobs if each.kind not in {kind.kind for kind in kinds}]
        if kinds:
            service = replace(service, jobs=[*kinds, *others], people=(), personal_data=None)
        return Desk(service, self.door.db(""), f"tests-{uuid.uuid4().hex}")

    def changes(self, kind: str = "") -> list[Mapping[str, Any]]:
        query = {"type": kind} if kind else {}
        return self.db.bound("changes").find(query, sort=[("_id", 1)])


def person(tenant: str, login: str, path: tuple[str, ...], keys: tuple[str, ...]) -> Caller:
    """With all permissions over `keys`; without keys, over his own records."""
    user = f"users/{tenant}-{login}"
    grants = {
        permission: (EVERYBODY,) if permission.split(".")[0] in _TENANTS else keys or (user,)
        for permission in PERMISSIONS
    }
    return Caller(tenant=tenant, user=user, display_name=login, org_path=path, grants=grants)
