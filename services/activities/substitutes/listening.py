"""Hears of substitutions, of org units and of the tenant itself: who is told with whom and instead
of whom, and where people are."""

from datetime import UTC, datetime

from google.protobuf import timestamp_pb2

from crm.identity.v1 import events_pb2 as identity
from crm.identity.v1 import org_units_pb2, tenants_pb2
from services.activities import whereabouts
from services.activities.substitutes import store
from services.kit import clock, units
from services.kit.envelope import Envelope
from services.kit.events import EventWorker, on
from services.kit.mongo import Db


class OfficeListener(EventWorker):
    @on(identity.SubstitutionCreated)
    def remember_substitution(
        self, db: Db, event: identity.SubstitutionCreated, _: Envelope
    ) -> None:
        told = event.substitution
        kept = store.Substitution(
            name=told.name,
            absent=told.absent,
            substitute=told.substitute,
            scope=tuple(told.scope),
            start_time=_moment(told.start_time),
            end_time=_moment(told.end_time),
        )
        # Its end may have come first; it never changes.
        if not store.is_known(db, told.name):
            store.keep(db, kept)

    @on(identity.SubstitutionEnded)
    def forget_substitution(self, db: Db, event: identity.SubstitutionEnded, _: Envelope) -> None:
        store.end(db, event.substitution.name, clock.now())

    @on(identity.TenantCreated)
    def remember_new_tenant(
        self, db: Db, event: identity.TenantCreated, envelope: Envelope
    ) -> None:
        units.keep(db, _top(db, event.tenant, envelope))

    @on(identity.TenantUpdated)
    def remember_changed_tenant(
        self, db: Db, event: identity.TenantUpdated, envelope: Envelope
    ) -> None:
        units.keep(db, _top(db, event.tenant, envelope))

    @on(identity.OrgUnitCreated)
    def remember_new_unit(self, db: Db, event: identity.OrgUnitCreated, envelope: Envelope) -> None:
        units.keep(db, _unit(event.org_unit, envelope))

    @on(identity.OrgUnitUpdated)
    def remember_changed_unit(
        self, db: Db, event: identity.OrgUnitUpdated, envelope: Envelope
    ) -> None:
        units.keep(db, _unit(event.org_unit, envelope))

    @on(identity.OrgUnitDeleted)
    def forget_unit(self, db: Db, event: identity.OrgUnitDeleted, _: Envelope) -> None:
        units.forget(db, event.org_unit.name)


def _unit(told: org_units_pb2.OrgUnit, envelope: Envelope) -> units.Unit:
    return units.Unit(
        name=told.name, head=told.head, time_zone=told.time_zone, version=envelope.version
    )


def _top(db: Db, told: tenants_pb2.Tenant, envelope: Envelope) -> units.Unit:
    return units.Unit(
        name=whereabouts.tenant_of(db), time_zone=told.time_zone, version=envelope.version
    )


def _moment(sent: timestamp_pb2.Timestamp) -> datetime:
    return sent.ToDatetime(tzinfo=UTC)
