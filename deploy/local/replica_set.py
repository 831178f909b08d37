"""Make mongod on this port a replica set of one: `python -m deploy.local.replica_set PORT`."""

import argparse
import sys
import time
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

NOT_YET_INITIALIZED, PRIMARY_WITHIN = 94, 20.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    # For tests only: a write is acknowledged before the journal is on the disk.
    parser.add_argument("--fast-journal", action="store_true")
    arguments = parser.parse_args()
    config = wanted_config(arguments.port, fast_journal=arguments.fast_journal)
    client: MongoClient[dict[str, Any]] = MongoClient(
        "127.0.0.1", arguments.port, directConnection=True, serverSelectionTimeoutMS=10_000
    )
    try:
        configure(client, config)
        wait_primary(client)
    except PyMongoError as error:
        print(f"the replica set could not be made: {error}", file=sys.stderr)
        return 1
    finally:
        client.close()
    return 0


def wanted_config(port: int, *, fast_journal: bool) -> dict[str, Any]:
    config: dict[str, Any] = {"_id": "rs0", "members": [{"_id": 0, "host": f"127.0.0.1:{port}"}]}
    if fast_journal:
        config["writeConcernMajorityJournalDefault"] = False
    return config


def configure(client: MongoClient[dict[str, Any]], config: dict[str, Any]) -> None:
    try:
        present = client.admin.command("replSetGetConfig")["config"]
    except OperationFailure as error:
        if error.code != NOT_YET_INITIALIZED:
            raise
        client.admin.command("replSetInitiate", config)
        return
    if present["members"][0]["host"] != config["members"][0]["host"]:
        # The old port was taken by somebody: the data is the same, the member's address is not.
        present["members"][0]["host"] = config["members"][0]["host"]
        present["version"] += 1
        client.admin.command("replSetReconfig", present, force=True)


def wait_primary(client: MongoClient[dict[str, Any]]) -> None:
    deadline = time.monotonic() + PRIMARY_WITHIN
    while not client.admin.command("hello").get("isWritablePrimary"):
        if time.monotonic() > deadline:
            raise PyMongoError(f"no primary within {PRIMARY_WITHIN:.0f} s")
        time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main())
