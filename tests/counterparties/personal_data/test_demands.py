"""A demand from its registration to its end: due dates, answers of services, what is taken out."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from crm.counterparties.v1 import personal_data_pb2 as pb
from services.counterparties.personal_data import fulfilling, store, tracing
from services.counterparties.personal_data.request import Kind, PersonalDataRequest
from services.counterparties.personal_data.working_days import is_working, later
from services.kit import clock, jobs
from services.kit.caller import system
from services.kit.job_worker import Desk
from services.kit.traces import Traces
from tests.counterparties.office import BRANCH_A, Office, refused
from tests.counterparties.personal_data.registry import Register
from tests.counterparties.personal_data.test_erasure import (
    EMAIL,
    FAMILY,
    PHONE,
    attach,
    individual,
    note,
)
from tests.counterparties.test_consents import standing
from tests.kit.profile import place, profiled

DONE, RUNNING = pb.PersonalDataRequest.STATE_DONE, pb.PersonalDataRequest.STATE_RUNNING


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 2), date(2026, 11, 17)),  # the 4th is a holiday
        # The first eight days of January; which Saturdays of 2027 are moved, nobody knows here.
        (date(2026, 12, 29), date(2027, 1, 18)),
        (date(2026, 7, 3), date(2026, 7, 17)),
        # Saturdays that the government made working days.
        (date(2024, 4, 12), date(2024, 4, 26)),
        (date(2024, 4, 15), date(2024, 4, 27)),
        (date(2024, 10, 21), date(2024, 11, 2)),
        (date(2024, 12, 16), date(2024, 12, 28)),
        (date(2025, 10, 20), date(2025, 11, 1)),
    ],
)
def test_an_answer_is_due_in_ten_working_days(received: date, due: date) -> None:
    assert later(received, 10) == due
    assert is_working(due)


def test_a_demand_is_put_off_once_and_counts_as_overdue(office: Office, register: Register) -> None:
    client = individual(office)
    day = {"year": 2026, "month": 7, "day": 3}
    late = register.demand(client.name, "ACCESS", receive_date=day)
    listed = register.stub().ListPersonalDataRequests(pb.ListPersonalDataRequestsRequest(open=True))
    assert [each.name for each in listed.personal_data_requests] == [late.name]
    assert listed.overdue_count == 1
    extend = pb.ExtendPersonalDataRequestRequest(name=late.name, note="архив в другом городе")
    put_off = register.stub().ExtendPersonalDataRequest(extend)
    assert (put_off.due_date.month, put_off.due_date.day) == (7, 24)
    with refused() as refusal:
        register.stub().ExtendPersonalDataRequest(extend)
    assert refusal.reason == "PERSONAL_DATA_STATE"
    refuse = pb.RefusePersonalDataRequestRequest(
        name=late.name, refusal=pb.PersonalDataRequest.REFUSAL_PERSON_NOT_CONFIRMED, note="кто это"
    )
    assert register.stub().RefusePersonalDataRequest(refuse).state == (
        pb.PersonalDataRequest.STATE_REFUSED
    )
    listed = register.stub().ListPersonalDataRequests(pb.ListPersonalDataRequestsRequest(open=True))
    assert (len(listed.personal_data_requests), listed.overdue_count) == (0, 0)


def test_a_person_takes_out_all_that_is_kept_of_him(office: Office, register: Register) -> None:
    client = individual(office, marketing_consent="CONSENT_GRANTED")
    note(office, client.name, "любит чай")
    attach(office, client.name)
    demand = register.demand(client.name, "ACCESS")
    done = register.run(demand.name)
    assert done.state == DONE

    def taken(file_format: str) -> str:
        request = pb.DownloadPersonalDataRequest(name=demand.name, format=file_format)
        return b"".join(p.data for p in register.stub().DownloadPersonalData(request)).decode()

    found = json.loads(taken("json"))["counterparties"]
    assert found["counterparties"][0]["emails"][0]["address"] == EMAIL
    assert found["notes"][0]["text"] == "любит чай"
    assert found["consents"]
    assert found["attachments"][0]["size"] > 0
    assert "file" not in found["attachments"][0]
    assert found["history"]
    store.keep(
        office.db,
        demand.name,
        "other",
        '{"letters": [{"text": "и мёд"}, {"truncated": 7}]}',
        clock.now() + timedelta(days=1),
    )
    paper = taken("html")
    assert "любит чай" in paper
    assert "text: и мёд" in paper
    assert "Не вошло записей: 7" in paper
    assert len(office.changes("personal_data_taken_out")) == 2
    told = office.changes("personal_data_requested") + office.changes("personal_data_reported")
    assert {row["data"] for row in told} == {b""}, "the question is forgotten"
    expired = clock.now() - timedelta(seconds=1)
    office.db.bound("personalDataRequests").update_one(
        {"_id": demand.name}, {"$set": {"expire_time": expired}}
    )
    with refused() as refusal:
        taken("json")
    assert refusal.reason == "PERSONAL_DATA_EXPIRED"


def test_to_stop_processing_withdraws_every_consent(office: Office, register: Register) -> None:
    client = individual(office, marketing_consent="CONSENT_GRANTED")
    demand = register.demand(client.name, "STOP_PROCESSING")
    assert register.run(demand.name).state == DONE
    assert set(standing(office, client.name).values()) == {"WITHDRAWN"}
    assert standing(office, client.name, "PROCESSING") == {0: "REFUSED"}


def test_a_service_that_does_not_answer_is_seen_and_asked_again(
    office: Office, register: Register
) -> None:
    client = individual(office)
    demand = register.demand(client.name, "ERASURE")
    register.preview(demand.name)
    register.stub().RunPersonalDataRequest(
        pb.RunPersonalDataRequestRequest(name=demand.name, confirmation=client.display_name)
    )
    register.deliver(silent="identity")
    register.settle()
    waiting = register.now(demand.name)
    assert waiting.state == RUNNING
    [late] = (at for at, r in enumerate(waiting.reports) if not r.HasField("answer_time"))
    assert waiting.reports[late].service == "identity"
    caller = system(office.tenant)
    fulfilling.ask_late(office.db, caller)
    assert register.now(demand.name).reports[late].attempt == 1, "it has some time"
    long_ago = clock.now() - timedelta(hours=1)
    office.db.bound("personalDataRequests").update_one(
        {"_id": demand.name}, {"$set": {f"reports.{late}.ask_time": long_ago}}
    )
    fulfilling.ask_late(office.db, caller)
    register.settle()
    done = register.now(demand.name)
    assert (done.state, done.reports[late].attempt) == (DONE, 2)
    jobs_here = office.db.bound(jobs.JOBS.id).find({"kind": "personal_data"})
    assert len(jobs_here) == 2, "one look and one destruction: who has answered is left alone"
    assert register.places_with(FAMILY, PHONE[2:], EMAIL) == []


def test_events_that_come_twice_and_late_change_nothing(office: Office, register: Register) -> None:
    client = individual(office)
    done = register.erased(client.name)
    told = [row for row in office.changes() if row["type"].startswith("personal_data_")]
    before = store.REQUESTS.get(office.db, done.name)
    for row in told:
        register.hand_over(row)
    register.settle()
    assert store.REQUESTS.get(office.db, done.name) == before
    kinds = office.db.bound(jobs.JOBS.id).find({"kind": "personal_data"})
    assert len(kinds) == 2, "one look and one destruction"
    assert all(set(job["params"]) == {"step"} for job in kinds), "and nobody is named"


def test_a_worker_killed_in_the_middle_leaves_nothing_undone(
    office: Office, register: Register
) -> None:
    client = individual(office)
    demand = register.demand(client.name, "ERASURE")
    register.preview(demand.name)
    register.stub().RunPersonalDataRequest(
        pb.RunPersonalDataRequestRequest(name=demand.name, confirmation=client.display_name)
    )
    register.deliver()
    killed = Desk(office.door.service, office.door.db(""), "killed")
    assert killed.work(), "what is his by name is gone, the rest is not looked at"
    assert killed._claim() is not None, "and dies with the second slice in hand"
    database = office.db.client[office.db.database]
    database["leases"].update_many({"owner": "killed"}, {"$set": {"until": clock.now()}})
    register.settle()
    assert register.now(demand.name).state == DONE
    assert register.places_with(FAMILY, PHONE[2:], EMAIL) == []


def test_who_may_do_what(office: Office, register: Register) -> None:
    client = individual(office)
    firm = office.create(office.admin)
    with refused() as refusal:
        register.demand(firm.name, "ERASURE")
    assert refusal.fields == (("person", "PERSON_NEEDED"),)
    demand = register.demand(client.name, "ERASURE")
    register.preview(demand.name)
    reader = replace(office.manager_b, grants={"personal_data.read": ("*",)})
    with refused() as refusal:
        register.stub(reader).RunPersonalDataRequest(
            pb.RunPersonalDataRequestRequest(name=demand.name, confirmation=client.display_name)
        )
    assert refusal.code == "PERMISSION_DENIED"
    assert register.stub(reader).GetPersonalDataRequest(about(demand)).name == demand.name
    assert Traces.from_params(store.REQUESTS.get(office.db, demand.name).traces) == Traces()


def about(demand: pb.PersonalDataRequest) -> pb.GetPersonalDataRequestRequest:
    return pb.GetPersonalDataRequestRequest(name=demand.name)


def test_who_may_read_his_own_clients_only_reads_nobody_s_demands(
    office: Office, register: Register
) -> None:
    client = individual(office)
    demand = register.demand(client.name, "ACCESS")
    register.run(demand.name)
    own = (office.manager_a.user, BRANCH_A)
    rights = dict.fromkeys(("personal_data.read", "personal_data.erase"), own)
    stub = register.stub(replace(office.manager_a, grants={**office.manager_a.grants, **rights}))
    again = pb.PersonalDataRequest(person=client.name, kind=pb.PersonalDataRequest.KIND_ACCESS)
    ways = (
        lambda: stub.GetPersonalDataRequest(about(demand)),
        lambda: stub.ListPersonalDataRequests(pb.ListPersonalDataRequestsRequest()),
        lambda: stub.CreatePersonalDataRequest(
            pb.CreatePersonalDataRequestRequest(personal_data_request=again)
        ),
        lambda: stub.PreviewPersonalDataRequest(
            pb.PreviewPersonalDataRequestRequest(name=demand.name)
        ),
        lambda: list(stub.DownloadPersonalData(pb.DownloadPersonalDataRequest(name=demand.name))),
    )
    for way in ways:
        with refused() as refusal:
            way()
        assert (refusal.code, refusal.reason) == ("PERMISSION_DENIED", "PERMISSION_DENIED")


def test_employees_are_read_once_to_say_who_he_is(office: Office) -> None:
    client = individual(office)
    asked: list[dict[str, Any]] = []
    request = PersonalDataRequest(name="", person=client.name, kind=Kind.ERASURE)
    with profiled(office.db, asked):
        assert tracing.trace(office.db, request).traces.words
    assert len([each for each in asked if place(each) == "people"]) == 1
    by_words = [each for each in asked if "search" in str(each["command"])]
    assert len(by_words) > 8
    assert {each["planSummary"] for each in by_words} == {"IXSCAN { tenant: 1, search: 1 }"}
