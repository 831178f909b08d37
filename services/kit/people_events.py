"""How a service with owned records hears of the tenant's people."""

from collections.abc import Sequence
from typing import Any

from crm.identity.v1 import events_pb2 as identity
from crm.identity.v1 import users_pb2
from services.kit import handing_over
from services.kit.copying import replace
from services.kit.envelope import Envelope
from services.kit.estates import Estate
from services.kit.events import EventWorker, on
from services.kit.mongo import Db
from services.kit.person import Person
from services.kit.restamping import remember
from services.kit.stamps import Stamped


def listener(stamped: Sequence[Stamped], estates: Sequence[Estate[Any]]) -> type[EventWorker]:
    """The handlers that keep copies of the people who own what is stamped, and begin to hand over
    what they leave."""

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

    class LeaverListener(PeopleListener):
        @on(identity.UserOffboarded, every=True)
        def hand_over(self, db: Db, event: identity.UserOffboarded, envelope: Envelope) -> None:
            # Whichever of its two events comes first: from here on nobody gives him anything.
            remember(db, envelope.caller, person_of(event.user, envelope.version), stamped)
            plan = handing_over.Plan(
                user=event.user.name,
                successors=tuple(event.plan.successors),
                segments={each.segment: each.successor for each in event.plan.segments},
            )
            actor = envelope.actor
            by = replace(envelope.caller, user=actor.user, display_name=actor.display_name)
            handing_over.start(db, by, plan, event.hand_over)

    return LeaverListener if estates else PeopleListener


def person_of(user: users_pb2.User, version: int) -> Person:
    return Person(
        name=user.name,
        display_name=user.display_name,
        org_path=tuple(user.org_path),
        # An invited one has what he will own waiting for him already.
        active=user.state != users_pb2.User.STATE_DISABLED,
        time_zone=user.time_zone,
        manager=user.manager,
        email=user.email,
        language=user.language,
        version=version,
    )
