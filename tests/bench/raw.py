"""What the database alone does with the same documents: the yardstick for imports."""

import time
from typing import Any

from bson import ObjectId
from pymongo import MongoClient

BATCH = 1000
SAMPLE = 20_000


def insert_many_per_second(mongo_url: str, database: str, collection: str, **query: Any) -> float:
    """Documents a second of plain insert_many, in batches, into a collection without indexes."""
    client: MongoClient[dict[str, Any]] = MongoClient(mongo_url)
    documents = client[database][collection].find(query, limit=SAMPLE).to_list()
    for document in documents:
        document["_id"] = f"{document['_id']}/{ObjectId()}"
    target = client["crm_bench"]["raw"]
    target.drop()
    began = time.perf_counter()
    for start in range(0, len(documents), BATCH):
        target.insert_many(documents[start : start + BATCH])
    seconds = time.perf_counter() - began
    client.drop_database("crm_bench")
    client.close()
    return len(documents) / seconds
