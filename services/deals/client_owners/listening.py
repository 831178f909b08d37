"""How this service hears that a client has another manager."""

from collections.abc import Mapping
from typing import Any

from crm.counterparties.v1 import counterparties_pb2
from crm.counterparties.v1 import events_pb2 as counterparties
from services.deals.client_owners.following import follow
from services.deals.client_owners.owner_change import Told
from services.kit.envelope import Envelope
from services.kit.events import EventWorker, on
from services.kit.mongo import Db
from services.kit.parties import store as parties

OPEN_DEALS = counterparties_pb2.Counterparty.OWNER_CASCADE_OPEN_DEALS


def _cascades(db: Db, envelope: Envelope, data: Mapping[str, Any]) -> bool:
    """And whose client is known here: who is not has no deals."""
    return bool(data.get("cascade")) and parties.is_known(db, envelope.subject)


class ClientOwnerListener(EventWorker):
    # Each change counts, in whatever order they come.
    @on(counterparties.CounterpartyUpdated, every=True, concerns=_cascades)
    def give_open_deals(
        self, db: Db, event: counterparties.CounterpartyUpdated, envelope: Envelope
    ) -> None:
        client = event.counterparty
        is_handed_on = client.owner and event.previous_owner not in ("", client.owner)
        if OPEN_DEALS not in event.cascade or not is_handed_on:
            return
        actor = envelope.actor
        told = Told(
            counterparty=client.name,
            previous_owner=event.previous_owner,
            owner=client.owner,
            version=envelope.version,
            user=actor.user,
            user_display_name=actor.display_name,
            request_id=actor.request_id,
        )
        follow(db, envelope.caller, told)
