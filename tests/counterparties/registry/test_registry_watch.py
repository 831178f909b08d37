"""The watcher: portions of a day, news told as events, rest in peace when the provider refuses."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.counterparties import field_rights
from services.counterparties import store as clients
from services.counterparties.listing import Listing, plan
from services.counterparties.registry import store, watching
from services.kit import clock
from services.kit.jobs import JOBS, State
from services.kit.plans import Plan
from tests.counterparties.office import Office
from tests.counterparties.registry.test_registry_service import ACTIVE, BRANCHES, choose, settings
from tests.peers import dadata as peer

TOLD = "counterparty_registry_changed"
INNS = (
    ACTIVE,
    "7899621165",
    "5999012614",
    "6699964710",
    "639922590781",
    "7799755920",
    "6399920599",
)


@pytest.fixture(autouse=True)
def _environment(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A job's process reads its settings from the environment."""
    for key, value in environ.items():
        monkeypatch.setenv(key, value)


@pytest.fixture
def watched(office: Office, vendor: peer.Behaviour) -> Iterator[Office]:  # noqa: ARG001
    for number, inn in enumerate(INNS):
        kind = "KIND_SOLE_PROPRIETOR" if len(inn) == 12 else "KIND_LEGAL"
        office.create(office.admin, f"Клиент {number}", inn=inn, kind=kind)
    office.create(office.admin, "Без ИНН")
    return office


def a_day(office: Office) -> Any:
    """The timer, and the job it starts; the vendor's day begins anew before."""
    store.note(office.db, watch_day="")
    watching.start_if_due(office.db)
    office.work(watching.WatchRegistry(pause=timedelta(0)))
    jobs = JOBS.select(office.db, {"kind": watching.KIND})
    return max(jobs, key=lambda job: job.create_time)


def entries(office: Office) -> dict[str, str]:
    found = clients.COUNTERPARTIES.select(office.db, {})
    return {each.inn: each.registry.status for each in found if each.registry}


def changed_answer(inn: str, **data: Any) -> list[Any]:
    found = json.loads((peer.ANSWERS / f"{inn}.json").read_text("utf-8"))["suggestions"]
    found[0]["data"].update(data)
    return found


def forget_answers(office: Office) -> None:
    store.ANSWERS.raw(office.db).delete_many({})


def test_a_round_takes_portions_and_then_waits(watched: Office, vendor: peer.Behaviour) -> None:
    stub = choose(watched, watch=True, watch_daily_portion=6)
    job = a_day(watched)
    assert (job.state, job.counts.total, job.creator) == (State.DONE, 6, "")
    assert len(vendor.asked) == len(entries(watched)) == 6
    # The same day nothing more is begun.
    watching.start_if_due(watched.db)
    assert JOBS.raw(watched.db).count({"kind": watching.KIND}) == 1
    assert a_day(watched).counts.total == 1
    assert len(entries(watched)) == 7
    # Nobody is asked about twice in a round; a newcomer is.
    assert a_day(watched).counts.total == 0
    watched.create(watched.admin, "Новый", inn="7799059802")
    assert a_day(watched).counts.total == 1
    shown = settings(stub)
    assert (shown.watch_compared, shown.watch_changed) == (8, 3)
    assert len(watched.changes(TOLD)) == 3


def test_changes_are_told_and_a_quiet_look_is_not(watched: Office, vendor: peer.Behaviour) -> None:
    choose(watched, watch=True)
    a_day(watched)
    before = len(watched.changes(TOLD))
    versions = {e.inn: e.version for e in clients.COUNTERPARTIES.select(watched.db, {})}
    ended = {"status": "LIQUIDATED", "registration_date": 0, "liquidation_date": 1790812800000}
    vendor.instead = {
        ACTIVE: changed_answer(ACTIVE, state=ended),
        BRANCHES: changed_answer(
            BRANCHES, management={"name": "Новый Директор", "post": "ДИРЕКТОР"}
        ),
        # Capitals alone are no news, nor is another line of business.
        "7899621165": changed_answer(
            "7899621165", name={"short_with_opf": 'ао "Подлесье Трейд"'}, okved="01.11"
        ),
    }
    forget_answers(watched)
    past = clock.now() - timedelta(days=40)
    store.note(watched.db, watch_round_time=past)
    clients.COUNTERPARTIES.raw(watched.db).update_many(
        {"registry": {"$exists": True, "$ne": None}}, {"$set": {"registry.check_time": past}}
    )
    assert a_day(watched).counts.changed == 2
    told = watched.changes(TOLD)[before:]
    data = [each["data"] for each in told]
    assert len(data) == 2
    after = {e.inn: e for e in clients.COUNTERPARTIES.select(watched.db, {})}
    assert after[ACTIVE].registry
    assert after[ACTIVE].registry.status == "LIQUIDATED"
    assert after[ACTIVE].version == versions[ACTIVE] + 1
    assert after["7899621165"].version == versions["7899621165"]
    quiet = after["7899621165"].registry
    assert quiet
    assert quiet.okved == "01.11"
    assert {field["field"] for each in told for field in each["changes"]} == {"registry"}


def test_a_list_of_those_that_alarm_reads_just_them(watched: Office) -> None:
    choose(watched, watch=True)
    a_day(watched)
    alarming = {"Клиент 2", "Клиент 3", "Клиент 6"}
    assert set(watched.listed(watched.admin, registry_alarming=True)) == alarming
    assert watched.listed(watched.admin, registry_alarming=True, query="Клиент 3") == ["Клиент 3"]
    assert watched.listed(watched.manager_a, registry_alarming=True) == []
    chosen = store_plan(Listing(registry_alarming=True))
    explained = clients.COUNTERPARTIES.raw(watched.db).explain(
        chosen.filter, hint=f"tenant_1_{chosen.index}"
    )
    assert explained["executionStats"]["totalKeysExamined"] <= len(alarming) + 1
    # What is typed never finds the mark itself.
    assert watched.listed(watched.admin, query="!:registry") == []


def store_plan(listing: Listing) -> Plan:
    rare = plan(listing, "users/0", ("*",), field_rights.EVERYTHING).rare
    assert rare is not None
    return rare


def test_the_watcher_stops_for_the_day_when_the_limit_is_used_up(
    watched: Office, vendor: peer.Behaviour
) -> None:
    choose(watched, watch=True)
    vendor.daily_limit = 3
    job = a_day(watched)
    assert (job.state, job.counts.total) == (State.DONE, 3)
    assert len(vendor.asked) == 4
    # Tomorrow it goes on where it stopped.
    vendor.daily_limit = None
    store.note(watched.db, pause_time=None)
    a_day(watched)
    assert len(entries(watched)) == len(INNS)


def test_who_does_not_want_to_be_watched_is_not(watched: Office, vendor: peer.Behaviour) -> None:
    choose(watched)
    watching.start_if_due(watched.db)
    watched.work()
    assert vendor.asked == []


def test_the_watcher_reads_by_an_index_in_order(watched: Office) -> None:
    found = store.next_clients(watched.db, (), 3)
    place = (found[-1]["create_time"], found[-1]["_id"])
    rest = store.next_clients(watched.db, place, 100)
    names = [each["_id"] for each in (*found, *rest)]
    assert len(names) == len(set(names)) == len(INNS) + 1
    # However far it is, what lies before is not read again.
    explained = store.explain_next_clients(watched.db, place, 2)["executionStats"]
    assert explained["totalDocsExamined"] <= 4
    assert explained["totalKeysExamined"] <= 12
