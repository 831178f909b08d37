"""How services are asked about a person, and hear that the question is answered."""

from crm.privacy.v1 import events_pb2 as pb
from services.kit import jobs
from services.kit.caller import Caller
from services.kit.changes import CHANGES
from services.kit.envelope import Envelope
from services.kit.events import EventWorker, on
from services.kit.jobs import JOBS
from services.kit.mongo import Db
from services.kit.personal_data import KIND, tell
from services.kit.traces import Traces

# The service that keeps the requests.
ASKER = "counterparties"


def ask(db: Db, caller: Caller, question: pb.PersonalDataRequested) -> None:
    """Of the service that keeps requests, to those it names."""
    tell(db, caller, question, question.request)


def end(db: Db, caller: Caller, request: str) -> None:
    tell(db, caller, pb.PersonalDataStepEnded(request=request), request)


class PersonalDataListener(EventWorker):
    """The handlers that every service has."""

    @on(pb.PersonalDataRequested, every=True, source=ASKER)
    def look_for_a_person(
        self, db: Db, event: pb.PersonalDataRequested, envelope: Envelope
    ) -> None:
        if event.services and db.service not in event.services:
            return
        busy = {"subject": event.request, "active": True, "params.step": int(event.step)}
        if event.request and not JOBS.raw(db).count(busy, 1):
            params = {"step": int(event.step), "traces": Traces.of(event.traces).params()}
            by = envelope.caller
            jobs.start(db, by, KIND, params=params, subject=event.request)

    @on(pb.PersonalDataStepEnded, every=True, source=ASKER)
    def forget_the_question(
        self, db: Db, event: pb.PersonalDataStepEnded, envelope: Envelope
    ) -> None:
        del envelope
        asked = [pb.PersonalDataRequested, pb.PersonalDataReported]
        messages = [each.DESCRIPTOR.full_name for each in asked]
        told = {"subject": event.request, "message": {"$in": messages}}
        db.bound(CHANGES).update_many(told, {"$set": {"data": b"", "changes": []}})
