"""What the deals service does when others announce something."""

from crm.identity.v1 import events_pb2 as identity
from services.deals.accounting import exchanging
from services.deals.accounting.store import SETTINGS as ACCOUNTING_SETTINGS
from services.deals.client_owners.listening import ClientOwnerListener
from services.deals.facts.listening import FactListener
from services.deals.funnels import keeping as funnels
from services.deals.lead_settings.keeping import LEAD_STATUSES, LOSS_REASONS
from services.deals.leads import assigning
from services.deals.leads.store import LEADS
from services.deals.loyalty import spending
from services.deals.loyalty.store import BONUSES
from services.deals.products.keeping import PRICE_LISTS, VAT_RATES
from services.deals.recounting import RecountTimer
from services.deals.totals.folding import TotalsTimer
from services.kit.events import Envelope, every, on
from services.kit.mongo import Db
from services.kit.parties.listening import PartyListener


class DealEvents(PartyListener, ClientOwnerListener, FactListener, TotalsTimer, RecountTimer):
    @on(identity.TenantCreated)
    def give_funnels(self, db: Db, event: identity.TenantCreated, _: Envelope) -> None:
        funnels.give_built_in(db, event.tenant.language)

    @on(identity.TenantCreated)
    def give_dictionaries(self, db: Db, event: identity.TenantCreated, _: Envelope) -> None:
        for each in (LEAD_STATUSES, LOSS_REASONS, PRICE_LISTS, VAT_RATES):
            each.begin(db, event.tenant.language)

    @every(3600)
    def let_bonuses_expire(self) -> None:
        self.for_each_tenant(BONUSES.id, spending.expire)

    @every(30)
    def assign_those_who_wait(self) -> None:
        self.for_each_tenant(LEADS.id, assigning.retry)

    @every(5)
    def exchange_with_accounting(self) -> None:
        self.for_each_tenant(ACCOUNTING_SETTINGS.id, exchanging.start_if_due)
