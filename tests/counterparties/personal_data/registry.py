"""Demands of people, the broker between services, and a look through all that is kept."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import bson
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument

from crm.counterparties.v1 import personal_data_pb2 as pb
from crm.counterparties.v1 import personal_data_pb2_grpc as pb_grpc
from services.kit import changes
from services.kit.caller import Caller
from services.kit.events import handle, handlers_of
from services.kit.job_worker import Desk
from services.kit.mongo import Db
from services.kit.testing_door import Door
from tests.counterparties.office import Office

RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)


@dataclass
class Register:
    office: Office
    others: list[Door]
    told: set[str] = field(default_factory=set)

    def stub(self, caller: Caller | None = None) -> Any:
        stub = pb_grpc.PersonalDataServiceStub
        return self.office.door.stub(stub, caller or self.office.admin)

    def demand(self, person: str, kind: str, **more: Any) -> pb.PersonalDataRequest:
        demand = pb.PersonalDataRequest(person=person, kind=f"KIND_{kind}", **more)  # type: ignore[arg-type]
        request = pb.CreatePersonalDataRequestRequest(personal_data_request=demand)
        return self.stub().CreatePersonalDataRequest(request)

    def preview(self, name: str, *same: str) -> pb.PersonalDataRequest:
        request = pb.PreviewPersonalDataRequestRequest(name=name, same_persons=same)
        self.stub().PreviewPersonalDataRequest(request)
        self.settle()
        return self.now(name)

    def run(self, name: str, confirmation: str = "") -> pb.PersonalDataRequest:
        request = pb.RunPersonalDataRequestRequest(name=name, confirmation=confirmation)
        self.stub().RunPersonalDataRequest(request)
        self.settle()
        return self.now(name)

    def erased(self, person: str, *same: str) -> pb.PersonalDataRequest:
        made = self.demand(person, "ERASURE")
        self.preview(made.name, *same)
        return self.run(made.name, made.person_display_name)

    def now(self, name: str) -> pb.PersonalDataRequest:
        return self.stub().GetPersonalDataRequest(pb.GetPersonalDataRequestRequest(name=name))

    @property
    def doors(self) -> list[Door]:
        return [self.office.door, *self.others]

    @property
    def databases(self) -> list[Db]:
        return [door.db(self.office.tenant) for door in self.doors]

    def db_of(self, service: str) -> Db:
        return next(each for each in self.databases if each.service == service)

    # --- the broker --------------------------------------------------------------------------

    def settle(self) -> None:
        """Brings events over and does jobs until nothing waits."""
        while self.deliver() + self._work():
            pass

    def _work(self) -> int:
        desks = [Desk(door.service, door.db(""), f"t-{uuid.uuid4().hex}") for door in self.doors]
        # One after another: who has nothing to do is not asked again for each slice of the others.
        return sum(1 for desk in desks for _ in iter(desk.work, False))

    def deliver(self, *, silent: str = "") -> int:
        """To all services, each event once; `silent` hears nothing."""
        rows = [row for db in self.databases for row in db.bound(changes.CHANGES).find({})]
        news = [row for row in rows if str(row["_id"]) not in self.told]
        for row in news:
            self.told.add(str(row["_id"]))
            self.hand_over(row, silent=silent)
        return len(news)

    def hand_over(self, row: Any, *, silent: str = "") -> None:
        for door in self.doors:
            if door.service.name == silent:
                continue
            worker = door.service.events(door.db(""))
            for handler in handlers_of(type(worker)):
                if (handler.type, handler.source) == (row["type"], row["source"]):
                    failed = handle(worker, handler, changes.envelope(row))
                    assert failed is None, failed

    # --- all that is kept ------------------------------------------------------------------------

    def everything(self) -> dict[tuple[str, str, str], bytes]:
        """Every document of every collection of all databases, files included, as bytes."""
        return {
            (db.service, place, str(document["_id"])): bytes(document.raw)
            for db in self.databases
            for place in db.client[db.database].list_collection_names()
            for document in self._documents(db, place)
        }

    def _documents(self, db: Db, place: str) -> Iterator[RawBSONDocument]:
        whole = db.client[db.database].get_collection(place, codec_options=RAW)
        # Of pieces of files, their place says whose they are.
        anothers = {"files_id": {"$regex": f"^(?!{db.tenant}/)"}}
        nobodys = {"tenant": {"$exists": False}, "$nor": [anothers]}
        yield from whole.find({"$or": [{"tenant": db.tenant}, nobodys]})

    def places_with(self, *needles: str) -> list[tuple[str, str, str]]:
        """Where any of these words or numbers still stands, in whatever letters."""
        forms = {f.encode() for n in needles for f in (n, n.lower(), n.upper(), n.capitalize())}
        forms |= {n.encode("cp1251") for n in needles}
        return [
            key
            for key, raw in self.everything().items()
            if any(form in raw or form in raw.translate(None, b" ()-.") for form in forms)
        ]


def read(raw: bytes) -> dict[str, Any]:
    return bson.decode(raw)
