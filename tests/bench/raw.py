"""What the database alone does: the yardstick for imports, and for this machine."""

import statistics
import time
from typing import Any, NamedTuple

from bson import ObjectId
from pymongo import MongoClient

BATCH = 1000
SAMPLE = 20_000
FINDS = 2000
# The same on the machine on which the goals were set (shared stack.md).
GOAL_FIND_MS = 0.19


class Inserts(NamedTuple):
    """Documents a second of plain insert_many, in batches."""

    bare: float
    indexed: float


def inserts_per_second(mongo_url: str, database: str, collection: str, **query: Any) -> Inserts:
    """The same documents into a collection without indexes, and into one with the same ones."""
    client: MongoClient[dict[str, Any]] = MongoClient(mongo_url)
    source = client[database][collection]
    documents = source.find(query, limit=SAMPLE).to_list()
    indexes = [
        {key: value for key, value in index.items() if key != "v"}
        for index in source.list_indexes()
        if index["name"] != "_id_"
    ]
    bare = _inserted(client, documents, [])
    indexed = _inserted(client, documents, indexes)
    client.close()
    return Inserts(bare, indexed)


def _inserted(
    client: MongoClient[dict[str, Any]],
    documents: list[dict[str, Any]],
    indexes: list[dict[str, Any]],
) -> float:
    for document in documents:
        document["_id"] = f"{str(document['_id']).partition('#')[0]}#{ObjectId()}"
    client.drop_database("crm_bench")
    target = client["crm_bench"].create_collection("raw")
    if indexes:
        client["crm_bench"].command({"createIndexes": "raw", "indexes": indexes})
    began = time.perf_counter()
    for start in range(0, len(documents), BATCH):
        target.insert_many(documents[start : start + BATCH])
    seconds = time.perf_counter() - began
    client.drop_database("crm_bench")
    return len(documents) / seconds


def find_one_ms(mongo_url: str) -> float:
    """Median of a bare find_one by _id: how fast this machine is right now."""
    client: MongoClient[dict[str, Any]] = MongoClient(mongo_url)
    client.drop_database("crm_bench")
    target = client["crm_bench"]["raw"]
    target.insert_many([{"_id": number, "text": "x" * 500} for number in range(1000)])
    took: list[float] = []
    for number in range(FINDS):
        began = time.perf_counter()
        target.find_one({"_id": number % 1000})
        took.append((time.perf_counter() - began) * 1000)
    client.drop_database("crm_bench")
    client.close()
    return statistics.median(took)
