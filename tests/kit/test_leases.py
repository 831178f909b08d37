"""A lease has one holder, and is free when he has not renewed it for as long as it lasts."""

import asyncio
import time

import pytest
from pymongo import AsyncMongoClient

from services.kit import leases
from services.kit.leases import AsyncLease, LeaseLost
from tests.kit.processes import World
from tests.waiting import until

NAME, LONG, SHORT = "a-lease", 60.0, 0.3


def test_it_is_taken_by_one_until_it_runs_out(world: World) -> None:
    db = world.db()
    rows = db.client[db.database][leases.COLLECTION]
    assert leases.take(rows, NAME, "first", LONG)
    assert leases.take(rows, NAME, "second", LONG) is None
    began = time.monotonic()
    assert leases.take(rows, NAME, "first", SHORT)
    until(lambda: leases.take(rows, NAME, "second", LONG))
    assert time.monotonic() - began >= SHORT
    assert leases.take(rows, NAME, "first", LONG) is None


def test_who_was_away_for_too_long_learns_that_it_is_another_ones(world: World) -> None:
    async def both() -> None:
        client = AsyncMongoClient(world.environ["CRM_MONGO_URL"])
        rows = client[world.db().database][leases.COLLECTION]
        first, second = AsyncLease(rows, NAME, SHORT), AsyncLease(rows, NAME, LONG)
        assert await first.take() is not None
        await first.renew(note="where it stood")
        await asyncio.sleep(2 * SHORT)
        with pytest.raises(LeaseLost):
            first.require()
        found = await second.take()
        assert found is not None
        assert found["note"] == "where it stood"
        second.require()
        with pytest.raises(LeaseLost):
            await first.renew()
        await client.close()

    asyncio.run(both())
