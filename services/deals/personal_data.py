"""What the deals service keeps of people. Funnels tell of nobody, totals and
changes of managers only of employees."""

from services.deals.client_owners.store import OWNER_CHANGES
from services.deals.funnels import store as funnels
from services.deals.totals.store import TOTALS
from services.kit.parties.personal_data import copies
from services.kit.personal_data import Holdings

HOLDINGS = Holdings(
    his=copies,
    spared=frozenset(each.id for each in (*funnels.ALL, TOTALS, OWNER_CHANGES)),
)
