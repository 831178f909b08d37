"""How a service with owned records hears of the tenant's people."""

from collections.abc import Sequence

from crm.identity.v1 import events_pb2 as identity
from crm.identity.v1 import users_pb2
from services.kit.envelope import Envelope
from services.kit.events import EventWorker, on
from services.kit.mongo import Db
from services.kit.person import Person
from services.kit.restamping import remember
from services.kit.stamps import Stamped


def listener(stamped: Sequence[Stamped]) -> type[EventWorker]:
    """The handlers that keep copies of the people who own what is stamped."""

    class PeopleListener(EventWorker):
        @on(identity.UserCreated)
        def remember_new_person(
            self, db: Db, event: identity.UserCreated, envelope: Envelope
        ) -> None:
            remember(db, envelope.caller, person_of(event.user, envelope.version), stamped)

        @on(identity.UserUpdated)
        def remember_changed_person(
            self, db: Db, event: identity.UserUpdated, envelope: Envelope
        ) -> None:
            remember(db, envelope.caller, person_of(event.user, envelope.version), stamped)

    return PeopleListener


def person_of(user: users_pb2.User, version: int) -> Person:
    return Person(
        name=user.name,
        display_name=user.display_name,
        org_path=tuple(user.org_path),
        # An invited one has what he will own waiting for him already.
        active=user.state != users_pb2.User.STATE_DISABLED,
        version=version,
    )
