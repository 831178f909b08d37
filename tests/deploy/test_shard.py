"""Every collection has a shard key that its own unique keys allow."""

from deploy import shard
from services.kit import service


def test_large_collections_spread_and_unique_keys_stay_with_their_tenant() -> None:
    keys = {
        command["shardCollection"]: command["key"]
        for declared in service.load("all")
        for command in shard.commands(declared, declared.name)
        if "shardCollection" in command
    }
    spread, together = {"tenant": 1, "_id": 1}, {"tenant": 1}
    assert keys["counterparties.counterparties"] == spread
    assert keys["counterparties.import_rows"] == spread
    assert keys["counterparties.changes"] == spread
    assert keys["identity.users"] == together
    wanted = {f"{each.name}.{c.id}" for each in service.load("all") for c in each.collections}
    assert wanted <= set(keys)
