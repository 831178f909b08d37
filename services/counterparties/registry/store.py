"""Where a tenant's registry settings, kept answers and the day's counts are."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pymongo import IndexModel

from services.counterparties.counterparty import MarketState, State
from services.counterparties.registry import account
from services.counterparties.registry.account import ProviderId, RegistrySettings, Standing
from services.counterparties.registry.party import Suggestion
from services.counterparties.registry_entry import RegistryEntry
from services.counterparties.requisites import Kind
from services.counterparties.store import COUNTERPARTIES
from services.kit import clock
from services.kit.caller import EVERYBODY
from services.kit.mapping import to_document
from services.kit.mongo import Collection, Db

Document = dict[str, Any]
KEEP = timedelta(hours=24)
# Somebody registers a company and enters it the same day.
KEEP_NOTHING = timedelta(hours=1)
KEEP_COUNTS = timedelta(days=90)
_EXPIRES = IndexModel([("expire_time", 1)], name="expire_time", expireAfterSeconds=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAnswer:
    name: str
    # Text: the vendor's JSON may hold what BSON cannot.
    answer: str
    ask_time: datetime
    expire_time: datetime

    @property
    def suggestions(self) -> list[Suggestion]:
        return json.loads(self.answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """Of the vendor's day."""

    name: str
    requests: int = 0
    kept_answers: int = 0
    errors: int = 0
    expire_time: datetime | None = None


_INDEX = "tenant_1_visible_by_create_time"
_IN_ORDER = [("create_time", 1), ("_id", 1)]
SETTINGS: Collection[RegistrySettings] = Collection("registrySettings", RegistrySettings)
STANDINGS: Collection[Standing] = Collection("registryStandings", Standing)
ANSWERS: Collection[KeptAnswer] = Collection("registryAnswers", KeptAnswer, indexes=[_EXPIRES])
COUNTS: Collection[DayCounts] = Collection("registryCounts", DayCounts, indexes=[_EXPIRES])
ALL = (SETTINGS, STANDINGS, ANSWERS, COUNTS)


def settings(db: Db) -> RegistrySettings:
    """Those of a tenant that has chosen nothing yet: nobody is asked."""
    name = settings_name(db)
    return SETTINGS.find(db, name) or RegistrySettings(name=name)


def settings_name(db: Db) -> str:
    return f"{SETTINGS.id}/{db.tenant}"


def standing(db: Db) -> Standing:
    name = f"{STANDINGS.id}/{db.tenant}"
    return STANDINGS.find(db, name) or Standing(name=name)


def note(db: Db, **values: Any) -> None:
    """Of the standing; no version, as it is nobody's to edit."""
    STANDINGS.raw(db).update_one({"_id": f"{STANDINGS.id}/{db.tenant}"}, _set(values), upsert=True)


def note_watched(db: Db, place: Sequence[object], compared: int, changed: int) -> None:
    update = _set({"watch_place": list(place)})
    update["$inc"] = {"watch_compared": compared, "watch_changed": changed}
    STANDINGS.raw(db).update_one({"_id": f"{STANDINGS.id}/{db.tenant}"}, update, upsert=True)


def counts(db: Db, now: datetime) -> DayCounts:
    name = _counts_name(db, now)
    return COUNTS.find(db, name) or DayCounts(name=name)


def count(db: Db, now: datetime, what: str) -> None:
    update = {"$inc": {what: 1}, "$setOnInsert": {"expire_time": now + KEEP_COUNTS}}
    COUNTS.raw(db).update_one({"_id": _counts_name(db, now)}, update, upsert=True)


def kept(db: Db, provider: ProviderId, question: Sequence[str]) -> KeptAnswer | None:
    found = ANSWERS.find(db, _answer_name(db, provider, question))
    # Mongo removes what has expired once a minute only.
    return found if found is not None and found.expire_time > clock.now() else None


def kept_by_name(db: Db, name: str) -> KeptAnswer | None:
    return ANSWERS.find(db, name)


def keep(
    db: Db, provider: ProviderId, question: Sequence[str], found: Sequence[Suggestion]
) -> KeptAnswer:
    now = clock.now()
    answer = KeptAnswer(
        name=_answer_name(db, provider, question),
        answer=json.dumps(found, ensure_ascii=False),
        ask_time=now,
        expire_time=now + (KEEP if found else KEEP_NOTHING),
    )
    key = {"_id": answer.name}
    ANSWERS.raw(db).replace_one(key, to_document(answer), upsert=True)
    return answer


def _beyond(place: Sequence[object]) -> Document:
    where: Document = {
        "visible_to": EVERYBODY,
        "state": State.ACTIVE.value,
        "market_state": {"$in": [each.value for each in MarketState]},
        "kind": {"$in": [Kind.LEGAL.value, Kind.SOLE_PROPRIETOR.value]},
    }
    if place:
        create_time, name = place
        # The first bound is the index's; the rest leaves out those of the same moment.
        where["create_time"] = {"$gte": create_time}
        where["$or"] = [{"create_time": {"$gt": create_time}}, {"_id": {"$gt": name}}]
    return where


def next_clients(db: Db, place: Sequence[object], limit: int) -> list[Document]:
    """Active companies and proprietors in the order of their creation, by the list's own index."""
    return COUNTERPARTIES.raw(db).find(
        _beyond(place),
        {"inn": 1, "kpp": 1, "create_time": 1, "registry.check_time": 1},
        sort=_IN_ORDER,
        limit=limit,
        hint=_INDEX,
    )


def explain_next_clients(db: Db, place: Sequence[object], limit: int) -> Document:
    """For the test of the index."""
    return COUNTERPARTIES.raw(db).explain(_beyond(place), sort=_IN_ORDER, limit=limit, hint=_INDEX)


def keep_entry(db: Db, name: str, entry: RegistryEntry) -> None:
    """When it is no news: neither a version nor an event is due."""
    COUNTERPARTIES.raw(db).update_one({"_id": name}, _set({"registry": to_document(entry)}))


def _answer_name(db: Db, provider: ProviderId, question: Sequence[str]) -> str:
    """What was typed may be anything, and long."""
    digest = hashlib.sha256("\0".join(question).encode()).hexdigest()[:32]
    return f"{ANSWERS.id}/{db.tenant}-{provider.value}-{digest}"


def _counts_name(db: Db, now: datetime) -> str:
    return f"{COUNTS.id}/{db.tenant}-{account.day(now)}"


def _set(values: Document) -> Document:
    return {"$set": values}
