"""What is planned with a client, as works tell: shown, found by, and no change of the client."""

from datetime import timedelta
from typing import Any

from crm.counterparties.v1 import counterparties_pb2 as pb
from crm.fact.v1 import events_pb2 as facts
from services.counterparties import field_rights, store
from services.counterparties.facts.keeping import keep, stated
from services.counterparties.listing import Listing, plan
from services.kit import clock
from tests.counterparties.office import Office

NONE, PLANNED, OVERDUE = (
    "NEXT_WORK_STATE_NONE",
    "NEXT_WORK_STATE_PLANNED",
    "NEXT_WORK_STATE_OVERDUE",
)


def state(office: Office, subject: str, reference: str, version: int = 1, **fact: Any) -> None:
    """As the service that keeps works says it; due in so many hours."""
    hours = fact.pop("due_in", 24)
    message = facts.Fact(
        subject=subject,
        reference=reference,
        version=version,
        **{"kind": "FACT_KIND_WORK", "state": "FACT_STATE_OPEN", **fact},
    )
    message.due_time.FromDatetime(clock.now() + timedelta(hours=hours))
    for each in stated(message):
        keep(office.db, each)


def shown(office: Office, name: str) -> pb.Counterparty:
    return office.counterparties(office.admin).GetCounterparty(pb.GetCounterpartyRequest(name=name))


def test_a_client_shows_the_work_due_first_and_is_not_changed_by_it(office: Office) -> None:
    client = office.create(office.admin)
    state(office, client.name, "works/1", due_in=48, display_name="Встреча")
    state(office, client.name, "works/2", due_in=2, display_name="Звонок")
    found = shown(office, client.name)
    assert (found.next_work.reference, found.next_work.display_name) == ("works/2", "Звонок")
    assert found.etag == client.etag
    state(office, client.name, "works/2", 3, state="FACT_STATE_PLUS")
    # Old news that come late change nothing.
    state(office, client.name, "works/2", 2)
    assert shown(office, client.name).next_work.display_name == "Встреча"
    state(office, client.name, "works/1", 2, state="FACT_STATE_WITHDRAWN")
    assert not shown(office, client.name).HasField("next_work")


def test_clients_without_a_next_work_are_a_filter_and_a_number(office: Office) -> None:
    idle, late, busy = (
        office.create(office.admin, name) for name in ("Забытый", "Опоздали", "Ждёт")
    )
    state(office, "deals/1", "works/3", due_in=-1, also=[late.name])
    state(office, busy.name, "works/4")
    # A document is nothing to be done.
    state(office, idle.name, "documents/1", kind="FACT_KIND_DOCUMENT")
    listed = {
        each: set(office.listed(office.admin, next_work=each)) for each in (NONE, PLANNED, OVERDUE)
    }
    assert {"Забытый"} <= listed[NONE]
    assert not {"Опоздали", "Ждёт"} & listed[NONE]
    assert {"Опоздали", "Ждёт"} <= listed[PLANNED]
    assert "Опоздали" in listed[OVERDUE]
    assert "Ждёт" not in listed[OVERDUE]
    asked = pb.CountCounterpartiesRequest(filter={"next_work": OVERDUE})
    counted = office.counterparties(office.admin).CountCounterparties(asked).count
    assert counted == len(listed[OVERDUE])
    # What others plan is not seen by who does not see the client.
    assert "Опоздали" not in office.listed(office.manager_a, next_work=PLANNED)


def test_a_change_of_the_client_keeps_what_is_planned(office: Office) -> None:
    client = office.create(office.admin)
    state(office, client.name, "works/5", display_name="Звонок")
    changed = pb.Counterparty(name=client.name, territory="Самара", etag=client.etag)
    request = pb.UpdateCounterpartyRequest(
        counterparty=changed, update_mask={"paths": ["territory"]}
    )
    assert office.counterparties(office.admin).UpdateCounterparty(request).next_work.display_name
    assert client.display_name in office.listed(office.admin, next_work=PLANNED)


def test_a_list_of_those_with_works_reads_just_them(office: Office) -> None:
    for number in range(12):
        client = office.create(office.admin)
        if number < 3:
            state(office, client.name, f"works/{client.name}", due_in=-1)
    with_works = store.COUNTERPARTIES.raw(office.db).count({"next_work": {"$ne": None}})
    for each in ("PLANNED", "OVERDUE"):
        rare = plan(Listing(next_work=each), "users/0", ("*",), field_rights.EVERYTHING).rare
        assert rare is not None
        explained = store.COUNTERPARTIES.raw(office.db).explain(
            rare.filter, hint=f"tenant_1_{rare.index}"
        )
        assert explained["executionStats"]["totalKeysExamined"] <= with_works + 1
    # What is typed never finds the mark itself.
    assert office.listed(office.admin, query="!:work") == []
