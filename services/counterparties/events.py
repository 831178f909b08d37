"""What the client base does when a service announces something, and from time to time."""

from crm.identity.v1 import events_pb2 as identity
from crm.privacy.v1 import events_pb2 as privacy
from services.counterparties.actions.professional_holidays import PROFESSIONAL_HOLIDAYS
from services.counterparties.attachments import keeping as attachments
from services.counterparties.attachments.store import ATTACHMENTS
from services.counterparties.consents import ledger
from services.counterparties.consents.purposes import CONSENT_PURPOSES
from services.counterparties.consents.store import CONSENTS
from services.counterparties.duplicates import scanning
from services.counterparties.facts.listening import FactListener
from services.counterparties.merging import actions as merging
from services.counterparties.merging.store import MERGES
from services.counterparties.occasions import telling as occasions
from services.counterparties.personal_data import fulfilling
from services.counterparties.personal_data import store as requests
from services.counterparties.registry import store as registry
from services.counterparties.registry import watching
from services.counterparties.relations.kinds import RELATION_KINDS
from services.counterparties.store import COUNTERPARTIES
from services.kit.caller import system
from services.kit.changes import CHANGES
from services.kit.events import Envelope, Method, every, on
from services.kit.mongo import Db
from services.kit.service import names


def _of_all_services(method: Method) -> Method:
    """Each answers under its own name."""
    for service in names():
        method = on(privacy.PersonalDataReported, every=True, source=service)(method)
    return method


class CounterpartyEvents(FactListener):
    @on(identity.TenantCreated)
    def begin_dictionaries(self, db: Db, event: identity.TenantCreated, _: Envelope) -> None:
        for each in (RELATION_KINDS, CONSENT_PURPOSES, PROFESSIONAL_HOLIDAYS):
            each.begin(db, event.tenant.language)

    @on(identity.TenantCreated)
    def remember_where_it_is(self, db: Db, event: identity.TenantCreated, _: Envelope) -> None:
        occasions.remember_time_zone(db, event.tenant.time_zone)

    @on(identity.TenantUpdated)
    def remember_where_it_is_now(self, db: Db, event: identity.TenantUpdated, _: Envelope) -> None:
        occasions.remember_time_zone(db, event.tenant.time_zone)

    @_of_all_services
    def note_report(self, db: Db, event: privacy.PersonalDataReported, envelope: Envelope) -> None:
        fulfilling.note_report(db, envelope.caller, event)

    @every(300)
    def notice_ended_consents(self) -> None:
        self.for_each_tenant(CONSENTS.id, ledger.follow_expired)

    @every(20)
    def gather_late_children(self) -> None:
        self.for_each_tenant(MERGES.id, merging.gather_late)

    @every(60)
    def ask_for_late_reports(self) -> None:
        self.for_each_tenant(requests.REQUESTS.id, _ask_for_late_reports)

    @every(20)
    def watch_duplicates(self) -> None:
        self.for_each_tenant(CHANGES, scanning.watch)

    @every(60)
    def tell_of_occasions(self) -> None:
        self.for_each_tenant(COUNTERPARTIES.id, occasions.tell_due)

    @every(300)
    def sweep_attachments(self) -> None:
        self.for_each_tenant(ATTACHMENTS.id, attachments.sweep)

    @every(60)
    def watch_registry(self) -> None:
        self.for_each_tenant(registry.SETTINGS.id, watching.start_if_due)


def _ask_for_late_reports(db: Db) -> None:
    fulfilling.ask_late(db, system(db.tenant))
