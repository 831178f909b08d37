"""What can be done to loyalty programs; each sale asks for them, so they are remembered."""

from crm.deals.v1 import events_pb2 as events
from services.deals.lead_settings.keeping import Remembered
from services.deals.loyalty import store
from services.deals.loyalty.program import LoyaltyProgram

READ = "agreements.read"


class LoyaltyPrograms(Remembered[LoyaltyProgram]):
    collection = store.PROGRAMS
    created = events.LoyaltyProgramCreated
    updated = events.LoyaltyProgramUpdated
    permission = READ


PROGRAMS = LoyaltyPrograms()
