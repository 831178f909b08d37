"""What event handlers promise: once per event, no older versions, retried, parked, never lost."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from pika import BasicProperties

from services.kit import clock
from services.kit.events import SEEN
from services.kit.mongo import Db
from tests.kit import async_toy as toy
from tests.kit.processes import World, stop
from tests.waiting import until


def an_event(text: str, *, version: int = 1, subject: str = "", **others: Any) -> dict[str, Any]:
    return {
        "id": uuid.uuid4().hex,
        "source": "counterparties",
        "type": "segment_created",
        "time": "2026-11-21T10:00:00Z",
        "tenant": "north",
        "subject": subject or f"segments/{uuid.uuid4()}",
        "version": version,
        "caller": {"user": "users/anna", "source": "UI", "request_id": "r-1"},
        "data": {"segment": {"display_name": text}},
        **others,
    }


def publish(world: World, *events: dict[str, Any] | bytes, kind: str = "segment_created") -> None:
    properties = BasicProperties(content_type="application/json", content_encoding="utf-8")
    with world.channel() as channel:
        for event in events:
            body = event if isinstance(event, bytes) else json.dumps(event).encode()
            channel.basic_publish("counterparties.events", kind, body, properties)


def heard(world: World) -> list[str]:
    notes = world.db("listener").bound("heard").find({}, sort=[("time", 1), ("_id", 1)])
    return [note["text"] for note in notes]


def settled(world: World, expected: list[str]) -> None:
    """What was heard, and that nothing more comes: everybody ends what they took, and is gone."""
    until(lambda: len(heard(world)) >= len(expected))
    until(world.all_taken)
    world.finish()
    while not world.all_taken():
        # Failed or given back at the last moment, and to be tried again.
        world.start("events")
        until(world.all_taken)
        world.finish()
    assert sorted(heard(world)) == sorted(expected)


def test_an_event_goes_from_a_change_to_the_handler(world: World) -> None:
    world.start("relay")
    world.start("events")
    toy.tell(world.db(), "hello", subject="segments/1")
    settled(world, ["hello"])


def test_copies_of_an_event_are_handled_once(world: World) -> None:
    world.start("events")
    by_version, by_id = an_event("one"), an_event("two", version=0)
    every = an_event("three")
    publish(world, *[by_version] * 3, *[by_id] * 3)
    publish(world, *[every] * 3, kind="segment_updated")
    settled(world, ["one", "two", "three"])


def test_an_older_version_of_a_subject_is_ignored(world: World) -> None:
    world.start("events")
    publish(world, an_event("second", version=2, subject="segments/1"))
    until(lambda: heard(world))
    others = ((1, "late"), (2, "again"), (3, "third"))
    publish(world, *(an_event(text, version=n, subject="segments/1") for n, text in others))
    settled(world, ["second", "third"])


def test_a_handler_of_every_event_hears_older_versions_too(world: World) -> None:
    world.start("events")
    second = an_event("second", version=2, subject="segments/1")
    first = an_event("first", version=1, subject="segments/1")
    publish(world, second, first, kind="segment_updated")
    settled(world, ["second", "first"])


def test_what_concerns_nobody_leaves_no_note(world: World) -> None:
    world.start("events")
    others = [an_event(f"other {n}", subject=f"segments/{n}") for n in range(20)]
    mine = an_event("mine", subject="segments/mine")
    publish(world, *others, mine, mine, kind="segment_deleted")
    settled(world, ["mine"])
    seen = world.db("listener").bound(SEEN).find({})
    assert [note["_id"].endswith("segments/mine") for note in seen] == [True]


def test_versions_of_one_subject_handled_at_once_end_with_the_newest(world: World) -> None:
    events = [an_event(f"v{n}", version=n, subject="segments/1") for n in range(1, 61)]
    publish(world, *events[::2], *events[1::2])
    world.start("events")
    until(lambda: "v60" in heard(world))
    settled(world, heard(world))
    seen = world.db("listener").bound("seen").find({})
    assert [row["version"] for row in seen] == [60]
    assert world.waiting(world.queues().parked) == 0


def test_fields_of_a_later_release_are_ignored(world: World) -> None:
    world.start("events")
    data = {"segment": {"display_name": "new", "mood": "good"}, "reason": {"why": 1}}
    publish(world, an_event("new", data=data, importance="high"))
    settled(world, ["new"])


def test_an_event_that_fails_five_times_is_parked_with_its_error(world: World) -> None:
    world.start("events")
    publish(world, an_event("broken"), an_event("fine"))
    until(lambda: world.waiting(world.queues().parked) == 1)
    settled(world, ["fine"])
    assert world.waiting(world.queues().retry) == 0
    [(properties, body)] = world.take_all(world.queues().parked)
    assert json.loads(body)["data"]["segment"]["display_name"] == "broken"
    assert properties.headers["x-error"] == "ValueError: this one never works"
    assert properties.headers["x-attempts"] == 5
    # Nothing of the failed attempts stays: it may be put back and is handled as a new one.
    assert world.db("listener").bound("seen").count({}) == 1


def test_what_is_no_event_is_parked_and_the_process_lives(world: World) -> None:
    process = world.start("events")
    publish(world, b"{broken", b'"just a text"', an_event("fine"))
    until(lambda: world.waiting(world.queues().parked) == 2)
    assert process.poll() is None
    settled(world, ["fine"])


def test_a_stop_lets_handlers_finish_and_acknowledge(world: World) -> None:
    process = world.start("events")
    publish(world, *(an_event("slow") for _ in range(3)))
    until(world.begun.exists)
    assert stop(process) == 0
    assert heard(world) == ["slow"] * 3
    assert world.waiting(world.queues().main) == 0


def test_a_killed_worker_loses_no_event(world: World) -> None:
    process = world.start("events")
    publish(world, *(an_event("slow") for _ in range(3)), *(an_event(f"e{n}") for n in range(30)))
    until(world.begun.exists)
    process.kill()
    process.wait()
    world.transactions_run_out()
    world.start("events")
    settled(world, ["slow"] * 3 + [f"e{n}" for n in range(30)])


def test_a_timer_runs_once_in_the_cluster(world: World) -> None:
    world.start("events")
    world.start("events")
    ticks = world.db("listener").bound("ticks")
    ticks.delete_many({})
    began = clock.now()
    until(lambda: ticks.count({}) >= 7)
    times = [row["time"] for row in ticks.find({}, sort=[("time", 1)])]
    # Half a second from one to the next; the first may have begun before, clocks have milliseconds.
    assert times[-1] - began >= timedelta(seconds=0.5) * (len(times) - 2) - timedelta(seconds=0.05)


def test_what_fails_for_one_tenant_keeps_a_timer_from_no_other(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    listener = toy.Listener(world.db("listener").of(""))
    for tenant in ("east", "north", "west"):
        listener.db_of(tenant).bound("notes").insert_one({"text": "here"})

    def greet(db: Db) -> None:
        if db.tenant == "north":
            raise ValueError("this one is broken")
        db.bound("greeted").insert_one({"time": clock.now()})

    listener.for_each_tenant("notes", greet)
    assert listener.tenants("greeted") == ["east", "west"]
    (record,) = caplog.records
    assert record.__dict__["facts"] == {"service": "listener", "tenant": "north", "alert": True}
    assert "this one is broken" in caplog.text
