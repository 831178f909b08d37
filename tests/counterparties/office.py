"""A sales office for tests: a head, a manager in each of two branches, an administrator."""

import itertools
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import grpc
from google.protobuf import json_format
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from crm.counterparties.v1 import (
    contacts_pb2_grpc,
    counterparties_pb2_grpc,
    duplicates_pb2_grpc,
    imports_pb2_grpc,
    managers_pb2_grpc,
    notes_pb2_grpc,
    segments_pb2_grpc,
)
from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.identity.v1 import events_pb2 as identity
from crm.identity.v1 import users_pb2
from services.kit.caller import Access, Caller
from services.kit.events import handle, handlers_of
from services.kit.job_worker import Desk
from services.kit.jobs import JobKind
from services.kit.mongo import Db
from services.kit.testing_door import Door

ALL_PERMISSIONS = (
    *(
        f"counterparties.{verb}"
        for verb in ("read", "create", "update", "delete", "export", "bulk", "merge")
    ),
    "counterparties.expert_create",
    *("consents.read", "consents.write", "consent_purposes.write"),
    *("personal_data.read", "personal_data.erase"),
    *("managers.read", "managers.write"),
    *("segments.read", "segments.write", "audit.read", "imports.read", "imports.write"),
    *("custom_fields.write", "relation_kinds.write", "professional_holidays.write"),
    *("duplicates.write", "counterparties.bypass_duplicates", "deals.update"),
)
ROOT, BRANCH_A, BRANCH_B = "orgUnits/root", "orgUnits/a", "orgUnits/b"
GOOD_INN = "7707083893"
_numbers = itertools.count(1)
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
            admin=person(tenant, "admin", (ROOT,), ("*",)),
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

    def counterparties(self, caller: Caller) -> Pb:
        return self.door.stub(counterparties_pb2_grpc.CounterpartyServiceStub, caller)

    def contacts(self, caller: Caller) -> Pb:
        return self.door.stub(contacts_pb2_grpc.ContactServiceStub, caller)

    def segments(self, caller: Caller) -> Pb:
        return self.door.stub(segments_pb2_grpc.SegmentServiceStub, caller)

    def managers(self, caller: Caller) -> Pb:
        return self.door.stub(managers_pb2_grpc.ManagerServiceStub, caller)

    def imports(self, caller: Caller) -> Pb:
        return self.door.stub(imports_pb2_grpc.ImportServiceStub, caller)

    def duplicates(self, caller: Caller) -> Pb:
        return self.door.stub(duplicates_pb2_grpc.DuplicateServiceStub, caller)

    def notes(self, caller: Caller) -> Pb:
        return self.door.stub(notes_pb2_grpc.NoteServiceStub, caller)

    def create(self, caller: Caller, display_name: str = "", **fields: Any) -> pb.Counterparty:
        return self.counterparties(caller).CreateCounterparty(
            pb.CreateCounterpartyRequest(counterparty=a_company(display_name, **fields))
        )

    def listed(self, caller: Caller, **request: Any) -> list[str]:
        answer = self.counterparties(caller).ListCounterparties(
            pb.ListCounterpartiesRequest(**request)
        )
        return [each.display_name for each in answer.counterparties]

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

    def tell(self, event: Pb, subject: str, version: int) -> None:
        worker = self.door.service.events(self.door.db(""))
        handler = next(h for h in handlers_of(type(worker)) if h.event is type(event))
        body = {
            "id": uuid.uuid4().hex,
            "source": "identity",
            "type": handler.type,
            "time": "2026-01-01T00:00:00+00:00",
            "tenant": self.tenant,
            "subject": subject,
            "version": version,
            "data": _json(event),
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
        working = replace(service, jobs=[*kinds, *others], people=(), personal_data=None)
        return Desk(working, self.door.db(""), f"tests-{uuid.uuid4().hex}")

    def changes(self, kind: str = "") -> list[Mapping[str, Any]]:
        query = {"type": kind} if kind else {}
        return self.db.bound("changes").find(query, sort=[("_id", 1)])


def person(tenant: str, login: str, path: tuple[str, ...], keys: tuple[str, ...]) -> Caller:
    """With all permissions over `keys`; without keys, over his own records."""
    user = f"users/{tenant}-{login}"
    grants = dict.fromkeys(ALL_PERMISSIONS, keys or (user,))
    if not keys:
        grants |= {"segments.read": ("*",)}
    return Caller(tenant=tenant, user=user, display_name=login, org_path=path, grants=grants)


def restricted(caller: Caller, *rights: tuple[str, str, str]) -> Caller:
    """(field, market state, access)."""
    return replace(caller, field_rights=tuple(Access("counterparties", *right) for right in rights))


def a_company(display_name: str = "", **fields: Any) -> pb.Counterparty:
    named = display_name or f"ООО «Ромашка {next(_numbers)}»"
    return pb.Counterparty(**{"display_name": named, "kind": "KIND_LEGAL", **fields})


@dataclass
class Refusal:
    code: str = ""
    reason: str = ""
    metadata: Mapping[str, str] | None = None
    fields: tuple[tuple[str, str], ...] = ()


@contextmanager
def refused() -> Iterator[Refusal]:
    """The block must be refused; says how."""
    refusal = Refusal()
    try:
        yield refusal
    except grpc.RpcError as error:
        status: Any = rpc_status.from_call(error)  # type: ignore[arg-type]
        refusal.code = error.code().name  # type: ignore[attr-defined]
        for detail in status.details:
            info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
            if detail.Unpack(info):
                refusal.reason, refusal.metadata = info.reason, dict(info.metadata)
            elif detail.Unpack(bad):
                refusal.fields = tuple((each.field, each.reason) for each in bad.field_violations)
    else:
        raise AssertionError("not refused")


def _json(event: Pb) -> Mapping[str, Any]:
    return json_format.MessageToDict(event, preserving_proto_field_name=True)
