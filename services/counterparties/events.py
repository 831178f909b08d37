"""What the client base does when identity announces something: it keeps its copy of the people."""

from crm.identity.v1 import events_pb2 as identity
from crm.identity.v1 import users_pb2
from services.counterparties.actions import people
from services.counterparties.person import Person
from services.kit.events import Envelope, EventWorker, on
from services.kit.mongo import Db


class CounterpartyEvents(EventWorker):
    name = "counterparties"

    @on(identity.UserCreated)
    def remember_new_person(self, db: Db, event: identity.UserCreated, envelope: Envelope) -> None:
        people.remember(db, envelope.caller, _person(event.user, envelope.version))

    @on(identity.UserUpdated)
    def remember_changed_person(
        self, db: Db, event: identity.UserUpdated, envelope: Envelope
    ) -> None:
        people.remember(db, envelope.caller, _person(event.user, envelope.version))


def _person(user: users_pb2.User, version: int) -> Person:
    return Person(
        name=user.name,
        display_name=user.display_name,
        org_path=tuple(user.org_path),
        # An invited one has his clients waiting for him already.
        active=user.state != users_pb2.User.STATE_DISABLED,
        version=version,
    )
