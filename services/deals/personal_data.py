"""What the deals service keeps of people. Funnels tell of nobody."""

from services.deals.funnels import store as funnels
from services.kit.personal_data import Holdings

HOLDINGS = Holdings(
    spared=frozenset(each.id for each in funnels.ALL),
)
