"""What the relay promises: the order of commits, nothing lost, nothing sent by two at once."""

import asyncio
import threading
import time
from urllib.parse import urlsplit

import pytest
from bson import ObjectId
from pymongo.collection import Collection as MongoCollection

from services.kit import leases
from services.kit.mongo import Db, transactional
from services.kit.publisher import BrokerGone, Outgoing, Publisher
from services.kit.relay import MARGIN
from tests.kit import async_toy as toy
from tests.kit.processes import Wire, World, stop
from tests.waiting import until


def tell(world: World, *texts: str) -> None:
    for text in texts:
        toy.tell(world.db(), text, subject=f"segments/{text}")


def sent(world: World, number: int) -> None:
    """Waits until so many are in the queue, at least."""
    until(lambda: world.waiting(world.queues().main) >= number)


def once(texts: list[str]) -> list[str]:
    """As those take them who know what they have had."""
    return list(dict.fromkeys(texts))


def leases_of(world: World) -> MongoCollection[dict[str, object]]:
    db = world.db()
    return db.client[db.database][leases.COLLECTION]


def reads_the_stream(world: World) -> None:
    """Waits until a relay that has just been started has told all it has found: that comes in the
    order of inserts, and if it was told of meanwhile, once more."""
    until(lambda: "token" in (leases_of(world).find_one({"_id": "relay"}) or {}))


def test_events_leave_in_the_order_of_commits_not_of_inserts(world: World) -> None:
    world.start("relay")
    reads_the_stream(world)
    inserted, other_committed = threading.Event(), threading.Event()

    @transactional
    def commit_late(db: Db) -> None:
        toy.tell(db, "inserted first", subject="segments/1")
        inserted.set()
        other_committed.wait()

    slow = threading.Thread(target=commit_late, args=(world.db(),))
    slow.start()
    try:
        until(inserted.is_set)
        tell(world, "committed first")
    finally:
        other_committed.set()
        slow.join()
    sent(world, 2)
    assert once(world.published()) == ["committed first", "inserted first"]


def test_an_event_reaches_its_queue_without_a_pause(world: World) -> None:
    world.start("relay")
    delays: list[float] = []
    for n in range(20):
        began = time.monotonic()
        tell(world, f"e{n}")
        until(lambda: world.waiting(world.queues().main) > len(delays))
        delays.append(time.monotonic() - began)
    # Each was told of when the one before had come, so a pause would be in all of them; a slow
    # machine is so now and then.
    assert min(delays) < 0.2


def test_what_was_told_before_the_first_relay_is_sent_in_order(world: World) -> None:
    texts = [f"e{n}" for n in range(450)]
    tell(world, *texts)
    world.start("relay")
    sent(world, 450)
    assert once(world.published()) == texts


def test_a_lost_place_in_the_stream_loses_nothing(world: World) -> None:
    """And of what was sent it repeats no more than the margin."""
    tell(world, "long before")
    rows = world.db().bound("changes")
    (row,) = rows.find({})
    rows.delete_many({})
    rows.insert_one({**row, "_id": ObjectId.from_datetime(row["time"] - 2 * MARGIN)})
    first = world.start("relay")
    tell(world, "before")
    sent(world, 2)
    stop(first)
    assert once(world.published()) == ["long before", "before"]
    tell(world, "between")
    nonsense = {"_data": "82" + "00" * 20}
    leases_of(world).update_one({"_id": "relay"}, {"$set": {"token": nonsense}})
    world.start("relay")
    tell(world, "after")
    sent(world, 3)
    assert once(world.published()) == ["before", "between", "after"]


def test_what_was_sent_before_a_stop_is_not_repeated(world: World) -> None:
    first = world.start("relay")
    tell(world, "before")
    sent(world, 1)
    # What it finds at its start has no place in the stream.
    reads_the_stream(world)
    stop(first)
    world.published()
    tell(world, "after")
    world.start("relay")
    sent(world, 1)
    assert world.published() == ["after"]


def test_two_relays_send_each_event_once(world: World) -> None:
    first = world.start("relay")
    second = world.start("relay", TOY_STANDBY="yes")
    reads_the_stream(world)
    texts = [f"e{n}" for n in range(100)]
    tell(world, *texts)
    sent(world, 100)
    assert stop(first) == 0
    tell(world, "by the second")
    taken: list[str] = []
    until(lambda: taken.extend(world.published()) or "by the second" in taken)
    assert second.poll() is None
    assert taken == [*texts, "by the second"]


def test_a_killed_relay_loses_nothing(world: World) -> None:
    first = world.start("relay")
    texts: list[str] = []
    killed = threading.Event()

    def go_on_telling() -> None:
        while not killed.is_set():
            texts.append(f"e{len(texts)}")
            tell(world, texts[-1])

    telling = threading.Thread(target=go_on_telling)
    telling.start()
    sent(world, 5)
    first.kill()
    first.wait()
    # However slow the machine: there is something that the first one cannot have sent.
    sent_at_most = len(texts)
    until(lambda: len(texts) > sent_at_most)
    killed.set()
    telling.join()
    already = world.published()
    world.leases_run_out()
    world.start("relay")
    tell(world, "last")
    again: list[str] = []
    until(lambda: again.extend(world.published()) or "last" in again)
    # At least once, and in order: what was sent since the lease was renewed comes again.
    assert once([*already, *again]) == [*texts, "last"]


def test_a_lost_connection_to_the_broker_loses_nothing(world: World) -> None:
    broker = urlsplit(world.environ["CRM_AMQP_URL"])
    wire = Wire(broker.hostname or "", broker.port or 5672)
    through = broker._replace(netloc=f"{broker.username}:{broker.password}@127.0.0.1:{wire.port}")
    relay = world.start("relay", CRM_AMQP_URL=through.geturl())
    tell(world, "before")
    sent(world, 1)
    wire.cut()
    tell(world, *(f"during {n}" for n in range(50)))
    until(lambda: wire.refused)
    # «Before» may have come twice.
    assert set(world.published()) == {"before"}
    wire.mend()
    tell(world, "after")
    taken: list[str] = []
    until(lambda: taken.extend(world.published()) or "after" in taken)
    assert relay.poll() is None
    assert [text for text in once(taken) if text != "before"] == [
        *(f"during {n}" for n in range(50)),
        "after",
    ]
    assert stop(relay) == 0
    wire.close()


def test_an_event_that_cannot_be_encoded_does_not_stop_the_others(world: World) -> None:
    world.start("relay")
    reads_the_stream(world)
    tell(world, "good")
    row = world.db().bound("changes").find_one({})
    assert row is not None
    row.pop("_id")
    world.db().bound("changes").insert_one({**row, "message": "crm.No.More"})
    tell(world, "good too")
    sent(world, 2)
    assert once(world.published()) == ["good", "good too"]


def test_what_was_wiped_before_it_could_be_sent_is_told_to_nobody(world: World) -> None:
    """Else listeners would take an empty record for the news of that version."""
    tell(world, "kept", "erased", "kept too")
    wiped = {"$set": {"data": b"", "changes": []}}
    world.db().bound("changes").update_many({"subject": "segments/erased"}, wiped)
    world.start("relay")
    sent(world, 2)
    assert once(world.published()) == ["kept", "kept too"]


def test_a_message_the_broker_refuses_is_not_taken_for_sent(world: World) -> None:
    full = "a-full-queue"
    with world.channel() as channel:
        arguments = {"x-max-length": 1, "x-overflow": "reject-publish"}
        channel.queue_declare(full, durable=False, auto_delete=True, arguments=arguments)

    async def publish() -> None:
        publisher = Publisher(world.environ["CRM_AMQP_URL"], world.topology)
        try:
            await publisher.publish([Outgoing("", full, b"{}") for _ in range(50)])
        finally:
            await publisher.close()

    with pytest.raises(BrokerGone):
        asyncio.run(publish())
    with world.channel() as channel:
        channel.queue_delete(full)
