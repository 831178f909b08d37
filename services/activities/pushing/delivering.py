"""Pushes what waits: sent twice, it has the same topic and tag, so that the browser shows one."""

from collections.abc import Sequence
from typing import Any

from services.activities.deliveries.delivering import Deliver, kind_of
from services.activities.deliveries.delivery import Channel, Delivery, Outcome
from services.activities.pushing import channel, key, store
from services.kit import addresses
from services.kit.mongo import Db
from services.kit.settings import Settings

KIND = kind_of(Channel.PUSH)
NETWORKS = "CRM_PUSH_NETWORKS"


class PushNotices(Deliver):
    kind = KIND
    channel = Channel.PUSH
    most_attempts = 5

    def send(
        self, db: Db, found: Sequence[Delivery], settings: Settings
    ) -> list[tuple[Delivery, Outcome]]:
        known = store.by_name(db, [each.subscription for each in found])
        vapid = key.key_of(db, settings.text("CRM_SECRET_KEY", ""))
        contact = settings.text(key.CONTACT, "mailto:crm@example.org")
        allowed = addresses.networks(settings, NETWORKS)
        tried: list[tuple[Delivery, Outcome]] = []
        for each in found:
            to = known.get(each.subscription)
            outcome = Outcome.GONE
            if to is not None and to.user == each.user:
                outcome = channel.send(to, each.notice, each.payload, vapid, contact, allowed)
            tried.append((each, outcome))
        return tried

    def keep(self, db: Db, tried: Sequence[dict[str, Any]]) -> None:
        gone = [each["to"] for each in tried if each["outcome"] == Outcome.GONE]
        store.drop(db, gone)
