"""Creates the indexes that a service's collections declare, the tenant first in each."""

from collections.abc import Iterable
from typing import Any

from pymongo import IndexModel

from services.kit import changes, files
from services.kit.clients import client
from services.kit.events import FORGET, INBOX, SEEN
from services.kit.jobs import ACTIVE_INDEX, JOB_ROWS, JOB_ROWS_EXPIRE, JOBS
from services.kit.service import Service
from services.kit.settings import Settings

PREFIX = "tenant_1_"


def create(service: Service, settings: Settings) -> None:
    """Idempotent; safe while the service runs. Indexes no longer declared go: each write pays."""
    database = client(settings.mongo_url(service.name))[settings.database(service.name)]
    for collection in (*service.collections, JOBS, JOB_ROWS):
        models = [*map(tenant_first, collection.indexes), *collection.across]
        if models:
            database[collection.id].create_indexes(models)
        declared = {model.document["name"] for model in models}
        for name in set(database[collection.id].index_information()) - declared:
            if name.startswith(PREFIX):
                database[collection.id].drop_index(name)
    own = [tenant_first(index) for index in changes.INDEXES]
    database[changes.CHANGES].create_indexes(own)
    database[files.CHUNKS].create_indexes([files.INDEX])
    if "pending_1" in database[changes.CHANGES].index_information():
        # Of versions whose relay marked each row.
        database[changes.CHANGES].drop_index("pending_1")
    # These are asked across tenants: by workers, and by Mongo itself for what has expired.
    database[JOBS.id].create_indexes([ACTIVE_INDEX])
    database[JOB_ROWS.id].create_indexes([JOB_ROWS_EXPIRE])
    for memory in (INBOX, SEEN):
        database[memory].create_indexes([FORGET])


def tenant_first(index: IndexModel) -> IndexModel:
    """The same index within each tenant. A key that is to be unique stays so within the tenant.
    What expires is removed by Mongo itself, across tenants and by one key."""
    document: dict[str, Any] = dict(index.document)
    if "expireAfterSeconds" in document:
        return index
    keys: Iterable[tuple[str, Any]] = document.pop("key").items()
    name = document.pop("name")
    return IndexModel([("tenant", 1), *keys], name=f"{PREFIX}{name}"[:120], **document)
