"""Shard a cluster's databases by tenant: `python -m deploy.shard [--apply]`.

Without --apply it prints the commands. CRM_MONGO_URL (or CRM_<SERVICE>_MONGO_URL) names a mongos;
run it after `python -m services.kit all indexes`, whose indexes the shard keys need.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from services.kit import changes, service
from services.kit.jobs import JOB_ROWS, JOBS
from services.kit.service import Service
from services.kit.settings import Settings, SettingsError

Command = dict[str, Any]
ALREADY_SHARDED = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--apply", action="store_true", help="do it instead of printing it")
    apply = parser.parse_args().apply
    settings = Settings()
    try:
        for declared in service.load("all"):
            for command in commands(declared, settings.database(declared.name)):
                print(json.dumps(command))
                if apply:
                    run(settings.mongo_url(declared.name), command)
    except (SettingsError, PyMongoError) as error:
        print(f"shard: {error}", file=sys.stderr)
        return 1
    return 0


def commands(declared: Service, database: str) -> Iterator[Command]:
    yield {"enableSharding": database}
    for collection in (*declared.collections, JOBS, JOB_ROWS):
        unique = any(index.document.get("unique") for index in collection.indexes)
        yield shard(database, collection.id, unique=unique)
    yield shard(database, changes.CHANGES, unique=False)


def shard(database: str, collection: str, *, unique: bool) -> Command:
    """By tenant and name, so that a large tenant may spread over shards. Where a key is unique
    within the tenant the tenant stays together: Mongo keeps such a promise on one shard only."""
    key = {"tenant": 1} if unique else {"tenant": 1, "_id": 1}
    return {"shardCollection": f"{database}.{collection}", "key": key}


def run(url: str, command: Command) -> None:
    client: MongoClient[dict[str, Any]] = MongoClient(url)
    try:
        target = command.get("shardCollection")
        if target:
            # An empty collection has no index of the key's form yet; Mongo wants one.
            name, collection = target.split(".", 1)
            client[name][collection].create_index(list(command["key"].items()))
        client.admin.command(command)
    except OperationFailure as error:
        if error.code != ALREADY_SHARDED:
            raise
    finally:
        client.close()


if __name__ == "__main__":
    sys.exit(main())
